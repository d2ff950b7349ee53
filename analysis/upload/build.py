"""From mapped tables to the portfolio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from analysis.errors import PortfolioError
from analysis.money import cents
from analysis.portfolio import FIGURES, QUANTITIES, Portfolio, TableReport, empty_customers
from analysis.upload import aggregate, masterdata, words
from analysis.upload.growth import growth
from analysis.upload.identity import People, resolve
from analysis.upload.question import Answers, Question
from analysis.upload.reconcile import ASIDE_COLUMNS, no_role, report
from analysis.upload.roles import CARE_QUANTITIES, TableMapping
from analysis.upload.source import SourceTable
from analysis.upload.typed import make_typed

WEIGHT = ("customers", "answers", "invoices", "credit_notes", "payments", "care_log", "losses")
"""Whose word on a customer's name counts first."""
TOLERANCE_DAYS = 3.0


@dataclass
class _Sheet:
    """A source table in one of its roles; ``name`` is its typed table, ``used`` the view of rows that count."""

    table: SourceTable
    mapping: TableMapping
    role: str
    name: str

    @property
    def used(self) -> str:
        return f"{self.name}_used"


@dataclass
class _Made:
    """What the tables add up to, on the way to the portfolio."""

    customers: pd.DataFrame
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)


def build(
    tables: Sequence[SourceTable],
    mappings: Sequence[TableMapping],
    *,
    identities: Mapping[str, int] | None = None,
    answers: Answers | None = None,
    period: tuple[date, date] | None = None,
    merged: Mapping[str, str] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> tuple[Portfolio, dict[str, int]]:
    """The portfolio, and every customer's key with the id it has from now on.

    Raises ``PortfolioError`` where no table says who the customers are, or payments and order lines cannot be
    matched to customers.
    """
    connection = connection or duckdb.connect()
    answers = answers or {}
    sheets = [
        _Sheet(table, mapping, role, f"typed_{at}_{role}")
        for at, (table, mapping) in enumerate(zip(tables, mappings, strict=True))
        for role in mapping.roles
    ]
    sheets.sort(key=lambda sheet: WEIGHT.index(sheet.role))
    for sheet in sheets:
        make_typed(connection, sheet.name, sheet.table, sheet.mapping, sheet.role, answers)
    _customers_by_document(connection, sheets)
    for sheet in sheets:
        if sheet.role != "losses":
            _set_aside(connection, sheet, "number IS NULL AND who IS NULL", "no_customer")
    people = _people(connection, sheets, identities or {}, merged or {})
    found = _period(connection, sheets)
    chosen = period or found
    if period:
        for sheet in sheets:
            if sheet.role in ("invoices", "credit_notes", "care_log", "payments") and "date" in sheet.mapping.fields:
                outside = f"date < DATE '{period[0].isoformat()}' OR date > DATE '{period[1].isoformat()}'"
                _set_aside(connection, sheet, outside, "outside_period")
    _credits_once(connection, sheets)
    reports, aside = _reports(connection, sheets, tables, mappings)
    made = _made(connection, sheets, people, chosen)
    basis = _figures(made, chosen)
    portfolio = Portfolio(
        customers=made.customers,
        attributes=tuple(made.attributes),
        numbers=tuple(name for name in made.attributes if made.customers[name].dtype.kind == "f"),
        period=chosen,
        tables=tuple(reports),
        set_aside=aside,
        growth_basis=basis,
        currency=_currency(connection, sheets, tables, answers),
        questions=tuple(question for mapping in mappings for question in mapping.questions),
        **made.frames,
    )
    return portfolio, people.identities


def _set_aside(connection: duckdb.DuckDBPyConnection, sheet: _Sheet, condition: str, reason: str) -> None:
    connection.execute(f"UPDATE {sheet.name} SET reason = '{reason}' WHERE reason IS NULL AND ({condition})")


def _customers_by_document(connection: duckdb.DuckDBPyConnection, sheets: Sequence[_Sheet]) -> None:
    """Rows that name no customer but a document take the customer from the table that knows the document."""
    known = [sheet for sheet in sheets if {"customer_number", "customer_name"} & sheet.mapping.fields.keys()
             and "document" in sheet.mapping.fields and sheet.role in ("invoices", "payments")]  # fmt: skip
    for sheet in sheets:
        if sheet.role not in ("invoices", "payments", "credit_notes"):
            continue
        if {"customer_number", "customer_name"} & sheet.mapping.fields.keys():
            continue
        if not known:
            message = (
                "errors.payments_without_customer" if sheet.role == "payments" else "errors.lines_without_customer"
            )
            raise PortfolioError(message, file=sheet.table.file, sheet=sheet.table.sheet)
        for other in known:
            dated = "" if "date" in sheet.mapping.fields else ", date = known.date"
            connection.execute(
                f"UPDATE {sheet.name} SET number = known.number, who = known.who{dated} FROM (SELECT document, "
                f"any_value(number) AS number, any_value(who) AS who, any_value(date) AS date FROM {other.name} "
                f"WHERE document IS NOT NULL GROUP BY document) AS known "
                f"WHERE {sheet.name}.document = known.document AND {sheet.name}.number IS NULL "
                f"AND {sheet.name}.who IS NULL"
            )
    for sheet in known:
        # An order head without amounts only says whose order it is: its lines bring the money.
        if sheet.role == "invoices" and sheet.mapping.fields.keys().isdisjoint({"revenue", "gross", "unit_price"}):
            _set_aside_all(connection, sheet)


def _set_aside_all(connection: duckdb.DuckDBPyConnection, sheet: _Sheet) -> None:
    connection.execute(f"UPDATE {sheet.name} SET reason = 'order_head' WHERE reason = 'no_amount'")


def _people(
    connection: duckdb.DuckDBPyConnection,
    sheets: Sequence[_Sheet],
    identities: Mapping[str, int],
    merged: Mapping[str, str],
) -> People:
    pairs = [
        connection.sql(
            f"SELECT number, who, min(row) AS row FROM {sheet.name} WHERE reason IS NULL "
            "AND (number IS NOT NULL OR who IS NOT NULL) GROUP BY ALL ORDER BY row"
        ).df()[["number", "who"]]
        for sheet in sheets
        if sheet.role != "losses"
    ]
    every = pd.concat([pair.astype("object") for pair in pairs]) if pairs else pd.DataFrame(columns=["number", "who"])
    if every.empty:
        raise PortfolioError("errors.no_customers")
    people = resolve(every.where(every.notna(), None), identities, merged)
    connection.register("pairs_found", people.pairs.astype({"number": "str", "who": "str"}))
    connection.execute("CREATE OR REPLACE TEMP TABLE pairs AS SELECT * FROM pairs_found")
    for sheet in sheets:
        if sheet.role == "losses":
            continue
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {sheet.used} AS SELECT typed.*, pairs.customer_id FROM {sheet.name} AS typed "
            "JOIN pairs ON typed.number IS NOT DISTINCT FROM pairs.number AND typed.who IS NOT DISTINCT FROM pairs.who "
            "WHERE typed.reason IS NULL"
        )
    return people


