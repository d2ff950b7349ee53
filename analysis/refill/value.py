"""Customer value, beside the year and never instead of it (Gupta & Lehmann)."""

from __future__ import annotations


def margin_multiple(retention: float, discount_rate: float) -> float:
    """What a yearly margin is multiplied by: r / (1 + i − r), r and i as shares."""
    return retention / (1 + discount_rate - retention)
