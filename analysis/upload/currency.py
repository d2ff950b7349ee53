"""The one currency of the money: several are asked about, never added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.engine.engine import Engine
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet
from analysis.upload.source import SourceTable
from analysis.upload.typed import MONEY_ROLES, quoted

USUAL = ("EUR", "USD", "GBP", "CHF")
"""What is on offer where no table names the currency."""


def currency_of(
    engine: Engine, sheets: Sequence[Sheet], tables: Sequence[SourceTable], answers: Answers
) -> tuple[str, list[Question]]:
    """The ISO code (empty where the data do not say), and the question where there are several. Rows in another
    currency than the one chosen are set aside; rows that name none are taken to be in it."""
    money = [sheet for sheet in sheets if sheet.role in MONEY_ROLES]
    rows: Counter[str] = Counter()
    asked: Sheet | None = None
    for sheet in money:
        found = engine.execute(
            f"SELECT currency, count(*) FROM {sheet.name} WHERE reason IS NULL AND currency IS NOT NULL GROUP BY ALL"
        ).fetchall()
        if found and (asked is None or (len(found) > 1 and not rows)):
            asked = sheet
        for code, count in found:
            rows[code] += count
    if asked is None:
        return _unsaid(money, tables, answers)
    codes = sorted(rows, key=lambda code: (-rows[code], code))
    if len(codes) == 1:
        return codes[0], []
    question = asked.question(
        "currency", asked.mapping.fields.get("currency"), *codes, needed=True, currencies=", ".join(codes)
    )
    chosen = answers.get(question.key, "")
    if chosen:
        for sheet in money:
            sheet.set_aside(engine, f"currency <> {quoted(chosen)}", "other_currency")
    return chosen, [question]


def _unsaid(money: Sequence[Sheet], tables: Sequence[SourceTable], answers: Answers) -> tuple[str, list[Question]]:
    """No column names a currency: signs beside the amounts may, else a person."""
    if (code := _by_signs(tables)) or not money:
        return code, []
    question = money[0].question("currency_unsaid", None, "unsaid", *USUAL)
    chosen = answers.get(question.key, "unsaid")
    return ("" if chosen == "unsaid" else chosen), [question]


def _by_signs(tables: Sequence[SourceTable]) -> str:
    """What stands beside the amounts, if it is one currency; decimal commas alone make it euros."""
    numbers = [column.number for table in tables for column in table.columns if column.number]
    seen = {code for number in numbers for code in number.currencies}
    if len(seen) == 1:
        return seen.pop()
    return "EUR" if not seen and any(number.decimal_mark == "," for number in numbers) else ""