def _period(connection: duckdb.DuckDBPyConnection, sheets: Sequence[_Sheet]) -> tuple[date, date]:
    """First to last date of the invoices, else of payments, care log and losses; without any, the last full year."""
    for role in ("invoices", "payments", "credit_notes", "care_log", "losses"):
        ranges = [
            connection.execute(f"SELECT min(date), max(date) FROM {sheet.name} WHERE reason IS NULL").fetchall()[0]
            for sheet in sheets
            if sheet.role == role
        ]
        known = [entry for entry in ranges if entry[0]]
        if known:
            return min(entry[0] for entry in known), max(entry[1] for entry in known)
    year = date.today().year - 1
    return date(year, 1, 1), date(year, 12, 31)


def _credits_once(connection: duckdb.DuckDBPyConnection, sheets: Sequence[_Sheet]) -> None:
    """A credit that stands in the invoices and in a credit table is one credit."""
    for credit in (sheet for sheet in sheets if sheet.role == "credit_notes"):
        for invoice in (sheet for sheet in sheets if sheet.role == "invoices"):
            documents = f"SELECT document FROM {invoice.name} WHERE reason IS NULL AND document IS NOT NULL"
            _set_aside(connection, credit, f"document IN ({documents})", "credit_in_invoices")


def _reports(
    connection: duckdb.DuckDBPyConnection,
    sheets: Sequence[_Sheet],
    tables: Sequence[SourceTable],
    mappings: Sequence[TableMapping],
) -> tuple[list[TableReport], pd.DataFrame]:
    reports, asides = [], [pd.DataFrame(columns=list(ASIDE_COLUMNS))]
    for table, mapping in zip(tables, mappings, strict=True):
        if not mapping.roles:
            reports.append(no_role(table, mapping))
        for sheet in sheets:
            if sheet.table is table:
                result, rows = report(connection, sheet.name, table, mapping, sheet.role)
                reports.append(result)
                asides.append(rows)
    kept = [aside for aside in asides if len(aside)]
    return reports, pd.concat(kept, ignore_index=True) if kept else asides[0]


