"""Spark: for tables that lie in a cluster, or are too large for this machine. Needs the extra ``spark``.

Cells become numbers and dates as they do everywhere, by DuckDB's SQL, which Spark's workers run on their part of the
rows; so they need Python with DuckDB and PyArrow. All else is Spark's own SQL, and what narwhals makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from analysis.engine.engine import Lines, to_pandas
from analysis.errors import PortfolioError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Found = TypeVar("Found")

AT_MOST = 20_000_000
"""So many rows per customer, order, month or product may come back to this machine."""
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.parser.escapedStringLiterals": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
}
"""What lets Spark understand the SQL that engines share."""
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "4g",
    "spark.driver.maxResultSize": "0",
    "spark.sql.shuffle.partitions": "4",
}
"""For a session in this process, which has few processors."""
_TYPES = {"VARCHAR": "STRING"}


def session_of(address: str) -> SparkSession:
    """A session of Spark: ``spark`` (in this process), ``spark://…`` or another master, ``sc://…`` (Spark Connect).

    Raises ``PortfolioError`` where PySpark or Java is missing, or nobody answers at the address.
    """
    try:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("keepworthy")
        if address.startswith("sc://"):
            return builder.remote(address).getOrCreate()
        local = address == "spark"
        for name, value in (_LOCAL if local else {}).items():
            builder = builder.config(name, value)
        session = builder.master("local[*]" if local else address).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session
    except ImportError as missing:
        raise PortfolioError("errors.spark_missing", name=missing.name or "pyspark") from missing
    except Exception as trouble:  # whatever Java, the network and Spark say
        raise PortfolioError("errors.spark", address=address, why=said_of(trouble)) from trouble


def said_of(trouble: Exception) -> str:
    """The first line of what went wrong."""
    return str(trouble).strip().partition("\n")[0]


class Answer:
    """What a query gives; a ``Result``."""

    def __init__(self, rows: DataFrame) -> None:
        self.rows = rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in _done(self.rows.collect)]

    def df(self) -> pd.DataFrame:
        return to_pandas(_done(self.rows.toArrow))


class Spark:
    """An ``Engine`` on Spark, in a session of its own beside the one given: names and settings are its own."""

    hash_of = "xxhash64"

    def __init__(self, session: SparkSession) -> None:
        self.session = session.newSession()
        self._kept: list[DataFrame] = []
        self._sources: dict[str, tuple[DataFrame, str]] = {}
        self._read: dict[tuple[str, str, str], str] = {}
        for name, value in _SETTINGS.items():
            self.session.conf.set(name, value)

    def execute(self, query: str) -> Answer:
        return Answer(self.session.sql(query))

    sql = execute

    def frame(self, rows: str | nw.LazyFrame[Any]) -> pd.DataFrame:
        found = self._frame(rows).persist()
        try:
            if _done(found.count) > AT_MOST:
                raise PortfolioError("errors.too_many_back", limit=AT_MOST)
            return Answer(found).df()
        finally:
            found.unpersist()

    def rows(self, name: str) -> nw.LazyFrame[Any]:
        return nw.from_native(self.session.table(name))

    def columns(self, name: str) -> list[str]:
        return self.session.table(name).columns

    def make(self, name: str, rows: str | nw.LazyFrame[Any]) -> None:
        self._keep(name, self._frame(rows))

    def put(self, name: str, rows: pd.DataFrame) -> None:
        self._keep(name, self._sent(pa.Table.from_pandas(rows, preserve_index=False)))

    def view(self, name: str, query: str) -> None:
        self.session.sql(query).createOrReplaceTempView(name)

    def update(self, name: str, values: Mapping[str, str], where: str, source: str = "") -> None:
        kinds = {field.name: field.dataType.simpleString() for field in self.session.table(name).schema}
        meets, joined = f"({where})", ""
        if source:
            query, _, known = source.rpartition(" AS ")
            meets, known = "met", known or source
            joined = f" LEFT JOIN (SELECT *, TRUE AS met FROM {query or source}) AS {known} ON {where}"
        changed = [
            f"CAST(CASE WHEN {meets} THEN {values[column]} ELSE {name}.{column} END AS {kind}) AS {column}"
            if column in values
            else f"{name}.{column}"
            for column, kind in kinds.items()
        ]
        self.make(name, f"SELECT {', '.join(changed)} FROM {name} AS {name}{joined}")

    def add_column(self, name: str, column: str, kind: str, value: str = "NULL") -> None:
        if column not in self.columns(name):
            self.make(name, f"SELECT *, CAST({value} AS {kind}) AS {column} FROM {name}")

    def make_typed(self, name: str, query: Callable[[str], str], scan: str, lines: Lines | None) -> None:
        self._keep(name, self._selected(scan, query))

    def source(self, scan: str, columns: str = "*", where: str = "TRUE") -> str:
        asked = (scan, columns, where)
        if asked not in self._read:
            name = f"source_{len(self._read)}"
            rows = self._selected(scan, lambda every: f"SELECT {columns} FROM {every} WHERE {where}")
            rows.createOrReplaceTempView(name)
            self._read[asked] = name
        return self._read[asked]

    def days(self, first: str, last: str) -> str:
        return f"CAST(datediff({last}, {first}) AS BIGINT)"

    def quantile(self, column: str, share: float) -> str:
        return f"percentile_disc({share}) WITHIN GROUP (ORDER BY {column})"

    def day_quantile(self, column: str, share: float) -> str:
        return f"date_from_unix_date({self.quantile(f'unix_date({column})', share)})"

    def add_source(self, rows: DataFrame, text: str) -> str:
        """Makes rows of Spark a source table and returns its ``scan``. ``text``: its columns (``SourceTable``) of those
        of the rows, in DuckDB's SQL."""
        scan = f"far_{len(self._sources)}"
        self._sources[scan] = (rows, text)
        return scan

    def close(self) -> None:
        """Lets go of what the cluster keeps for it."""
        for kept in self._kept:
            kept.unpersist()

    def _selected(self, scan: str, query: Callable[[str], str]) -> DataFrame:
        """Rows of a source table by DuckDB's SQL: in the workers, or here for a table that lies here."""
        if scan not in self._sources:
            with duckdb.connect() as connection:
                return self._sent(connection.sql(query(scan)).arrow().read_all())
        rows, text = self._sources[scan]
        made = query(f"(SELECT {text} FROM rows_of_spark)")
        empty = rows.limit(0).toArrow()
        with duckdb.connect() as connection:
            connection.register("rows_of_spark", empty)
            described = connection.execute(f"DESCRIBE {made}").fetchall()
            schema = connection.sql(made).arrow().read_all().schema
        kinds = ", ".join(f"`{column}` {_TYPES.get(kind, kind)}" for column, kind, *_ in described)
        return rows.mapInArrow(_worker(made, schema), kinds)

    def _frame(self, rows: str | nw.LazyFrame[Any]) -> DataFrame:
        return self.session.sql(rows) if isinstance(rows, str) else rows.to_native()

    def _sent(self, rows: pa.Table) -> DataFrame:
        return self.session.createDataFrame(rows)

    def _keep(self, name: str, rows: DataFrame) -> None:
        kept = rows.persist()
        kept.createOrReplaceTempView(name)
        self._kept.append(kept)


def _done(work: Callable[[], Found]) -> Found:
    """What Spark's work gives; what stops it on the way (a worker lost, a disk full) is no mistake of the house."""
    try:
        return work()
    except Exception as trouble:
        raise PortfolioError("errors.spark_query", why=said_of(trouble)) from trouble


def _worker(query: str, schema: pa.Schema) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a worker of Spark does with its part of the rows. It imports nothing of this house."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import duckdb
        import pyarrow as pa

        connection = duckdb.connect(config={"threads": "1"})
        for batch in batches:
            connection.register("rows_of_spark", pa.Table.from_batches([batch]))
            yield from connection.sql(query).arrow().read_all().cast(schema).to_batches()

    return work
