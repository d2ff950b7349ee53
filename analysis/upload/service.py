"""What customers cost beside the goods: how they pay, and the time they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analysis.engine.engine import Engine
from analysis.upload import aggregate, words
from analysis.upload.sheets import Sheet

if TYPE_CHECKING:
    from analysis.upload.assemble import Made

TOLERANCE_DAYS = 3
"""Cash discount taken so many days after its period is let pass where nobody says otherwise."""
_SUMMED = ("euro_days_late", "terms_euro_days", "deductions", "deduction_cases", "reminders", "late_invoices")


def add_payments(engine: Engine, made: Made, sheets: Sequence[Sheet], end: date) -> None:
    """Adds how customers pay; an open invoice runs to ``end``."""
    customers, due, discounts = made.customers, pd.Series(0.0, index=made.customers.index), []
    for sheet in sheets:
        figures = aggregate.payments(engine, sheet.used, end).reindex(customers.index)
        for column in _SUMMED:
            if figures[column].notna().any():
                customers[column] = customers[column].add(figures[column], fill_value=0).astype("float64")
        due = due.add(figures["euro_due"], fill_value=0)
        if sheet.has("cash_discount", "discount_until"):
            discounts.append(aggregate.late_discounts(engine, sheet.used))
    if sheets:
        customers["average_days_late"] = customers["euro_days_late"] / due.where(due > 0)
    if discounts:
        made.frames["discounts"] = every = pd.concat(discounts, ignore_index=True)
        late = every[every["days"] > TOLERANCE_DAYS].groupby("customer_id")["amount"].sum()
        customers["late_discount"] = late.reindex(customers.index).fillna(0).astype("float64")


def add_care(engine: Engine, made: Made, by_role: Mapping[str, Sequence[Sheet]]) -> None:
    """Adds the care log's hours and cases by kind. Who does not stand in a log that covers everybody took no such
    time."""
    entries = []
    for sheet in by_role["care_log"]:
        hours = "hours" if sheet.has("hours") else "minutes / 60" if sheet.has("minutes") else "NULL"
        columns = f"CAST(date AS TIMESTAMP) AS date, kind, CAST({hours} AS DOUBLE) AS hours, note"
        rows = aggregate.rows(engine, sheet.used, columns)
        told = rows["hours"].fillna(0) > 0
        kinds = [words.text_or_none(kind) for kind in rows["kind"]]
        tickets = words.are_tickets((column.name for column in sheet.table.columns), kinds)
        rows["kind"] = [
            "visits" if not hours and words.is_visit(kind) else words.care_kind(kind, tickets)
            for kind, hours in zip(kinds, told, strict=True)
        ]
        if not sheet.has("hours") and not sheet.has("minutes"):
            rows["kind"] = [words.CASES.get(kind, kind) for kind in rows["kind"]]
        entries.append(rows)
    if not entries:
        return
    made.frames["care"] = every = pd.concat(entries, ignore_index=True)
    for quantity, group in every.groupby("kind"):
        counted = group.groupby("customer_id")
        of_cases = quantity in (*words.CASES.values(), "visits")
        if not of_cases and group["hours"].isna().all():
            continue  # entries whose time nobody noted say nothing of it
        amounts = counted.size() if of_cases else counted["hours"].sum()
        known = made.customers[str(quantity)].fillna(0)
        made.customers[str(quantity)] = known + amounts.reindex(known.index).fillna(0).astype("float64")
