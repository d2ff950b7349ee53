"""Real tables, where they are at hand: rows, columns and sums as a careful person reads them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analysis.upload.dates import date_sql
from analysis.upload.files import read_file
from analysis.upload.numbers import number_sql
from analysis.upload.source import SourceTable

SHARED = Path(__file__).resolve().parents[3] / "shared"
EXPORTS = SHARED / "exports"
pytestmark = pytest.mark.skipif(not (SHARED / "data").exists(), reason="the real tables are not part of the project")

# the calendar sheet holds 31 days without entries and the totals below them
TRUTH = [
    entry
    for entry in (json.loads((EXPORTS / "TRUTH.json").read_text("utf-8")) if EXPORTS.exists() else [])
    if entry["file"] != "12-stundenzettel.xlsx"
]


def tables(entry: dict[str, Any], folder: Path) -> list[SourceTable]:
    found = read_file(EXPORTS / entry["file"], entry["file"], folder)
    return [table for table in found if entry["sheet"] is None or (table.sheet or "").startswith(entry["sheet"])]


def named(entry: dict[str, Any]) -> str:
    return f"{entry['file']}:{entry['sheet'] or ''}"


@pytest.mark.parametrize("entry", TRUTH, ids=named)
def test_every_data_row_is_read_and_no_other(entry: dict[str, Any], tmp_path: Path) -> None:
    found = tables(entry, tmp_path)
    assert sum(table.rows - len(table.set_aside) for table in found) == entry["rows"]


@pytest.mark.parametrize(
    "entry", [entry for entry in TRUTH if entry["customer_column"] or entry["date_column"]], ids=named
)
def test_the_columns_have_their_names(entry: dict[str, Any], tmp_path: Path) -> None:
    (table,) = tables(entry, tmp_path)
    wanted = [entry[key] for key in ("customer_column", "date_column") if entry[key]]
    assert {" ".join(name.split()) for text in wanted for name in text.split("+")} <= {c.name for c in table.columns}


PLAIN = [
    entry
    for entry in TRUTH
    if entry["amount"] and entry["revenue"] and not any(sign in entry["revenue"] for sign in "*+")
]


@pytest.mark.parametrize("entry", PLAIN, ids=named)
def test_the_amounts_add_up_to_the_cent(entry: dict[str, Any], tmp_path: Path) -> None:
    (table,) = tables(entry, tmp_path)
    column = table.column(" ".join(entry["revenue"].split()))
    assert column.number
    ((total,),) = table.relation(duckdb.connect()).aggregate(f"sum({number_sql(column.key, column.number)})").fetchall()
    assert abs(total - Decimal(str(entry["amount"]))) < Decimal("0.005")


@pytest.mark.parametrize(
    ("file", "column", "first", "last"),
    [
        ("exports/29-us-regional-semikolon.csv", "OrderDate", "2018-05-31", "2020-12-30"),
        ("data/crm/sales_pipeline.csv", "engage_date", "2016-10-20", "2017-12-27"),
        ("data/retail/Online Retail.xlsx", "InvoiceDate", "2010-12-01", "2011-12-09"),
    ],
)
def test_the_dates_span_the_right_period(file: str, column: str, first: str, last: str, tmp_path: Path) -> None:
    (table,) = read_file(SHARED / file, Path(file).name, tmp_path)
    found = table.column(column)
    assert found.date
    day = date_sql(found.key, found.date)
    (span,) = table.relation(duckdb.connect()).aggregate(f"min({day}), max({day})").fetchall()
    assert [str(day) for day in span] == [first, last]


def test_the_wholesalers_lines_add_up(tmp_path: Path) -> None:
    (table,) = read_file(SHARED / "data/retail/Online Retail.xlsx", "Online Retail.xlsx", tmp_path)
    quantity, price = table.column("Quantity"), table.column("UnitPrice")
    assert quantity.number and price.number
    product = f"{number_sql(quantity.key, quantity.number)} * {number_sql(price.key, price.number)}"
    ((total,),) = table.relation(duckdb.connect()).aggregate(f"sum(CAST({product} AS DECIMAL(18, 4)))").fetchall()
    assert round(total, 2) == Decimal("706922.42")
