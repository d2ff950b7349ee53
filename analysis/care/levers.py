"""Levers: what a price rise, fees and less service would bring, within the limits the user sets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.care.assumptions import GoalAssumptions
from analysis.money import cents

HOURS = ("rework", "staff_time", "out_of_scope")
FEES = ("rework", "late_payment", "small_orders")


def break_even_price_rise(net: pd.Series | float, revenue: pd.Series | float) -> pd.Series | float:
    """The price rise (share) that brings net contribution to zero at unchanged volume: −net / revenue."""
    return -net / revenue


def break_even_price_rise_with_loss(revenue: float, variable_goods: float, care: float, loss: float) -> float:
    """The same where the rise costs the share ``loss`` of volume:
    (variable goods·(1−v) + care) / (revenue·(1−v)) − 1."""
    return (variable_goods * (1 - loss) + care) / (revenue * (1 - loss)) - 1


def bearable_volume_loss(price_rise: float, margin_share: float) -> float:
    """Share of volume that may go before a price rise hurts: ΔP / (CM % + ΔP). For a price cut (ΔP < 0) the same
    formula gives, negative, how much more must be sold."""
    return price_rise / (margin_share + price_rise)


def allowed_care_hours(
    margin: float, other_care: float, target_share: float, revenue: float, hourly_rate: float
) -> float:
    """Hours of care a customer may take: (margin − other care − target % × revenue) / rate."""
    return (margin - other_care - target_share * revenue) / hourly_rate


def levers(customers: pd.DataFrame, by_driver: pd.DataFrame, limits: GoalAssumptions) -> pd.DataFrame:
    """What each lever brings at its limit, and the mildest combination that reaches zero (or the target margin).

    The order is by burden on the customer: first fees for what the customer causes (rework, late payment, small
    orders), then less service, then a higher price. Each is used only as far as it is needed.

    Parameters
    ----------
    customers : ``revenue``, ``variable_goods``, ``net_contribution`` (€).
    by_driver : € per driver, NaN where not known (``CareCost.by_driver``).

    Returns
    -------
    One row per customer: ``fees_gain``, ``hours_gain``, ``price_gain`` (€ at the limit), ``best_net`` (all three),
    ``reachable`` (bool), ``fee_needed`` (€), ``hours_needed``, ``price_needed`` (shares), ``reached_net`` (€).
    """
    costs = by_driver.reindex(columns=sorted({*HOURS, *FEES})).fillna(0).clip(lower=0)
    fees = cents(costs[list(FEES)].sum(axis=1) * limits.fee_limit)
    hours = costs[list(HOURS)].sum(axis=1)
    # A fee already pays for part of the rework: what it pays cannot be saved a second time.
    saving = cents((hours - costs["rework"] * limits.fee_limit).clip(lower=0) * limits.hours_limit)
    kept, rise = 1 - limits.volume_loss, 1 + limits.price_limit
    price = cents(
        (customers["revenue"] * (kept * rise - 1) + customers["variable_goods"] * limits.volume_loss).clip(lower=0)
    )
    need = (limits.target_margin * customers["revenue"].clip(lower=0) - customers["net_contribution"]).clip(lower=0)
    fee_used = np.minimum(fees, need)
    hours_used = np.minimum(saving, need - fee_used)
    price_used = np.minimum(price, need - fee_used - hours_used)
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "fees_gain": fees,
                "hours_gain": saving,
                "price_gain": price,
                "best_net": cents(customers["net_contribution"] + fees + saving + price),
                "reachable": cents(fees + saving + price) >= cents(need),
                "fee_needed": cents(fee_used),
                "hours_needed": (hours_used / saving * limits.hours_limit).fillna(0.0),
                "price_needed": (price_used / price * limits.price_limit).fillna(0.0),
                "reached_net": cents(customers["net_contribution"] + fee_used + hours_used + price_used),
            }
        )
