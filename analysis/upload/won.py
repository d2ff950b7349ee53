"""Deals as revenue: where no table has invoices, what was won is what customers brought."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.engine.engine import Engine
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet
from analysis.upload.words import deal_status


def won_deals(engine: Engine, sheets: Sequence[Sheet], answers: Answers) -> tuple[list[Sheet], list[Question]]:
    """The won deals of each table of deals as a sheet of invoices, with the question whether they count so; none
    where another table gives revenue."""
    if any(_gives_revenue(sheet) for sheet in sheets):
        return [], []
    deals, questions = [], []
    for sheet in sheets:
        if sheet.role != "losses" or not sheet.names_customers or not sheet.has("value"):
            continue
        won = f"{sheet.name}_won"
        mark_ends(engine, sheet)
        engine.make(
            won,
            "SELECT row, number, who, document, date, currency, amount, line_cost, line_profit, "
            f"CAST(NULL AS STRING) AS reason FROM {sheet.name} WHERE ended = 'won' "
            "AND reason IS NULL AND amount IS NOT NULL AND (number IS NOT NULL OR who IS NOT NULL)",
        )
        made = Sheet(sheet.table, sheet.mapping, "invoices", won, deals=True)
        if not sheet.count(engine, f"SELECT count(*) FROM {won}"):
            continue
        question = sheet.question("won_deals", sheet.mapping.fields["value"], "revenue", "leave_out")
        questions.append(question)
        if answers.get(question.key, "revenue") == "revenue":
            deals.append(made)
    return deals, questions


def _gives_revenue(sheet: Sheet) -> bool:
    if sheet.role in ("invoices", "payments"):
        return True
    return sheet.role == "customers" and bool(sheet.mapping.spans or sheet.has("revenue"))


def mark_ends(engine: Engine, sheet: Sheet) -> None:
    """Adds the column ``ended`` (won / lost / open) to the typed table of deals. A list without stage and status is
    one of what was lost."""
    fields = [name for name in ("stage", "status") if sheet.has(name)]
    engine.add_column(sheet.name, "ended", "STRING", "'lost'")
    if not fields:
        return
    words = engine.sql(f"SELECT DISTINCT {', '.join(fields)} FROM {sheet.name}").df().astype("object")
    words = words.where(words.notna(), None)
    meant = words.assign(meant=[deal_status(*cells) for cells in words[fields].itertuples(index=False)])
    engine.put("ends", meant.astype(dict.fromkeys(fields, "str")))
    match = " AND ".join(f"{sheet.name}.{name} IS NOT DISTINCT FROM ends.{name}" for name in fields)
    engine.update(sheet.name, {"ended": "ends.meant"}, match, "ends")