def _made(
    connection: duckdb.DuckDBPyConnection, sheets: Sequence[_Sheet], people: People, period: tuple[date, date]
) -> _Made:
    made = _Made(empty_customers(people.customers.index))
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


def _add_attributes(connection: duckdb.DuckDBPyConnection, made: _Made, sheet: _Sheet) -> None:
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


def _add_revenue(connection: duckdb.DuckDBPyConnection, made: _Made, by_role: Mapping[str, Sequence[_Sheet]]) -> None:
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
        for column in ("revenue", "revenue_with_cost"):
            share = 1.0 if column == "revenue" else np.where(customers["revenue_with_cost"] != 0, 1.0, 0.0)
            customers[column] = cents(customers[column] - taken * share)
        if every["unjustified"].notna().any():
            given = every[every["unjustified"].eq(True)].groupby("customer_id")["amount"].sum()
            customers["credits_unjustified"] = cents(given.reindex(customers.index).fillna(0))
        monthly = every.assign(month=every["date"].dt.to_period("M").dt.start_time)
        monthly = monthly.groupby(["customer_id", "month"], as_index=False)["amount"].sum()
        months.append(monthly.assign(revenue=-monthly["amount"], orders=0).drop(columns="amount"))
    if months:
        every = pd.concat(months, ignore_index=True)
        columns = ["orders", *aggregate.MONEY]
        every = every.groupby(["customer_id", "month"], as_index=False)[columns].sum()
        every[list(aggregate.MONEY)] = cents(every[list(aggregate.MONEY)])
        made.frames["months"] = every


def _summed(connection: duckdb.DuckDBPyConnection, sheet: _Sheet, column: str, customers: pd.Index) -> pd.Series:
    query = f"SELECT customer_id, CAST(sum({column}) AS DOUBLE) AS summed FROM {sheet.used} GROUP BY ALL"
    return connection.sql(query).df().set_index("customer_id")["summed"].reindex(customers)


def _add_payments(connection: duckdb.DuckDBPyConnection, made: _Made, sheets: Sequence[_Sheet], end: date) -> None:
    for sheet in sheets:
        figures = aggregate.payments(connection, sheet.used, end, TOLERANCE_DAYS).reindex(made.customers.index)
        for column in figures:
            if figures[column].notna().any():
                made.customers[column] = figures[column].astype("float64")


def _add_care(connection: duckdb.DuckDBPyConnection, made: _Made, sheets: Sequence[_Sheet]) -> None:
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


def _add_answers(connection: duckdb.DuckDBPyConnection, made: _Made, sheets: Sequence[_Sheet]) -> None:
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


def _add_losses(connection: duckdb.DuckDBPyConnection, made: _Made, sheets: Sequence[_Sheet], people: People) -> None:
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


def _figures(made: _Made, period: tuple[date, date]) -> str:
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


def _currency(
    connection: duckdb.DuckDBPyConnection, sheets: Sequence[_Sheet], tables: Sequence[SourceTable], answers: Answers
) -> str:
    """The one currency of the money; several are asked about, never added up."""
    for sheet in sheets:
        if sheet.role != "invoices" or "currency" not in sheet.mapping.fields:
            continue
        header = sheet.mapping.fields["currency"]
        found = connection.sql(
            f"SELECT upper(currency) AS code, count(*) AS rows FROM {sheet.name} WHERE reason IS NULL AND currency IS "
            "NOT NULL GROUP BY ALL ORDER BY rows DESC, code"
        ).fetchall()
        codes = [code for code, _ in found]
        if len(codes) > 1:
            question = Question(
                "currency", sheet.table.file, sheet.table.sheet, header, tuple(codes), needed=True,
                values={"currencies": ", ".join(codes)},
            )  # fmt: skip
            raise PortfolioError(
                "errors.several_currencies", file=sheet.table.file, sheet=sheet.table.sheet, column=header,
                currencies=", ".join(codes), key=question.key,
            )  # fmt: skip
        if codes:
            return codes[0]
    seen = {code for table in tables for column in table.columns if column.number for code in column.number.currencies}
    if len(seen) == 1:
        return seen.pop()
    german = any(column.number and column.number.decimal_mark == "," for table in tables for column in table.columns)
    return "EUR" if german else ""


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


assert set(CARE_QUANTITIES) <= {*QUANTITIES, *FIGURES}
