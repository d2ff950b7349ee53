"""What care costs each customer, driver by driver, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.care.assumptions import CareAssumptions
from analysis.care.drivers import DRIVERS, Driver, OwnDriver, Part, active, price
from analysis.money import cents


@dataclass(frozen=True)
class CareCost:
    """One row per customer in every table, € in cents.

    ``by_driver``: one column per active driver; NaN where not known. ``total``: what is known of the tangible
    drivers. ``intangible``: the labelled estimate beside it. ``avoidable``: what a parting saves at once. ``cash``:
    the tangible cost that is not people's time. ``known``: driver key to the share of customers whose quantity is
    known (0–1), for every driver, switched on or not.
    """

    by_driver: pd.DataFrame
    total: pd.Series
    intangible: pd.Series
    avoidable: pd.Series
    cash: pd.Series
    known: Mapping[str, float]


def care_costs(counted: pd.DataFrame, assumptions: CareAssumptions, own: tuple[OwnDriver, ...] = ()) -> CareCost:
    """The care cost of each customer from what the drivers count (``drivers.quantities``)."""
    by_driver = pd.DataFrame(index=counted.index)
    total, intangible, avoidable, cash = (pd.Series(0.0, index=counted.index) for _ in range(4))
    for driver in active(assumptions, own):
        costs = [part_cost(counted, part, assumptions) for part in driver.parts]
        by_driver[driver.key] = cents(pd.concat(costs, axis=1).sum(axis=1, min_count=1))
        if not driver.tangible:
            intangible = intangible + by_driver[driver.key].fillna(0)
            continue
        total = total + by_driver[driver.key].fillna(0)
        for part, cost in zip(driver.parts, costs, strict=True):
            avoidable = avoidable + cents(cost.fillna(0) * part.avoidable)
            cash = cash if part.time else cash + cost.fillna(0)
    every = (*DRIVERS, *(entry.as_driver() for entry in own))
    return CareCost(
        by_driver=by_driver,
        total=cents(total),
        intangible=cents(intangible),
        avoidable=cents(avoidable),
        cash=cents(cash),
        known={driver.key: known_share(counted, driver) for driver in every},
    )


def part_cost(counted: pd.DataFrame, part: Part, assumptions: CareAssumptions) -> pd.Series:
    """€ per customer of one part of a driver, in cents; NaN where its quantity is not known."""
    return cents(counted[part.quantity] * price(part, lambda name: getattr(assumptions, name)))


def known_share(counted: pd.DataFrame, driver: Driver) -> float:
    """Share of customers (0–1) for whom at least one quantity of ``driver`` is known."""
    columns = [part.quantity for part in driver.parts]
    return float(counted[columns].notna().any(axis=1).mean()) if len(counted) else 0.0


def high_maintenance(
    customers: pd.DataFrame, care_cost: pd.Series, margin: pd.Series, assumptions: CareAssumptions, years: float
) -> pd.Series:
    """Which customers are high-maintenance, bool per customer: care eats a large share of margin, or two of three
    signs (deductions, late payment, hours outside the agreement)."""
    share = (care_cost > 0) & ((margin <= 0) | (care_cost > assumptions.high_care_share * margin))
    signs = [
        customers["deductions"] > assumptions.high_deductions * customers["revenue"],
        customers["average_days_late"] > assumptions.high_days_late,
        customers["out_of_scope_hours"] > assumptions.high_extra_hours * years,
    ]
    return share | (sum(sign.astype("int64") for sign in signs) >= 2)
