"""From list price to invoice: what was taken off on the way, where columns say so (Erlösschmälerungen).

A deduction belongs between list price and invoice only where it explains what lies between them; a bonus that is paid
out later, or cash discount that is taken when paying, leaves the invoiced amount as it is and is not drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from analysis.engine.engine import Engine
from analysis.money import cents, cents_of_whole
from analysis.portfolio import DEDUCTIONS
from analysis.upload.headers import matches
from analysis.upload.question import Answers
from analysis.upload.sheets import Sheet
from analysis.upload.typed import said

COLUMNS = {
    "discounts": "discount_amount",
    "bonuses": "bonus",
    "cash_discounts": "cash_discount",
    "freight_allowances": "freight_allowance",
}
"""Each of ``DEDUCTIONS`` and the field that gives it as an amount."""
EXPLAINED = 0.95
"""A unit price counts as a list price where the discount beside it explains so many of the lines' amounts."""
_RATE = "CASE WHEN abs(discount) > 1 THEN CAST(discount AS DOUBLE) / 100 ELSE CAST(discount AS DOUBLE) END"
_CENT = 0.0101


def add_prices(engine: Engine, customers: pd.DataFrame, sheets: Sequence[Sheet], answers: Answers) -> None:
    """Adds ``list_revenue``, ``DEDUCTIONS`` and ``invoiced`` (€, before credit notes) to ``customers``; as they are
    where no table tells. A line without a list price counts there with what it was invoiced at."""
    found = [steps for sheet in sheets if (steps := _steps(engine, sheet, answers)) is not None]
    if not found:
        return
    every = pd.concat(found).groupby(level=0).sum(min_count=1).reindex(customers.index)
    customers["invoiced"] = customers["revenue"]
    customers["list_revenue"] = cents(customers["revenue"] + cents_of_whole(every["gap"].fillna(0.0)))
    for name in (name for name in DEDUCTIONS if every[name].notna().any()):
        customers[name] = cents_of_whole(every[name].fillna(0.0))


def _steps(engine: Engine, sheet: Sheet, answers: Answers) -> pd.DataFrame | None:
    """Per customer: ``gap`` (list price − invoiced) and the deductions that explain it, €; None where none does."""
    if sheet.role not in ("invoices", "customers") or sheet.deals or not _is_net(sheet, answers):
        return None
    listed, certain = _listed(sheet)
    amounts = {name: f"abs(CAST({field} AS DOUBLE))" for name, field in COLUMNS.items() if sheet.has(field)}
    shares = "discounts" not in amounts and sheet.has("discount")
    if listed is None:
        base = _list_without_price(engine, sheet, amounts, shares)
        if base is None:
            return None
        taken = {"discounts": f"{base} - abs(CAST(amount AS DOUBLE))"}
        return _summed(engine, sheet, base, taken)
    if shares:
        amounts["discounts"] = f"({listed}) * abs({_RATE})"
    best, off, explained = _explaining(engine, sheet, listed, amounts)
    if not certain and (not best or explained < EXPLAINED):
        return None
    taken = {name: amounts[name] for name in best}
    if "discounts" not in taken and off > _CENT:
        rest = "".join(f" - coalesce({sql}, 0)" for sql in taken.values())
        taken["discounts"] = f"({listed}) - abs(CAST(amount AS DOUBLE)){rest}"
    return _summed(engine, sheet, listed, taken)


def _is_net(sheet: Sheet, answers: Answers) -> bool:
    """Whether the invoiced amount stands in the table without tax, so that it can be held against a price."""
    mapping = sheet.mapping
    if "revenue" not in mapping.fields:
        return {"quantity", "unit_price"} <= mapping.fields.keys()
    return said(mapping, "net_or_gross", answers) in (None, "net") and said(mapping, "tax_inside", answers) != "inside"


def _listed(sheet: Sheet) -> tuple[str | None, bool]:
    """SQL of a row's value at list price, and whether its column is surely one of list prices."""
    if sheet.has("list_amount"):
        return "abs(CAST(list_amount AS DOUBLE))", True
    for field in ("list_price", "unit_price"):
        if sheet.has("quantity", field):
            header = sheet.mapping.fields[field]
            certain = any(match.field == "list_price" for match in matches(header))
            return f"abs(CAST(quantity AS DOUBLE) * CAST({field} AS DOUBLE))", certain
    return None, False


def _list_without_price(engine: Engine, sheet: Sheet, amounts: dict[str, str], shares: bool) -> str | None:
    """The list value from the invoiced amount and the discount on it, where that is an amount or surely a rate."""
    if "discounts" in amounts:
        return f"abs(CAST(amount AS DOUBLE)) + coalesce({amounts['discounts']}, 0)"
    if not shares:
        return None
    header = sheet.mapping.fields["discount"].casefold()
    whole = sheet.count(engine, f"SELECT count(*) FROM {sheet.used} WHERE abs(discount) > 1")
    told = sheet.count(engine, f"SELECT count(*) FROM {sheet.used} WHERE discount <> 0")
    if not told or (whole and not any(word in header for word in ("%", "pct", "percent", "prozent", "satz", "rate"))):
        return None
    return f"abs(CAST(amount AS DOUBLE)) / nullif(1 - coalesce({_RATE}, 0), 0)"


def _explaining(
    engine: Engine, sheet: Sheet, listed: str, amounts: dict[str, str]
) -> tuple[tuple[str, ...], float, float]:
    """The deductions that together come closest to list value − amount, the fewest of equally close ones; what they
    leave unexplained (€), and the share of rows (0–1) that they explain to the cent."""
    sets = [chosen for size in range(len(amounts) + 1) for chosen in combinations(amounts, size)]
    misses = []
    for chosen in sets:
        taken = "".join(f" - coalesce({amounts[name]}, 0)" for name in chosen)
        misses.append(f"abs(({listed}) - abs(CAST(amount AS DOUBLE)){taken})")
    selected = ", ".join(f"sum({miss}), avg(CASE WHEN {miss} < {_CENT} THEN 1.0 ELSE 0.0 END)" for miss in misses)
    row = engine.execute(
        f"SELECT {selected} FROM {sheet.used} WHERE amount IS NOT NULL AND ({listed}) IS NOT NULL"
    ).fetchall()[0]
    results = [(float(row[2 * at] or 0.0), float(row[2 * at + 1] or 0.0)) for at in range(len(sets))]
    at = min(range(len(sets)), key=lambda place: (round(results[place][0], 2), len(sets[place]), place))
    return sets[at], *results[at]


def _summed(engine: Engine, sheet: Sheet, listed: str, taken: dict[str, str]) -> pd.DataFrame:
    """The steps per customer; on a row that takes back, all of them do."""
    sign = "CASE WHEN amount < 0 THEN -1 ELSE 1 END"
    known = f"amount IS NOT NULL AND ({listed}) IS NOT NULL"
    gap = f"sum(CASE WHEN {known} THEN ({listed} - abs(CAST(amount AS DOUBLE))) * {sign} ELSE 0 END) AS gap"
    sums = [
        f"sum(CASE WHEN {known} THEN coalesce({taken[name]}, 0) * {sign} ELSE 0 END) AS {name}"
        if name in taken
        else f"CAST(NULL AS DOUBLE) AS {name}"
        for name in DEDUCTIONS
    ]
    query = f"SELECT customer_id, {', '.join([gap, *sums])} FROM {sheet.used} GROUP BY ALL"
    return engine.frame(query).set_index("customer_id")
