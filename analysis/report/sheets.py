"""Sheets of the workbook: their paper, their cells, their heads. Text stays text, whatever it looks like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from analysis.language import Language

MONEY, SHARE, COUNT, NUMBER, DAY = "#,##0.00", "0.0%", "#,##0", "#,##0.##", "dd.mm.yyyy"
TABLE = "table_"
"""How the name of a sheet's table begins."""
FOOTER = 240
"""Characters that a footer takes, an ampersand being two."""
INPUT = PatternFill("solid", fgColor="FFF2CC")
"""What may be changed."""
USUAL, ON_A_PAGE = 16, 230
"""Width of a column, and of all that stand on one page, in characters."""
_BOLD = Font(bold=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_HEAD = PatternFill("solid", fgColor="E4E6EA")


Column = tuple[str, str | None]
"""A column's header and its number format (None: none)."""


class Formula(str):
    """What the spreadsheet is to compute."""


def kept(cells: Sequence[Any], index: pd.Index) -> pd.Series:
    """Cells as a column in which a ``Formula`` stays one: left to itself, pandas makes all of them plain text."""
    return pd.Series(list(cells), index=index, dtype="object")


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
    foot(sheet, footer)
    return sheet


def foot(sheet: WriteOnlyWorksheet, footer: str) -> None:
    """Writes ``footer`` and the page's number at the foot of each printed page."""
    while len(footer.replace("&", "&&")) > FOOTER:
        footer = f"…{footer[2:]}"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = footer.replace("&", "&&"), "&P / &N"


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
    """The row of headers; the first one also decides how wide the columns are and on how many pages they stand."""
    cells = [cell(sheet, word) for word in words]
    for made in cells:
        made.font, made.fill, made.alignment = _BOLD, _HEAD, _WRAPPED
    letters = [get_column_letter(at) for at in range(1, len(cells) + 1)]
    for letter in letters:
        if letter not in sheet.column_dimensions:
            sheet.column_dimensions[letter].width = USUAL
    across = sum(sheet.column_dimensions[letter].width for letter in letters)
    if sheet.page_setup.fitToWidth is None:
        sheet.page_setup.fitToWidth = ceil(across / ON_A_PAGE)
        sheet.print_title_cols = "A:B" if across > ON_A_PAGE else None
    sheet.append(cells)


class Rows:
    """Writes many rows whose columns each have one number format (None: none), a row at a time.

    A cell is written as soon as its row is handed over, so each column has one for all its rows.
    """

    def __init__(self, sheet: WriteOnlyWorksheet, forms: Sequence[str | None]) -> None:
        self.sheet, self.written = sheet, 0
        self.cells = [WriteOnlyCell(sheet) for _ in forms]
        self.blank: list[Any] = [None for _ in forms]  # what stands where a value is missing
        for made, form in zip(self.cells, forms, strict=True):
            if form:
                made.number_format = form

    def write(self, values: Iterable[Any]) -> None:
        """Values or ``Formula``; text stays text."""
        self.written += 1
        cells = zip(self.cells, self.blank, values, strict=True)
        self.sheet.append([_filled(made, value) or blank for made, blank, value in cells])


def _filled(made: WriteOnlyCell, value: Any) -> WriteOnlyCell | None:
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, str) and not isinstance(value, Formula):
        made.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        made.data_type = "s"
    else:
        made.value = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    return made


def worded(forms: Mapping[str, str | None], language: Language) -> list[Column]:
    """Columns from the messages that name them, each with its number format."""
    return [(language.text(key), form) for key, form in forms.items()]


def table(
    sheet: WriteOnlyWorksheet, name: str, columns: Sequence[Column], rows: Iterable[Iterable[Any]],
    inputs: Iterable[int] = (),
) -> None:  # fmt: skip
    """A sheet that is one table: a header (each column's word, and its number format), rows, filters, and a name by
    which formulas and pivot tables find it. ``inputs``: the places of columns (from 0) that may be changed."""
    head(sheet, [word for word, _ in columns])
    written = Rows(sheet, [form for _, form in columns])
    for at in inputs:
        written.blank[at] = WriteOnlyCell(sheet)
        written.blank[at].fill = written.cells[at].fill = INPUT
    for row in rows:
        written.write(row)
    framed(sheet, name, len(columns), written.written)


def framed(sheet: WriteOnlyWorksheet, name: str, columns: int, rows: int) -> None:
    """Filters over a header and so many rows below it, and the name ``table_<name>`` for all of it."""
    last = f"{get_column_letter(columns)}{rows + 1}"
    sheet.auto_filter.ref = f"A1:{last}"
    cells = f"{quote_sheetname(sheet.title)}!{absolute_coordinate(f'A1:{last}')}"
    sheet.parent.defined_names[f"{TABLE}{name}"] = DefinedName(f"{TABLE}{name}", attr_text=cells)


def day_format(language: Language) -> str:
    """How a spreadsheet writes a date."""
    return "dd.mm.yyyy" if language.code == "de" else "dd/mm/yyyy"
