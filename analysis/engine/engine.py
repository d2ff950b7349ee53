"""What reckoning asks of whatever holds the tables.

Aggregates are narwhals expressions, and what goes before them (which rows count, whose they are) is SQL that engines
share; only what they say differently is a method here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Lines:
    """Rows that stand one below the other, without a number. ``scan``: what stands behind FROM, columns ``c0`` …
    as text, in the order of the file; ``first``: the number of the first of them."""

    scan: str
    first: int


class Result(Protocol):
    """What a query gives."""

    def fetchall(self) -> list[Any]: ...

    def df(self) -> pd.DataFrame: ...


class Engine(Protocol):
    """Tables by name, in SQL.

    ``hash_of``: the name of its function that makes one number of several values.
    """

    hash_of: str

    def execute(self, query: str) -> Result:
        """Runs a query."""

    def sql(self, query: str) -> Result:
        """The same."""

    def frame(self, rows: str | nw.LazyFrame[Any]) -> pd.DataFrame:
        """The rows of a query, text as str, decimals as float and dates as datetime64."""

    def rows(self, name: str) -> nw.LazyFrame[Any]:
        """A table, to be reckoned with."""

    def columns(self, name: str) -> list[str]:
        """The names of a table's columns."""

    def make(self, name: str, rows: str | nw.LazyFrame[Any]) -> None:
        """Computes the rows and keeps them as a table, in place of one of that name."""

    def put(self, name: str, rows: pd.DataFrame) -> None:
        """Makes a table of rows at hand."""

    def view(self, name: str, query: str) -> None:
        """Gives a query a name, in place of one of that name."""

    def update(self, name: str, values: Mapping[str, str], where: str, source: str = "") -> None:
        """Sets columns to expressions in the rows that meet ``where``; of ``source`` (what stands behind FROM, with a
        name) at most one row may meet it for each."""

    def add_column(self, name: str, column: str, kind: str, value: str = "NULL") -> None:
        """Adds a column with one value, where the table has none of that name."""

    def make_typed(self, name: str, query: Callable[[str], str], scan: str, lines: Lines | None) -> None:
        """Makes a table of a source table's rows of text. ``query``: from what stands behind FROM to DuckDB's SQL, each
        row for itself; ``scan``, ``lines``: see ``SourceTable``."""

    def source(self, scan: str, columns: str = "*", where: str = "TRUE") -> str:
        """What stands behind FROM for a source table (``SourceTable.scan``), or for some of its columns and rows in
        DuckDB's SQL."""

    def days(self, first: str, last: str) -> str:
        """SQL of the days from one date to another."""

    def quantile(self, column: str, share: float) -> str:
        """SQL of the value below which a share of a column lies, one of its values."""

    def day_quantile(self, column: str, share: float) -> str:
        """The same of dates."""


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """An Arrow table with text as str, decimals as float and dates as datetime64 without a time zone."""
    for at, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            # By way of text: Arrow's own way misses the nearest float by a bit.
            exact = [None if value is None else float(value) for value in table.column(at).to_pylist()]
            table = table.set_column(at, field.name, pa.array(exact, pa.float64()))
        elif pa.types.is_date(field.type) or (pa.types.is_timestamp(field.type) and field.type.tz):
            table = table.set_column(at, field.name, pc.cast(table.column(at), pa.timestamp("us")))
    return table.to_pandas()
