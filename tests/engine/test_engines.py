"""DuckDB and Spark make the same portfolio of the same tables: Spark in local mode, with a real JVM."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.command import main
from analysis.engine import spark
from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio
from analysis.upload import far
from analysis.upload.files import read_file
from analysis.upload.load import load
from analysis.workspace import cluster, uploads
from analysis.workspace.store import Workspace
from tests.benchmarks.invoices import HEADERS, made
from tests.sample.by_hand import SAMPLE

MISSING = [
    *(["the extra `spark` (uv run --extra spark pytest)"] if importlib.util.find_spec("pyspark") is None else []),
    *(["Java 17"] if shutil.which("java") is None else []),
]
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(bool(MISSING), reason=f"Spark needs {' and '.join(MISSING)}"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
]
FILES = ("kunden.xlsx", "rechnungen.csv", "gutschriften.csv", "zahlungen.csv", "betreuung.csv", "verluste.csv",
         "antworten.csv")  # fmt: skip
FRAMES = ("customers", "months", "orders", "credits", "care", "losses", "discounts", "products", "set_aside")
CENT = 0.005


@pytest.fixture(scope="module")
def engine() -> Iterator[spark.Spark]:
    from pyspark.sql import SparkSession

    quick = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in quick.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield spark.Spark(session)
    session.stop()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sample's tables as Parquet, their cells the text they are: German numbers, dates and a total row."""
    folder, scratch = tmp_path_factory.mktemp("sample"), tmp_path_factory.mktemp("scratch")
    paths = []
    for name in FILES:
        (table,) = read_file(SAMPLE / name, name, scratch)
        paths.append(folder / f"{Path(name).stem}.parquet")
        pq.write_table(pa.Table.from_pandas(table.head(table.rows), preserve_index=False), paths[-1])
    return paths


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up invoice lines, typed, in two files of one folder."""
    folder = tmp_path_factory.mktemp("lines")
    keys = ("document", "day", "number", "who", "product", "quantity", "net", "cost")
    names = ", ".join(f'{key} AS "{header}"' for key, header in zip(keys, HEADERS, strict=True))
    for part, rows in ((0, "net < 1000"), (1, "net >= 1000")):
        path = folder / f"part-{part}.parquet"
        duckdb.sql(f"COPY (SELECT {names} FROM ({made(3_000)}) WHERE {rows}) TO '{path}' (FORMAT parquet)")
    return folder


def same(one: Portfolio, other: Portfolio) -> None:
    for name in FRAMES:
        pd.testing.assert_frame_equal(
            getattr(one, name), getattr(other, name), check_exact=False, rtol=0, atol=CENT, obj=name
        )
    rest = dict.fromkeys(FRAMES, pd.DataFrame())
    for field in (field for field in one.__dataclass_fields__ if field not in rest):
        assert getattr(one, field) == getattr(other, field), field


def test_the_sample_is_the_same_portfolio(engine: spark.Spark, sample: list[Path], tmp_path: Path) -> None:
    here = load([(path, path.name) for path in sample], tmp_path)
    there = load([(str(path), path.name) for path in sample], tmp_path, engine=engine)
    assert there.mappings == here.mappings
    assert here.portfolio is not None and there.portfolio is not None
    same(here.portfolio, there.portfolio)


def test_lines_in_several_files_judged_from_a_sample_are_the_same_portfolio(
    engine: spark.Spark, lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far, "ENDS", 100)
    monkeypatch.setattr(far, "BETWEEN", 300)
    whole = tmp_path / "lines.parquet"
    duckdb.sql(f"COPY (FROM read_parquet('{lines}/*.parquet')) TO '{whole}' (FORMAT parquet)")
    here = load([(whole, "lines.parquet")], tmp_path).portfolio
    there = load([(str(lines), "lines.parquet")], tmp_path, engine=engine)
    assert 400 < (there.tables[0].profiled or 0) < 1_000
    assert there.tables[0].rows == 3_000
    assert here is not None and there.portfolio is not None
    same(here, there.portfolio)


def test_the_command_line_reckons_on_spark(
    engine: spark.Spark, lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [str(lines), "--json"]
    assert main([*asked, "--engine", "spark"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["tables"][0]["rows_used"] == 3_000
    assert main(["nowhere.invoices", "--engine", "spark", "--language", "en"]) == 2
    assert capsys.readouterr().err.startswith("nowhere.invoices: Spark cannot read this table")


def test_more_than_fits_here_is_refused_in_a_sentence(
    engine: spark.Spark, lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "AT_MOST", 50)
    with pytest.raises(PortfolioError, match="More than 50 rows"):
        load([(str(lines), "lines")], tmp_path, engine=engine)


def test_a_workspace_reads_tables_of_the_cluster_and_answers_beside_them(
    engine: spark.Spark, sample: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "home"))
    invoices, customers = (next(path for path in sample if path.stem == stem) for stem in ("rechnungen", "kunden"))
    monkeypatch.setattr(cluster, "_there", cluster.Cluster("spark", (str(invoices),)))
    workspace = Workspace.create()
    files = [uploads.keep_far(workspace, str(invoices)), uploads.keep(workspace, customers.name, customers)]
    there = uploads.use(workspace, files).portfolio
    here = load([(path, path.name) for path in (invoices, customers)], tmp_path).portfolio
    assert here is not None and there is not None
    same(here, there)
    assert uploads.files(workspace) == files

    monkeypatch.setattr(cluster, "_there", None)
    with pytest.raises(PortfolioError, match="must not be read here"):
        uploads.use(workspace, files, {uploads.PERIOD: ["2026-01-01", "2026-06-30"]})
    assert uploads.files(workspace) == files
    assert workspace.get(uploads.PERIOD) is None
