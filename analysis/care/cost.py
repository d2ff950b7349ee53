"""What care costs each customer, driver by driver, to the cent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.care.assumptions import CareAssumptions
from analysis.care.drivers import DRIVERS, Driver, Part, active, price
from analysis.money import cents


@dataclass(frozen=True)
class CareCost:
    """One row per customer in every table, € in cents.

    ``by_driver``: one column per active driver; NaN where not known. ``total``: what is known of the tangible
    drivers. ``intangible``: the labelled estimate beside it. ``avoidable``: what a parting saves at once. ``cash``:
    the tangible cost that is not people's time. ``moved``: care cost that is added back to revenue and margin first.
    ``known``: driver key to the share of customers whose quantity is known (0–1), for every driver, on or off.
    """

    by_driver: pd.DataFrame
    total: pd.Series
    intangible: pd.Series
    avoidable: pd.Series
    cash: pd.Series
    moved: pd.Series
    known: Mapping[str, float]


def care_costs(counted: pd.DataFrame, assumptions: CareAssumptions, own: Iterable[Driver] = ()) -> CareCost:
    """The care cost of each customer from what the drivers count (``drivers.quantities``)."""
    own = tuple(own)
    on = active(assumptions, own)
    by_driver: dict[str, np.ndarray] = {}
    total, intangible, avoidable, cash, moved = (np.zeros(len(counted)) for _ in range(5))
    for driver in on:
        costs = np.array([part_cost(counted, part, assumptions) for part in driver.parts])
        there = ~np.isnan(costs)
        costs = np.where(there, costs, 0.0)
        known = cents(costs.sum(axis=0))
        by_driver[driver.key] = np.where(there.any(axis=0), known, np.nan)
        if not driver.tangible:
            intangible += known
            continue
        total += known
        moved += known if driver.from_revenue else 0.0
        cash += _share(driver, costs, known, lambda part: not part.time)
        avoidable += _share(driver, costs, known, lambda part: part.avoidable)

    def per_customer(amounts: np.ndarray) -> pd.Series:
        return pd.Series(cents(amounts), index=counted.index, copy=False)

    drivers = {driver.key: driver for driver in (*DRIVERS, *own, *on)}
    return CareCost(
        by_driver=pd.DataFrame(by_driver, index=counted.index, copy=False),
        total=per_customer(total),
        intangible=per_customer(intangible),
        avoidable=per_customer(avoidable),
        cash=per_customer(cash),
        moved=per_customer(moved),
        known={key: known_share(counted, driver) for key, driver in drivers.items()},
    )


def _share(driver: Driver, costs: np.ndarray, known: np.ndarray, of: Callable[[Part], float]) -> np.ndarray | float:
    """What ``of`` says of each part's cost (parts × customers), together; ``known``: the whole cost in cents."""
    shares = np.array([float(of(part)) for part in driver.parts])
    if (shares == 1).all():
        return known
    return cents(shares @ costs) if shares.any() else 0.0


def part_cost(counted: pd.DataFrame, part: Part, assumptions: CareAssumptions) -> np.ndarray:
    """€ per customer of one part of a driver, not rounded; NaN where its quantity is not known."""
    return counted[part.quantity].to_numpy("float64") * price(part, lambda name: getattr(assumptions, name))


def known_share(counted: pd.DataFrame, driver: Driver) -> float:
    """Share of customers (0–1) for whom at least one quantity of ``driver`` is known."""
    if not len(counted):
        return 0.0
    missing = [np.isnan(counted[part.quantity].to_numpy("float64")) for part in driver.parts]
    return float((~np.logical_and.reduce(missing)).mean())


def high_maintenance(
    customers: pd.DataFrame,
    revenue: np.ndarray,
    care_cost: np.ndarray,
    margin: np.ndarray,
    assumptions: CareAssumptions,
    years: float,
) -> np.ndarray:
    """Which customers are high-maintenance, bool per customer: care eats a large share of margin, or two of three
    signs (deductions, late payment, hours outside the agreement). ``customers``: the three signs; the others in its
    order, €."""
    share = (care_cost > 0) & ((margin <= 0) | (care_cost > assumptions.high_care_share * margin))
    deductions, late, hours = (
        customers[name].to_numpy("float64") for name in ("deductions", "average_days_late", "out_of_scope_hours")
    )
    signs = (deductions > assumptions.high_deductions * revenue).astype("int64")
    signs += late > assumptions.high_days_late
    signs += hours > assumptions.high_extra_hours * years
    return share | (signs >= 2)
