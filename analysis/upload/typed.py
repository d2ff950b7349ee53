"""From text to typed rows: one DuckDB table per source table and role, every row with its reason if it is set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.engine.engine import Engine
from analysis.upload.dates import date_sql
from analysis.upload.durations import duration_sql
from analysis.upload.fields import DATES, MONEY, NUMERIC, ROLE_FIELDS, TIMES, WHO, of_sides
from analysis.upload.headers import currency_in, times, times_of_all
from analysis.upload.labels import NOBODY, is_label
from analysis.upload.numbers import CURRENCIES, in_words_sql, number_sql
from analysis.upload.question import Answers
from analysis.upload.roles import TableMapping
from analysis.upload.source import DateForm, NumberForm, SourceTable

COLUMN = {"reason": "reason_text"}
"""Fields whose typed column is called otherwise: ``reason`` says why a row is set aside."""
MONEY_ROLES = ("invoices", "credit_notes", "payments")
PRICED_ROLES = (*MONEY_ROLES, "customers", "losses")
"""The roles whose rows have a currency."""
PRICES = frozenset(["unit_price", "list_price", "unit_cost"])
"""What is for as many units as the price unit says."""
DECIMAL = "DECIMAL(18,6)"


def quoted(text: str) -> str:
    """``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def type_of(field: str) -> str:
    """The SQL type of a field's typed column."""
    return DECIMAL if field in NUMERIC else "DATE" if field in DATES else "STRING"


def make_typed(
    engine: Engine, name: str, table: SourceTable, mapping: TableMapping, role: str,
    answers: Answers,
) -> None:  # fmt: skip
    """Creates the table ``name``: one row per row of the source table.

    Columns: ``row``; ``number`` and ``who`` (the customer's number and name as text); ``document`` and ``date``; every
    other mapped field of the role, typed (money and quantities DECIMAL, dates DATE, the rest text); ``currency``
    (ISO code) in roles with money; ``amount`` (the row's money, DECIMAL(18,6)), ``line_cost`` and ``line_profit``;
    ``span_0`` … (the mapping's spans); ``reason`` (NULL for rows that count).
    """
    sql = {field: _expression(table, mapping, field) for field in ROLE_FIELDS[role]}
    sql |= {field: _with_more(sql[field], table, mapping, field) for field in mapping.more.keys() & sql.keys()}
    if "price_unit" in mapping.fields:
        sql |= {
            field: f"CAST({sql[field]} / {_unit(sql)} AS {DECIMAL})"
            for field in PRICES & mapping.fields.keys() & sql.keys()
        }
    if said(mapping, "thousands", answers) == "times":
        sql |= {
            field: _times(sql[field], table, mapping.fields[field])
            for field in mapping.fields.keys() & MONEY & sql.keys()
        }
    amount = _amount(role, mapping, sql, answers)
    reasons = _reasons(table, mapping, role, sql, amount)
    priced = role in ("invoices", "customers")
    spans = _spans(table, mapping, answers) if role == "customers" else []
    kept = [field for field in ROLE_FIELDS[role] if field in mapping.fields and field not in (*WHO, "currency")]
    kept += [field for field in ("document", "date") if field not in kept]
    selected = [
        "row",
        f"{sql['customer_number']} AS number",
        f"{sql['customer_name']} AS who",
        *(f"{sql.get(field) or _nothing(field)} AS {COLUMN.get(field, field)}" for field in kept),
        f"{_currency(table, mapping, role)} AS currency",
        f"CAST({amount} AS {DECIMAL}) AS amount",
        f"{_cost(sql, mapping) if priced else _nothing('cost')} AS line_cost",
        f"{_profit(sql, mapping, amount) if priced else _nothing('profit')} AS line_profit",
        *(f"span_{at}" for at in range(len(spans))),
        f"CASE {' '.join(reasons) or 'WHEN FALSE THEN NULL'} END::VARCHAR AS reason",
    ]
    engine.make_typed(
        name,
        lambda scan: f"SELECT {', '.join(selected)} FROM (SELECT scanned.*{''.join(spans)} FROM {scan} AS scanned)",
        table.scan,
        table.lines,
    )
    if len(table.set_aside):
        engine.put("aside_rows", table.set_aside[["row", "reason"]].astype({"row": "int64", "reason": "str"}))
        # A total row repeats money that stands above it: it has none of its own.
        known = {"amount": "NULL", "reason": "aside_rows.reason"}
        engine.update(name, known, f"{name}.row = aside_rows.row", "aside_rows")


