"""What customers brought: revenue, cost and orders from invoices, customer lists and credit notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.engine.engine import Engine
from analysis.money import cents, cents_of_whole
from analysis.upload import aggregate, words
from analysis.upload.fields import CARE_QUANTITIES, IN_INVOICES
from analysis.upload.period import span_days
from analysis.upload.prices import add_prices
from analysis.upload.question import Answers
from analysis.upload.sheets import Sheet

if TYPE_CHECKING:
    from analysis.upload.assemble import Made

_MONEY = list(aggregate.MONEY)


def add_revenue(
    engine: Engine, made: Made, by_role: Mapping[str, Sequence[Sheet]], answers: Answers
) -> pd.Series | None:
    """Adds revenue, cost, orders, months, products, credits and returns; returns growth per customer where a customer
    list tells it by its own columns."""
    growing, months = None, []
    documents = {sheet.name: aggregate.make_documents(engine, sheet) for sheet in by_role["invoices"]}
    for sheet in [*by_role["invoices"], *by_role["customers"]]:
        _add_sums(engine, made.customers, sheet, documents.get(sheet.name))
        if sheet.role == "customers":
            _add_columns(engine, made.customers, sheet)
            if sheet.mapping.spans:
                spread = _by_span(engine, sheet, answers)
                if sheet.mapping.spans[0].months == 1:
                    months.append(spread)
                else:
                    growing = _growth_of_spans(spread, sheet)
            elif sheet.has("previous_revenue"):
                before = aggregate.summed(engine, sheet.used, "previous_revenue", made.customers.index)
                growing = made.customers["revenue"] / before.where(before > 0) - 1
    add_prices(engine, made.customers, [*by_role["invoices"], *by_role["customers"]], answers)
    orders = [aggregate.orders(engine, name) for name in documents.values()]
    made.frames["orders"] = pd.concat(orders, ignore_index=True) if orders else pd.DataFrame()
    months += [aggregate.per_month(engine, name) for name in documents.values()]
    products = [aggregate.per_product(engine, sheet) for sheet in by_role["invoices"] if sheet.has("product")]
    made.frames["products"] = pd.concat(products, ignore_index=True) if products else pd.DataFrame()
    back = _taken_back(engine, made, by_role["invoices"], answers)
    months += _add_credits(engine, made, by_role["credit_notes"], back)
    if months:
        every = pd.concat(months, ignore_index=True)
        every = every.groupby(["customer_id", "month"], as_index=False)[["orders", *_MONEY]].sum()
        every[_MONEY] = cents(every[_MONEY])
        made.frames["months"] = every
    return growing


def _add_sums(engine: Engine, customers: pd.DataFrame, sheet: Sheet, documents: str | None) -> None:
    sums = aggregate.per_customer(engine, sheet, documents).reindex(customers.index).fillna(0)
    for column in _MONEY:
        customers[column] = cents(customers[column] + cents_of_whole(sums[column]))
    for quantity in IN_INVOICES if sheet.role == "invoices" and not sheet.deals else ():
        if sheet.has(quantity):
            _add(customers, quantity, aggregate.summed(engine, sheet.used, quantity, customers.index))
    if sheet.role == "invoices" and (sheet.has("delivery_note") or sheet.has("delivery_date")):
        _add(customers, "deliveries", aggregate.deliveries(engine, sheet, customers.index))


def _add_columns(engine: Engine, customers: pd.DataFrame, sheet: Sheet) -> None:
    """Care quantities and order counts that a customer list gives itself."""
    for name in (name for name in ("orders", *CARE_QUANTITIES) if sheet.has(name)):
        _add(customers, name, aggregate.summed(engine, sheet.used, name, customers.index))
    for name, best in (("first_order", "min"), ("last_order", "max")):
        if sheet.has(name):
            query = f"SELECT customer_id, CAST({best}({name}) AS TIMESTAMP) AS day FROM {sheet.used} GROUP BY ALL"
            days = engine.sql(query).df().set_index("customer_id")["day"]
            customers[name] = days.reindex(customers.index)


def _add(customers: pd.DataFrame, name: str, more: pd.Series) -> None:
    """Adds ``more`` where it is known; what stays unknown stays NaN."""
    customers[name] = customers[name].add(more, fill_value=0).astype("float64")


def _by_span(engine: Engine, sheet: Sheet, answers: Answers) -> pd.DataFrame:
    """Revenue per customer and span: ``customer_id``, ``month`` (its first day), ``orders`` (0: not told), money."""
    frames = []
    for at, (first, _) in enumerate(span_days(sheet, answers)):
        query = (
            f"SELECT customer_id, CAST(sum(span_{at}) AS DOUBLE) AS revenue FROM {sheet.used} "
            f"WHERE span_{at} IS NOT NULL GROUP BY ALL ORDER BY customer_id"
        )
        frames.append(engine.sql(query).df().assign(month=pd.Timestamp(first)))
    spread = pd.concat(frames, ignore_index=True)
    return spread.assign(orders=0, **{name: 0.0 for name in _MONEY if name != "revenue"})


def _growth_of_spans(spread: pd.DataFrame, sheet: Sheet) -> pd.Series | None:
    """The last year against the one before, where the spans are years or at least eight quarters."""
    a_year = 12 // sheet.mapping.spans[0].months
    starts = sorted(spread["month"].unique())
    if len(starts) < 2 * a_year:
        return None
    by_start = spread.pivot_table(index="customer_id", columns="month", values="revenue", aggfunc="sum").fillna(0)
    recent, before = by_start[starts[-a_year:]].sum(axis=1), by_start[starts[-2 * a_year : -a_year]].sum(axis=1)
    return recent / before.where(before > 0) - 1


def _taken_back(engine: Engine, made: Made, invoices: Sequence[Sheet], answers: Answers) -> pd.DataFrame:
    """Invoices with a negative sum: they have lowered revenue already, and are returns, which cost care, only by a
    person's word. Rows as in ``Portfolio.credits``."""
    found = []
    for sheet in invoices:
        rows = aggregate.negative_documents(engine, sheet)
        if rows.empty:
            continue
        question = sheet.question(
            "returns", None, "corrections", "returns", n=len(rows), amount=float(rows["amount"].sum())
        )
        made.questions.append(question)
        rows["returned"] = answers.get(question.key, question.likely) == "returns"
        found.append(rows)
    if not found:
        return pd.DataFrame()
    every = pd.concat(found, ignore_index=True)
    returns = every[every["returned"]]
    if len(returns):
        _add_returns(made.customers, returns["customer_id"], returns["goods"])
    every["reason"] = None
    every["unjustified"] = every["returned"].map({True: False, False: None}).astype("object")
    return every.drop(columns=["returned", "goods"])


