"""What to do with each customer: what parting would bring, what the levers reach, and the recommended action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.assumptions import Assumptions
from analysis.care.actions import recommend
from analysis.care.goals import ALL_HOURS, GoalCheck, check_goal, parting_gain, word_of_mouth, worth_per_hour
from analysis.care.uncertainty import Linear, drawn_rates, triples
from analysis.columns import beside
from analysis.costed import Costed
from analysis.tagged import Tagged

AMOUNTS = ("contribution_margin", "care_cost", "avoidable_care", "cash_care", "net_contribution", *ALL_HOURS)


@dataclass(frozen=True)
class Decided:
    """The last stage of an evaluation; see ``Evaluation`` for what the fields hold. Not to be changed."""

    customers: pd.DataFrame
    goal: GoalCheck
    hour_worth: float


def decided(
    costed: Costed,
    tagged: Tagged,
    levers: pd.DataFrame,
    assumptions: Assumptions,
    ranged: Mapping[str, tuple[float, float]] | None = None,
) -> Decided:
    """The action for every customer. ``levers``: see ``mildest``; ``ranged`` as ``evaluate`` takes it."""
    customers, goals, portfolio = tagged.customers, assumptions.goals, costed.portfolio
    amounts, per_year = customers[list(AMOUNTS)], portfolio.per_year
    hour = worth_per_hour(amounts, customers["listened"])
    gain = parting_gain(amounts, goals, per_year, hour, word_of_mouth(amounts, goals, per_year))
    facts = customers[
        ["verdict", "strategic", "self_check", "net_contribution", "high_maintenance", "margin_assumed"]
    ].assign(
        parting_gain=gain,
        is_new=customers["first_order"] > pd.Timestamp(portfolio.period[1]) - pd.DateOffset(months=12),
        levers_reach=levers["reachable"] & ~tagged.refused,
    )
    facts["depends_on_rates"] = _depends_on_rates(facts, costed.linear, assumptions, ranged)
    actions = recommend(facts, goal_reachable=True)
    goal = check_goal(amounts, actions["action"] == "part_ways", goals, per_year, hour)
    if goal.gap > 0:
        actions = recommend(facts, goal_reachable=False)
    found = pd.concat([levers, gain.rename("parting_gain"), actions], axis=1)
    return Decided(beside(customers, found), goal, hour)


def _depends_on_rates(
    facts: pd.DataFrame, linear: Linear, assumptions: Assumptions, ranged: Mapping[str, tuple[float, float]] | None
) -> pd.Series:
    """Whether a customer below zero would be above in more draws than the robust share allows; only asked where the
    answer could decide."""
    asked = (facts["net_contribution"] < 0) & (facts["self_check"] == "not_us")
    asked &= ~facts["margin_assumed"] & ~facts["is_new"]
    result = pd.Series(False, index=facts.index)
    if asked.any():
        earning = linear.of(facts.index[asked]).earning_share(drawn_rates(triples(assumptions, ranged)))
        result[asked] = earning > 1 - assumptions.goals.robust_share
    return result
