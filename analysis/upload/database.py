"""Database files, SQLite and DuckDB: each of their tables and views is read like the sheet of a workbook."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import PortfolioError
from analysis.upload.limits import Limits
from analysis.upload.parquet import read_parquet
from analysis.upload.question import Answers
from analysis.upload.source import SourceTable
from analysis.upload.table import scratch_file

_BATCH = 50_000


def read_database(
    path: Path, name: str, kind: Literal["sqlite", "duckdb"], folder: Path, answers: Answers, limits: Limits
) -> list[SourceTable]:
    """The tables and views of a database file, by name. It is opened for reading only, and nothing in it can reach
    other files.

    Raises ``PortfolioError`` for a file that is damaged, encrypted, of an unknown version or without tables.
    """
    copies = _from_sqlite if kind == "sqlite" else _from_duckdb
    try:
        tables = [
            table
            for sheet, copy in copies(path, folder, limits)
            for table in read_parquet(copy, name, folder, answers, limits, sheet)
        ]
    except (duckdb.Error, sqlite3.Error, pa.ArrowException, UnicodeDecodeError) as error:
        raise PortfolioError("errors.broken_database", file=name) from error
    if not tables:
        raise PortfolioError("errors.empty_database", file=name)
    return tables


def keep_result(result: pd.DataFrame, path: Path) -> None:
    """Writes the result of a query (any columns) as Parquet, where it can be read like a file."""
    mixed = [name for name in result if result[name].dtype == object]
    text = {name: result[name].map(_text, na_action="ignore").astype("str") for name in mixed}
    result.assign(**text).to_parquet(path, index=False)


def _from_duckdb(path: Path, folder: Path, limits: Limits) -> Iterator[tuple[str, Path]]:
    with duckdb.connect(str(path), read_only=True, config={"enable_external_access": "false"}) as connection:
        found = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal UNION ALL "
            "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        for schema, table in found[: limits.sheets]:
            rows = connection.sql(f"SELECT * FROM {_quoted(schema)}.{_quoted(table)}").to_arrow_reader(_BATCH)
            copy = scratch_file(folder, ".parquet")
            with pq.ParquetWriter(copy, rows.schema) as target:
                for batch in rows:
                    target.write_batch(batch)
            yield table, copy


def _from_sqlite(path: Path, folder: Path, limits: Limits) -> Iterator[tuple[str, Path]]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "ORDER BY name"
        ).fetchall()
        for (table,) in found[: limits.sheets]:
            rows = connection.execute(f"SELECT * FROM {_quoted(table)}")
            copy = scratch_file(folder, ".parquet")
            _write(rows, copy)
            yield table, copy
    finally:
        connection.close()


def _write(rows: sqlite3.Cursor, copy: Path) -> None:
    """A column of whole numbers or decimals only is kept as such, any other as text: SQLite types cells, not
    columns."""
    names = [column[0] for column in rows.description]
    every = rows.fetchall()
    columns = list(zip(*every, strict=True)) or [()] * len(names)
    pq.write_table(pa.table([_column(cells) for cells in columns], names=names), copy)


def _column(cells: tuple[Any, ...]) -> pa.Array:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds and kinds <= {int, float}:
        return pa.array(cells, pa.float64() if float in kinds else pa.int64())
    return pa.array([_text(cell) for cell in cells], pa.string())


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, bytes):  # a picture or another lump is no cell
        return None
    return str(cell)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
