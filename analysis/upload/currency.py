"""The one currency of the money: several are asked about, never added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.engine.engine import Engine
from analysis.upload.headers import currencies
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet
from analysis.upload.source import SourceColumn, SourceTable
from analysis.upload.typed import MONEY_ROLES, PRICED_ROLES, currency_named, quoted

USUAL = ("EUR", "USD", "GBP", "CHF")
"""What is on offer first where no table names the currency."""


def currency_of(
    engine: Engine, sheets: Sequence[Sheet], tables: Sequence[SourceTable], answers: Answers
) -> tuple[str, list[Question]]:
    """The ISO code (empty where the data do not say), and the question where there are several. Rows in another
    currency than the one chosen are set aside; rows that name none are taken to be in it."""
    money = [sheet for sheet in sheets if sheet.role in PRICED_ROLES]
    blank = [question for sheet in money if (question := _blank(engine, sheet, tables, answers))]
    if any(question.key not in answers for question in blank):
        return "", blank
    rows: Counter[str] = Counter()
    asked: Sheet | None = None
    for sheet in money:
        found = engine.execute(
            f"SELECT currency, count(*) FROM {sheet.name} WHERE {_counts(sheet)} AND currency IS NOT NULL GROUP BY ALL"
        ).fetchall()
        if found and (asked is None or (len(found) > 1 and not rows)):
            asked = sheet
        for code, count in found:
            rows[code] += count
    if asked is None:
        return _unsaid([sheet for sheet in money if sheet.role in MONEY_ROLES], sheets, tables, answers)
    codes = sorted(rows, key=lambda code: (-rows[code], code))
    if len(codes) == 1:
        return codes[0], blank
    question = asked.question(
        "currency", asked.mapping.fields.get("currency"), *codes, needed=True, currencies=", ".join(codes)
    )
    chosen = answers.get(question.key, "")
    if chosen:
        for sheet in money:
            sheet.set_aside(engine, f"{_counts(sheet)} AND currency <> {quoted(chosen)}", "other_currency")
    return chosen, [*blank, question]


def _blank(engine: Engine, sheet: Sheet, tables: Sequence[SourceTable], answers: Answers) -> Question | None:
    """Where most rows leave the currency empty that others name, they are in one's own: a person says which."""
    if not sheet.has("currency"):
        return None
    rows = f"FROM {sheet.name} WHERE {_counts(sheet)}"
    named = [code for (code,) in engine.execute(f"SELECT DISTINCT currency {rows} AND currency IS NOT NULL").fetchall()]
    count, empty = engine.execute(f"SELECT count(*), count(*) FILTER (WHERE currency IS NULL) {rows}").fetchall()[0]
    if not named or 2 * empty <= count:
        return None
    likely = _by_comma(tables) or next((code for code in USUAL if code not in named), USUAL[0])
    options = dict.fromkeys([likely, *(code for code in USUAL if code not in named), *sorted(named), *currencies()])
    question = sheet.question(
        "currency_blank", sheet.mapping.fields["currency"], *options, needed=True, n=empty, currencies=", ".join(named)
    )
    if code := answers.get(question.key):
        engine.update(sheet.name, {"currency": quoted(code)}, f"currency IS NULL AND {_counts(sheet)}")
    return question


def _counts(sheet: Sheet) -> str:
    """SQL of whether a row's currency matters: a customer or a deal without an amount has none."""
    return "reason IS NULL" if sheet.role in MONEY_ROLES else "reason IS NULL AND amount <> 0"


def _unsaid(
    money: Sequence[Sheet], sheets: Sequence[Sheet], tables: Sequence[SourceTable], answers: Answers
) -> tuple[str, list[Question]]:
    """No column names a currency: the signs beside the amounts or the customer list's headers may, else a person."""
    listed = [sheet for sheet in sheets if sheet.role == "customers" and _amounts(sheet)]
    named = {code for sheet in listed if (code := currency_named(sheet.table, _amounts(sheet)))}
    code = _by_signs(tables) or (named.pop() if len(named) == 1 else "") or _by_comma(tables)
    asked = [*money, *listed]
    if code or not asked:
        return code, []
    others = [code for code in currencies() if code not in USUAL]
    question = asked[0].question("currency_unsaid", None, "unsaid", *USUAL, *others)
    chosen = answers.get(question.key, "unsaid")
    return ("" if chosen == "unsaid" else chosen), [question]


def _amounts(sheet: Sheet) -> list[str]:
    """The headers of a customer list's amounts."""
    fields = [sheet.mapping.fields[name] for name in ("revenue", "cost", "profit") if sheet.has(name)]
    return [*fields, *(span.header for span in sheet.mapping.spans)]


def _by_signs(tables: Sequence[SourceTable]) -> str:
    """What stands beside the amounts, if it is one currency."""
    seen = {code for column in _of_numbers(tables) if column.number for code in column.number.currencies}
    return seen.pop() if len(seen) == 1 else ""


def _by_comma(tables: Sequence[SourceTable]) -> str:
    """Numbers written with a decimal comma alone make it euros."""
    columns = _of_numbers(tables)
    if any(column.number.currencies for column in columns if column.number):
        return ""
    marked = [column for column in columns if any("," in sample or "." in sample for sample in column.samples)]
    return "EUR" if any(column.number.decimal_mark == "," for column in marked if column.number) else ""


def _of_numbers(tables: Sequence[SourceTable]) -> list[SourceColumn]:
    return [column for table in tables for column in table.columns if column.number]
