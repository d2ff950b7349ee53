"""Reading: from a file as it was dropped to its tables."""

from __future__ import annotations

from pathlib import Path

from analysis.errors import PortfolioError
from analysis.upload.content import kind_of
from analysis.upload.database import read_database
from analysis.upload.datev import is_batch, sales_of
from analysis.upload.encoding import decode
from analysis.upload.large import read_large_text
from analysis.upload.limits import LIMITS, Limits
from analysis.upload.parquet import read_parquet
from analysis.upload.profile import Setting
from analysis.upload.question import Answers
from analysis.upload.source import SourceTable
from analysis.upload.table import tables_of
from analysis.upload.text import has_split_decimals, layout_of, records
from analysis.upload.unpack import unpack
from analysis.upload.workbook import read_workbook


def read_file(
    path: Path, name: str, folder: Path, answers: Answers | None = None, limits: Limits = LIMITS
) -> list[SourceTable]:
    """The tables in a file, in its order; at least one.

    What a file is, is decided by its content: text with any usual encoding and delimiter, XLSX, XLSM, XLS, ODS,
    Parquet, an SQLite or DuckDB database, or a ZIP of these.

    Parameters
    ----------
    path : where it lies; a large text file is scanned there, so it must stay as long as its tables are used.
    name : as the user knows it.
    folder : where copies may be put; they too must stay.
    answers : to questions about the form, by their keys.

    Raises
    ------
    PortfolioError : for a file that is none of these, or empty, broken, protected or beyond the limits.
    """
    return _read(Path(path), name, Path(folder), answers or {}, limits, inside=False)


def _read(path: Path, name: str, folder: Path, answers: Answers, limits: Limits, inside: bool) -> list[SourceTable]:
    kind = kind_of(path, name)
    if kind == "zip":
        if inside:
            raise PortfolioError("errors.nested_archive", file=name)
        return _read_archive(path, name, folder, answers, limits)
    if kind == "parquet":
        return read_parquet(path, name, folder, answers, limits)
    if kind in ("sqlite", "duckdb"):
        return read_database(path, name, kind, folder, answers, limits)
    if kind == "text":
        if path.stat().st_size > limits.in_memory_bytes:
            return read_large_text(path, name, folder, answers, limits)
        return _read_text(path, name, folder, answers, limits)
    return read_workbook(path, name, kind, folder, answers, limits)


def _read_text(path: Path, name: str, folder: Path, answers: Answers, limits: Limits) -> list[SourceTable]:
    text = decode(path.read_bytes())
    layout = layout_of(text)
    rows = records(text, layout)
    if not rows:
        raise PortfolioError("errors.empty_file", file=name)
    if has_split_decimals(rows, layout):
        raise PortfolioError("errors.split_decimals", file=name)
    if is_batch(rows):
        rows = sales_of(rows)
    return tables_of(name, None, rows, folder, answers, Setting(layout.delimiter), limits=limits)


def _read_archive(path: Path, name: str, folder: Path, answers: Answers, limits: Limits) -> list[SourceTable]:
    tables: list[SourceTable] = []
    for copy, inner in unpack(path, name, folder, limits):
        tables += _read(copy, inner, folder, answers, limits, inside=True)
    if not tables:
        raise PortfolioError("errors.empty_archive", file=name)
    return tables
