"""From text to typed rows: one DuckDB table per source table and role, every row with its reason if it is set aside."""

from __future__ import annotations

import duckdb

from analysis.upload.dates import date_sql
from analysis.upload.numbers import number_sql
from analysis.upload.question import Answers
from analysis.upload.roles import DATES, NUMERIC, ROLE_FIELDS, WHO, TableMapping
from analysis.upload.source import DateForm, NumberForm, SourceTable

COLUMN = {"reason": "reason_text"}
"""Fields whose typed column is called otherwise: ``reason`` says why a row is set aside."""


COLUMN = {"reason": "reason_text"}
"""Fields whose typed column is called otherwise: ``reason`` says why a row is set aside."""


def quoted(text: str) -> str:
    """``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def make_typed(
    connection: duckdb.DuckDBPyConnection, name: str, table: SourceTable, mapping: TableMapping, role: str,
    answers: Answers,
) -> None:  # fmt: skip
    """Creates the table ``name``: one row per row of the source table.

    Columns: ``row``; ``number`` and ``who`` (the customer's number and name as text); every field of the role, typed
    (money and quantities DECIMAL, dates DATE, the rest text; NULL where missing); ``amount`` (the row's money,
    DECIMAL(18,6)); ``reason`` (NULL for rows that count).
    """
    expressions = {field: _expression(table, mapping, field) for field in ROLE_FIELDS[role]}
    amount = _amount(role, mapping, expressions, table, answers)
    reasons = _reasons(table, mapping, role, expressions, amount, answers)
    selected = [
        "row",
        f"{expressions['customer_number']} AS number",
        f"{expressions['customer_name']} AS who",
        *(f"{sql} AS {COLUMN.get(field, field)}" for field, sql in expressions.items() if field not in WHO),
        # A total row repeats money that stands above it: it has none of its own.
        f"CASE WHEN set_aside IS NULL THEN CAST({amount} AS DECIMAL(18,6)) END AS amount",
        f"{_cost(expressions, mapping)} AS line_cost" if role in ("invoices", "customers") else "NULL AS line_cost",
        f"{_profit(expressions, mapping, amount)} AS line_profit"
        if role in ("invoices", "customers")
        else "NULL AS line_profit",
        f"CASE {' '.join(reasons)} END AS reason" if reasons else "NULL AS reason",
    ]
    aside = table.set_aside[["row", "reason"]].astype({"row": "int64", "reason": "str"})
    connection.register("aside_rows", aside)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {', '.join(selected)} FROM "
        f"(SELECT scanned.*, aside_rows.reason AS set_aside FROM {table.scan} AS scanned "
        "LEFT JOIN aside_rows USING (row))"
    )
    connection.unregister("aside_rows")


def _key(table: SourceTable, mapping: TableMapping, field: str) -> str | None:
    header = mapping.fields.get(field)
    return None if header is None else table.column(header).key


def _expression(table: SourceTable, mapping: TableMapping, field: str) -> str:
    """SQL of a field, typed; a typed NULL where no column is mapped."""
    key = _key(table, mapping, field)
    if field in NUMERIC:
        if key is None:
            return "CAST(NULL AS DECIMAL(18,6))"
        return number_sql(key, table.column(mapping.fields[field]).number or NumberForm("."))
    if field in DATES:
        if key is None:
            return "CAST(NULL AS DATE)"
        return date_sql(key, table.column(mapping.fields[field]).date or DateForm("ymd"))
    if key is None:
        return "CAST(NULL AS VARCHAR)"
    return f"NULLIF(regexp_replace(trim({key}), '\\s+', ' ', 'g'), '')"


def _amount(role: str, mapping: TableMapping, sql: dict[str, str], table: SourceTable, answers: Answers) -> str:
    fields = mapping.fields
    if role == "losses":
        return sql["value"]
    if role == "payments":
        return sql["gross"] if "gross" in fields else sql["revenue"] if "revenue" in fields else sql["paid_amount"]
    if role in ("care_log", "answers"):
        return "NULL"
    if "revenue" in fields:
        return sql["revenue"]
    if {"quantity", "unit_price"} <= fields.keys():
        product = f"{sql['quantity']} * {sql['unit_price']}"
        if "discount" in fields and said(mapping, "discount", answers) == "take_off":
            rate = f"CASE WHEN abs({sql['discount']}) > 1 THEN {sql['discount']} / 100 ELSE {sql['discount']} END"
            product = f"CAST({product} AS DOUBLE) * (1 - coalesce(CAST({rate} AS DOUBLE), 0))"
        return f"({product})"
    if "gross" in fields and role in ("invoices", "credit_notes"):
        rate = said(mapping, "gross_only", answers) or "as_net"
        return sql["gross"] if rate == "as_net" else f"({sql['gross']} / {1 + int(rate) / 100})"
    return "NULL"


def said(mapping: TableMapping, kind: str, answers: Answers) -> str | None:
    """What was answered to a question of the mapping, else its likely answer; None where it was not asked."""
    for question in mapping.questions:
        if question.kind == kind:
            return answers.get(question.key, question.likely or "")
    return None


def _cost(sql: dict[str, str], mapping: TableMapping) -> str:
    if "cost" in mapping.fields:
        return sql["cost"]
    if "unit_cost" in mapping.fields and "quantity" in mapping.fields:
        return f"CAST({sql['quantity']} * {sql['unit_cost']} AS DECIMAL(18,6))"
    return "CAST(NULL AS DECIMAL(18,6))"


def _profit(sql: dict[str, str], mapping: TableMapping, amount: str) -> str:
    if "profit" in mapping.fields:
        return sql["profit"]
    if "margin_percent" in mapping.fields:
        share = f"CASE WHEN abs({sql['margin_percent']}) > 1 THEN {sql['margin_percent']} / 100 "
        share += f"ELSE {sql['margin_percent']} END"
        return f"CAST(CAST({amount} AS DOUBLE) * CAST({share} AS DOUBLE) AS DECIMAL(18,6))"
    return "CAST(NULL AS DECIMAL(18,6))"


def _reasons(
    table: SourceTable, mapping: TableMapping, role: str, sql: dict[str, str], amount: str, answers: Answers
) -> list[str]:
    reasons = ["WHEN set_aside IS NOT NULL THEN set_aside"]
    if role in ("invoices", "credit_notes", "payments"):
        for field in ("revenue", "gross", "quantity", "unit_price"):
            key = _key(table, mapping, field)
            if key and field in _used_for_amount(role, mapping):
                reasons.append(f"WHEN {key} IS NOT NULL AND {sql[field]} IS NULL THEN 'unreadable_amount'")
        reasons.append(f"WHEN {amount} IS NULL THEN 'no_amount'")
    if role in ("invoices", "credit_notes", "care_log") and "date" in mapping.fields:
        key = _key(table, mapping, "date")
        reasons.append(f"WHEN {key} IS NOT NULL AND {sql['date']} IS NULL THEN 'unreadable_date'")
        reasons.append(f"WHEN {sql['date']} IS NULL THEN 'no_date'")
    if role in ("invoices", "payments", "credit_notes") and "currency" in mapping.fields:
        chosen = answers.get(f"{table.name}:{mapping.fields['currency']}:currency")
        if chosen:
            reasons.append(f"WHEN coalesce({sql['currency']}, '') <> {quoted(chosen)} THEN 'other_currency'")
    return reasons


def _used_for_amount(role: str, mapping: TableMapping) -> tuple[str, ...]:
    if role == "payments":
        return ("gross",) if "gross" in mapping.fields else ("revenue",)
    if "revenue" in mapping.fields:
        return ("revenue",)
    if {"quantity", "unit_price"} <= mapping.fields.keys():
        return ("quantity", "unit_price")
    return ("gross",)
