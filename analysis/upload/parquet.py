"""Parquet: files of the user's, and our own copies of large text files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import PortfolioError
from analysis.upload.header import Header
from analysis.upload.limits import Limits
from analysis.upload.profile import Setting
from analysis.upload.question import Answers, Question
from analysis.upload.scan import Raw, Scan, count_facts, names_of
from analysis.upload.shape import header_of
from analysis.upload.source import SourceTable
from analysis.upload.table import scratch_file, sql_text
from analysis.upload.text import BLANKS, Row

_END = 2_000
_BETWEEN = 3_000
_BATCH = 50_000


def read_parquet(
    path: Path, name: str, folder: Path, answers: Answers, limits: Limits, sheet: str | None = None
) -> list[SourceTable]:
    """The table in a Parquet file, its values as text; row 1 is the names, as a spreadsheet would show it."""
    copy = scratch_file(folder, ".parquet")
    connection = duckdb.connect()
    try:
        source = f"read_parquet({sql_text(_without_pattern(path, folder))}, file_row_number = true)"
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        types = {row[0]: str(row[1]) for row in described if row[0] != "file_row_number"}
        names = list(types)
        if len(names) > limits.columns:
            raise PortfolioError("errors.too_many_columns", file=name, limit=limits.columns, found=len(names))
        cells = [f"{text_sql(column, types[column])} AS r{index}" for index, column in enumerate(names)]
        query = f"SELECT file_row_number + 2 AS row, {', '.join(cells)} FROM {source}"
        connection.execute(f"COPY ({query}) TO {sql_text(str(copy))} (FORMAT parquet, COMPRESSION lz4)").fetchall()
    except duckdb.Error as error:
        raise PortfolioError("errors.broken_parquet", file=name) from error
    header = Header(0, names, (), (1,))
    raw = f"read_parquet({sql_text(str(copy))})"
    decimal = [index for index, column in enumerate(names) if types[column].startswith(("DOUBLE", "FLOAT", "DECIMAL"))]
    setting = Setting(native=True, marks=dict.fromkeys(decimal, "."))
    return _scanned(connection, name, sheet, raw, len(names), header, [], setting, answers)


def _without_pattern(path: Path, folder: Path) -> str:
    if not any(character in str(path) for character in "*?[{"):
        return str(path)
    link = scratch_file(folder, ".parquet")
    link.unlink()
    link.symlink_to(path.resolve())
    return str(link)


def text_sql(column: str, kind: str) -> str:
    """DuckDB's SQL of a column's values as text: whole numbers without decimals, a day without its midnight."""
    quoted = '"' + column.replace('"', '""') + '"'
    text = f"CAST({quoted} AS VARCHAR)"
    if kind in ("DOUBLE", "FLOAT"):
        text = f"regexp_replace({text}, '\\.0$', '')"
    elif kind.startswith("TIMESTAMP"):
        text = f"regexp_replace(regexp_replace({text}, '\\.[0-9]+', ''), ' 00:00:00$', '')"
    return f"nullif(trim({text}, {sql_text(BLANKS)}), '')"


def write_rows(rows: Iterable[Row], name: str, folder: Path, limits: Limits) -> list[Path]:
    """Rows as Parquet, ``row`` and ``r0`` …; each file is as wide as the widest of its rows."""
    parts: list[Path] = []
    every = iter(rows)
    while batch := list(islice(every, _BATCH)):
        width = max(len(cells) for _, cells in batch)
        if width > limits.columns:
            raise PortfolioError("errors.too_many_columns", file=name, limit=limits.columns, found=width)
        arrays = [pa.array([number for number, _ in batch], pa.int64())]
        for column in range(width):
            cells = [row[column] or None if column < len(row) else None for _, row in batch]
            arrays.append(pa.array(cells, pa.string()))
        parts.append(scratch_file(folder, ".parquet"))
        pq.write_table(pa.table(arrays, names=["row", *names_of(width)]), parts[-1], compression="lz4")
    if not parts:
        raise PortfolioError("errors.empty_file", file=name)
    return parts


def write_columns(numbers: Sequence[int], columns: Sequence[Sequence[str]], folder: Path) -> Path:
    """The same of columns; ``numbers``: of the rows."""
    arrays = [pa.array(numbers, pa.int64())]
    arrays += [pa.array([cell or None for cell in cells], pa.string()) for cells in columns]
    path = scratch_file(folder, ".parquet")
    pq.write_table(pa.table(arrays, names=["row", *names_of(len(columns))]), path, compression="lz4")
    return path


def scan_rows(
    name: str, sheet: str | None, parts: Sequence[Path], setting: Setting, answers: Answers, hidden: bool = False
) -> list[SourceTable]:
    """The table in what ``write_rows`` or ``write_columns`` wrote, the header still among the rows."""
    connection = duckdb.connect()
    files = ", ".join(sql_text(str(part)) for part in parts)
    everything = f"read_parquet([{files}], union_by_name = true)"
    columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {everything}").fetchall()]
    width = len(columns) - 1
    head = _rows(connection, everything, width, "TRUE", f"ORDER BY row LIMIT {_END}")
    header, questions = header_of(name, sheet, head, answers, {})
    above = header.rows[-1] if header.rows else head[header.body][0] - 1
    raw = f"(SELECT row, {', '.join(names_of(width))} FROM {everything} WHERE row > {above})"
    return _scanned(connection, name, sheet, raw, width, header, questions, setting, answers, hidden)


def _scanned(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    sheet: str | None,
    raw: str,
    width: int,
    header: Header,
    questions: list[Question],
    setting: Setting,
    answers: Answers,
    hidden: bool = False,
) -> list[SourceTable]:
    every = Raw(raw)
    facts = count_facts(connection, every, width, header, quotes=False)
    head = _rows(connection, raw, width, "TRUE", f"ORDER BY row LIMIT {_END}")
    tail = sorted(_rows(connection, raw, width, "TRUE", f"ORDER BY row DESC LIMIT {_END}"))
    between: list[Row] = []
    if facts.rows > 2 * _END:
        step = max(1, facts.rows // _BETWEEN)
        inner = f"row % {step} = 0 AND row > {head[-1][0]} AND row < {tail[0][0]}"
        between = _rows(connection, raw, width, inner, "")
    scan = Scan(connection, name, sheet, every, width, facts, header, questions, head, tail, between, hidden)
    return [scan.table(setting, answers)]


def _rows(connection: duckdb.DuckDBPyConnection, raw: str, width: int, where: str, end: str) -> list[Row]:
    query = f"SELECT row, {', '.join(names_of(width))} FROM {raw} WHERE {where} {end}"
    found = connection.execute(query).fetchall()
    return [(row, [cell or "" for cell in cells]) for row, *cells in found if any(cells)]
