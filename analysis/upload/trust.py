"""Whether the sum can be trusted: the reconciliation of all tables together."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.portfolio import Portfolio


@dataclass(frozen=True)
class Trust:
    """Counts over all tables, those that are no part of the portfolio included."""

    customers: int
    rows_read: int
    rows_used: int
    rows_set_aside: int


def trust(portfolio: Portfolio) -> Trust:
    """The figures of the reconciliation, added up. A table in two roles counts its rows once."""
    seen = {(table.file, table.sheet): table for table in reversed(portfolio.tables)}.values()
    return Trust(
        customers=len(portfolio.customers),
        rows_read=sum(table.rows_read for table in seen),
        rows_used=sum(table.rows_used for table in seen),
        rows_set_aside=sum(table.rows_set_aside for table in seen),
    )
