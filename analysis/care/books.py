"""The bridge to the books (Überleitung): from customers' net contribution to the operating result."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.evaluate import Evaluation
from analysis.money import cents

WARN_ABOVE = 0.01
"""Share of revenue above which the difference to the books is worth a warning."""


@dataclass(frozen=True)
class Bridge:
    """€ of the period: ``net_contribution`` − ``unused_capacity`` − ``other_fixed`` = ``expected``; ``difference`` =
    ``operating_result`` (the books) − ``expected``; ``large`` where it exceeds 1 % of revenue."""

    net_contribution: float
    unused_capacity: float
    other_fixed: float
    expected: float
    operating_result: float
    difference: float
    large: bool


def bridge_to_books(
    net: float, revenue: float, team_cost: float, charged: float, other_fixed: float, operating_result: float
) -> Bridge:
    """The bridge; all in € of the period. ``charged``: hours charged to customers × rate."""
    unused = float(cents(team_cost - charged))
    expected = float(cents(net - unused - other_fixed))
    difference = float(cents(operating_result - expected))
    large = abs(difference) > WARN_ABOVE * abs(revenue)
    return Bridge(net, unused, other_fixed, expected, operating_result, difference, large)


def bridge_of(evaluation: Evaluation, team_cost: float, other_fixed: float, operating_result: float) -> Bridge:
    """The bridge for an evaluated portfolio; the typed figures are € of the same period."""
    charged = evaluation.total("care_cost") - evaluation.total("cash_care")
    return bridge_to_books(
        evaluation.total("net_contribution"),
        evaluation.total("revenue"),
        team_cost,
        charged,
        other_fixed,
        operating_result,
    )
