"""What each customer leaves after care: every figure that neither a threshold nor an answer changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.care.assumptions import CareAssumptions
from analysis.care.cost import CareCost, care_costs, high_maintenance
from analysis.care.drivers import Driver, active, quantities
from analysis.care.goals import all_hours
from analysis.care.own import OwnDriver
from analysis.care.uncertainty import Linear, linear_net
from analysis.columns import beside
from analysis.money import cents
from analysis.portfolio import Portfolio
from analysis.tag.curves import WhaleCurve, order_of, whale
from analysis.upload.assumptions import UploadAssumptions
from analysis.upload.margin import contribution_margin


@dataclass(frozen=True)
class Ranked:
    """In which order the customers come, by what: found once, for every stage of an evaluation. € per customer."""

    revenue: pd.Series
    margin: pd.Series
    net: pd.Series

    @cached_property
    def by_revenue(self) -> np.ndarray:
        """Positions of the customers, the largest revenue first, ties by customer id."""
        return order_of(self.revenue)

    @cached_property
    def by_net(self) -> np.ndarray:
        """The same, the largest net contribution first."""
        return order_of(self.net)

    @cached_property
    def worst_first(self) -> np.ndarray:
        """The same, the lowest net contribution first."""
        return order_of(-self.net)

    @cached_property
    def whale(self) -> WhaleCurve:
        """The whale curve after care."""
        return whale(self.net, self.by_net)

    @cached_property
    def whale_before(self) -> WhaleCurve:
        """The whale curve before care."""
        return whale(self.margin)


@dataclass(frozen=True)
class Costed:
    """What each customer leaves after care: the first stage of an evaluation. Not to be changed: pages share it.

    ``customers``: one row per customer, index ``customer_id``; the portfolio's columns, with unjustified credits added
    back to ``revenue`` (they are care cost), and:
    ``contribution_margin``, ``variable_goods``, ``care_cost``, ``intangible``, ``avoidable_care``, ``cash_care``,
    ``net_contribution`` (€, cents); ``care_<driver>`` (€, NaN not known); ``margin_after_care`` (share of revenue),
    ``care_share`` (share of contribution margin); ``margin_assumed``, ``high_maintenance`` (bool).
    ``all_hours``: hours of care and standard service in the period; NaN where no table gives any.
    ``counted``: what the drivers count. ``own``: care drivers of the user's own.
    """

    portfolio: Portfolio
    care: CareAssumptions
    customers: pd.DataFrame
    cost: CareCost
    counted: pd.DataFrame
    own: tuple[OwnDriver, ...]
    ranked: Ranked

    @property
    def costs(self) -> pd.DataFrame:
        """€ per driver that is on, one row per customer; NaN where not known."""
        return self.cost.by_driver

    @property
    def known(self) -> Mapping[str, float]:
        """Driver to the share of customers (0–1) whose quantity is known."""
        return self.cost.known

    @property
    def drivers(self) -> list[str]:
        """Keys of the drivers that are switched on."""
        return list(self.costs.columns)

    @property
    def apart(self) -> set[str]:
        """Keys of the intangible drivers that are on: an estimate beside the headline, never in it."""
        return {driver.key for driver in active(self.care, self._own_drivers) if not driver.tangible}

    @cached_property
    def linear(self) -> Linear:
        """Net contribution in terms of the rates."""
        return self.linear_of(np.arange(len(self.counted)))

    def linear_of(self, positions: np.ndarray) -> Linear:
        """The same of the customers at ``positions``."""
        return linear_net(self.counted, self.care, self._own_drivers, positions)

    @property
    def whale(self) -> WhaleCurve:
        """The whale curve after care."""
        return self.ranked.whale

    @property
    def whale_before(self) -> WhaleCurve:
        """The whale curve before care."""
        return self.ranked.whale_before

    def total(self, column: str) -> float:
        """Sum of an amount over all customers, €, to the cent."""
        return float(cents(self.customers[column].sum()))

    def total_of(self, column: str, customers: pd.Index) -> float:
        """Sum of an amount over some customers, €, to the cent."""
        return float(cents(self.customers.loc[customers, column].sum()))

    @property
    def _own_drivers(self) -> list[Driver]:
        return [driver.as_driver() for driver in self.own]


def costed(
    portfolio: Portfolio,
    upload: UploadAssumptions,
    care: CareAssumptions,
    own: tuple[OwnDriver, ...] = (),
    counted: pd.DataFrame | None = None,
) -> Costed:
    """Margin, care cost and net contribution of every customer.

    ``own``: care drivers of the user's own. ``counted``: what the drivers count in this portfolio under these
    assumptions (``drivers.quantities``), for whom only the rates have changed.
    """
    if counted is None:
        counted = quantities(portfolio, care)
    customers = portfolio.customers
    cost = care_costs(counted, care, [driver.as_driver() for driver in own])

    # Credits without our fault move from revenue to care cost, so that no euro counts twice; net stays.
    margin, moved, total = contribution_margin(customers, upload), cost.moved.to_numpy(), cost.total.to_numpy()
    revenue = cents(customers["revenue"].to_numpy() + moved)
    earned = cents(margin["contribution_margin"].to_numpy() + moved)
    net = cents(earned - total)
    figures = {
        "revenue": revenue,
        "contribution_margin": earned,
        "variable_goods": margin["variable_goods"].to_numpy(),
        "margin_assumed": margin["margin_assumed"].to_numpy(),
        "care_cost": total,
        "intangible": cost.intangible.to_numpy(),
        "avoidable_care": cost.avoidable.to_numpy(),
        "cash_care": cost.cash.to_numpy(),
        "net_contribution": net,
        "margin_after_care": _share(net, revenue),
        "care_share": _share(total, earned),
        "all_hours": all_hours(customers),
        **{f"care_{key}": costs.to_numpy() for key, costs in cost.by_driver.items()},
    }
    figures["high_maintenance"] = high_maintenance(customers, revenue, total, earned, care, portfolio.days / 365)
    found = beside(customers, pd.DataFrame(figures, index=customers.index, copy=False))
    return Costed(
        portfolio=portfolio,
        care=care,
        customers=found,
        cost=cost,
        counted=counted,
        own=own,
        ranked=Ranked(found["revenue"], found["contribution_margin"], found["net_contribution"]),
    )


def _share(amount: np.ndarray, of: np.ndarray) -> np.ndarray:
    return np.divide(amount, of, out=np.full(len(amount), np.nan), where=of > 0)


def with_typed(portfolio: Portfolio, typed: pd.DataFrame | None) -> Portfolio:
    """The portfolio with the quantities typed in (see ``evaluate``) in place of the tables'."""
    if typed is None or typed.empty:
        return portfolio
    customers = portfolio.customers.copy()
    here = typed.reindex(customers.index)
    for column in here:
        customers[column] = here[column].astype("float64").fillna(customers[column])
    return replace(portfolio, customers=customers)
