"""A list that leaves the house to be filled in, one row per customer, and comes back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.csv_file import FOOT, FORMULA_STARTS, csv_file
from analysis.errors import PortfolioError
from analysis.language import LANGUAGES, Language
from analysis.report.sheets import foot
from analysis.upload.files import read_file
from analysis.upload.identity import plain_name
from analysis.upload.source import SourceTable


@dataclass(frozen=True)
class Entry:
    """A column to fill in.

    Parameters
    ----------
    read : what a cell's text stands for; None: that is no answer.
    write : how an answer is written; the inverse of ``read``.
    options : the answers to choose from, where there is a list; none: text, with room for sentences.
    """

    read: Callable[[str], Any] = str.strip
    write: Callable[[Any, Language], Any] = lambda value, language: value
    options: tuple[Any, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Form:
    """A kind of list.

    Parameters
    ----------
    room : its headers are ``<room>.list.<column>``, its answers the workspace's fields ``<room>.<column>``.
    entries : the columns that are filled in and read back.
    numbers : further columns with a number format, as spreadsheets write it.
    wide : further columns with room for sentences.
    uploaded : what an upload says of a customer (row of the evaluation's customers) in a column; None: nothing.
    """

    room: str
    entries: Mapping[str, Entry]
    numbers: Mapping[str, str] = field(default_factory=dict)
    wide: tuple[str, ...] = ()
    uploaded: Callable[[pd.Series, str], Any] = lambda row, column: None

    def header(self, column: str, language: Language) -> str:
        return language.text(f"{self.room}.list.{column}")

    def headed(self, table: pd.DataFrame, language: Language) -> pd.DataFrame:
        """A table of this kind with its headers in the language."""
        return table.rename(columns={column: self.header(column, language) for column in table})

    def csv(self, table: pd.DataFrame, language: Language, footer: str = "") -> bytes:
        """The ``headed`` list as CSV for Excel in the language's form; what a spreadsheet would compute is prefixed."""
        return csv_file(table.round(4), language, footer)

    def workbook(self, table: pd.DataFrame, language: Language, footer: str = "") -> bytes:
        """The ``headed`` list as XLSX: text as text, answers to choose from a list, the columns to fill in marked;
        ``footer`` at the foot of each printed page."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet(self.header("sheet", language))
        foot(sheet, footer)
        sheet.freeze_panes = "C2"
        entries = {self.header(column, language): entry for column, entry in self.entries.items()}
        forms = {self.header(column, language): form for column, form in self.numbers.items()}
        wide = {self.header(column, language) for column in self.wide}
        wide |= {header for header, entry in entries.items() if entry.wide}
        for place, header in enumerate(table, start=1):
            letter = get_column_letter(place)
            sheet.column_dimensions[letter].width = 60 if header in wide else 34 if place == 2 else 17
            if header in entries and entries[header].options and len(table):
                words = [str(entries[header].write(option, language)) for option in entries[header].options]
                choices = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
                choices.add(f"{letter}2:{letter}{len(table) + 1}")
                sheet.data_validations.append(choices)
        sheet.append([_cell(sheet, header, bold=True, marked=header in entries) for header in table])
        for row in table.itertuples(index=False, name=None):
            pairs = zip(row, table.columns, strict=True)
            sheet.append([_cell(sheet, value, forms.get(name), wrapped=name in wide) for value, name in pairs])
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    def read(self, path: Path, name: str, folder: Path) -> pd.DataFrame:
        """The answers in a file that a colleague filled in: ``key``, ``name``, one column per entry (text or None) and
        ``as_of`` (revision; NaN where the file does not say), one row per row of the file.

        Raises ``PortfolioError`` where no table in it has a customer and at least one of the columns to fill in.
        """
        for table in read_file(path, name, folder):
            named = {self._column(column.name): column.name for column in table.columns}
            if {"key", "name"} & named.keys() and self.entries.keys() & named.keys():
                return self._read(table, {column: header for column, header in named.items() if column})
        raise PortfolioError("tag.trouble.no_answers", file=name)

    def _read(self, table: SourceTable, named: Mapping[str, str]) -> pd.DataFrame:
        cells = table.head(table.rows)
        read = pd.DataFrame({column: cells[header].astype("object") for column, header in named.items()})
        read = read.reindex(columns=["key", "name", *self.entries, "as_of"]).astype("object")
        read = read.where(read.notna(), None)
        for column in ("key", "name", *self.entries):
            # As objects: a column of text would turn an empty cell into NaN, which then counts as said.
            read[column] = pd.Series([_restored(text) for text in read[column]], index=read.index, dtype="object")
        read["as_of"] = pd.to_numeric(read["as_of"], errors="coerce")
        footer = read["key"].astype("str").str.startswith(FOOT) & read["name"].isna()
        return read[~footer]

    def _column(self, header: str) -> str | None:
        """Which column a header names, in either language; None for those that are not read back."""
        plain = plain_name(header)
        for code in LANGUAGES:
            for column in ("key", "name", *self.entries, "as_of"):
                if plain == plain_name(self.header(column, Language(code))):
                    return column
        return None


def _cell(
    sheet: object,
    value: object,
    form: str | None = None,
    bold: bool = False,
    marked: bool = False,
    wrapped: bool = False,
) -> object:
    if value is None or value != value:
        return None
    if not isinstance(value, str) and form is None:
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if form:
        cell.number_format = form
    if bold:
        cell.font = Font(bold=True)
    if marked:
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _restored(text: str | None) -> str | None:
    """Text as it was before ``safe``."""
    return text[1:] if text and text[0] == "'" and text[1:].startswith(FORMULA_STARTS) else text
