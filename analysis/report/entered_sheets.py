"""The sheets of what people said and decided: answers about customers, conversations, levers, decisions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.care.decisions import PREFIX, board
from analysis.care.levers import HOURS, what_if
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.listen.counts import noted
from analysis.listen.questions import MARKS
from analysis.listen.themes import answers
from analysis.report.curve_sheet import AT_MOST
from analysis.report.customer_sheets import Columns, named
from analysis.report.live import FIRST, Live
from analysis.report.made import Made
from analysis.report.sheets import COUNT, MONEY, SHARE, Formula, day_format, kept, table, worded
from analysis.report.sheets import place as place_of
from analysis.tag.answers import said_by
from analysis.tag.verdict import QUESTIONS

LEVERS = ("hours", "fee", "price", "loss", "risk")
LEVER_FORMS = {
    "hours_needed": SHARE, "fee_needed": MONEY, "price_needed": SHARE, "reached_net": MONEY, "best_net": MONEY,
    "parting_gain": MONEY, **dict.fromkeys(LEVERS, SHARE), "after": MONEY, "expected": MONEY, "exported": MONEY,
}  # fmt: skip
"""Columns of the levers behind the net contribution, with their number formats."""


def tags_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, made: Made, language: Language) -> None:
    """Each customer's answers with what the data suggest, who answered, the verdict and the self-check."""
    customers, asked = evaluation.customers, [f"{kind}{name}" for name in QUESTIONS for kind in ("", "suggested_")]
    notes = made.fields[made.fields["field"] == "tag.note"].set_index("customer_id")["value"]
    rows = customers[["key", "name"]].assign(
        **{name: named(customers[name], "tag.list.{}", language) for name in asked},
        by=said_by(customers, made.starting("tag."), language),
        verdict=named(customers["verdict"], "tag.verdict.{}", language),
        self_check=named(customers["self_check"], "listen.result.{}", language),
        note=notes.reindex(customers.index).astype("object").fillna(customers["note"]),
    )
    keys = [f"tag.list.{name}" for name in ("key", "name", *asked)]
    keys += ["report.by", "report.verdict", "listen.result_label", "tag.list.note"]
    table(sheet, "tags", worded(dict.fromkeys(keys), language), rows.itertuples(index=False, name=None))


def said_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, made: Made, language: Language) -> None:
    """A row per answer of a conversation, with its themes and what was noted about the conversation."""
    fields, customers = made.starting("listen."), evaluation.customers
    told = answers(fields).merge(noted(fields).reset_index(), "outer", on="customer_id")
    told = told[told["customer_id"].isin(customers.index)]
    who = customers.loc[told["customer_id"], ["key", "name"]].reset_index(drop=True)
    rows = told.drop(columns="customer_id").reset_index(drop=True)
    rows["question"] = named(rows["question"], "listen.questions.{}", language)
    rows["themes"] = [", ".join(themes) if isinstance(themes, tuple) else None for themes in rows["themes"]]
    rows["when"] = pd.to_datetime(rows["when"], errors="coerce")
    rows["sure"] = named(rows["sure"], "listen.sure_options.{}", language)
    told_of = ("number", "name", "question", "answer", "themes")
    forms: dict[str, str | None] = {f"report.{name}": None for name in told_of}
    forms |= {f"listen.marks.{name}": COUNT for name in MARKS}
    forms |= {"listen.marks_note": None, "listen.who": None, "listen.when": day_format(language), "listen.sure": None}
    columns = worded(forms, language)
    table(sheet, "said", columns, who.join(rows).itertuples(index=False, name=None))


