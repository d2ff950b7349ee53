"""The action table of the method over every combination of its conditions."""

from itertools import product

import pandas as pd
import pytest

from analysis.care.actions import ACTIONS, RULES, recommend
from analysis.tag.verdict import VERDICTS

SWITCHES = ("high_maintenance", "margin_assumed", "is_new", "depends_on_rates", "levers_reach")


def by_the_method(fact: dict[str, object], goal_reachable: bool) -> str:
    """The table of the method, row by row, as a person reads it."""
    earns = float(fact["net_contribution"]) >= 0  # type: ignore[arg-type]
    if fact["verdict"] == "nurture" and earns:
        return "invest"
    if earns and not fact["high_maintenance"]:
        return "keep"
    if fact["self_check"] == "open":
        return "check_ourselves"
    if fact["self_check"] == "we_are_the_cause":
        return "put_right"
    if earns:
        return "renegotiate"
    if fact["margin_assumed"] or fact["is_new"] or fact["depends_on_rates"]:
        return "clarify"
    if fact["levers_reach"]:
        return "repair"
    if fact["strategic"] == "open":
        return "clarify"
    if fact["strategic"] == "yes":
        return "strategic_investment"
    if float(fact["parting_gain"]) <= 0:  # type: ignore[arg-type]
        return "cap_care"
    return "part_ways" if goal_reachable else "hold"


def every_fact() -> pd.DataFrame:
    columns = {
        "verdict": VERDICTS,
        "strategic": ("yes", "no", "open"),
        "self_check": ("open", "not_us", "we_are_the_cause"),
        "net_contribution": (-0.01, 0.0, 1.0),
        "parting_gain": (-1.0, 0.0, 1.0),
        **dict.fromkeys(SWITCHES, (True, False)),
    }
    return pd.DataFrame(list(product(*columns.values())), columns=list(columns))


@pytest.mark.parametrize("goal_reachable", [True, False])
def test_every_combination_gets_the_action_of_the_method(goal_reachable: bool) -> None:
    facts = every_fact()
    expected = [by_the_method(fact, goal_reachable) for fact in facts.to_dict("records")]
    assert recommend(facts, goal_reachable)["action"].tolist() == expected


def test_every_rule_can_fire() -> None:
    fired = pd.concat([recommend(every_fact(), reachable)["rule"] for reachable in (True, False)])
    assert set(fired) == {rule for rule, _ in RULES}


def test_the_rule_that_is_named_is_the_one_of_the_action() -> None:
    result = recommend(every_fact(), True)
    assert result["action"].tolist() == result["rule"].map(dict(RULES)).tolist()


def test_actions_stand_in_the_order_of_their_rules() -> None:
    assert list(dict.fromkeys(action for _, action in RULES)) == list(ACTIONS)


@pytest.mark.parametrize("self_check", ["open", "we_are_the_cause"])
def test_nobody_is_parted_with_before_we_looked_at_ourselves(self_check: str) -> None:
    facts = every_fact().query("self_check == @self_check")
    assert not recommend(facts, True)["action"].isin(["part_ways", "hold", "cap_care"]).any()
