"""What to do with each customer: what parting would bring, what the levers reach, and the recommended action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.care.actions import recommend
from analysis.care.goals import GoalCheck, check_goal, parting_gain, word_of_mouth, worth_per_hour
from analysis.care.uncertainty import drawn_rates, triples
from analysis.columns import beside
from analysis.tagged import Tagged


@dataclass(frozen=True)
class Decided:
    """The last stage of an evaluation; see ``Evaluation`` for what the fields hold. Not to be changed."""

    customers: pd.DataFrame
    goal: GoalCheck
    hour_worth: float


def decided(tagged: Tagged, levers: pd.DataFrame, ranged: Mapping[str, tuple[float, float]] | None = None) -> Decided:
    """The action for every customer. ``levers``: see ``mildest``; ``ranged`` as ``evaluate`` takes it."""
    customers, goals, portfolio = tagged.customers, tagged.assumptions.goals, tagged.portfolio
    per_year = portfolio.per_year
    hour = worth_per_hour(customers, customers["listened"].to_numpy("bool"))
    gain = parting_gain(customers, goals, per_year, hour, word_of_mouth(customers, goals, per_year))
    a_year_ago = np.datetime64(pd.Timestamp(portfolio.period[1]) - pd.DateOffset(months=12))
    facts: dict[str, Any] = {
        **{name: customers[name] for name in ("verdict", "strategic", "self_check")},
        "net_contribution": customers["net_contribution"].to_numpy(),
        **{name: customers[name].to_numpy("bool") for name in ("high_maintenance", "margin_assumed")},
        "parting_gain": gain.to_numpy(),
        "is_new": customers["first_order"].to_numpy() > a_year_ago,
        "levers_reach": levers["reachable"].to_numpy() & ~tagged.refused,
    }
    facts["depends_on_rates"] = _depends_on_rates(facts, tagged, ranged)
    actions = recommend(facts, goal_reachable=True)
    goal = check_goal(customers, actions["action"] == "part_ways", goals, per_year, hour)
    if goal.gap > 0:
        actions = recommend(facts, goal_reachable=False)
    found = {**levers, "parting_gain": gain, **actions}
    return Decided(beside(customers, pd.DataFrame(found, index=customers.index, copy=False)), goal, hour)


def _depends_on_rates(
    facts: Mapping[str, Any], tagged: Tagged, ranged: Mapping[str, tuple[float, float]] | None
) -> np.ndarray:
    """Whether a customer below zero would be above in more draws than the robust share allows; only asked where the
    answer could decide."""
    asked = (facts["net_contribution"] < 0) & (facts["self_check"] == "not_us").to_numpy("bool")
    asked &= ~facts["margin_assumed"] & ~facts["is_new"]
    result = np.zeros(len(asked), dtype="bool")
    if asked.any():
        rates = drawn_rates(triples(tagged.assumptions, ranged))
        earning = tagged.linear_of(np.flatnonzero(asked)).earning_share(rates).to_numpy()
        result[asked] = earning > 1 - tagged.assumptions.goals.robust_share
    return result
