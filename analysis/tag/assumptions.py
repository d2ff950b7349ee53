"""The thresholds of step 2."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.ranges import assumption, switch


@dataclass(frozen=True)
class TagAssumptions:
    """When the data suggest yes, and where ABC classes end."""

    margin_after_care: float = assumption(0.10, 0.0, 0.5, 0.01, "share")
    orders_per_year: float = assumption(4, 1, 52, 1, "count")
    top_share: float = assumption(0.20, 0.05, 0.5, 0.01, "share")
    growth_signal: bool = switch()
    growth: float = assumption(0.10, 0.0, 1.0, 0.01, "share")
    class_a: float = assumption(0.80, 0.5, 0.9, 0.01, "share")
    class_b: float = assumption(0.95, 0.9, 1.0, 0.01, "share")
