"""What step 5 assumes about new customers."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.ranges import assumption


@dataclass(frozen=True)
class RefillAssumptions:
    """First year, win rate and cost of new customers; retention and interest for customer value."""

    first_year_share: float = assumption(0.50, 0.10, 1.0, 0.05, "share")
    win_rate: float = assumption(0.25, 0.01, 1.0, 0.01, "share")
    prospects: float = assumption(100, 0, 10_000, 5, "count")
    acquisition_cost: float = assumption(1_500, 0, 50_000, 100, "money")
    ramp_up_months: float = assumption(6, 1, 24, 1, "count")
    small_segment: float = assumption(10, 3, 50, 1, "count")
    retention: float = assumption(0.80, 0.50, 0.99, 0.01, "share")
    discount_rate: float = assumption(0.08, 0.0, 0.15, 0.0025, "share")
