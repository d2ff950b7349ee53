"""What an hour of the team costs: the capacity cost rate of time-driven activity-based costing."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.care.assumptions import CareAssumptions
from analysis.money import cents
from analysis.ranges import ranges


@dataclass(frozen=True)
class Capacity:
    """A team's year. ``practical_hours``: (paid − absent) × practical share × people; ``rate``: € per practical hour;
    ``charged_hours``: hours the drivers charge to customers, a year; ``unused_hours``: the rest, negative where more
    is charged than the team can work; ``unused_cost``: € of it."""

    cost: float
    practical_hours: float
    rate: float
    charged_hours: float
    unused_hours: float
    unused_cost: float

    @property
    def rounded(self) -> float:
        """The rate in whole €/h, as the slider takes it."""
        return float(round(self.rate)) if self.rate == self.rate else 0.0

    @property
    def settable(self) -> bool:
        """Whether the slider can stand at this rate."""
        limits = ranges(CareAssumptions)["hourly_rate"]
        return limits.low <= self.rounded <= limits.high


def practical_hours(assumptions: CareAssumptions) -> float:
    """Hours a year that the team can work for customers: (paid − leave, holidays, sickness) × practical share."""
    present = max(assumptions.paid_hours - assumptions.absent_hours, 0.0)
    return present * assumptions.practical_share * assumptions.team_people


def capacity_of(cost: float, hours: float, charged_hours: float) -> Capacity:
    """The capacity cost rate and what is left unused (Kaplan & Anderson, HBR November 2004).

    ``cost``: € a year; ``hours``: practical hours a year; ``charged_hours``: a year.
    """
    rate = cost / hours if hours > 0 else float("nan")
    unused = hours - charged_hours
    return Capacity(cost, hours, rate, charged_hours, unused, float(cents(unused * rate)) if rate == rate else rate)


def capacity(assumptions: CareAssumptions, charged_hours: float) -> Capacity | None:
    """The team's capacity; None where its cost is not known (0)."""
    if assumptions.team_cost <= 0:
        return None
    return capacity_of(assumptions.team_cost, practical_hours(assumptions), charged_hours)