def key_of(table: SourceTable, mapping: TableMapping, field: str) -> str | None:
    """The relation's column of a field; None where none is mapped."""
    header = mapping.fields.get(field)
    return None if header is None else table.column(header).key


def _nothing(field: str) -> str:
    return f"CAST(NULL AS {type_of(field)})"


def _expression(table: SourceTable, mapping: TableMapping, field: str) -> str:
    """SQL of a field, typed; a typed NULL where no column is mapped."""
    key = key_of(table, mapping, field)
    if key is None:
        return _nothing(field)
    if field in NUMERIC:
        number = number_sql(key, table.column(mapping.fields[field]).number or NumberForm("."))
        return _time(key, table, mapping, field, number) if field in TIMES else number
    if field in DATES:
        return date_sql(key, table.column(mapping.fields[field]).date or DateForm("ymd"))
    text = _text(key, table.plain)
    if field in WHO and is_label(table.column(mapping.fields[field])):
        return f"CASE WHEN lower({key}) NOT IN ({', '.join(map(quoted, NOBODY))}) THEN {text} END"
    return text


def _with_more(sql: str, table: SourceTable, mapping: TableMapping, field: str) -> str:
    """SQL of a field that several columns add up to."""
    columns = [table.column(header) for header in mapping.more[field]]
    parts = [sql, *(number_sql(column.key, column.number or NumberForm(".")) for column in columns)]
    some = f"coalesce({', '.join(parts)}) IS NOT NULL"
    return f"CASE WHEN {some} THEN CAST({' + '.join(f'coalesce({part}, 0)' for part in parts)} AS {DECIMAL}) END"


def _unit(sql: Mapping[str, str]) -> str:
    """SQL of how many units a price is for; one where nothing is said."""
    return f"CASE WHEN {sql['price_unit']} > 0 THEN {sql['price_unit']} ELSE 1 END"


def _time(key: str, table: SourceTable, mapping: TableMapping, field: str, number: str) -> str:
    """SQL of a length of time: a number, or one with its unit (``1:30``, ``1,5 h``)."""
    hours = duration_sql(key) if field != "minutes" else f"CAST({duration_sql(key)} * 60 AS {DECIMAL})"
    return hours if table.column(mapping.fields[field]).duration else f"coalesce({number}, {hours})"


def _text(key: str, plain: bool) -> str:
    """SQL of a cell's words, one blank between them; nearly all cells are so already, and cost no expression.
    ``plain``: see ``SourceTable``."""
    # Our own exports put an apostrophe before what a spreadsheet would compute.
    text = f"regexp_replace(trim({key}), '^''([=+@-])', '\\1')"
    odd = [f"{key} < '('", f"contains({key}, '  ')"]
    odd += [f"contains({key}, chr({code}))" for code in (9, 10, 12, 13) if not plain]
    return f"CASE WHEN {' OR '.join(odd)} THEN NULLIF(regexp_replace({text}, '\\s+', ' ', 'g'), '') ELSE {key} END"


def _spans(table: SourceTable, mapping: TableMapping, answers: Answers) -> list[str]:
    """SQL of each column that holds the revenue of a span of time, as ``, … AS span_0``."""
    found = []
    for at, span in enumerate(mapping.spans):
        column = table.column(span.header)
        sql = number_sql(column.key, column.number or NumberForm("."))
        if said(mapping, "thousands", answers) == "times":
            sql = _times(sql, table, span.header)
        found.append(f", {sql} AS span_{at}")
    return found


