"""A table as it lies in a file: what reading gives and mapping takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import duckdb
import pandas as pd

from analysis.engine.engine import Lines
from analysis.upload.question import Question


@dataclass(frozen=True)
class NumberForm:
    """How the numbers of a column are written.

    ``decimal_mark`` is ``,`` or ``.``; everything else that may stand in a number (thousands marks, currency
    signs and codes, ``%``, accounting parentheses, trailing minus) is understood in either form.
    """

    decimal_mark: Literal[",", "."]
    percent: bool = False
    currencies: tuple[str, ...] = ()  # ISO codes seen in the cells, such as ("EUR",)


@dataclass(frozen=True)
class DateForm:
    """How the dates of a column are written: the order of day, month and year; ``serial`` for Excel serials."""

    order: Literal["dmy", "mdy", "ymd", "serial"]


@dataclass(frozen=True)
class SourceColumn:
    """A column of a source table.

    Parameters
    ----------
    key : its name in the relation: ``c0``, ``c1`` …
    name : the header's own words (line breaks and runs of blanks become one blank); made unique by a
        trailing ``(2)``; a nameless column that has values is called by its spreadsheet letter.
    filled : number of cells with something in them; ``distinct`` : number of different ones.
    number : how its numbers are written, if at least nine in ten filled cells are numbers; None else.
    date : how its dates are written, if at least nine in ten filled cells are dates; None else.
    duration : whether its cells are lengths of time (``1:30``, ``1,5 h``) rather than numbers.
    label : whether it holds the names of rows, or of groups of rows, and no header says of what.
    samples : up to 20 different values as they stand there, the first ones first.
    """

    key: str
    name: str
    filled: int
    distinct: int
    number: NumberForm | None = None
    date: DateForm | None = None
    samples: tuple[str, ...] = ()
    duration: bool = False
    label: bool = False


@dataclass(frozen=True)
class SourceTable:
    """One table of a file, cells as text.

    Parameters
    ----------
    file : the file's name as the user knows it; ``archive.zip/inner.csv`` for a member of a ZIP.
    sheet : the sheet's name in a workbook; None elsewhere.
    columns : in the order of the file; empty columns are left out.
    scan : what stands behind FROM in DuckDB, such as ``read_parquet('…')``: a table with the columns
        ``row`` (BIGINT, the row's number as a spreadsheet shows it, 1 = the file's first line) and one
        VARCHAR column per ``columns`` (trimmed; NULL where empty). It has every row below the header that
        is not empty, set-aside ones too.
    rows : number of rows of ``scan``.
    title : what stood above the header, line by line.
    set_aside : rows of ``scan`` that are no data, columns ``row`` and ``reason`` (``total_row``,
        ``repeated_header``, ``note``…: keys of the messages ``set_aside.<reason>``).
    questions : what had to be guessed about the form.
    hidden : whether the sheet is hidden in the workbook.
    profiled : number of rows, spread over the table, from which the columns of a large table are judged:
        ``distinct`` and ``samples`` are of these, the forms too unless they leave it open; None for all.
    digest : the same, within this process, for tables with the same cells; None where it was not made.
    lines : the rows of ``scan`` without their numbers, where these follow one another: numbering them while they are
        read takes one thread, and the order.
    plain : whether surely no cell holds a tab or a line break.
    """

    file: str
    sheet: str | None
    columns: tuple[SourceColumn, ...]
    scan: str
    rows: int
    title: tuple[str, ...] = ()
    set_aside: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"row": [], "reason": []}))
    questions: tuple[Question, ...] = ()
    hidden: bool = False
    profiled: int | None = None
    digest: int | None = None
    lines: Lines | None = None
    plain: bool = False

    @property
    def name(self) -> str:
        """As the command line names it: ``file`` or ``file.xlsx:Sheet``."""
        return self.file if self.sheet is None else f"{self.file}:{self.sheet}"

    def relation(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        return connection.sql(f"SELECT * FROM {self.scan}")

    def head(self, rows: int) -> pd.DataFrame:
        """The first ``rows`` rows as text, columns under their headers."""
        keys = ", ".join(column.key for column in self.columns)
        with duckdb.connect() as connection:
            table = connection.sql(f"SELECT {keys} FROM {self.scan} ORDER BY row LIMIT {int(rows)}").df()
        table.columns = pd.Index([column.name for column in self.columns])
        return table

    def column(self, name: str) -> SourceColumn:
        """The column with the header ``name``; raises ``KeyError`` if there is none."""
        found = next((column for column in self.columns if column.name == name), None)
        if found is None:
            raise KeyError(name)
        return found
