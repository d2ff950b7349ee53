"""Database files give the same portfolio as the tables in them would as files."""

import sqlite3
from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd
import pytest

from analysis.errors import PortfolioError
from analysis.upload.database import keep_result
from analysis.upload.load import load

CREATE = (
    "CREATE TABLE invoices (invoice_no VARCHAR, invoice_date VARCHAR, customer VARCHAR, net_amount DOUBLE)",
    "INSERT INTO invoices VALUES ('R1', '2025-01-15', 'Alpha GmbH', 1234.567), ('R2', '2025-02-01', 'Beta AG', 100)",
    "INSERT INTO invoices VALUES ('R3', '2025-02-03', NULL, 7.5)",
    'CREATE TABLE "our customers" (customer VARCHAR, industry VARCHAR, picture BLOB)',
    "INSERT INTO \"our customers\" VALUES ('Alpha GmbH', 'Bau', NULL), ('Beta AG', 'Handel', NULL)",
    'CREATE VIEW lines AS SELECT industry, count(*) AS n FROM "our customers" GROUP BY industry',
)


def written(kind, path):
    connection = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    for statement in CREATE:
        connection.execute(statement)
    if kind == "sqlite":
        connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_each_table_and_view_is_read_like_a_sheet(tmp_path, kind):
    found = load([(written(kind, tmp_path / "erp.db"), "erp.db")], tmp_path)
    reports = {report.sheet: report for report in found.reports}
    assert {sheet: report.role for sheet, report in reports.items()} == {
        "invoices": "invoices",
        "our customers": "customers",
        "lines": "none",
    }
    assert (reports["invoices"].amount_read, reports["invoices"].amount_set_aside) == (1342.07, 7.5)
    customers = found.portfolio.customers.set_index("key")
    assert customers["revenue"].to_dict() == {"Alpha GmbH": 1234.57, "Beta AG": 100.0}
    assert customers["industry"].to_dict() == {"Alpha GmbH": "Bau", "Beta AG": "Handel"}


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_damaged_one_is_one_clear_sentence(tmp_path, kind):
    whole = written(kind, tmp_path / "erp.db").read_bytes()
    (tmp_path / "half.db").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PortfolioError, match=r"half\.db: The database is damaged"):
        load([(tmp_path / "half.db", "half.db")], tmp_path)


def test_one_without_tables_says_so(tmp_path):
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    with pytest.raises(PortfolioError, match="holds no tables"):
        load([(tmp_path / "empty.duckdb", "empty.duckdb")], tmp_path)


def test_a_view_cannot_reach_other_files(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("customer,net_amount\nSecret Ltd,1\n")
    with duckdb.connect(str(tmp_path / "erp.duckdb")) as connection:
        connection.execute(f"CREATE VIEW customers AS SELECT * FROM read_csv('{secret}')")
    with pytest.raises(PortfolioError, match=r"erp\.duckdb"):
        load([(tmp_path / "erp.duckdb", "erp.duckdb")], tmp_path)


def test_the_result_of_a_query_is_read_like_a_file(tmp_path):
    rows = pd.DataFrame(
        {
            "Kunde": ["=Alpha GmbH", None],
            "Datum": [date(2025, 1, 31), date(2025, 2, 28)],
            "Umsatz": [Decimal("1234.56"), Decimal("-0.50")],
            "Wareneinsatz": [1000.25, float("nan")],
        }
    )
    keep_result(rows, tmp_path / "result.parquet")
    found = load([(tmp_path / "result.parquet", "erp: Rechnungen")], tmp_path, roles={"erp: Rechnungen": "invoices"})
    (table,) = found.reports
    assert (table.amount_read, table.amount_used, table.reasons) == (1234.06, 1234.56, {"no_customer": 1})
    assert found.portfolio.customers[["name", "cost"]].values.tolist() == [["=Alpha GmbH", 1000.25]]