def _add_returns(customers: pd.DataFrame, whose: pd.Series, goods: pd.Series | None = None) -> None:
    """Counts returns; who has none in tables that tell returns has zero."""
    cases = whose.groupby(whose).size().reindex(customers.index).fillna(0)
    customers["return_cases"] = customers["return_cases"].fillna(0) + cases
    if goods is not None and goods.notna().any():
        value = goods.groupby(whose).sum().reindex(customers.index).fillna(0)
        customers["return_goods"] = cents(customers["return_goods"].fillna(0) + value)


def _add_credits(engine: Engine, made: Made, sheets: Sequence[Sheet], back: pd.DataFrame) -> list[pd.DataFrame]:
    """Takes credit notes off revenue; returns what that takes off each month."""
    customers, notes = made.customers, []
    for sheet in sheets:
        why = "reason_text" if sheet.has("reason") else "CAST(NULL AS STRING)"
        amount = "CAST(coalesce(abs(amount), 0) AS DOUBLE) AS amount"
        columns = f"CAST(date AS TIMESTAMP) AS date, document, {amount}, {why} AS reason"
        rows = aggregate.rows(engine, sheet.used, columns)
        reasons = [words.text_or_none(reason) for reason in rows["reason"]]
        rows["unjustified"] = pd.Series([words.unjustified(reason) for reason in reasons], dtype="object")
        returned = pd.Series([words.returned(reason) for reason in reasons], dtype="object")
        if returned.notna().any():
            _add_returns(customers, rows.loc[returned.eq(True), "customer_id"])
        notes.append(rows)
    every = [frame for frame in (*notes, back) if len(frame)]
    if not every:
        return []
    made.frames["credits"] = credits = pd.concat(every, ignore_index=True)
    customers["credits"] = cents(_per_customer(credits, customers.index))
    if credits["unjustified"].notna().any():
        customers["credits_unjustified"] = cents(
            _per_customer(credits[credits["unjustified"].eq(True)], customers.index)
        )
    if not notes:
        return []
    taken = pd.concat(notes, ignore_index=True)
    off = cents(_per_customer(taken, customers.index))
    # A credit lowers the revenue of the lines that have a cost where the invoices have one: its goods stay sold. Of who
    # bought nothing in these tables no goods are known, so that all of the credit is lost margin.
    has_cost, bought = customers["revenue_with_cost"] != 0, customers["revenue"] != 0
    costed = (has_cost | (~bought & has_cost.any())).astype("float64")
    customers["revenue"] = cents(customers["revenue"] - off)
    customers["revenue_with_cost"] = cents(customers["revenue_with_cost"] - off * costed)
    monthly = taken[taken["date"].notna()]
    monthly = monthly.assign(month=monthly["date"].dt.to_period("M").dt.start_time)
    monthly = monthly.groupby(["customer_id", "month"], as_index=False)["amount"].sum()
    monthly["revenue"], monthly["orders"] = -monthly["amount"], 0
    monthly["revenue_with_cost"] = -monthly["amount"] * monthly["customer_id"].map(costed)
    return [monthly.drop(columns="amount").assign(cost=0.0, profit=0.0, revenue_with_profit=0.0)]


def _per_customer(rows: pd.DataFrame, customers: pd.Index) -> pd.Series:
    return rows.groupby("customer_id")["amount"].sum().reindex(customers).fillna(0).astype("float64")