def levers_sheet(sheet: WriteOnlyWorksheet, live: Live, columns: Columns, made: Made, language: Language) -> None:
    """For each customer who needs levers or for whom some were set, the largest loss first: the mildest that reach the
    target, what would be left at every limit, and what those set bring, as formulas: set others, and see."""
    evaluation, entered = live.evaluation, made.starting("lever.")
    customers = evaluation.customers
    used = entered.assign(field=entered["field"].str.removeprefix("lever."))
    used = used[used["field"].isin(LEVERS) & used["customer_id"].isin(customers.index)]
    terms = used.pivot(index="customer_id", columns="field", values="value").reindex(columns=list(LEVERS))
    needed = ~customers["reachable"] | (customers["reached_net"] > customers["net_contribution"])
    chosen = customers[needed | customers.index.isin(terms.index)].sort_values("net_contribution", kind="stable")
    terms = terms.reindex(chosen.index).astype("float64")
    given, are_set = terms.fillna(0.0), terms.notna().any(axis=1)
    costs = evaluation.costs.loc[chosen.index]
    after = what_if(chosen, costs, given["price"], given["hours"], given["fee"], given["loss"])["net_after"]
    places = FIRST + customers.index.get_indexer(chosen.index)
    forms: dict[str, str | None] = {"report.number": None, "report.name": None, "report.net_contribution": MONEY}
    forms |= {"report.lever.reachable": None, **{f"report.lever.{name}": form for name, form in LEVER_FORMS.items()}}
    words = worded(forms, language)
    letters = {name: get_column_letter(1 + at) for at, name in enumerate(forms)}
    cells = {name: letters[f"report.lever.{name}"] for name in (*LEVERS, "after")}
    outcome = [
        live_outcome(live, columns, place, cells, row) if row < FIRST + AT_MOST or is_set else (None, None)
        for row, (place, is_set) in enumerate(zip(places, are_set, strict=True), start=FIRST)
    ]
    net = [place_of("customers", f"{columns.letters['net']}{place}", language) for place in places]
    rows = chosen[["key", "name"]].assign(
        net=kept([Formula(f"={cell}") for cell in net], chosen.index),
        reachable=named(chosen["reachable"].map({True: "yes", False: "no"}), "tag.list.{}", language),
        **{name: chosen[name] for name in ("hours_needed", "fee_needed", "price_needed", "reached_net", "best_net")},
        parting=chosen["parting_gain"],
        **{name: terms[name] for name in LEVERS},
        after=kept([formula for formula, _ in outcome], chosen.index),
        expected=kept([formula for _, formula in outcome], chosen.index),
        exported=after.where(are_set),
    )
    inputs = [list(forms).index(f"report.lever.{name}") for name in LEVERS]
    table(sheet, "levers", words, rows.itertuples(index=False, name=None), inputs)


def live_outcome(
    live: Live, columns: Columns, place: int, cells: Mapping[str, str], row: int
) -> tuple[Formula, Formula]:
    """Net contribution with the levers in this row, and on average with the risk, as ``levers.what_if`` and
    ``outcome`` compute them.

    Parameters
    ----------
    place : the customer's row on the customers' sheet.
    cells : the letters of the levers' columns and of ``after`` on this one.
    """
    drivers = dict(zip((driver.key for driver in live.drivers), columns.drivers, strict=False))
    known = {name: place_of("customers", f"{letter}{place}", live.language) for name, letter in columns.letters.items()}

    def spent(name: str) -> str:
        cell = place_of("customers", f"{drivers[name]}{place}", live.language) if name in drivers else ""
        return f"MAX(0,N({cell}))" if cell else "0"

    hours, fee, price, loss, risk = (f"N({cells[name]}{row})" for name in LEVERS)
    saved = f"ROUND(({'+'.join(spent(name) for name in HOURS)})*{hours},2)"
    charged = f"ROUND(({spent('rework')}*(1-{hours})+{spent('late_payment')}+{spent('small_orders')})*{fee},2)"
    goods = f"ROUND({known['revenue']}-{known['margin']},2)"
    raised = f"ROUND({known['revenue']}*((1-{loss})*(1+{price})-1)+{goods}*{loss},2)"
    all_set = f"COUNT({','.join(f'{cells[name]}{row}' for name in LEVERS)})"
    staying = f"({known['care']}-{live.avoidable(columns.drivers, place)})"
    net = f"ROUND({known['net']}+{saved}+{charged}+{raised},2)"
    return (
        Formula(f'=IF({all_set}=0,"",{net})'),
        Formula(f'=IF(ISNUMBER({cells["risk"]}{row}),ROUND((1-{risk})*{cells["after"]}{row}-{risk}*{staying},2),"")'),
    )


def decisions_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, made: Made, language: Language) -> None:
    """Every decision with who sees to it until when, what it should bring and what it did."""
    rows = board(made.starting(PREFIX), evaluation, made.day)
    marks = {name: language.text(f"care.board.{name}") for name in ("overdue", "changed")}
    shown = pd.DataFrame(
        {
            "key": evaluation.customers.loc[rows.index, "key"],
            "name": rows["name"],
            "action": named(rows["action"], "actions.{}.label", language),
            "recommended": named(rows["recommended"], "actions.{}.label", language),
            "state": named(rows["state"], "actions.states.{}", language),
            "owner": rows["owner"],
            "due": rows["due"],
            "overdue": rows["overdue"].map({True: marks["overdue"], False: None}),
            "expected": rows["expected"],
            "outcome": rows["outcome"],
            "changed": rows["changed"].map({True: marks["changed"], False: None}),
            "note": rows["note"],
        }
    )
    forms: dict[str, str | None] = {"report.number": None, "report.name": None, "care.decision.action": None}
    forms |= {"care.board.recommended": None, "care.decision.state": None, "care.decision.owner": None}
    forms |= {"care.decision.due": day_format(language), "care.board.late": None, "care.board.expected": MONEY}
    forms |= {"care.board.outcome": MONEY, "care.board.note": None, "care.decision.note": None}
    columns = worded(forms, language)
    table(sheet, "decisions", columns, shown.itertuples(index=False, name=None))
