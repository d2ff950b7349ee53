"""The thresholds of what the invoices already know."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.ranges import assumption, switch


@dataclass(frozen=True)
class InvoiceAssumptions:
    """Who is comparable, when a price is fair, when a customer is overdue, and which orders could be combined."""

    fewest_comparable: float = assumption(5, 3, 50, 1, "count")
    volume_classes: float = assumption(3, 1, 5, 1, "count")
    fair_gap: float = assumption(0.03, 0.0, 0.3, 0.005, "share")
    band_low: float = assumption(0.1, 0.0, 0.45, 0.05, "share")
    band_high: float = assumption(0.9, 0.55, 1.0, 0.05, "share")
    bought_by: float = assumption(0.5, 0.1, 0.9, 0.05, "share")
    much_less: float = assumption(0.25, 0.0, 0.9, 0.05, "share")
    overdue: float = assumption(2.0, 1.0, 5.0, 0.5, "factor")
    combine_below: float = assumption(100, 0, 2000, 10, "money")
    contractual: bool = switch()
