"""The sheets of what people said and decided: answers about customers, conversations, levers, decisions."""

from __future__ import annotations

import pandas as pd
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.care.decisions import PREFIX, board
from analysis.care.levers import what_if
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.listen.counts import noted
from analysis.listen.questions import MARKS
from analysis.listen.themes import answers
from analysis.money import cents
from analysis.report.customer_sheets import named
from analysis.report.made import Made
from analysis.report.sheets import COUNT, MONEY, SHARE, day_format, table, worded
from analysis.tag.answers import said_by
from analysis.tag.verdict import QUESTIONS

LEVERS = ("hours", "fee", "price", "loss", "risk")


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


def levers_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, made: Made, language: Language) -> None:
    """For each customer who needs levers or for whom some were set, the largest loss first: the mildest that reach the
    target, what would be left at every limit, and what those set would bring."""
    customers, entered = evaluation.customers, made.starting("lever.")
    used = entered.assign(field=entered["field"].str.removeprefix("lever."))
    used = used[used["field"].isin(LEVERS) & used["customer_id"].isin(customers.index)]
    terms = used.pivot(index="customer_id", columns="field", values="value").reindex(columns=list(LEVERS))
    needed = ~customers["reachable"] | (customers["reached_net"] > customers["net_contribution"])
    chosen = customers[needed | customers.index.isin(terms.index)].sort_values("net_contribution", kind="stable")
    terms = terms.reindex(chosen.index).astype("float64")
    given = terms.fillna(0.0)
    costs = evaluation.costs.loc[chosen.index]
    after = what_if(chosen, costs, given["price"], given["hours"], given["fee"], given["loss"])["net_after"]
    staying = chosen["care_cost"] - chosen["avoidable_care"]
    expected = cents((1 - given["risk"]) * after - given["risk"] * staying)
    rows = chosen[["key", "name", "net_contribution"]].assign(
        reachable=named(chosen["reachable"].map({True: "yes", False: "no"}), "tag.list.{}", language),
        **{name: chosen[name] for name in ("hours_needed", "fee_needed", "price_needed", "reached_net", "best_net")},
        parting=chosen["parting_gain"],
        **{name: terms[name] for name in LEVERS},
        after=after.where(terms.notna().any(axis=1)),
        expected=expected.where(terms["risk"].notna()),
    )
    levers = {"hours_needed": SHARE, "fee_needed": MONEY, "price_needed": SHARE, "reached_net": MONEY}
    levers |= {"best_net": MONEY, "parting_gain": MONEY, **dict.fromkeys(LEVERS, SHARE)}
    levers |= {"after": MONEY, "expected": MONEY}
    forms: dict[str, str | None] = {"report.number": None, "report.name": None, "report.net_contribution": MONEY}
    forms |= {"report.lever.reachable": None, **{f"report.lever.{name}": form for name, form in levers.items()}}
    columns = worded(forms, language)
    table(sheet, "levers", columns, rows.itertuples(index=False, name=None))


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