def _times(sql: str, table: SourceTable, header: str) -> str:
    """An amount written in thousands or millions, in full; a cell that says so itself is so already."""
    factor, words = max(times(header), times_of_all(table.title)), in_words_sql(table.column(header).key)
    return f"CAST({sql} * CASE WHEN {words} THEN 1 ELSE {factor} END AS {DECIMAL})"


def _amount(role: str, mapping: TableMapping, sql: dict[str, str], answers: Answers) -> str:
    fields = mapping.fields
    if role == "losses":
        return sql["value"]
    if role in ("care_log", "answers"):
        return _nothing("revenue")
    if role == "payments":
        return next((sql[name] for name in ("gross", "revenue", "open_amount", "paid_amount") if name in fields),
                    _nothing("revenue"))  # fmt: skip
    if role == "customers":
        if mapping.spans:
            return _sum_of_spans(mapping)
        return sql["revenue"]
    if "revenue" in fields:
        return _net_of(sql["revenue"], mapping, sql, answers)
    if {"quantity", "unit_price"} <= fields.keys():
        product = f"{sql['quantity']} * {sql['unit_price']}"
        if "discount" in fields and said(mapping, "discount", answers) == "take_off":
            product = f"CAST({product} AS DOUBLE) * (1 - coalesce(CAST({_share(sql['discount'])} AS DOUBLE), 0))"
        return f"({product})"
    if of_sides(fields):
        return _side(mapping, sql, answers)
    if "gross" not in fields:
        return _nothing("revenue")
    if {"tax", "tax_rate"} & fields.keys():
        return _without_tax(sql["gross"], mapping, sql)
    rate = said(mapping, "gross_only", answers) or "as_net"
    return sql["gross"] if rate == "as_net" else _divided(sql["gross"], rate)


def _side(mapping: TableMapping, sql: dict[str, str], answers: Answers) -> str:
    """What one side of an account says, less what stands on the other."""
    said_side = said(mapping, "debit_credit", answers) or "debit"
    side, _, alone = said_side.partition("_")
    other = "credit" if side == "debit" else "debit"
    amount = (
        f"NULLIF({sql[side]}, 0)"
        if alone
        else f"CASE WHEN coalesce({sql[side]}, {sql[other]}) IS NOT NULL "
        f"THEN coalesce({sql[side]}, 0) - coalesce({sql[other]}, 0) END"
    )
    rate = said(mapping, "gross_only", answers) or "as_net"
    return amount if rate == "as_net" or side == "credit" else _divided(amount, rate)


def _sum_of_spans(mapping: TableMapping) -> str:
    names = [f"span_{at}" for at in range(len(mapping.spans))]
    filled = " AND ".join(f"{name} IS NULL" for name in names)
    return f"CASE WHEN NOT ({filled}) THEN {' + '.join(f'coalesce({name}, 0)' for name in names)} END"


def _net_of(revenue: str, mapping: TableMapping, sql: dict[str, str], answers: Answers) -> str:
    if said(mapping, "tax_inside", answers) == "inside":
        return _without_tax(revenue, mapping, sql)
    rate = said(mapping, "net_or_gross", answers) or "net"
    return revenue if rate == "net" else _divided(revenue, rate)


def _without_tax(gross: str, mapping: TableMapping, sql: dict[str, str]) -> str:
    if "tax" in mapping.fields:
        return f"({gross} - coalesce({sql['tax']}, 0))"
    return f"(CAST({gross} AS DOUBLE) / (1 + coalesce(CAST({_share(sql['tax_rate'])} AS DOUBLE), 0)))"


