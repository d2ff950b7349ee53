"""Workbooks (XLSX, XLSM, XLS, ODS): sheets as rows of text, each column's native values in one form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import compress
from pathlib import Path
from typing import Any

import python_calamine as calamine

from analysis.errors import PortfolioError
from analysis.upload.compound import check_xls
from analysis.upload.content import Kind
from analysis.upload.limits import LIMITS, Limits
from analysis.upload.numbers import Mark, number_evidence
from analysis.upload.parquet import scan_rows, write_columns
from analysis.upload.profile import Setting
from analysis.upload.question import Answers
from analysis.upload.source import SourceTable
from analysis.upload.table import tables_of
from analysis.upload.text import BLANKS, Row
from analysis.upload.unpack import check_workbook

_LOOK = 2_000
Merged = dict[int, list[tuple[int, int]]]


def read_workbook(
    path: Path, name: str, kind: Kind, folder: Path, answers: Answers, limits: Limits = LIMITS
) -> list[SourceTable]:
    """All tables of all sheets, hidden ones too (the title says so).

    Raises ``PortfolioError`` for a broken, protected or too large workbook.
    """
    if kind in ("xlsx", "ods"):
        check_workbook(path, name, kind, limits)
    else:
        check_xls(path, name, limits)
    tables: list[SourceTable] = []
    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            sheets = [m for m in workbook.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
            if len(sheets) > limits.sheets:
                raise PortfolioError("errors.too_many_sheets", file=name, limit=limits.sheets, found=len(sheets))
            for metadata in sheets:
                sheet = workbook.get_sheet_by_name(metadata.name)
                hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
                tables += _sheet_tables(sheet, name, hidden, folder, answers, limits)
    except PortfolioError:
        raise
    except calamine.PasswordError as error:
        raise PortfolioError("errors.password", file=name) from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader in Rust is no Exception
        raise PortfolioError("errors.broken_workbook", file=name) from error
    if not tables:
        raise PortfolioError("errors.empty_file", file=name)
    return tables


def _sheet_tables(
    sheet: calamine.CalamineSheet, name: str, hidden: bool, folder: Path, answers: Answers, limits: Limits
) -> list[SourceTable]:
    if sheet.start is None or not sheet.height:
        return []
    width = sheet.total_width
    if width > limits.columns:
        raise PortfolioError("errors.too_many_columns", file=name, sheet=sheet.name, limit=limits.columns, found=width)
    if sheet.total_height * width > limits.sheet_cells:
        raise PortfolioError("errors.too_many_cells", file=name, sheet=sheet.name, limit=limits.sheet_cells)
    top, left = sheet.start
    native = sheet.to_python(skip_empty_area=True)
    if left:
        native = [[""] * left + row for row in native]
    merged = _merged(sheet, native, top)
    written = [_as_text(cells) for cells in zip(*native, strict=True)]
    texts = [text for text, _ in written]
    setting = Setting(native=True, marks={at: mark for at, (_, mark) in enumerate(written) if mark})
    filled = [any(cells) for cells in zip(*texts, strict=True)]
    numbers = [number for number, some in enumerate(filled, start=top + 1) if some]
    if not all(filled):
        texts = [list(compress(cells, filled)) for cells in texts]
    if len(numbers) > limits.in_memory_rows:
        return scan_rows(name, sheet.name, [write_columns(numbers, texts, folder)], setting, answers, hidden)
    rows: list[Row] = [(number, list(cells)) for number, cells in zip(numbers, zip(*texts, strict=True), strict=True)]
    return tables_of(name, sheet.name, rows, folder, answers, setting, merged, hidden, limits)


def _merged(sheet: calamine.CalamineSheet, native: list[list[Any]], top: int) -> Merged:
    """The merged ranges that lie in one row, by row number; words merged over rows are written into each row."""
    found: Merged = {}
    for (first_row, first), (last_row, last) in sheet.merged_cell_ranges or []:
        if first_row == last_row:
            found.setdefault(first_row + 1, []).append((first, last))
            continue
        index = first_row - top
        if not (0 <= index < len(native) and first < len(native[index])):
            continue
        value = native[index][first]
        if isinstance(value, str) and value and index > 0 and last_row - first_row < 10_000:
            for below in native[index + 1 : last_row - top + 1]:
                if first < len(below) and below[first] == "":
                    below[first] = value
    return found


def _as_text(cells: Sequence[Any]) -> tuple[list[str], Mark | None]:
    """A column's cells as text, and the decimal mark in which its native numbers are written: that of its numbers in
    text, if any; None where none has decimals."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return [cell.strip(BLANKS) for cell in cells], None
    mark: Mark | None = None
    if float in kinds:
        numbers = cells if len(kinds) == 1 else [cell for cell in cells if type(cell) is float]
        if not all(map(float.is_integer, numbers)):
            mark = _mark(cells) if str in kinds else "."
    if bool in kinds or 2 * len(set(cells[:_LOOK])) > min(len(cells), _LOOK):  # True is equal to 1
        return [cell_text(cell, mark or ".") for cell in cells], mark
    known = {cell: cell_text(cell, mark or ".") for cell in set(cells)}  # few values, often
    return [known[cell] for cell in cells], mark


def _mark(cells: Sequence[Any]) -> Mark:
    texts = Counter(cell.strip(BLANKS) for cell in cells if type(cell) is str and "," in cell and len(cell) < 30)
    return "," if texts and number_evidence(texts).settled == "," else "."


def cell_text(cell: Any, mark: Mark = ".") -> str:
    """A native value as text: whole numbers without decimals, dates as ``yyyy-mm-dd`` with a time if they have one."""
    kind = type(cell)
    if kind is str:
        return cell.strip(BLANKS)
    if kind is float:
        text = f"{cell + 0.0:.15g}"  # what a spreadsheet keeps of a number; + 0.0: it knows no -0
        return text.replace(".", ",") if mark == "," else text
    if kind is bool:
        return "true" if cell else "false"
    if kind is int:
        return str(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return ""
