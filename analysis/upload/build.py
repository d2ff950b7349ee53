"""From mapped tables to the portfolio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import pandas as pd

from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio, TableReport
from analysis.upload.assemble import WEIGHT, Sheet, derive, made_from
from analysis.upload.identity import People, resolve
from analysis.upload.question import Answers, Question
from analysis.upload.reconcile import ASIDE_COLUMNS, no_role, report
from analysis.upload.roles import TableMapping
from analysis.upload.source import SourceTable
from analysis.upload.typed import make_typed


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
        Sheet(table, mapping, role, f"typed_{at}_{role}")
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
    made = made_from(connection, sheets, people, chosen)
    basis = derive(made, chosen)
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


def _set_aside(connection: duckdb.DuckDBPyConnection, sheet: Sheet, condition: str, reason: str) -> None:
    connection.execute(f"UPDATE {sheet.name} SET reason = '{reason}' WHERE reason IS NULL AND ({condition})")


def _customers_by_document(connection: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet]) -> None:
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


def _set_aside_all(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    connection.execute(f"UPDATE {sheet.name} SET reason = 'order_head' WHERE reason = 'no_amount'")


def _people(
    connection: duckdb.DuckDBPyConnection,
    sheets: Sequence[Sheet],
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


def _period(connection: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet]) -> tuple[date, date]:
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


def _credits_once(connection: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet]) -> None:
    """A credit that stands in the invoices and in a credit table is one credit."""
    for credit in (sheet for sheet in sheets if sheet.role == "credit_notes"):
        for invoice in (sheet for sheet in sheets if sheet.role == "invoices"):
            documents = f"SELECT document FROM {invoice.name} WHERE reason IS NULL AND document IS NOT NULL"
            _set_aside(connection, credit, f"document IN ({documents})", "credit_in_invoices")


def _reports(
    connection: duckdb.DuckDBPyConnection,
    sheets: Sequence[Sheet],
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


def _currency(
    connection: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet], tables: Sequence[SourceTable], answers: Answers
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