def _divided(gross: str, percent: str) -> str:
    return f"(CAST({gross} AS DOUBLE) / {1 + int(percent) / 100})"


def _share(number: str) -> str:
    """A rate as a share, whether it is written 0.1, 10 or 10 %."""
    return f"CASE WHEN abs({number}) > 1 THEN {number} / 100 ELSE {number} END"


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
        return f"CAST({sql['quantity']} * {sql['unit_cost']} AS {DECIMAL})"
    return _nothing("cost")


def _profit(sql: dict[str, str], mapping: TableMapping, amount: str) -> str:
    if "profit" in mapping.fields:
        return sql["profit"]
    if "margin_percent" in mapping.fields:
        share = _share(sql["margin_percent"])
        return f"CAST(CAST({amount} AS DOUBLE) * CAST({share} AS DOUBLE) AS {DECIMAL})"
    return _nothing("profit")


def _currency(table: SourceTable, mapping: TableMapping, role: str) -> str:
    """SQL of the ISO code of each row: from the currency column, else from what stands beside the amounts."""
    known = " ".join(f"WHEN {quoted(word.upper())} THEN {quoted(code)}" for word, code in CURRENCIES.items() if code)
    if role not in PRICED_ROLES:
        return _nothing("currency")
    if key := key_of(table, mapping, "currency"):
        text = f"upper(trim({key}))"
        return f"NULLIF(CASE {text} {known} ELSE {text} END, '')"
    amounts = ("revenue", "gross", "unit_price", "open_amount", "paid_amount", "value")
    header = next((mapping.fields[name] for name in amounts if name in mapping.fields), None)
    column = table.column(header) if header else None
    codes = column.number.currencies if column and column.number else ()
    if column is None or not codes:
        named = currency_named(table, [header] if header else [])
        return quoted(named) if named else _nothing("currency")
    if len(codes) == 1:
        return quoted(codes[0])
    words = {code: [word for word, meant in CURRENCIES.items() if meant == code] + [code.lower()] for code in codes}
    cases = " ".join(
        "WHEN " + " OR ".join(f"contains(lower({column.key}), {quoted(word)})" for word in words[code])
        + f" THEN {quoted(code)}" for code in codes
    )  # fmt: skip
    return f"CASE {cases} END"


def currency_named(table: SourceTable, headers: Sequence[str]) -> str:
    """The ISO code that headers of amounts, else the lines above the table, name; empty where they do not agree on
    one."""
    for words in (headers, [line for line in table.title if re.search(r"(?i)\bin\b|währung|currency", line)]):
        found = {code for code in map(currency_in, words) if code}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _reasons(table: SourceTable, mapping: TableMapping, role: str, sql: dict[str, str], amount: str) -> list[str]:
    reasons = []
    used = _used_for_amount(role, mapping)
    if role in MONEY_ROLES:
        for field in used:
            key = key_of(table, mapping, field)
            reasons.append(f"WHEN {key} IS NOT NULL AND {sql[field]} IS NULL THEN 'unreadable_amount'")
        if used or role != "credit_notes":
            reasons.append(f"WHEN {amount} IS NULL THEN 'no_amount'")
    if role in ("invoices", "credit_notes", "care_log") and (key := key_of(table, mapping, "date")):
        reasons.append(f"WHEN {key} IS NOT NULL AND {sql['date']} IS NULL THEN 'unreadable_date'")
    return reasons


def _used_for_amount(role: str, mapping: TableMapping) -> tuple[str, ...]:
    """The fields that the row's money is made of."""
    fields = mapping.fields
    if role == "payments":
        return tuple(name for name in ("gross", "revenue", "open_amount", "paid_amount") if name in fields)[:1]
    if "revenue" in fields:
        return ("revenue",)
    if {"quantity", "unit_price"} <= fields.keys():
        return ("quantity", "unit_price")
    return ("gross",) if "gross" in fields else ("debit", "credit") if of_sides(fields) else ()
