"""From typed rows to figures per customer: one query per kind of table, nothing but aggregates comes back.

Every query reads the view ``<name>_used``: the typed rows that count, with their ``customer_id``.
"""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

MONEY = ("revenue", "cost", "profit", "revenue_with_cost", "revenue_with_profit")
_SUMS = """
    sum(amount) AS revenue,
    coalesce(sum(line_cost), 0) AS cost,
    coalesce(sum(CASE WHEN line_cost IS NULL THEN line_profit END), 0) AS profit,
    coalesce(sum(CASE WHEN line_cost IS NOT NULL THEN amount END), 0) AS revenue_with_cost,
    coalesce(sum(CASE WHEN line_cost IS NULL AND line_profit IS NOT NULL THEN amount END), 0) AS revenue_with_profit
"""


def frame(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """The result with DECIMAL as float and dates as datetime64."""
    table = connection.sql(query).arrow().read_all()
    result = table.to_pandas(types_mapper=None)
    for name, field in zip(table.column_names, table.schema, strict=True):
        if str(field.type).startswith("decimal"):
            result[name] = result[name].astype("float64")
        elif str(field.type).startswith("date"):
            result[name] = pd.to_datetime(result[name])
    return result


def orders(connection: duckdb.DuckDBPyConnection, used: str) -> pd.DataFrame:
    """One row per order: ``customer_id``, ``order``, ``date`` (its first), ``revenue`` (€), ``lines``. Without a
    document number the lines of a customer on one day are one order."""
    return frame(
        connection,
        f"""SELECT customer_id, coalesce(document, strftime(date, '%Y-%m-%d'), '#' || row) AS "order",
            min(date) AS date, sum(amount) AS revenue, count(*) AS lines
        FROM {used} GROUP BY ALL ORDER BY customer_id, date, "order" """,
    )


def per_customer(connection: duckdb.DuckDBPyConnection, used: str) -> pd.DataFrame:
    """Revenue and cost per customer, €, index ``customer_id``."""
    return frame(connection, f"SELECT customer_id, {_SUMS} FROM {used} GROUP BY ALL").set_index("customer_id")


def per_month(connection: duckdb.DuckDBPyConnection, used: str) -> pd.DataFrame:
    """Revenue and cost per customer and calendar month."""
    return frame(
        connection,
        f"""SELECT customer_id, CAST(date_trunc('month', date) AS DATE) AS month,
            count(DISTINCT document) AS orders, {_SUMS}
        FROM {used} WHERE date IS NOT NULL GROUP BY ALL ORDER BY customer_id, month""",
    )


def per_product(connection: duckdb.DuckDBPyConnection, used: str) -> pd.DataFrame:
    """Quantity (units), revenue and cost (€) per customer and product group."""
    return frame(
        connection,
        f"""SELECT customer_id, product, sum(quantity) AS quantity, {_SUMS}
        FROM {used} WHERE product IS NOT NULL GROUP BY ALL ORDER BY customer_id, product""",
    )


def payments(connection: duckdb.DuckDBPyConnection, used: str, end: date, tolerance: float) -> pd.DataFrame:
    """Payment figures per customer, index ``customer_id``. An open invoice runs to ``end``; cash discount counts as
    late where it was taken more than ``tolerance`` days after its period."""
    last = f"DATE '{end.isoformat()}'"
    settled = f"coalesce(paid_date, {last})"
    return frame(
        connection,
        f"""WITH late AS (
            SELECT *, CASE WHEN due_date IS NOT NULL THEN greatest(date_diff('day', due_date, {settled}), 0)
                ELSE greatest(days_late, 0) END AS days,
                CASE WHEN date IS NOT NULL THEN
                    greatest(date_diff('day', date, least({settled}, coalesce(due_date, {settled}))), 0) END AS terms
            FROM {used})
        SELECT customer_id, sum(amount * days) AS euro_days_late,
            CASE WHEN sum(abs(amount)) > 0 THEN sum(amount * days) / nullif(sum(amount), 0) END AS average_days_late,
            sum(amount * terms) AS terms_euro_days, sum(deduction) AS deductions,
            sum(CASE WHEN deduction > 0 THEN 1 WHEN deduction IS NOT NULL THEN 0 END) AS deduction_cases,
            sum(reminders) AS reminders,
            sum(CASE WHEN discount_until IS NULL THEN (CASE WHEN cash_discount IS NOT NULL THEN 0 END)
                WHEN paid_date > discount_until + CAST({int(tolerance)} AS INTEGER) THEN coalesce(cash_discount, 0)
                ELSE 0 END) AS late_discount
        FROM late GROUP BY ALL""",
    ).set_index("customer_id")


def rows(connection: duckdb.DuckDBPyConnection, used: str, columns: str) -> pd.DataFrame:
    """The used rows themselves, in the order of the file: for tables that are small by nature."""
    return frame(connection, f"SELECT customer_id, {columns} FROM {used} ORDER BY row")
