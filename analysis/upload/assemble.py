"""What the typed tables add up to, customer by customer: one function per kind of table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import duckdb
import pandas as pd

from analysis.money import cents
from analysis.portfolio import empty_customers
from analysis.upload import aggregate, masterdata, words
from analysis.upload.growth import growth
from analysis.upload.identity import People
from analysis.upload.roles import CARE_QUANTITIES, TableMapping
from analysis.upload.source import SourceTable

WEIGHT = ("customers", "answers", "invoices", "credit_notes", "payments", "care_log", "losses")
"""Whose word on a customer's name counts first."""
TOLERANCE_DAYS = 3.0


@dataclass
class Sheet:
    """A source table in one of its roles; ``name`` is its typed table, ``used`` the view of rows that count."""

    table: SourceTable
    mapping: TableMapping
    role: str
    name: str

    @property
    def used(self) -> str:
        return f"{self.name}_used"


@dataclass
class Made:
    """What the tables add up to, on the way to the portfolio."""

    customers: pd.DataFrame
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)


def made_from(
    connection: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet], people: People, period: tuple[date, date]
) -> Made:
    made = Made(empty_customers(people.customers.index))
    made.customers["key"], made.customers["name"] = people.customers["key"], people.customers["name"]
    by_role = {role: [sheet for sheet in sheets if sheet.role == role] for role in WEIGHT}
    for sheet in [*by_role["customers"], *by_role["invoices"]]:
        _add_attributes(connection, made, sheet)
    _add_revenue(connection, made, by_role)
    _add_payments(connection, made, by_role["payments"], period[1])
    _add_care(connection, made, by_role["care_log"])
    _add_answers(connection, made, by_role["answers"])
    _add_losses(connection, made, by_role["losses"], people)
    return made


def _add_attributes(connection: duckdb.DuckDBPyConnection, made: Made, sheet: Sheet) -> None:
    if sheet.role == "customers":
        columns = masterdata.attribute_columns(sheet.table, sheet.mapping, sheet.table.rows)
        values = masterdata.from_customer_list(connection, sheet.used, sheet.table, columns)
        names = {column.key: column for column in columns}
    else:
        values = masterdata.from_lines(connection, sheet.used, sheet.table, sheet.mapping)
        names = {name: sheet.table.column(name) for name in values}
    for key, column in names.items():
        if key not in values or (sheet.role == "invoices" and column.name in made.attributes):
            continue
        name = masterdata.attribute_name(column, set(made.attributes))
        made.customers[name] = values[key].reindex(made.customers.index)
        made.attributes.append(name)


def _add_revenue(connection: duckdb.DuckDBPyConnection, made: Made, by_role: Mapping[str, Sequence[Sheet]]) -> None:
    customers = made.customers
    for sheet in [*by_role["invoices"], *by_role["customers"]]:
        sums = aggregate.per_customer(connection, sheet.used)
        for column in aggregate.MONEY:
            customers[column] += cents(sums[column].reindex(customers.index).fillna(0))
        if sheet.role == "customers":
            for quantity in CARE_QUANTITIES:
                if quantity in sheet.mapping.fields:
                    customers[quantity] = _summed(connection, sheet, quantity, customers.index)
        elif "freight_cost" in sheet.mapping.fields:
            customers["freight_cost"] = _summed(connection, sheet, "freight_cost", customers.index)
    orders = [aggregate.orders(connection, sheet.used) for sheet in by_role["invoices"]]
    made.frames["orders"] = pd.concat(orders, ignore_index=True) if orders else pd.DataFrame()
    months = [aggregate.per_month(connection, sheet.used) for sheet in by_role["invoices"]]
    products = [aggregate.per_product(connection, sheet.used) for sheet in by_role["invoices"]]
    made.frames["products"] = pd.concat(products, ignore_index=True) if products else pd.DataFrame()
    credits = []
    for sheet in by_role["credit_notes"]:
        rows = aggregate.rows(connection, sheet.used, "date, document, abs(amount) AS amount, reason_text AS why")
        rows["unjustified"] = pd.Series([words.unjustified(_text(why)) for why in rows["why"]], dtype="object")
        credits.append(rows.rename(columns={"why": "reason"}))
    if credits:
        made.frames["credits"] = every = pd.concat(credits, ignore_index=True)
        taken = cents(every.groupby("customer_id")["amount"].sum()).reindex(customers.index).fillna(0)
        customers["credits"] = taken
        # A credit lowers the revenue of the lines that have a cost where the invoices have one: its goods stay sold.
        costed = (customers["revenue_with_cost"] != 0).astype("float64")
        customers["revenue"] = cents(customers["revenue"] - taken)
        customers["revenue_with_cost"] = cents(customers["revenue_with_cost"] - taken * costed)
        if every["unjustified"].notna().any():
            given = every[every["unjustified"].eq(True)].groupby("customer_id")["amount"].sum()
            customers["credits_unjustified"] = cents(given.reindex(customers.index).fillna(0))
        monthly = every.assign(month=every["date"].dt.to_period("M").dt.start_time)
        monthly = monthly.groupby(["customer_id", "month"], as_index=False)["amount"].sum()
        monthly["revenue"], monthly["orders"] = -monthly["amount"], 0
        monthly["revenue_with_cost"] = -monthly["amount"] * monthly["customer_id"].map(costed)
        months.append(monthly.drop(columns="amount"))
    if months:
        columns = ["orders", *aggregate.MONEY]
        every = pd.concat(months, ignore_index=True).reindex(columns=["customer_id", "month", *columns])
        every = every.groupby(["customer_id", "month"], as_index=False)[columns].sum()
        every[list(aggregate.MONEY)] = cents(every[list(aggregate.MONEY)])
        made.frames["months"] = every


