"""Stages kept from one evaluation serve the next: under other thresholds, answers and goals it is as made anew."""

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.care.levers import mildest
from analysis.costed import costed
from analysis.evaluate import evaluate, evaluated, summary
from tests.portfolios import make_portfolio

PORTFOLIO = make_portfolio(120)
FIRST = costed(PORTFOLIO, Assumptions().upload, Assumptions().care)
SAID = pd.DataFrame(
    {
        "profitable": {3: "yes", 5: "no", 999: "yes"},
        "strategic": {1: "yes", 2: "open"},
        "self_check": dict.fromkeys(range(1, 60), "not_us"),
        "refused": {4: True, 6: False},
    },
    dtype="object",
).rename_axis("customer_id")
CHANGES = [
    {"tag.margin_after_care": 0.3, "tag.orders_per_year": 12, "tag.top_share": 0.5},
    {"tag.class_a": 0.5, "tag.class_b": 0.6, "tag.growth_signal": True, "tag.growth": 0.1},
    {"goals.goal_set": True, "goals.target": 9_000_000.0, "goals.price_limit": 0.2, "goals.robust_share": 0.8},
]


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("answers", [None, SAID])
def test_the_care_costs_of_another_evaluation_give_the_same_figures(changes, answers):
    assumptions, signals = Assumptions().changed(changes), {"industry": ["Medical"]}
    levers = mildest(FIRST.customers, FIRST.cost.by_driver, assumptions.goals)
    anew = evaluate(PORTFOLIO, assumptions, answers, signals=signals)
    kept = evaluated(FIRST, levers, assumptions, answers, signals=signals)
    pd.testing.assert_frame_equal(kept.customers, anew.customers, check_exact=True)
    assert (kept.goal, kept.hour_worth, kept.top_fifth) == (anew.goal, anew.hour_worth, anew.top_fifth)
    assert summary(kept) == summary(anew)


def test_an_answer_that_is_none_is_a_mistake():
    answers = pd.DataFrame({"strategic": {1: "perhaps"}}).rename_axis("customer_id")
    with pytest.raises(ValueError, match="strategic"):
        evaluate(PORTFOLIO, Assumptions(), answers)
