"""Invoice lines made up on the spot, and what reading them takes: our way, and the least that any way takes.

Three lines to an invoice, fifty to a customer (50,000 customers at most), two years, twenty product groups.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import duckdb
import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from analysis.upload.sheets import Sheet

HEADERS = ("Invoice", "Date", "Customer no.", "Customer", "Product group", "Quantity", "Net amount", "Cost")
GERMAN = ("Belegnummer", "Datum", "Kundennummer", "Kunde", "Warengruppe", "Menge", "Nettobetrag", "Wareneinsatz")
_AT_ONCE = 1 << 24

Timed = Callable[[], dict[str, Any]]


def made(lines: int) -> str:
    """SQL of so many lines."""
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
    duckdb.sql(f"COPY (SELECT {names} FROM ({made(lines)})) TO '{path}' (FORMAT csv, HEADER)")


def _write_german(path: Path, lines: int) -> None:
    """cp1252, semicolons, dates with points, ``1.234,56``."""
    money = "replace(replace(replace(format('{{:,.2f}}', {0}::DOUBLE), ',', '_'), '.', ','), '_', '.')"
    cells = ("document", "strftime(day, '%d.%m.%Y')", "number", "who", "product", "quantity", money.format("net"),
             money.format("cost"))  # fmt: skip
    names = ", ".join(f'{cell} AS "{header}"' for cell, header in zip(cells, GERMAN, strict=True))
    with tempfile.NamedTemporaryFile(suffix=".csv", dir=path.parent) as utf8:
        duckdb.sql(f"COPY (SELECT {names} FROM ({made(lines)})) TO '{utf8.name}' (FORMAT csv, HEADER, DELIMITER ';')")
        _recoded(Path(utf8.name), path, "utf-8", "cp1252")


def _write_workbook(path: Path, lines: int) -> None:
    """XLSX with dates and numbers as such."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Invoices")
    sheet.append(HEADERS)
    for row in duckdb.sql(made(lines)).fetchall():
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


def answers(lines: int) -> Timed:
    """What the invoices know of every customer, from the portfolio of lines that a table in the engine holds."""
    from analysis.assumptions import Assumptions
    from analysis.engine.duck import Duck
    from analysis.evaluate import evaluate
    from analysis.invoices.known import known
    from analysis.upload import aggregate
    from tests.portfolios import make_portfolio

    engine = Duck(_drifting(lines))
    sheet = cast("Sheet", SimpleNamespace(name="lines", used="lines", count=lambda *_: 0))
    customers = engine.sql("SELECT count(DISTINCT customer_id) FROM lines").fetchall()[0][0]
    made = replace(
        make_portfolio(customers, care=False),
        products=aggregate.per_product(engine, sheet),
        orders=aggregate.orders(engine, aggregate.make_documents(engine, sheet)),
    )
    evaluation = evaluate(made, Assumptions())

    def timed() -> dict[str, Any]:
        found = known(evaluation)
        assert found.drift is not None and found.drift.rule == "model"
        assert len(found.selling.table) and found.price.total
        return {"products": len(made.products)}

    return timed


def query_products(lines: int) -> Timed:
    """One query of DuckDB over the same table, a row per customer and product."""
    connection = _drifting(lines)
    query = "SELECT customer_id, product, sum(quantity), sum(amount), sum(line_cost) FROM lines GROUP BY ALL"
    return lambda: {"products": len(connection.sql(query).df())}


def _drifting(lines: int) -> duckdb.DuckDBPyConnection:
    """The lines as a portfolio is made of them: customers order at random, more or less often, and leave sooner or
    later; each pays a price of its own, and some buy few product groups."""
    _warm()
    random, customers = np.random.default_rng(7), max(lines // 12, 300)
    leaves = np.minimum(random.geometric(random.beta(1.2, 6.0, customers)), 500)
    waits = random.exponential(np.repeat(7 * 5 / random.gamma(1.0, 1.0, customers), leaves))
    waited = np.cumsum(waits)
    customer = np.repeat(np.arange(customers), leaves)
    day = waited - np.repeat((waited - waits)[np.cumsum(leaves) - leaves] - random.uniform(0, 200, customers), leaves)
    made = pd.DataFrame({"customer_id": customer + 1, "day": day.astype("int64")})[day < 730]
    made = made.loc[made.index.repeat(3)].head(lines).reset_index(names="document")
    connection = duckdb.connect()
    connection.execute(
        """CREATE TABLE lines AS SELECT customer_id, 'R' || document AS document, row,
            DATE '2024-11-01' + day::INTEGER AS date, 'Warengruppe ' || product AS product, quantity,
            (quantity * (5 + product) * (80 + (customer_id * 31 + row * 7) % 41) / 100)::DECIMAL(18,2) AS amount,
            (quantity * 6)::DECIMAL(18,2) AS line_cost, NULL::DECIMAL(18,2) AS line_profit
        FROM (SELECT *, row * 13 % if(customer_id % 3 = 0, 12, 20) AS product, (1 + row % 9)::DECIMAL(18,2) AS quantity
            FROM (SELECT *, row_number() OVER () AS row FROM made))"""
    )
    return connection


def cells(path: str) -> Timed:
    """calamine reading every cell."""
    from python_calamine import CalamineWorkbook

    def timed() -> dict[str, Any]:
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return {}

    return timed
