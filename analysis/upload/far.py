"""Tables that lie in Spark: how their cells are written is judged from a sample, their rows stay where they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.engine.spark import Spark, said_of
from analysis.errors import PortfolioError
from analysis.upload.limits import LIMITS
from analysis.upload.parquet import read_parquet, text_sql
from analysis.upload.question import Answers
from analysis.upload.source import SourceTable
from analysis.upload.table import scratch_file

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

ENDS, BETWEEN = 5_000, 10_000
"""So many rows at the beginning and at the end of a table are looked at, and so many between."""


def read_far(engine: Spark, place: str, name: str, folder: Path, answers: Answers) -> SourceTable:
    """The table at ``place``: a Parquet file or folder (a path or address that the cluster can read), or a table of
    its catalogue.

    ``rows``, and what its columns say of cells filled and different ones, is of the whole table; all else of up to
    20,000 rows of it. Row numbers are those of the Parquet files one after another, as a spreadsheet would show them;
    where the catalogue has no such order they only tell rows apart.

    Raises ``PortfolioError`` where there is no such table, or it cannot be read.
    """
    try:
        return _read(engine, place, name, folder, answers)
    except PortfolioError:
        raise
    except Exception as trouble:  # whatever Spark and the storage behind it say
        raise PortfolioError("errors.spark_table", file=name, why=said_of(trouble)) from trouble


def _read(engine: Spark, place: str, name: str, folder: Path, answers: Answers) -> SourceTable:
    by_path = "://" in place or Path(place).exists()
    every = engine.session.read.parquet(place) if by_path else engine.session.table(place)
    names = every.columns
    if len(names) > LIMITS.columns:
        raise PortfolioError("errors.too_many_columns", file=name, limit=LIMITS.columns, found=len(names))
    rows, in_order = _numbered(every)
    count, filled, distinct = _facts(rows, len(names))
    if not count:
        raise PortfolioError("errors.empty_file", file=name)
    sample = _sample(rows, count, in_order)
    copy = scratch_file(folder, ".parquet")
    pq.write_table(sample.drop_columns("row").rename_columns(names), copy)
    (table,) = read_parquet(copy, name, folder, answers, LIMITS)
    numbers = sample.column("row").to_pylist()
    whole = len(numbers) == count
    places = {" ".join(header.split()): at for at, header in enumerate(names)}
    columns = [(column, places[column.name]) for column in table.columns]
    scan = engine.add_source(rows, _as_text(sample.schema, [at for _, at in columns]))
    return replace(
        table,
        columns=tuple(
            column if whole
            else replace(column, filled=filled[at], distinct=max(column.distinct, min(filled[at], distinct[at])))
            for column, at in columns
        ),
        scan=scan,
        rows=count,
        set_aside=table.set_aside.assign(row=[numbers[row - 2] for row in table.set_aside["row"]]),
        profiled=None if whole else len(numbers),
    )  # fmt: skip


def _numbered(every: DataFrame) -> tuple[DataFrame, bool]:
    """The rows that are not empty, as ``row`` and ``r0`` …; and whether ``row`` counts them one after another."""
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as f

    cells = []
    for at, field in enumerate(every.schema.fields):
        cell = f.col("`" + field.name.replace("`", "``") + "`")
        # A moment is shown in the session's time zone, UTC, as DuckDB shows it.
        cells.append((cell.cast("timestamp_ntz") if field.dataType.typeName() == "timestamp" else cell).alias(f"r{at}"))
    some = f.coalesce(*(f.when(f.col(f"r{at}").isNotNull(), True) for at in range(len(cells)))).isNotNull()
    try:
        placed = every.select(f.col("_metadata.file_path"), f.col("_metadata.row_index"), *cells)
        sizes = sorted((path, number) for path, number in placed.groupBy("file_path").count().collect())
    except PySparkException:  # no files, or none that count their rows
        numbered = every.select((f.monotonically_increasing_id() + 2).alias("row"), *cells)
        return numbered.where(some).persist(), False
    before, first = [], 2
    for path, number in sizes:
        before.append((path, first))
        first += number
    starts = placed.sparkSession.createDataFrame(before or [("", 2)], "file_path STRING, first BIGINT")
    row = (f.col("row_index") + f.col("first")).alias("row")
    joined = placed.join(f.broadcast(starts), "file_path")
    return joined.select(row, *(f"r{at}" for at in range(len(cells)))).where(some), True


def _facts(rows: DataFrame, width: int) -> tuple[int, list[int], list[int]]:
    """The number of rows; and of each column the cells filled and the different ones (nearly)."""
    from pyspark.sql import functions as f

    filled = [f.count(f"r{at}") for at in range(width)]
    distinct = [f.approx_count_distinct(f.col(f"r{at}").cast("string")) for at in range(width)]
    count, *facts = rows.agg(f.count("*"), *filled, *distinct).collect()[0]
    return count, facts[:width], facts[width:]


def _sample(rows: DataFrame, count: int, in_order: bool) -> pa.Table:
    from pyspark.sql import functions as f

    row, wanted = f.col("row"), f.lit(count <= 2 * ENDS + BETWEEN)
    wanted = wanted | (row < ENDS + 2) | (f.pmod(f.xxhash64(row), f.lit(max(1, count // BETWEEN))) == 0)
    if in_order:
        wanted = wanted | (row > count + 1 - ENDS)
    return rows.where(wanted).orderBy("row").toArrow()


def _as_text(schema: pa.Schema, columns: list[int]) -> str:
    """The columns of rows of Spark as text, ``row, … AS c0``, in DuckDB's SQL."""
    kinds: dict[str, Any] = {}
    with duckdb.connect() as connection:
        connection.register("nothing", schema.empty_table())
        kinds = {row[0]: str(row[1]) for row in connection.execute("DESCRIBE nothing").fetchall()}
    return ", ".join(["row", *(f"{text_sql(f'r{at}', kinds[f'r{at}'])} AS c{to}" for to, at in enumerate(columns))])
