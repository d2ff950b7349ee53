"""Prospects in their order, each with its reason in one sentence, and as a file."""

from __future__ import annotations

import pandas as pd

from analysis.csv_file import csv_file
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.refill.fit import Check, FitModel, share_below
from analysis.refill.prospects import already_customers, nearest
from analysis.refill.segments import label

SPEAKS = 1.1
"""From this lift on an attribute speaks for a prospect, from its inverse down against it."""
NAMED = 3
"""Attributes named on either side."""


def ranked(
    evaluation: Evaluation, prospects: pd.DataFrame, picks: list[str], model: FitModel, check: Check | None
) -> pd.DataFrame:
    """One row per prospect (see ``prospects.from_list``), its index, the best first: those who meet most of a picked
    segment's conditions, among them by fit.

    Columns: ``place`` (1 is best), ``name``, ``fit`` (share of today's customers that score lower; NaN where that
    cannot be checked), ``score`` (see ``fit``), ``target``, ``met``, ``of``, ``missed`` (see ``prospects.nearest``),
    ``customer`` (bool: bears a customer's name)."""
    table = prospects[["name"]].join(nearest(prospects, picks, evaluation.portfolio.attributes))
    table["score"] = model.score(prospects)
    table["fit"] = share_below(table["score"], check.scores) if check else float("nan")
    table["customer"] = already_customers(prospects, evaluation.customers)
    table["share_met"] = (table["met"] / table["of"]).fillna(0.0)
    table = table.sort_values(["share_met", "score"], ascending=False, kind="stable").drop(columns="share_met")
    table.insert(0, "place", range(1, len(table) + 1))
    return table


def reasons(
    evaluation: Evaluation, rows: pd.DataFrame, prospects: pd.DataFrame, model: FitModel, language: Language
) -> list[str]:
    """Why each of ``rows`` (see ``ranked``) stands where it does: one sentence a row."""
    names = {key: label(evaluation, key, language) for key in rows["target"].dropna().unique()}
    said = prospects.loc[rows.index]
    words = {
        attribute: [made.words(code, language) for code in range(len(made))] for attribute, made in model.cuts.items()
    }
    codes = {attribute: made.codes(said[attribute]) for attribute, made in model.cuts.items()}
    signs = model.signs(said)
    return [
        _sentence(row, names, signs.iloc[place], {name: codes[name][place] for name in codes}, words, language)
        for place, row in enumerate(rows.to_dict("records"))
    ]


def _sentence(
    row: dict, names: dict, signs: pd.Series, codes: dict[str, int], words: dict[str, list[str]], language: Language
) -> str:
    parts = []
    if row["of"]:
        key = "meets" if row["met"] == row["of"] else "meets_some" if row["met"] else "meets_none"
        parts.append(
            language.text(
                f"refill.reason.{key}", met=row["met"], of=row["of"], target=names[row["target"]],
                missed=language.list(row["missed"]),
            )
        )  # fmt: skip
    known = signs.dropna().sort_values(kind="stable")
    sides = {"for": known[known >= SPEAKS][::-1], "against": known[known <= 1 / SPEAKS]}
    for side, found in sides.items():
        if len(found):
            named = [
                language.text("refill.reason.sign", attribute=name, value=words[name][codes[name]], lift=round(lift, 1))
                for name, lift in found.head(NAMED).items()
            ]
            parts.append(language.text(f"refill.reason.{side}", signs=language.list(named)))
    if not any(len(found) for found in sides.values()):
        parts.append(language.text("refill.reason.nothing"))
    unknown = [str(name) for name in signs.index[signs.isna()]]
    if unknown:
        parts.append(language.text("refill.reason.unknown", names=language.list(unknown)))
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def as_csv(
    evaluation: Evaluation, rows: pd.DataFrame, prospects: pd.DataFrame, model: FitModel, language: Language,
    footer: str = "",
) -> bytes:  # fmt: skip
    """The ranked prospects as CSV for Excel in the language's form; what a spreadsheet would compute is prefixed."""
    names = {key: label(evaluation, key, language) for key in rows["target"].dropna().unique()}
    columns = {
        "place": rows["place"],
        "name": rows["name"],
        "fit": rows["fit"].round(4),
        "target": rows["target"].map(names),
        "met": [f"{met} / {of}" if of else "" for met, of in zip(rows["met"], rows["of"], strict=True)],
        "customer": rows["customer"].map({True: language.text("refill.prospects.yes"), False: ""}),
        "why": reasons(evaluation, rows, prospects, model, language),
    }
    table = pd.DataFrame({language.text(f"refill.prospects.{name}"): column for name, column in columns.items()})
    table = table.join(prospects[[name for name in model.cuts if name not in table]])
    return csv_file(table, language, footer)
