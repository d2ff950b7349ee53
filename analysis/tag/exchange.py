"""The tagged list: a table that colleagues fill in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.tag.form import Entry, Form
from analysis.tag.suggestions import why
from analysis.tag.verdict import QUESTIONS, VERDICTS
from analysis.upload.identity import plain_name
from analysis.upload.words import NO, YES

AMOUNTS = ("revenue", "contribution_margin", "care_cost", "net_contribution")
OPEN = frozenset(["offen", "open", "unklar", "unknown"])


def answer_of(text: str) -> str | None:
    """yes / no / open; None for a word that is none of these."""
    plain = plain_name(text)
    if plain in YES:
        return "yes"
    return "no" if plain in NO else "open" if plain in OPEN or text.strip() == "?" else None


def _uploaded(row: pd.Series, column: str) -> Any:
    """What an uploaded answers table says, where it says anything."""
    if column in QUESTIONS:
        return row[column] if row[f"answered_{column}"] else None
    return row["note"] if isinstance(row["note"], str) and row["note"] else None


_ANSWER = Entry(answer_of, lambda answer, language: language.text(f"tag.list.{answer}"), ("yes", "no", "open"))
TAGS = Form(
    "tag",
    {**dict.fromkeys(QUESTIONS, _ANSWER), "note": Entry(wide=True)},
    numbers={**dict.fromkeys(AMOUNTS, "#,##0.00"), "margin_after_care": "0.0%"},
    wide=("why",),
    uploaded=_uploaded,
)


def tagged_list(evaluation: Evaluation, customers: pd.Index, fields: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The list as it is exported, one row per customer, headers in the language.

    Parameters
    ----------
    customers : whom the list names, in this order.
    fields : ``Workspace.fields("tag.")``.

    A question's own column holds a person's answer and is empty where nobody gave one; the suggestion and its reason
    stand beside it. ``as_of`` is the last edit the list knows, by which later edits are told from earlier ones.
    """
    rows, of = evaluation.customers.loc[customers], len(evaluation.customers)
    words = {answer: language.text(f"tag.list.{answer}") for answer in ("yes", "no", "open")}
    table = {"key": rows["key"], "name": rows["name"]}
    table |= {column: rows[column] for column in AMOUNTS}
    table["margin_after_care"] = rows["margin_after_care"]
    for question in QUESTIONS:
        said = rows[question].astype("str").where(rows[f"answered_{question}"])
        table[question] = said.map(words)
        table[f"suggested_{question}"] = rows[f"suggested_{question}"].astype("str").map(words)
    records = rows.to_dict("records")
    table["why"] = pd.Series(
        [" · ".join(why(row, question, of).sentence(language) for question in QUESTIONS) for row in records],
        index=rows.index,
        dtype="object",
    )
    table["verdict"] = (
        rows["verdict"].astype("str").map({name: language.text(f"tag.verdict.{name}") for name in VERDICTS})
    )
    notes = fields[fields["field"] == "tag.note"].set_index("customer_id")["value"]
    table["note"] = notes.reindex(rows.index).astype("object").fillna(rows["note"])
    table["as_of"] = pd.Series(int(fields["revision"].max()) if len(fields) else 0, index=rows.index)
    return TAGS.headed(pd.DataFrame(table), language)
