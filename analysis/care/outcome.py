"""What levers would bring one customer or a group, with the break-evens a negotiator asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.care.levers import (
    allowed_care_hours,
    bearable_volume_loss,
    break_even_price_rise,
    break_even_price_rise_with_loss,
    mildest,
    statutory_late_fee,
    what_if,
)
from analysis.evaluate import Evaluation
from analysis.money import cents


@dataclass(frozen=True)
class Terms:
    """How far each lever is used: price rise, volume lost to it, hours saved, fees as a share of the cost, and the risk
    that the customer leaves over it. Shares."""

    price: float = 0.0
    loss: float = 0.0
    hours: float = 0.0
    fee: float = 0.0
    risk: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """€ of the period; shares 0–1; NaN where a figure has no meaning.

    ``hours_gain``, ``fee_gain``, ``price_gain`` lead from ``net_before`` to ``net_after``; ``reached`` customers of
    ``customers`` end at zero or above. ``expected``: net after with the risk of leaving, where a customer who leaves
    takes its margin along and saves its avoidable care cost alone. ``price_needed``: break-even price rise at unchanged
    volume, beside it with the terms' loss; ``bearable_loss``: volume that may go before the price rise hurts;
    ``allowed_hours``: care hours that leave the target margin; ``used_hours``: those charged now; ``late_fee``: what
    the law allows for late payment.
    """

    customers: int
    net_before: float
    hours_gain: float
    fee_gain: float
    price_gain: float
    net_after: float
    expected: float
    reached: int
    price_needed: float
    price_needed_with_loss: float
    bearable_loss: float
    allowed_hours: float
    used_hours: float
    late_fee: float


def outcome(evaluation: Evaluation, customers: pd.Index, terms: Terms) -> Outcome:
    """What ``terms`` bring ``customers`` together."""
    chosen, costs = evaluation.customers.loc[customers], evaluation.costs.loc[customers]
    result = what_if(chosen, costs, terms.price, terms.hours, terms.fee, terms.loss)
    revenue, goods, margin, care, net, cash = (
        float(cents(chosen[column].sum()))
        for column in (
            *("revenue", "variable_goods", "contribution_margin", "care_cost", "net_contribution", "cash_care"),
        )
    )
    rate, goals = evaluation.assumptions.care.hourly_rate, evaluation.assumptions.goals
    after = float(cents(result["net_after"].sum()))
    staying = care - float(cents(chosen["avoidable_care"].sum()))
    sells = revenue > 0
    none = float("nan")
    late = evaluation.counted.loc[customers, ["euro_days_late", "reminders"]].sum()
    return Outcome(
        customers=len(customers),
        net_before=net,
        hours_gain=float(cents(result["hours_gain"].sum())),
        fee_gain=float(cents(result["fee_gain"].sum())),
        price_gain=float(cents(result["price_gain"].sum())),
        net_after=after,
        expected=float(cents((1 - terms.risk) * after - terms.risk * staying)),
        reached=int((result["net_after"] >= 0).sum()),
        price_needed=max(float(break_even_price_rise(net, revenue)), 0.0) if sells else none,
        price_needed_with_loss=break_even_price_rise_with_loss(revenue, goods, care, terms.loss)
        if sells and terms.loss < 1
        else none,
        bearable_loss=bearable_volume_loss(terms.price, margin / revenue)
        if sells and terms.price > 0 and margin > 0
        else none,
        allowed_hours=allowed_care_hours(margin, cash, goals.target_margin, revenue, rate) if rate > 0 else none,
        used_hours=(care - cash) / rate if rate > 0 else none,
        late_fee=statutory_late_fee(float(late["euro_days_late"]), float(late["reminders"]), goals),
    )


def mildest_terms(evaluation: Evaluation, customer: int, target_margin: float | None = None) -> tuple[Terms, bool]:
    """The mildest terms that bring a customer to zero or the target margin, and whether any within the limits do."""
    goals = evaluation.assumptions.goals
    if target_margin is not None:
        goals = replace(goals, target_margin=target_margin)
    chosen = evaluation.customers.loc[[customer]]
    needed = mildest(chosen, evaluation.costs.loc[[customer]], goals).iloc[0]
    chargeable = what_if(chosen, evaluation.costs.loc[[customer]], 0.0, needed["hours_needed"], 1.0, 0.0)["fee_gain"]
    most = float(chargeable.iloc[0])
    price = float(needed["price_needed"])
    loss = goals.volume_loss * price / goals.price_limit if goals.price_limit > 0 else 0.0
    fee = min(float(needed["fee_needed"]) / most, goals.fee_limit) if most > 0 else 0.0
    return Terms(price, loss, float(needed["hours_needed"]), fee), bool(needed["reachable"])
