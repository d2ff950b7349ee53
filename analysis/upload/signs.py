"""Amounts whose sign says something else than that they raise or lower revenue, and lines that are tax."""

from __future__ import annotations

import re

from analysis.engine.engine import Engine
from analysis.upload.datev import SIGNED
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet
from analysis.upload.typed import quoted

MOSTLY = 0.8
"""Where so many amounts are below zero, revenue is booked in credit."""
FEWEST = 10
"""Of fewer amounts that say nothing."""
TAX_AT_MOST = 0.3
"""No tax is a larger share of what it is on."""
MANY_WORDS = 100_000
"""A column with more different words names no kinds of lines."""

_TAX = re.compile(
    r"(?i)(?:(?:zzgl\.?|zuzüglich|plus|\+|gesetzl\.?|gesetzliche|\d{1,2}(?:[.,]\d+)? ?%)\s*)*"
    r"(?:ust|mwst|umsatzsteuer|mehrwertsteuer|vat|(?:sales )?tax|steuer|value added tax|tva|iva|btw|gst)\b[\s.:]*"
    r"(?:\(?\d{1,2}(?:[.,]\d+)? ?%?\)?)?"
)


def turned_over(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """A list of what was booked on revenue accounts bears revenue below zero, and credits above."""
    header = next((sheet.mapping.fields[name] for name in ("revenue", "gross") if sheet.has(name)), None)
    if header is None or sheet.role != "invoices" or header == SIGNED:
        return []
    rows, below, total, cost, profit = engine.execute(
        f"""SELECT count(*) FILTER (WHERE amount <> 0), count(*) FILTER (WHERE amount < 0), sum(amount),
            sum(line_cost), sum(line_profit) FROM {sheet.name} WHERE reason IS NULL"""
    ).fetchall()[0]
    if rows < FEWEST or below < MOSTLY * rows or total >= 0:
        return []
    question = sheet.question("turned_over", header, "turn", "leave", n=below)
    if answers.get(question.key, question.likely) == "turn":
        sums = {"amount": total, "line_cost": cost, "line_profit": profit}
        turned = {name: f"-{name}" for name, amount in sums.items() if amount is not None and amount < 0}
        engine.update(sheet.name, turned, "reason IS NULL")
    return [question]


def taken_back(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """Goods taken back, which only the quantity's sign says."""
    if sheet.role != "invoices" or not sheet.has("quantity") or not (sheet.has("revenue") or sheet.has("gross")):
        return []
    back, forth = engine.execute(
        f"""SELECT count(*) FILTER (WHERE quantity < 0 AND amount > 0),
            count(*) FILTER (WHERE quantity > 0 AND amount > 0)
        FROM {sheet.name} WHERE reason IS NULL"""
    ).fetchall()[0]
    if not back or back >= forth:
        return []
    question = sheet.question("quantity_sign", sheet.mapping.fields["quantity"], "subtract", "add", n=back)
    if answers.get(question.key, question.likely) == "subtract":
        lower = {"amount": "-amount", "line_cost": "-abs(line_cost)", "line_profit": "-line_profit"}
        engine.update(sheet.name, lower, "reason IS NULL AND quantity < 0 AND amount > 0")
    return [question]


def tax_lines(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """Lines of an invoice that are the tax on its other lines, by their words, are no revenue."""
    if sheet.role != "invoices" or not sheet.has("document"):
        return []
    for column in sheet.table.columns:
        if column.number or column.date or not any(_TAX.fullmatch(sample) for sample in column.samples):
            continue
        source = engine.source(sheet.table.scan, f"row AS line, {column.key} AS said")
        words = engine.execute(f"SELECT DISTINCT said FROM {source} AS words LIMIT {MANY_WORDS}").fetchall()
        taxes = sorted(said for (said,) in words if said and _TAX.fullmatch(said))
        taxed = f"(SELECT line FROM {source} AS words WHERE said IN ({', '.join(map(quoted, taxes))}))"
        lines, tax, rest = engine.execute(
            f"""SELECT count(line), sum(CASE WHEN line IS NOT NULL THEN amount END),
                sum(CASE WHEN line IS NULL THEN amount END)
            FROM {sheet.name} LEFT JOIN {taxed} AS taxed ON row = line WHERE reason IS NULL"""
        ).fetchall()[0]
        if not tax or not rest or not 0 < tax / rest <= TAX_AT_MOST:
            continue
        question = sheet.question("tax_lines", column.name, "leave_out", "count", n=lines, said=", ".join(taxes[:3]))
        if answers.get(question.key, question.likely) == "leave_out":
            sheet.set_aside(engine, f"row IN {taxed}", "tax_line")
        return [question]
    return []
