"""Invoice lines made up on the spot, and what reading them takes: our way, and the least that any way takes.

Three lines to an invoice, fifty to a customer (50,000 customers at most), two years, twenty product groups.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

HEADERS = ("Invoice", "Date", "Customer no.", "Customer", "Product group", "Quantity", "Net amount", "Cost")
GERMAN = ("Belegnummer", "Datum", "Kundennummer", "Kunde", "Warengruppe", "Menge", "Nettobetrag", "Wareneinsatz")
_AT_ONCE = 1 << 24

Timed = Callable[[], dict[str, Any]]


def _made(lines: int) -> str:
    customers = max(min(lines // 50, 50_000), 20)
    return f"""SELECT 'R' || lpad(invoice::VARCHAR, 8, '0') AS document,
            DATE '2024-11-01' + (invoice * 7 % 730)::INTEGER AS day,
            'K' || lpad(customer::VARCHAR, 6, '0') AS number,
            ['Müller', 'Schäfer', 'Weber', 'Groß', 'Nowak'][customer % 5 + 1] || ' Werk ' || customer || ' GmbH' AS who,
            'Warengruppe ' || (line * 13 % 20) AS product, 1 + line % 9 AS quantity,
            ((line * 7919 % 200000 + 100) / 100)::DECIMAL(12,2) AS net,
            ((line * 7919 % 200000 + 100) * (55 + customer % 30) / 10000)::DECIMAL(12,2) AS cost
        FROM (SELECT line, invoice, (invoice * 48271 % 2147483647 % {customers})::INTEGER AS customer
            FROM (SELECT range AS line, range // 3 AS invoice FROM range({lines})))"""


def write(form: str, path: str, lines: int) -> Timed:
    """A file of ``lines`` lines, ``international``, ``german`` or a ``workbook``; in a process of its own, since the
    one that starts the others must stay small: its memory would count as theirs."""
    make = {"international": _write_international, "german": _write_german, "workbook": _write_workbook}[form]

    def timed() -> dict[str, Any]:
        make(Path(path), lines)
        return {}

    return timed


def _write_international(path: Path, lines: int) -> None:
    """UTF-8, commas, ISO dates, decimal points."""
    names = ", ".join(
        f'{key} AS "{header}"'
        for key, header in zip(("document", "day", "number", "who", "product", "quantity", "net", "cost"), HEADERS,
                               strict=True)
    )  # fmt: skip
    duckdb.sql(f"COPY (SELECT {names} FROM ({_made(lines)})) TO '{path}' (FORMAT csv, HEADER)")


def _write_german(path: Path, lines: int) -> None:
    """cp1252, semicolons, dates with points, ``1.234,56``."""
    money = "replace(replace(replace(format('{{:,.2f}}', {0}::DOUBLE), ',', '_'), '.', ','), '_', '.')"
    cells = ("document", "strftime(day, '%d.%m.%Y')", "number", "who", "product", "quantity", money.format("net"),
             money.format("cost"))  # fmt: skip
    names = ", ".join(f'{cell} AS "{header}"' for cell, header in zip(cells, GERMAN, strict=True))
    with tempfile.NamedTemporaryFile(suffix=".csv", dir=path.parent) as utf8:
        duckdb.sql(f"COPY (SELECT {names} FROM ({_made(lines)})) TO '{utf8.name}' (FORMAT csv, HEADER, DELIMITER ';')")
        _recoded(Path(utf8.name), path, "utf-8", "cp1252")


def _write_workbook(path: Path, lines: int) -> None:
    """XLSX with dates and numbers as such."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Invoices")
    sheet.append(HEADERS)
    for row in duckdb.sql(_made(lines)).fetchall():
        sheet.append(row)
    book.save(path)


def _recoded(source: Path, target: Path, before: str, after: str) -> None:
    with source.open(encoding=before, newline="") as read, target.open("w", encoding=after, newline="") as write:
        while piece := read.read(_AT_ONCE):
            write.write(piece)


def portfolio(path: str) -> Timed:
    """From the file to the reconciled portfolio."""
    from analysis.upload.load import load

    _warm()

    def timed() -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            made = load([(Path(path), Path(path).name)], Path(folder)).portfolio
        assert made is not None
        (report,) = made.tables
        return {
            "customers": len(made.customers),
            "orders": len(made.orders),
            "months": len(made.months),
            "products": len(made.products),
            "rows": report.rows_used,
            "revenue": report.amount_used,
        }

    return timed


def query_international(path: str) -> Timed:
    """One query of DuckDB with the same aggregates."""
    _warm()
    return lambda: _aggregates(
        f"""SELECT * FROM read_csv('{path}', header = true, delim = ',', auto_detect = false, columns = {{
            'document': 'VARCHAR', 'day': 'DATE', 'number': 'VARCHAR', 'who': 'VARCHAR', 'product': 'VARCHAR',
            'quantity': 'DECIMAL(18,2)', 'net': 'DECIMAL(18,2)', 'cost': 'DECIMAL(18,2)'}})"""
    )


def query_german(path: str) -> Timed:
    """The same with the conversions written by hand. DuckDB reads no cp1252: the file is recoded first."""
    _warm()

    def timed() -> dict[str, Any]:
        with tempfile.NamedTemporaryFile(suffix=".csv") as utf8:
            _recoded(Path(path), Path(utf8.name), "cp1252", "utf-8")
            number = "CAST(replace(replace({0}, '.', ''), ',', '.') AS DECIMAL(18,2)) AS {0}"
            return _aggregates(
                f"""SELECT document, CAST(strptime(day, '%d.%m.%Y') AS DATE) AS day, number, who, product,
                    {", ".join(number.format(name) for name in ("quantity", "net", "cost"))}
                FROM read_csv('{utf8.name}', header = true, delim = ';', auto_detect = false, columns = {{
                    'document': 'VARCHAR', 'day': 'VARCHAR', 'number': 'VARCHAR', 'who': 'VARCHAR',
                    'product': 'VARCHAR', 'quantity': 'VARCHAR', 'net': 'VARCHAR', 'cost': 'VARCHAR'}})"""
            )

    return timed


def _warm() -> None:
    """What DuckDB imports at its first result is no part of the work."""
    duckdb.connect().sql("SELECT 1 AS one").arrow().read_all().to_pandas()
    duckdb.connect().sql("SELECT 'a' AS one").df()


def _aggregates(lines: str) -> dict[str, Any]:
    """What a portfolio is made of, from typed lines: rows and sums of all, per customer, order, month and product."""
    sums = "count(*) AS rows, sum(net) AS revenue, sum(cost) AS cost"
    table = duckdb.connect().sql(
        f"""WITH lines AS MATERIALIZED ({lines})
        SELECT 'all' AS sort, NULL AS number, NULL AS name, min(day) AS day, max(day) AS last, NULL AS quantity, {sums}
            FROM lines
        UNION ALL SELECT 'customers', number, any_value(who), NULL, NULL, NULL, {sums} FROM lines GROUP BY number
        UNION ALL SELECT 'orders', number, document, min(day), NULL, NULL, {sums} FROM lines GROUP BY number, document
        UNION ALL SELECT 'months', number, NULL, date_trunc('month', day)::DATE AS month, NULL,
            count(DISTINCT document), {sums} FROM lines GROUP BY number, month
        UNION ALL SELECT 'products', number, product, NULL, NULL, sum(quantity), {sums} FROM lines
            GROUP BY number, product"""
    ).arrow().read_all()  # fmt: skip
    counts = {entry["values"]: entry["counts"] for entry in table.column("sort").value_counts().to_pylist()}
    (every,) = table.filter(table.column("sort").to_numpy() == "all").to_pylist()
    return {name: counts[name] for name in ("customers", "orders", "months", "products")} | {
        "rows": every["rows"],
        "revenue": float(every["revenue"]),
    }


def cells(path: str) -> Timed:
    """calamine reading every cell."""
    from python_calamine import CalamineWorkbook

    def timed() -> dict[str, Any]:
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return {}

    return timed
