"""From typed rows to figures per customer, on whichever engine holds them: nothing but aggregates comes back.

Each is written once, in narwhals, over the view ``<name>_used``: the typed rows that count, with their ``customer_id``.
Money is summed as decimals, so that cents add up exactly, and comes back as float.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import narwhals as nw
import pandas as pd

from analysis.engine.engine import Engine
from analysis.upload.sheets import Sheet

MONEY = ("revenue", "cost", "profit", "revenue_with_cost", "revenue_with_profit")
_AMOUNT, _COST, _PROFIT, _QUANTITY = map(nw.col, ("amount", "line_cost", "line_profit", "quantity"))
_OF = {
    "revenue": _AMOUNT.sum(),
    "cost": _COST.sum(),
    "profit": nw.when(_COST.is_null()).then(_PROFIT).sum(),
    "revenue_with_cost": nw.when(~_COST.is_null()).then(_AMOUNT).sum(),
    "revenue_with_profit": nw.when(_COST.is_null() & ~_PROFIT.is_null()).then(_AMOUNT).sum(),
}


def _sums(engine: Engine, sheet: Sheet) -> tuple[dict[str, nw.Expr], list[nw.Expr]]:
    """The sums of money that lines give, and the money columns made of them. Where no line tells a cost or a profit,
    none is looked for in each; nor what part of the revenue has a cost, where all of it has."""
    query = (
        "SELECT count(line_cost), count(CASE WHEN line_cost IS NULL THEN amount END), count(line_profit) "
        f"FROM {sheet.name}"
    )
    ((costs, without, profits),) = engine.execute(query).fetchall()
    told = {"revenue"} | ({"cost"} if costs else set()) | ({"profit", "revenue_with_profit"} if profits else set())
    if costs and without:
        told.add("revenue_with_cost")
    money = [(nw.col(name) if name in told else nw.lit(0)).alias(name) for name in MONEY]
    if costs and not without:
        money[MONEY.index("revenue_with_cost")] = nw.col("revenue").alias("revenue_with_cost")
    return {name: sums for name, sums in _OF.items() if name in told}, money


def _floats(columns: Iterable[nw.Expr]) -> list[nw.Expr]:
    return [column.cast(nw.Float64) for column in columns]


def _count(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).count()


def _known(column: nw.Expr) -> nw.Expr:
    """A sum as float, missing where no row gives one."""
    return nw.when(column.count() > 0).then(column.sum()).cast(nw.Float64)


def _different(column: str) -> nw.Expr:
    """How many different values there are, as float."""
    return (nw.col(column).n_unique() - nw.col(column).is_null().cast(nw.Int64).max()).cast(nw.Float64)


def make_documents(engine: Engine, sheet: Sheet) -> str:
    """Creates the table from which orders, months and customers are summed, and returns its name: one row per order and
    calendar month, ``customer_id``, ``order``, ``month``, ``date`` (its first), ``lines`` and the money columns.
    Without a document number the lines of a customer on one day are one order."""
    name = f"{sheet.name}_documents"
    day, row = nw.col("date").dt.to_string("%Y-%m-%d"), nw.col("row").cast(nw.String)
    order = nw.coalesce(nw.col("document"), day, nw.concat_str(nw.lit("#"), row))
    lines = engine.rows(sheet.used).with_columns(order=order, month=nw.col("date").dt.truncate("1mo"))
    sums, money = _sums(engine, sheet)
    made = lines.group_by("customer_id", "order", "month").agg(nw.col("date").min(), nw.len().alias("lines"), **sums)
    engine.make(name, made.select("customer_id", "order", "month", "date", "lines", *money))
    return name


def orders(engine: Engine, documents: str) -> pd.DataFrame:
    """One row per order: ``customer_id``, ``order``, ``date`` (its first), ``revenue`` (€), ``lines``."""
    made = engine.rows(documents).group_by("customer_id", "order").agg(
        nw.col("date").min(), nw.col("revenue").sum(), nw.col("lines").sum()
    ).select(
        "customer_id", "order", "date", nw.col("revenue").cast(nw.Float64), nw.col("lines").cast(nw.Int64)
    )  # fmt: skip
    return engine.frame(made.sort("customer_id", "date", "order", nulls_last=True))


def per_customer(engine: Engine, sheet: Sheet, documents: str | None) -> pd.DataFrame:
    """Revenue and cost per customer, €, index ``customer_id``."""
    sums = _OF if documents is None else {name: nw.col(name).sum() for name in MONEY}
    made = engine.rows(documents or sheet.used).group_by("customer_id").agg(**sums)
    return engine.frame(made.select("customer_id", *_floats(map(nw.col, MONEY)))).set_index("customer_id")


def per_month(engine: Engine, documents: str) -> pd.DataFrame:
    """Orders (as counted per customer: what brings revenue), revenue and cost per customer and calendar month."""
    dated = engine.rows(documents).filter(~nw.col("month").is_null())
    sums = {name: nw.col(name).sum() for name in MONEY}
    bought = (nw.col("revenue") > 0).cast(nw.Int64).sum().cast(nw.Int64).alias("orders")
    made = dated.group_by("customer_id", "month").agg(bought, **sums)
    return engine.frame(
        made.select("customer_id", "month", "orders", *_floats(map(nw.col, MONEY))).sort("customer_id", "month")
    )


def per_product(engine: Engine, sheet: Sheet) -> pd.DataFrame:
    """Quantity (units), revenue and cost (€) per customer and product group; and of the lines that say what a unit cost
    (``paid_quantity``, ``paid_revenue``), with the count of those that do not: ``free_lines`` (nothing charged),
    ``returned_lines``, ``lines_without_quantity``."""
    (sums, money), paid = _sums(engine, sheet), (_QUANTITY > 0) & (_AMOUNT > 0)
    charged, units = nw.coalesce(_AMOUNT, nw.lit(0)), nw.coalesce(_QUANTITY, nw.lit(0))
    made = engine.rows(sheet.used).filter(~nw.col("product").is_null()).group_by("customer_id", "product").agg(
        _known(_QUANTITY).alias("quantity"),
        **sums,
        paid_quantity=nw.when(paid).then(_QUANTITY).sum(),
        paid_revenue=nw.when(paid).then(_AMOUNT).sum(),
        free_lines=_count((_QUANTITY > 0) & (charged <= 0)),
        returned_lines=_count(_QUANTITY < 0),
        lines_without_quantity=_count(units == 0),
    )  # fmt: skip
    found = made.select(
        nw.col("customer_id", "product", "quantity"),
        *_floats(money),
        nw.col("paid_quantity", "paid_revenue").cast(nw.Float64),
        nw.col("free_lines", "returned_lines", "lines_without_quantity"),
    )
    return engine.frame(found.sort("customer_id", "product"))


def deliveries(engine: Engine, sheet: Sheet, customers: pd.Index) -> pd.Series:
    """Different delivery notes per customer, or days of delivery where no column names the notes."""
    column = "delivery_note" if sheet.has("delivery_note") else "delivery_date"
    made = engine.rows(sheet.used).filter(_AMOUNT > 0).group_by("customer_id").agg(_different(column).alias("counted"))
    return engine.frame(made).set_index("customer_id")["counted"].reindex(customers)


def summed(engine: Engine, used: str, column: str, customers: pd.Index) -> pd.Series:
    """Sum of a column per customer; NaN where no row gives one."""
    made = engine.rows(used).group_by("customer_id").agg(_known(nw.col(column)).alias("summed"))
    return engine.frame(made).set_index("customer_id")["summed"].reindex(customers)


def negative_documents(engine: Engine, sheet: Sheet) -> pd.DataFrame:
    """Invoices that take back: one row per document with a negative sum, ``customer_id``, ``date``, ``document``,
    ``amount`` (€, positive), ``goods`` (€, cost of goods that came back; NaN where the lines have no cost)."""
    if not sheet.count(engine, f"SELECT count(*) FROM {sheet.name} WHERE reason IS NULL AND amount < 0"):
        return pd.DataFrame()
    number = nw.concat_str(nw.lit("#"), nw.col("row").cast(nw.String))
    lines = engine.rows(sheet.used).with_columns(document=nw.coalesce(nw.col("document"), number))
    made = lines.group_by("customer_id", "document").agg(
        nw.col("date").min(), _AMOUNT.sum().alias("amount"), _known(_COST).alias("goods")
    ).filter(_AMOUNT < 0)  # fmt: skip
    back = made.select("customer_id", "date", "document", -_AMOUNT.cast(nw.Float64), -nw.col("goods"))
    return engine.frame(back.sort("customer_id", "date", "document", nulls_last=True))


def payments(engine: Engine, used: str, end: date) -> pd.DataFrame:
    """Payment figures per customer, index ``customer_id``. An open invoice runs to ``end``; of one that is settled on
    a day unknown, and of one without a due date, nothing can be said."""
    last = f"DATE '{end.isoformat()}'"
    paid = "paid_date IS NULL AND (open_amount = 0 OR paid_amount >= amount)"
    late = engine.days("due_date", "settled_on")
    credit = engine.days("date", "least(settled_on, coalesce(due_date, settled_on))")
    # Days lie before the seam: engines count them differently.
    engine.view(
        f"{used}_days",
        f"""WITH settled AS (
            SELECT *, CASE WHEN ({paid}) IS NOT TRUE THEN coalesce(paid_date, {last}) END AS settled_on FROM {used}),
        late AS (
            SELECT *, CASE WHEN due_date IS NOT NULL AND settled_on IS NOT NULL THEN greatest({late}, 0)
                ELSE greatest(days_late, 0) END AS days,
                CASE WHEN date IS NOT NULL AND settled_on IS NOT NULL THEN greatest({credit}, 0) END AS terms
            FROM settled)
        SELECT customer_id, amount * days AS euro_days_late, CASE WHEN days IS NOT NULL THEN amount END AS euro_due,
            amount * terms AS terms_euro_days, deduction AS deductions, reminders, days,
            CASE WHEN days > 0 AND amount > 0 THEN coalesce(document, '#' || row) END AS late_invoice FROM late""",
    )
    summed_up = ("euro_days_late", "euro_due", "terms_euro_days", "deductions", "reminders")
    taken = nw.col("deductions")
    cases = nw.when(taken.count() > 0).then(_count(taken > 0)).cast(nw.Float64)
    late_invoices = nw.when(nw.col("days").count() > 0).then(_different("late_invoice"))
    made = engine.rows(f"{used}_days").group_by("customer_id").agg(
        *(_known(nw.col(name)).alias(name) for name in summed_up),
        deduction_cases=cases,
        late_invoices=late_invoices,
    )  # fmt: skip
    return engine.frame(made).set_index("customer_id")


def late_discounts(engine: Engine, used: str) -> pd.DataFrame:
    """Cash discount taken after its period: ``customer_id``, ``days`` after it, ``amount`` (€)."""
    engine.view(
        f"{used}_discounts",
        f"SELECT customer_id, {engine.days('discount_until', 'paid_date')} AS days, cash_discount FROM {used} "
        "WHERE cash_discount > 0 AND paid_date > discount_until",
    )
    amount = nw.col("cash_discount").sum().alias("amount")
    made = engine.rows(f"{used}_discounts").group_by("customer_id", "days").agg(amount)
    found = made.select("customer_id", "days", nw.col("amount").cast(nw.Float64))
    return engine.frame(found.sort("customer_id", "days"))


def rows(engine: Engine, used: str, columns: str) -> pd.DataFrame:
    """The used rows themselves, in the order of the file: for tables that are small by nature."""
    return engine.frame(f"SELECT customer_id, {columns} FROM {used} ORDER BY row")
