"""Every row and every cent accounted for: read = used + set aside."""

from __future__ import annotations

import pandas as pd

from analysis.engine.engine import Engine
from analysis.money import cents
from analysis.portfolio import TableReport
from analysis.upload.fields import of_sides
from analysis.upload.roles import TableMapping
from analysis.upload.source import SourceTable

ASIDE_AT_MOST = 100_000
"""So many rows set aside are kept word for word; the counts and sums are of all."""
ASIDE_COLUMNS = ("file", "sheet", "row", "reason", "amount", "text")
_NO_MONEY = ("care_log", "answers")


def report(
    engine: Engine, name: str, table: SourceTable, mapping: TableMapping, role: str
) -> tuple[TableReport, pd.DataFrame]:
    """The reconciliation of the typed table ``name``, and its rows set aside (``ASIDE_COLUMNS``)."""
    counts = engine.frame(
        f"SELECT reason, count(*) AS rows, sum(amount) AS amount FROM {name} GROUP BY ALL ORDER BY reason"
    )
    used = counts[counts["reason"].isna()]
    aside = counts[counts["reason"].notna()]
    money = role not in _NO_MONEY and bool(counts["amount"].notna().any())
    read_amount, used_amount = (float(cents(float(part["amount"].sum()))) for part in (counts, used))
    result = TableReport(
        file=table.file,
        sheet=table.sheet,
        role=role,
        rows_read=int(counts["rows"].sum()),
        rows_used=int(used["rows"].sum()),
        rows_set_aside=int(aside["rows"].sum()),
        reasons={str(reason): int(rows) for reason, rows in zip(aside["reason"], aside["rows"], strict=True)},
        amount_read=read_amount if money else None,
        amount_used=used_amount if money else None,
        amount_set_aside=float(cents(read_amount - used_amount)) if money else None,
        amount_column=_amount_column(mapping, role),
    )
    # Looking for rows set aside reads the file again.
    return result, _rows_aside(engine, name, table) if len(aside) else pd.DataFrame(columns=list(ASIDE_COLUMNS))


def no_role(table: SourceTable, mapping: TableMapping) -> TableReport:
    """The report of a table that is no portfolio table: all its rows set aside, with the reason."""
    reasons = {mapping.why or "no_role": table.rows} if table.rows else {}
    return TableReport(table.file, table.sheet, "none", table.rows, 0, table.rows, reasons)


def rows_of_none(engine: Engine, table: SourceTable, mapping: TableMapping) -> pd.DataFrame:
    """The rows of such a table as rows set aside (``ASIDE_COLUMNS``)."""
    keys = ", ".join(column.key for column in table.columns)
    rows = engine.sql(f"SELECT row, {keys} FROM {engine.source(table.scan)} ORDER BY row LIMIT {ASIDE_AT_MOST}").df()
    return _as_aside(table, rows.assign(reason=mapping.why or "no_role", amount=float("nan")))


def _amount_column(mapping: TableMapping, role: str) -> str | None:
    fields = mapping.fields
    if mapping.spans and role == "customers":
        return f"{mapping.spans[0].header} – {mapping.spans[-1].header}"
    if role == "invoices" and of_sides(fields):
        return f"{fields['debit']} / {fields['credit']}"
    order = ("gross", "revenue", "paid_amount") if role == "payments" else ("revenue", "value", "unit_price", "gross")
    for field in order:
        if field in fields:
            return f"{fields['quantity']} × {fields[field]}" if field == "unit_price" else fields[field]
    return None


def _rows_aside(engine: Engine, name: str, table: SourceTable) -> pd.DataFrame:
    keys = ", ".join(f"source.{column.key}" for column in table.columns)
    rows = engine.sql(
        f"SELECT typed.row, typed.reason, CAST(typed.amount AS DOUBLE) AS amount, {keys} FROM {name} AS typed "
        f"JOIN {engine.source(table.scan)} AS source USING (row) WHERE typed.reason IS NOT NULL ORDER BY typed.row "
        f"LIMIT {ASIDE_AT_MOST}"
    ).df()
    return _as_aside(table, rows)


def _as_aside(table: SourceTable, rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with what stood in them in one text: ``column: value; column: value``."""
    names = [column.name for column in table.columns]
    texts = [
        "; ".join(f"{name}: {' '.join(value.split())}" for name, value in zip(names, values, strict=True)
                  if isinstance(value, str))
        for values in rows[[column.key for column in table.columns]].itertuples(index=False)
    ]  # fmt: skip
    return pd.DataFrame(
        {
            "file": table.file,
            "sheet": table.sheet or "",
            "row": rows["row"].astype("int64"),
            "reason": rows["reason"].astype("str"),
            "amount": rows["amount"].astype("float64"),
            "text": texts,
        }
    )
