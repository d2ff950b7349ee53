"""What each customer leaves after care: every figure that neither a threshold nor an answer changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.care.assumptions import CareAssumptions
from analysis.care.cost import CareCost, care_costs, high_maintenance
from analysis.care.drivers import quantities
from analysis.care.own import OwnDriver
from analysis.care.uncertainty import Linear, linear_net
from analysis.columns import beside
from analysis.money import cents
from analysis.portfolio import Portfolio
from analysis.tag.curves import WhaleCurve, whale
from analysis.upload.assumptions import UploadAssumptions
from analysis.upload.margin import contribution_margin


@dataclass(frozen=True)
class Costed:
    """The first stage of an evaluation; see ``Evaluation`` for what the fields hold. Not to be changed."""

    portfolio: Portfolio
    customers: pd.DataFrame
    cost: CareCost
    counted: pd.DataFrame
    linear: Linear
    whale: WhaleCurve
    whale_before: WhaleCurve
    own: tuple[OwnDriver, ...]


def costed(
    portfolio: Portfolio,
    upload: UploadAssumptions,
    care: CareAssumptions,
    own: tuple[OwnDriver, ...] = (),
    typed: pd.DataFrame | None = None,
) -> Costed:
    """Margin, care cost and net contribution of every customer; ``own`` and ``typed`` as ``evaluate`` takes them."""
    portfolio = _with_typed(portfolio, typed)
    customers = portfolio.customers
    own_drivers = [driver.as_driver() for driver in own]
    counted = quantities(portfolio, care)
    cost = care_costs(counted, care, own_drivers)

    # Credits without our fault move from revenue to care cost, so that no euro counts twice; net stays.
    margin = contribution_margin(customers, upload)
    revenue = cents(customers["revenue"] + cost.moved)
    earned = cents(margin["contribution_margin"] + cost.moved)
    net = cents(earned - cost.total)
    figures = pd.DataFrame(
        {
            "revenue": revenue,
            "contribution_margin": earned,
            "variable_goods": margin["variable_goods"],
            "margin_assumed": margin["margin_assumed"],
            "care_cost": cost.total,
            "intangible": cost.intangible,
            "avoidable_care": cost.avoidable,
            "cash_care": cost.cash,
            "net_contribution": net,
            "margin_after_care": _share(net, revenue),
            "care_share": _share(cost.total, earned),
        },
        copy=False,
    )
    customers = beside(beside(customers, figures), cost.by_driver.add_prefix("care_"))
    high = high_maintenance(customers, cost.total, earned, care, portfolio.days / 365)
    return Costed(
        portfolio=portfolio,
        customers=beside(customers, high.to_frame("high_maintenance")),
        cost=cost,
        counted=counted,
        linear=linear_net(counted, care, own_drivers),
        whale=whale(net),
        whale_before=whale(earned),
        own=own,
    )


def _share(amount: pd.Series, of: pd.Series) -> pd.Series:
    return (amount / of.where(of > 0)).astype("float64")


def _with_typed(portfolio: Portfolio, typed: pd.DataFrame | None) -> Portfolio:
    if typed is None or typed.empty:
        return portfolio
    customers = portfolio.customers.copy()
    here = typed.reindex(customers.index)
    for column in here:
        customers[column] = here[column].astype("float64").fillna(customers[column])
    return replace(portfolio, customers=customers)
