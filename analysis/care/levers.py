"""Levers: what less service, fees and a price rise would bring, within the limits the user sets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.care.assumptions import GoalAssumptions
from analysis.money import cents

HOURS = ("rework", "staff_time", "out_of_scope")
"""Drivers that less service makes smaller."""
FEES = ("rework", "late_payment", "small_orders")
"""Drivers that a fee can charge to who causes them."""


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


def statutory_late_fee(euro_days_late: float, claims: float, goals: GoalAssumptions) -> float:
    """What German law lets a supplier claim from a business in default, €: (base rate + 9 points) / 365 × euro-days
    late + 40 € per claim (§ 288 (2), (5) BGB)."""
    return float(
        cents(euro_days_late * (goals.base_rate + goals.default_surcharge) / 365 + claims * goals.default_flat)
    )


def what_if(
    customers: pd.DataFrame, costs: pd.DataFrame, price: float, hours: float, fee: float, loss: float
) -> pd.DataFrame:
    """What levers bring each customer: ``hours_gain``, ``fee_gain``, ``price_gain`` and ``net_after``, €.

    Parameters
    ----------
    customers : ``revenue``, ``variable_goods``, ``net_contribution`` (€).
    costs : € per driver, NaN where not known (``CareCost.by_driver``).
    price : price rise; ``hours``: hours saved; ``fee``: share of the remaining cost charged; ``loss``: volume lost to
        the price rise. All shares, 0–1.
    """
    spent, revenue, goods, net = (
        _spent(costs),
        *(customers[name].to_numpy("float64") for name in ("revenue", "variable_goods", "net_contribution")),
    )
    saved = cents(sum(spent[driver] for driver in HOURS) * hours)
    charged = cents((spent["rework"] * (1 - hours) + spent["late_payment"] + spent["small_orders"]) * fee)
    raised = cents(revenue * ((1 - loss) * (1 + price) - 1) + goods * loss)
    figures = {
        "hours_gain": saved,
        "fee_gain": charged,
        "price_gain": raised,
        "net_after": cents(net + saved + charged + raised),
    }
    return pd.DataFrame(figures, index=customers.index, copy=False)


def mildest(customers: pd.DataFrame, costs: pd.DataFrame, limits: GoalAssumptions) -> pd.DataFrame:
    """The mildest combination of levers that brings each customer to zero, or to the target margin.

    Mild is what asks little of the customer. Less extra service costs it nothing, so that comes first; then fees for
    what it causes itself and can avoid; a price rise, which meets everything it buys, comes last. Each lever is used
    only as far as those before it do not reach. Volume is lost in proportion to the price rise, ``limits.volume_loss``
    at the limit.

    Returns
    -------
    One row per customer: ``reachable`` (bool), ``hours_needed`` and ``price_needed`` (shares), ``fee_needed`` (€),
    ``reached_net`` (€, with these), ``best_net`` (€, with everything at its limit).
    """
    spent, net = _spent(costs), customers["net_contribution"].to_numpy("float64")
    revenue = np.maximum(customers["revenue"].to_numpy("float64"), 0.0)
    need = cents(np.maximum(limits.target_margin * revenue - net, 0.0))
    all_hours = sum(spent[driver] for driver in HOURS)
    hours = np.minimum(np.divide(need, all_hours, out=np.zeros(len(need)), where=all_hours > 0), limits.hours_limit)
    saved = np.minimum(cents(all_hours * hours), need)

    chargeable = (spent["rework"] * (1 - hours) + spent["late_payment"] + spent["small_orders"]) * limits.fee_limit
    charged = np.minimum(cents(chargeable), cents(need - saved))

    rest = cents(need - saved - charged)
    steep, curved, most = _price_curve(revenue, customers["variable_goods"].to_numpy("float64"), limits)
    everything = steep * most - curved * most**2
    best = cents(everything)
    reachable = best >= rest
    # The smaller root of curved·x² − steep·x + rest = 0, written so that curved = 0 needs no case of its own.
    below = steep + np.sqrt(np.maximum(steep**2 - 4 * curved * rest, 0.0))
    root = np.divide(2 * rest, below, out=np.zeros(len(rest)), where=(rest > 0) & (below != 0))
    price = np.where(reachable, np.minimum(root, most), most)
    raised = np.where(reachable, rest, best)
    at_limit = what_if(customers, costs, 0.0, limits.hours_limit, limits.fee_limit, 0.0)["net_after"].to_numpy()
    return pd.DataFrame(
        {
            "reachable": reachable,
            "hours_needed": hours,
            "fee_needed": cents(charged),
            "price_needed": price,
            "reached_net": cents(net + saved + charged + raised),
            "best_net": cents(at_limit + everything),
        },
        index=customers.index,
        copy=False,
    )


def _price_curve(
    revenue: np.ndarray, goods: np.ndarray, limits: GoalAssumptions
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A price rise x brings ``steep·x − curved·x²`` €, at best at ``most``, which is within the limit. ``revenue`` (not
    below zero) and ``goods``: €."""
    each = limits.volume_loss / limits.price_limit if limits.price_limit > 0 else 0.0
    steep, curved = revenue - each * (revenue - goods), revenue * each
    top = np.divide(steep, 2 * curved, out=np.full(len(revenue), np.inf), where=curved > 0)
    return steep, curved, np.clip(top, 0.0, limits.price_limit)


def _spent(costs: pd.DataFrame) -> dict[str, np.ndarray]:
    """€ of the drivers that levers make smaller; 0 where not known."""
    none = np.zeros(len(costs))
    there = {driver: costs[driver].to_numpy("float64") for driver in {*HOURS, *FEES} if driver in costs}
    return {driver: np.fmax(there[driver], 0.0) if driver in there else none for driver in (*HOURS, *FEES)}
