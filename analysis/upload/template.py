"""A workbook to fill in: one sheet per role, with a filled example row and what each column means."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analysis.language import Language

Example = str | float | date

_WHO: dict[str, Example] = {"customer_number": "K-1001", "customer_name": "customer"}
COLUMNS: dict[str, dict[str, Example]] = {
    "customers": {**_WHO, "industry": "industry", "region": "region", "employees": 85},
    "invoices": {
        **_WHO,
        "document": "R-2001",
        "date": date(2026, 3, 2),
        "product": "product",
        "revenue": 1250.5,
        "cost": 800.25,
        "currency": "EUR",
    },
    "credit_notes": {
        **_WHO,
        "document": "G-3001",
        "date": date(2026, 3, 20),
        "revenue": 50.5,
        "reason": "credit_reason",
    },
    "payments": {
        **_WHO,
        "document": "R-2001",
        "date": date(2026, 3, 2),
        "due_date": date(2026, 4, 1),
        "paid_date": date(2026, 4, 11),
        "gross": 1488.1,
        "cash_discount": 0.0,
        "deduction": 12.0,
        "reminders": 1,
    },
    "care_log": {**_WHO, "date": date(2026, 3, 5), "kind": "care_kind", "hours": 2.5, "note": "care_note"},
    "losses": {
        "customer_name": "lost",
        "date": date(2026, 2, 12),
        "stage": "stage",
        "reason": "lost_reason",
        "value": 9000.0,
        "kind": "deal",
    },
}
"""Role to its columns, each with the example: a date, a number, or the message ``template.example.<word>`` where there
is one. What heads a column: ``template.<role>.<column>``; what it means: ``template.note.<column>``."""


def template(language: Language) -> bytes:
    """The workbook (XLSX) in ``language``; filled in, it uploads without a correction."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for role, columns in COLUMNS.items():
        _fill(book.create_sheet(language.text(f"roles.{role}")), role, columns, language)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Worksheet, role: str, columns: dict[str, Example], language: Language) -> None:
    sheet.append([language.text(f"template.title.{role}")])
    sheet["A1"].font = Font(italic=True)
    sheet.append([])
    sheet.append([language.text(f"template.{role}.{column}") for column in columns])
    sheet.append([_example(value, language) for value in columns.values()])
    sheet.freeze_panes = "A4"
    for place, (column, value) in enumerate(columns.items(), start=1):
        head, cell = sheet.cell(3, place), sheet.cell(4, place)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="FFF2CC")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        if language.has(f"template.note.{column}"):
            head.comment = Comment(language.text(f"template.note.{column}"), "keepworthy", width=260, height=90)
        if isinstance(value, date):
            cell.number_format = "dd.mm.yyyy" if language.code == "de" else "dd/mm/yyyy"
        elif isinstance(value, float):
            cell.number_format = "#,##0.00"
        sheet.column_dimensions[get_column_letter(place)].width = max(16, len(str(head.value)) + 3)


def _example(value: Example, language: Language) -> Example:
    key = f"template.example.{value}"
    return language.text(key) if isinstance(value, str) and language.has(key) else value
