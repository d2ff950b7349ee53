"""From typed rows to figures per customer: one query per kind of table, nothing but aggregates comes back.

Every query reads the view ``<name>_used``: the typed rows that count, with their ``customer_id``. Money is summed as
DECIMAL, so that cents add up exactly, and comes back as float.
"""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from analysis.upload.sheets import Sheet

MONEY = ("revenue", "cost", "profit", "revenue_with_cost", "revenue_with_profit")
_OF = {
    "revenue": "sum(amount)",
    "cost": "sum(line_cost)",
    "profit": "sum(CASE WHEN line_cost IS NULL THEN line_profit END)",
    "revenue_with_cost": "sum(CASE WHEN line_cost IS NOT NULL THEN amount END)",
    "revenue_with_profit": "sum(CASE WHEN line_cost IS NULL AND line_profit IS NOT NULL THEN amount END)",
}
_SUMS = ", ".join(f"CAST(coalesce(sum({name}), 0) AS DOUBLE) AS {name}" for name in MONEY)
_FOUND = ", ".join(f"CAST(coalesce({name}, 0) AS DOUBLE) AS {name}" for name in MONEY)


def _sums(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> str:
    """SQL of the money columns over lines, DECIMAL. Where no line tells a profit, none is looked for in each."""
    told = sheet.count(connection, f"SELECT count(line_profit) FROM {sheet.name}")
    nothing = {} if told else dict.fromkeys(("profit", "revenue_with_profit"), "CAST(NULL AS DECIMAL(18,6))")
    return ", ".join(f"{sql} AS {name}" for name, sql in (_OF | nothing).items())


def frame(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """The result with text as str, DECIMAL as float and dates as datetime64."""
    table = connection.sql(query).arrow().read_all()
    result = table.to_pandas()
    for name, field in zip(table.column_names, table.schema, strict=True):
        if str(field.type).startswith("decimal"):
            result[name] = result[name].astype("float64")
        elif str(field.type).startswith("date"):
            result[name] = pd.to_datetime(result[name])
    return result


def make_documents(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> str:
    """Creates the table from which orders, months and customers are summed, and returns its name: one row per order and
    calendar month, ``customer_id``, ``order``, ``month``, ``date`` (its first), ``lines`` and the money columns.
    Without a document number the lines of a customer on one day are one order."""
    name = f"{sheet.name}_documents"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name} AS SELECT customer_id,
            coalesce(document, strftime(date, '%Y-%m-%d'), '#' || row) AS "order",
            date_trunc('month', date) AS month, min(date) AS date, count(*) AS lines, {_sums(connection, sheet)}
        FROM {sheet.used} GROUP BY 1, 2, 3"""
    )
    return name


def orders(connection: duckdb.DuckDBPyConnection, documents: str) -> pd.DataFrame:
    """One row per order: ``customer_id``, ``order``, ``date`` (its first), ``revenue`` (€), ``lines``."""
    return frame(
        connection,
        f"""SELECT customer_id, "order", CAST(min(date) AS TIMESTAMP) AS date,
            CAST(coalesce(sum(revenue), 0) AS DOUBLE) AS revenue, CAST(sum(lines) AS BIGINT) AS lines
        FROM {documents} GROUP BY ALL ORDER BY customer_id, date, "order" """,
    )


def per_customer(connection: duckdb.DuckDBPyConnection, sheet: Sheet, documents: str | None) -> pd.DataFrame:
    """Revenue and cost per customer, €, index ``customer_id``."""
    source = documents or f"(SELECT customer_id, {_sums(connection, sheet)} FROM {sheet.used} GROUP BY ALL)"
    return frame(connection, f"SELECT customer_id, {_SUMS} FROM {source} GROUP BY ALL").set_index("customer_id")


def per_month(connection: duckdb.DuckDBPyConnection, documents: str) -> pd.DataFrame:
    """Orders, revenue and cost per customer and calendar month."""
    return frame(
        connection,
        f"""SELECT customer_id, CAST(month AS TIMESTAMP) AS month, count(*) AS orders, {_SUMS}
        FROM {documents} WHERE month IS NOT NULL GROUP BY ALL ORDER BY customer_id, month""",
    )


def per_product(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> pd.DataFrame:
    """Quantity (units), revenue and cost (€) per customer and product group; and of the lines that say what a unit cost
    (``paid_quantity``, ``paid_revenue``), with the count of those that do not: ``free_lines`` (nothing charged),
    ``returned_lines``, ``lines_without_quantity``."""
    paid = "FILTER (WHERE quantity > 0 AND amount > 0)"
    return frame(
        connection,
        f"""SELECT customer_id, product, CAST(quantity AS DOUBLE) AS quantity, {_FOUND},
            CAST(coalesce(paid_quantity, 0) AS DOUBLE) AS paid_quantity,
            CAST(coalesce(paid_revenue, 0) AS DOUBLE) AS paid_revenue,
            free_lines, returned_lines, lines_without_quantity
        FROM (SELECT customer_id, product, sum(quantity) AS quantity, {_sums(connection, sheet)},
                sum(quantity) {paid} AS paid_quantity, sum(amount) {paid} AS paid_revenue,
                count(*) FILTER (WHERE quantity > 0 AND coalesce(amount, 0) <= 0) AS free_lines,
                count(*) FILTER (WHERE quantity < 0) AS returned_lines,
                count(*) FILTER (WHERE coalesce(quantity, 0) = 0) AS lines_without_quantity
            FROM {sheet.used} WHERE product IS NOT NULL GROUP BY ALL)
        ORDER BY customer_id, product""",
    )


def deliveries(connection: duckdb.DuckDBPyConnection, sheet: Sheet, customers: pd.Index) -> pd.Series:
    """Different delivery notes per customer, or days of delivery where no column names the notes."""
    column = "delivery_note" if sheet.has("delivery_note") else "delivery_date"
    query = f"""SELECT customer_id, CAST(count(DISTINCT {column}) AS DOUBLE) AS counted
        FROM {sheet.used} WHERE amount > 0 GROUP BY ALL"""
    return connection.sql(query).df().set_index("customer_id")["counted"].reindex(customers)


def summed(connection: duckdb.DuckDBPyConnection, used: str, column: str, customers: pd.Index) -> pd.Series:
    """Sum of a column per customer; NaN where no row gives one."""
    query = f"SELECT customer_id, CAST(sum({column}) AS DOUBLE) AS summed FROM {used} GROUP BY ALL"
    return connection.sql(query).df().set_index("customer_id")["summed"].reindex(customers)


def negative_documents(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> pd.DataFrame:
    """Invoices that take back: one row per document with a negative sum, ``customer_id``, ``date``, ``document``,
    ``amount`` (€, positive), ``goods`` (€, cost of goods that came back; NaN where the lines have no cost)."""
    if not sheet.count(connection, f"SELECT count(*) FROM {sheet.name} WHERE reason IS NULL AND amount < 0"):
        return pd.DataFrame()
    return frame(
        connection,
        f"""SELECT customer_id, CAST(min(date) AS TIMESTAMP) AS date, coalesce(document, '#' || min(row)) AS document,
            CAST(-sum(amount) AS DOUBLE) AS amount, CAST(-sum(line_cost) AS DOUBLE) AS goods
        FROM {sheet.used} GROUP BY customer_id, coalesce(document, '#' || row), document HAVING sum(amount) < 0
        ORDER BY customer_id, date, document""",
    )


def payments(connection: duckdb.DuckDBPyConnection, used: str, end: date) -> pd.DataFrame:
    """Payment figures per customer, index ``customer_id``. An open invoice runs to ``end``; of one that is settled on
    a day unknown, and of one without a due date, nothing can be said."""
    last = f"DATE '{end.isoformat()}'"
    paid = "paid_date IS NULL AND (open_amount = 0 OR paid_amount >= amount)"
    late = "date_diff('day', due_date, settled_on)"
    credit = "date_diff('day', date, least(settled_on, coalesce(due_date, settled_on)))"
    return frame(
        connection,
        f"""WITH settled AS (
            SELECT *, CASE WHEN ({paid}) IS NOT TRUE THEN coalesce(paid_date, {last}) END AS settled_on FROM {used}),
        late AS (
            SELECT *, CASE WHEN due_date IS NOT NULL AND settled_on IS NOT NULL THEN greatest({late}, 0)
                ELSE greatest(days_late, 0) END AS days,
                CASE WHEN date IS NOT NULL AND settled_on IS NOT NULL THEN greatest({credit}, 0) END AS terms
            FROM settled)
        SELECT customer_id, CAST(sum(amount * days) AS DOUBLE) AS euro_days_late,
            CAST(sum(CASE WHEN days IS NOT NULL THEN amount END) AS DOUBLE) AS euro_due,
            CAST(sum(amount * terms) AS DOUBLE) AS terms_euro_days,
            CAST(sum(deduction) AS DOUBLE) AS deductions,
            CAST(count(*) FILTER (WHERE deduction > 0) + 0 * sum(deduction) AS DOUBLE) AS deduction_cases,
            CAST(sum(reminders) AS DOUBLE) AS reminders,
            CAST(CASE WHEN count(days) > 0 THEN count(DISTINCT coalesce(document, '#' || row))
                FILTER (WHERE days > 0 AND amount > 0) END AS DOUBLE) AS late_invoices
        FROM late GROUP BY ALL""",
    ).set_index("customer_id")


def late_discounts(connection: duckdb.DuckDBPyConnection, used: str) -> pd.DataFrame:
    """Cash discount taken after its period: ``customer_id``, ``days`` after it, ``amount`` (€)."""
    return frame(
        connection,
        f"""SELECT customer_id, date_diff('day', discount_until, paid_date) AS days,
            CAST(sum(cash_discount) AS DOUBLE) AS amount
        FROM {used} WHERE cash_discount > 0 AND paid_date > discount_until GROUP BY ALL ORDER BY customer_id, days""",
    )


def rows(connection: duckdb.DuckDBPyConnection, used: str, columns: str) -> pd.DataFrame:
    """The used rows themselves, in the order of the file: for tables that are small by nature."""
    return frame(connection, f"SELECT customer_id, {columns} FROM {used} ORDER BY row")