def _summed(connection: duckdb.DuckDBPyConnection, sheet: Sheet, column: str, customers: pd.Index) -> pd.Series:
    query = f"SELECT customer_id, CAST(sum({column}) AS DOUBLE) AS summed FROM {sheet.used} GROUP BY ALL"
    return connection.sql(query).df().set_index("customer_id")["summed"].reindex(customers)


def _add_payments(connection: duckdb.DuckDBPyConnection, made: Made, sheets: Sequence[Sheet], end: date) -> None:
    for sheet in sheets:
        figures = aggregate.payments(connection, sheet.used, end, TOLERANCE_DAYS).reindex(made.customers.index)
        for column in figures:
            if figures[column].notna().any():
                made.customers[column] = figures[column].astype("float64")


def _add_care(connection: duckdb.DuckDBPyConnection, made: Made, sheets: Sequence[Sheet]) -> None:
    entries = []
    for sheet in sheets:
        effort = "hours" if "hours" in sheet.mapping.fields else "minutes / 60"
        rows = aggregate.rows(connection, sheet.used, f"date, kind, {effort} AS hours, note")
        rows["kind"] = [words.care_kind(_text(kind)) for kind in rows["kind"]]
        entries.append(rows)
    if not entries:
        return
    made.frames["care"] = every = pd.concat(entries, ignore_index=True)
    for quantity, group in every.groupby("kind"):
        counted = group.groupby("customer_id")
        amounts = counted.size() if quantity == "abusive_incidents" else counted["hours"].sum()
        # Who does not stand in a log that covers everybody took no such time.
        made.customers[str(quantity)] = amounts.reindex(made.customers.index).fillna(0).astype("float64")


def _add_answers(connection: duckdb.DuckDBPyConnection, made: Made, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        fields = [name for name in ("strategic", "profitable", "repeat", "self_check", "note")
                  if name in sheet.mapping.fields]  # fmt: skip
        rows = aggregate.rows(connection, sheet.used, ", ".join(fields)).drop_duplicates("customer_id", keep="last")
        rows = rows.set_index("customer_id")
        for name in fields:
            read = {"self_check": words.self_check, "note": _text}.get(name, words.answer)
            said = pd.Series([read(_text(cell)) for cell in rows[name]], index=rows.index, dtype="object")
            told = said.reindex(made.customers.index)
            made.customers[name] = told.where(told.notna(), None)


def _add_losses(connection: duckdb.DuckDBPyConnection, made: Made, sheets: Sequence[Sheet], people: People) -> None:
    found = []
    by_name = {name: number for number, name in people.customers["name"].items()}
    by_key = {key: number for number, key in people.customers["key"].items()}
    for sheet in sheets:
        mapped = sheet.mapping.fields.values()
        columns = [column for column in sheet.table.columns if not column.number and not column.date]
        keys = {column.name: column.key for column in columns if column.name not in mapped}
        extra = "".join(f", source.{key} AS {key}" for key in keys.values())
        rows = aggregate.frame(
            connection,
            "SELECT typed.number, typed.who AS name, typed.date, typed.stage, typed.status AS ended, typed.reason_text "
            f"AS reason, typed.amount AS value, typed.kind AS sort{extra} FROM {sheet.name} AS typed "
            f"JOIN {sheet.table.scan} AS source USING (row) WHERE typed.reason IS NULL "
            "ORDER BY row",
        ).rename(columns={key: name for name, key in keys.items()})
        ends = zip(rows["stage"], rows["ended"], strict=True)
        rows["status"] = [words.deal_status(_text(stage), _text(ended)) for stage, ended in ends]
        sorts = zip(rows["sort"], rows["stage"], strict=True)
        rows["kind"] = [words.lost_kind(_text(sort), _text(stage)) for sort, stage in sorts]
        numbers = [
            by_key.get(number, by_name.get(name)) for number, name in zip(rows["number"], rows["name"], strict=True)
        ]
        rows.insert(0, "customer_id", pd.Series(numbers, dtype="float64"))
        found.append(rows.drop(columns=["number", "ended", "sort"]))
    if found:
        made.frames["losses"] = pd.concat(found, ignore_index=True)


def derive(made: Made, period: tuple[date, date]) -> str:
    """Orders, dates and growth, from the orders and months; returns the growth's basis."""
    customers, orders = made.customers, made.frames["orders"]
    if not len(orders):
        return "none"
    sold = orders[orders["revenue"] > 0]
    counted = sold.groupby("customer_id")
    customers["orders"] = counted.size().reindex(customers.index).fillna(0).astype("float64")
    customers["lines"] = counted["lines"].sum().reindex(customers.index).fillna(0).astype("float64")
    customers["first_order"] = counted["date"].min().reindex(customers.index)
    customers["last_order"] = counted["date"].max().reindex(customers.index)
    days = (period[1] - period[0] + timedelta(days=1)).days
    customers["orders_per_year"] = customers["orders"] * min(365 / days, 1.0)
    months = made.frames.get("months", pd.DataFrame())
    if not len(months):
        return "none"
    active = months[months["orders"] > 0].groupby("customer_id").size()
    customers["months_active"] = active.reindex(customers.index).fillna(0).astype("float64")
    customers["growth"], basis = growth(months, period, customers.index)
    return basis


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None
