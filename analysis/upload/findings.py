"""What is worth knowing about the data before trusting a figure: doubles, odd margins, what did not match."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.engine.engine import Engine
from analysis.money import A_CENT
from analysis.portfolio import Finding, Portfolio
from analysis.upload.identity import People
from analysis.upload.numbers import NumberForm, unreadable_sql
from analysis.upload.sheets import Sheet
from analysis.upload.typed import MONEY_ROLES, key_of


def findings_of(engine: Engine, sheets: Sequence[Sheet], portfolio: Portfolio, people: People) -> tuple[Finding, ...]:
    """Every finding, in the order of the tables."""
    found: list[Finding] = []
    for sheet in sheets:
        if sheet.deals:
            continue
        if sheet.role in MONEY_ROLES:
            found += _doubles(engine, sheet)
            found += _beside(engine, sheet)
        if sheet.role in ("invoices", "customers"):
            found += _unreadable_cost(engine, sheet)
            found += _below_cost(engine, sheet)
        found += _only_here(engine, sheet, sheets)
    found += _future(engine, sheets)
    return tuple(found)


def tax_found(sheet: Sheet) -> Finding:
    """Deductions and discounts stand there with tax and count without it."""
    fields = sheet.mapping.fields
    columns = [fields[name] for name in ("deduction", "cash_discount") if name in fields]
    return _finding(sheet, "without_tax", columns=", ".join(columns))


def _finding(sheet: Sheet, kind: str, **values: object) -> Finding:
    return Finding(kind, sheet.table.file, sheet.table.sheet, dict(values))


def _row(engine: Engine, query: str) -> tuple:
    return engine.execute(query).fetchall()[0]


def _doubles(engine: Engine, sheet: Sheet) -> list[Finding]:
    """Rows that stand in the table word for word more than once: kept, but said."""
    if not sheet.has("document"):
        return []
    keys = ", ".join(f"source.{column.key}" for column in sheet.table.columns)
    same = "document, number, who, date, amount"
    # Only rows alike in what is typed are compared word for word: cheap on a million lines.
    extra, amount = _row(
        engine,
        f"""WITH alike AS (SELECT row, amount FROM (SELECT row, amount, count(*) OVER (PARTITION BY {same}) AS times
                FROM {sheet.name} WHERE reason IS NULL) WHERE times > 1),
            groups AS (SELECT count(*) - 1 AS extra, any_value(alike.amount) AS amount FROM alike
                JOIN {engine.source(sheet.table.scan)} AS source USING (row) GROUP BY {keys} HAVING count(*) > 1)
        SELECT coalesce(sum(extra), 0), coalesce(sum(extra * amount), 0) FROM groups""",
    ) if sheet.count(
        engine,
        f"SELECT count(*) > count(DISTINCT {engine.hash_of}({same})) FROM {sheet.name} WHERE reason IS NULL",
    ) else (0, 0)  # fmt: skip
    return [_finding(sheet, "doubles", n=int(extra), amount=float(amount))] if extra else []


def _beside(engine: Engine, sheet: Sheet) -> list[Finding]:
    """Gross beside net, and totals that are not quantity × price: which one counts."""
    fields, found = sheet.mapping.fields, []
    if sheet.role == "invoices" and sheet.has("revenue", "gross"):
        found.append(_finding(sheet, "gross_beside_net", net=fields["revenue"], gross=fields["gross"]))
    if sheet.role == "invoices" and sheet.has("revenue", "quantity", "unit_price") and not sheet.has("discount"):
        lines = sheet.count(
            engine,
            f"SELECT count(*) FROM {sheet.name} WHERE reason IS NULL AND amount <> 0 AND "
            f"abs(CAST(amount AS DOUBLE) - CAST(quantity AS DOUBLE) * CAST(unit_price AS DOUBLE)) > {A_CENT}",
        )
        if lines:
            found.append(_finding(sheet, "not_quantity_times_price", n=lines, column=fields["revenue"]))
    return found


def _unreadable_cost(engine: Engine, sheet: Sheet) -> list[Finding]:
    """Cells of a cost or profit column that are no numbers: those lines count as without cost."""
    for field in ("cost", "unit_cost", "profit", "margin_percent"):
        key = key_of(sheet.table, sheet.mapping, field)
        if key is None:
            continue
        column = sheet.table.column(sheet.mapping.fields[field])
        unreadable = unreadable_sql(key, column.number or NumberForm("."))
        cells = sheet.count(
            engine,
            f"SELECT count(*) FROM {sheet.name} JOIN {engine.source(sheet.table.scan, 'row', unreadable)} AS source "
            "USING (row) WHERE reason IS NULL AND line_cost IS NULL AND line_profit IS NULL",
        ) if sheet.count(
            engine,
            f"SELECT count(*) FROM {sheet.name} WHERE reason IS NULL AND line_cost IS NULL AND line_profit IS NULL",
        ) else 0  # fmt: skip
        if cells:
            return [_finding(sheet, "unreadable_cost", n=cells, column=column.name)]
    return []


def _below_cost(engine: Engine, sheet: Sheet) -> list[Finding]:
    """Lines sold below cost: they may be meant, or the cost may be of another unit."""
    lines, loss = _row(
        engine,
        f"""SELECT count(*), coalesce(sum(coalesce(line_cost - amount, -line_profit)), 0) FROM {sheet.name}
        WHERE reason IS NULL AND amount > 0 AND (line_cost > amount OR (line_cost IS NULL AND line_profit < 0))""",
    )
    return [_finding(sheet, "below_cost", n=int(lines), amount=float(loss))] if lines else []


def _only_here(engine: Engine, sheet: Sheet, sheets: Sequence[Sheet]) -> list[Finding]:
    """Customers of a payment, credit or care table that no invoice and no customer list knows: nothing matched."""
    known = [other for other in sheets if other.role in ("customers", "invoices")]
    if sheet.role not in ("payments", "credit_notes", "care_log", "answers") or not known:
        return []
    if any(other.table is sheet.table for other in known):
        return []
    everybody = " UNION ".join(f"SELECT customer_id FROM {other.used}" for other in known)
    names = engine.execute(
        f"SELECT DISTINCT coalesce(who, number) AS name FROM {sheet.used} WHERE customer_id NOT IN ({everybody}) "
        "ORDER BY name"
    ).fetchall()
    if not names:
        return []
    listed = ", ".join(name for (name,) in names[:5]) + (" …" if len(names) > 5 else "")
    return [_finding(sheet, "only_here", n=len(names), names=listed)]


def _future(engine: Engine, sheets: Sequence[Sheet]) -> list[Finding]:
    """Invoices dated after today."""
    found = []
    for sheet in sheets:
        if sheet.role != "invoices" or not sheet.has("date") or sheet.deals:
            continue
        rows = sheet.count(engine, f"SELECT count(*) FROM {sheet.name} WHERE reason IS NULL AND date > current_date")
        if rows:
            found.append(_finding(sheet, "future", n=rows))
    return found
