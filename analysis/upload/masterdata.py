"""Attributes of customers: what one can know of a prospect, from a customer list or from columns of other tables."""

from __future__ import annotations

import re

import pandas as pd

from analysis.engine.engine import Engine
from analysis.portfolio import ANSWERS, FIGURES, PRICES, QUANTITIES
from analysis.upload.fields import PRICE_FIELDS
from analysis.upload.headers import matches, normalised
from analysis.upload.numbers import number_sql
from analysis.upload.roles import TableMapping
from analysis.upload.source import SourceColumn, SourceTable

_NO_ATTRIBUTE = re.compile(
    r"(e-?mail|mail|phone|telefon|tel\b|fax|mobil|url|web|iban|bic|konto|street|strasse|straße|adress|address|plz|"
    r"zip|post.?code|hausn|notiz|note|bemerkung|comment|description|beschreibung|kontakt|contact|ansprech|"
    r"created|changed|modified|erstellt|ge[aä]ndert|vat.?id|ust.?id|tax.?id|steuernummer|guid|uuid|passwor)",
    re.IGNORECASE,
)
_RESERVED = {"key", "name", *FIGURES, *QUANTITIES, *PRICES, *ANSWERS}
_TOTALS = frozenset(["total", "summe", "gesamt", "gesamtsumme", "jahressumme", "totale", "umsatz", "revenue"])
CONSTANT = 0.95
"""A column of an invoice list is an attribute where this share of customers have one single value in it."""


def attribute_columns(table: SourceTable, mapping: TableMapping, rows: int) -> list[SourceColumn]:
    """The columns of a customer list that are attributes: not mapped, no contact details, no free text or ids."""
    # A bonus that no price explains may still become a driver of the user's own.
    fields = [header for name, header in mapping.fields.items() if name not in PRICE_FIELDS]
    mapped = {*fields, *(span.header for span in mapping.spans)}
    if mapping.spans:  # what stands beside them as their total
        mapped |= {column.name for column in table.columns if normalised(column.name) in _TOTALS}
    return [
        column
        for column in table.columns
        if column.name not in mapped
        and not _NO_ATTRIBUTE.search(column.name)
        and not column.date
        and column.distinct > 1
        and (column.number or column.distinct <= max(12, 0.5 * rows))
        and not (column.number and (normalised(column.name).endswith("id") or _is_id(column)))
    ]


def _is_id(column: SourceColumn) -> bool:
    return any(match.field in ("customer_number", "document") and match.sure == 1 for match in matches(column.name))


def attribute_name(column: SourceColumn, taken: set[str]) -> str:
    """The header's own words, told apart from the portfolio's own columns and from each other."""
    name, number = column.name, 2
    while name in taken or name in _RESERVED or name.startswith(("care_", "suggested_", "answered_")):
        name = f"{column.name} ({number})" if number > 2 or column.name in taken else f"{column.name} *"
        number += 1
    return name


def from_customer_list(engine: Engine, used: str, table: SourceTable, columns: list[SourceColumn]) -> pd.DataFrame:
    """The attributes of each customer, index ``customer_id``; the first value where a customer has several rows."""
    if not columns:
        return pd.DataFrame()
    values = ", ".join(f"{_value(column)} AS {column.key}" for column in columns)
    first = ", ".join(
        f"min_by(source.{column.key}, source.row) FILTER (WHERE source.{column.key} IS NOT NULL) AS {column.key}"
        for column in columns
    )
    return engine.sql(
        f"SELECT customer_id, {first} FROM {used} AS used JOIN {engine.source(table.scan, f'row, {values}')} AS source "
        "USING (row) GROUP BY ALL"
    ).df().set_index("customer_id")  # fmt: skip


def from_lines(engine: Engine, used: str, table: SourceTable, mapping: TableMapping) -> pd.DataFrame:
    """Columns of an invoice list that say one thing per customer (country, region, channel), as attributes."""
    mapped = set(mapping.fields.values())
    columns = [
        column
        for column in table.columns
        if column.name not in mapped
        and not column.number
        and not column.date
        and 1 < column.distinct <= 60
        and not _NO_ATTRIBUTE.search(column.name)
    ]
    kept: dict[str, pd.Series] = {}
    for column in columns:
        counts = engine.sql(
            f"""SELECT customer_id, count(value) AS kinds,
                min_by(value, (-times, first)) FILTER (WHERE value IS NOT NULL) AS value
            FROM (SELECT customer_id, {column.key} AS value, count(*) AS times, min(row) AS first
                FROM {used} AS used JOIN {engine.source(table.scan)} AS source USING (row) GROUP BY ALL)
            GROUP BY customer_id"""
        ).df().set_index("customer_id")  # fmt: skip
        if len(counts) >= 3 and (counts["kinds"] <= 1).mean() >= CONSTANT and counts["value"].nunique() > 1:
            kept[column.name] = counts["value"]
    return pd.DataFrame(kept)


def _value(column: SourceColumn) -> str:
    if column.number and not (column.samples and any(re.match(r"0\d", sample) for sample in column.samples)):
        return f"CAST({number_sql(column.key, column.number)} AS DOUBLE)"
    return column.key
