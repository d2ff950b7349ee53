"""The analysed period, as the data say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.engine.engine import Engine
from analysis.upload.question import Answers
from analysis.upload.sheets import Sheet
from analysis.upload.spans import year_of

_TELL = ("invoices", "payments", "credit_notes", "care_log", "losses")
"""Roles whose dates tell the period; the first that has any."""


def span_days(sheet: Sheet, answers: Answers) -> list[tuple[date, date]]:
    """First and last day of each span of a customer list with revenue by month, quarter or year."""
    year, _ = year_of(sheet.table, sheet.mapping.spans, date.today())
    for question in sheet.mapping.questions:
        if question.kind == "year":
            year = int(answers.get(question.key, str(year)))
    return [span.days(year) for span in sheet.mapping.spans]


def period_of(engine: Engine, sheets: Sequence[Sheet], answers: Answers) -> tuple[date, date] | None:
    """First to last date of the invoices, else of a customer list's spans, else of payments, care log and deals; None
    where no table has a date."""
    for role in _TELL:
        known = [found for sheet in sheets if sheet.role == role and (found := _range(engine, sheet))]
        if known:
            return min(first for first, _ in known), max(last for _, last in known)
        if role == "invoices":
            days = [span for sheet in sheets if sheet.mapping.spans for span in span_days(sheet, answers)]
            if days:
                return min(first for first, _ in days), max(last for _, last in days)
    return None


def last_year() -> tuple[date, date]:
    """The last full year, which is assumed where nothing tells the period."""
    year = date.today().year - 1
    return date(year, 1, 1), date(year, 12, 31)


def _range(engine: Engine, sheet: Sheet) -> tuple[date, date] | None:
    first, last = engine.execute(f"SELECT min(date), max(date) FROM {sheet.name} WHERE reason IS NULL").fetchall()[0]
    return (first, last) if first else None
