"""DuckDB, in this process: the engine unless another is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from analysis.engine.engine import Lines, to_pandas


class Duck:
    """An ``Engine`` on a connection to DuckDB, a new one in memory where none is given."""

    hash_of = "hash"

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self.connection = connection or duckdb.connect()

    def execute(self, query: str) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(query)

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        return self.connection.sql(query)

    def frame(self, rows: str | nw.LazyFrame[Any]) -> pd.DataFrame:
        return to_pandas(self.connection.sql(_query(rows)).arrow().read_all())

    def rows(self, name: str) -> nw.LazyFrame[Any]:
        return nw.from_native(self.connection.table(name))

    def columns(self, name: str) -> list[str]:
        return self.connection.table(name).columns

    def make(self, name: str, rows: str | nw.LazyFrame[Any]) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_query(rows)}")

    def put(self, name: str, rows: pd.DataFrame) -> None:
        self.connection.register("rows_at_hand", rows)
        self.make(name, "SELECT * FROM rows_at_hand")
        self.connection.unregister("rows_at_hand")

    def view(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def update(self, name: str, values: Mapping[str, str], where: str, source: str = "") -> None:
        change = ", ".join(f"{column} = {value}" for column, value in values.items())
        self.connection.execute(f"UPDATE {name} SET {change}{f' FROM {source}' if source else ''} WHERE {where}")

    def add_column(self, name: str, column: str, kind: str, value: str = "NULL") -> None:
        self.connection.execute(f"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS {column} {kind} DEFAULT {value}")

    def make_typed(self, name: str, query: Callable[[str], str], scan: str, lines: Lines | None) -> None:
        if lines is None:
            self.make(name, query(scan))
            return
        # Many threads read, and DuckDB keeps the order of what they insert.
        self.make(name, query(f"(SELECT CAST(NULL AS BIGINT) AS row, * FROM {lines.scan})"))
        self.connection.execute(f"UPDATE {name} SET row = rowid + {lines.first}")

    def source(self, scan: str, columns: str = "*", where: str = "TRUE") -> str:
        return scan if (columns, where) == ("*", "TRUE") else f"(SELECT {columns} FROM {scan} WHERE {where})"

    def days(self, first: str, last: str) -> str:
        return f"date_diff('day', {first}, {last})"

    def quantile(self, column: str, share: float) -> str:
        return f"quantile_disc({column}, {share})"

    def day_quantile(self, column: str, share: float) -> str:
        return self.quantile(column, share)


def _query(rows: str | nw.LazyFrame[Any]) -> str:
    return rows if isinstance(rows, str) else rows.to_native().sql_query()
