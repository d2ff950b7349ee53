"""Sheets of the workbook: their paper, their cells, their heads. Text stays text, whatever it looks like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from analysis.language import Language

MONEY, SHARE, COUNT, NUMBER, DAY = "#,##0.00", "0.0%", "#,##0", "#,##0.##", "dd.mm.yyyy"
INPUT = PatternFill("solid", fgColor="FFF2CC")
"""What may be changed."""
_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="E4E6EA")


class Formula(str):
    """What the spreadsheet is to compute."""


def title_of(name: str, language: Language) -> str:
    """The sheet's name on its tab."""
    return language.text(f"report.sheet.{name}")


def place(name: str, cells: str, language: Language) -> str:
    """Cells of another sheet, as a formula names them."""
    return f"{quote_sheetname(title_of(name, language))}!{cells}"


def new_sheet(book: Workbook, language: Language, name: str, widths: Sequence[int], footer: str) -> WriteOnlyWorksheet:
    """A sheet for A4 across, its first row always in sight and on every page."""
    sheet = book.create_sheet(title_of(name, language))
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = footer.replace("&", "&&"), "&P / &N"
    return sheet


def cell(sheet: WriteOnlyWorksheet, value: Any, form: str | None = None) -> WriteOnlyCell:
    """A cell with a value, or with a ``Formula``; ``form``: its number format."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return WriteOnlyCell(sheet, None)
    if isinstance(value, pd.Timestamp):
        value, form = value.to_pydatetime(), DAY
    computed = isinstance(value, Formula)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    made = WriteOnlyCell(sheet, value.item() if hasattr(value, "item") else value)
    if isinstance(value, str) and not computed:
        made.data_type = "s"
    if form:
        made.number_format = form
    return made


def head(sheet: WriteOnlyWorksheet, words: Iterable[str]) -> None:
    """The row of headers."""
    cells = [cell(sheet, word) for word in words]
    for made in cells:
        made.font, made.fill = _BOLD, _HEAD
    sheet.append(cells)
