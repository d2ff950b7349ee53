"""The plan: the smallest bound binds, and nothing is divided by zero."""

from dataclasses import replace
from math import nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.care.decisions import PREFIX, year_ahead
from analysis.evaluate import evaluate
from analysis.language import LANGUAGES, Language
from analysis.refill.assumptions import RefillAssumptions
from analysis.refill.plan import by_month, plan, plan_for
from analysis.refill.plan_words import bounds, plan_sentence
from analysis.refill.value import margin_multiple
from tests.portfolios import make_portfolio

assumed = st.builds(
    RefillAssumptions,
    first_year_share=st.floats(0.1, 1),
    win_rate=st.floats(0.01, 1),
    prospects=st.integers(0, 10_000).map(float),
    acquisition_cost=st.floats(0, 50_000),
    ramp_up_months=st.integers(1, 24).map(float),
)
gaps = st.integers(0, 500_000_000).map(lambda hundredths: hundredths / 100)
worth = st.one_of(st.integers(-5_000_000, 50_000_000).map(lambda hundredths: hundredths / 100), st.just(nan))
hours = st.one_of(st.floats(0, 500), st.just(nan))


@given(worth, hours, st.floats(0, 5_000), st.one_of(st.none(), gaps), assumed)
def test_what_binds_is_always_the_smallest_bound(per_customer, hours_each, freed, gap, assumptions):
    made = plan(per_customer, hours_each, freed, gap, assumptions)
    known = [bound for bound in (made.needed, made.served, made.won) if bound is not None]
    expected = min(known) if made.per_customer > 0 else 0
    assert made.customers == expected
    if made.binds in ("needed", "served", "won"):
        assert getattr(made, made.binds) == made.customers


@given(worth, hours, st.floats(0, 5_000), gaps, assumed)
def test_a_goal_is_called_reached_only_where_the_customers_close_the_gap(
    per_customer, hours_each, freed, gap, assumptions
):
    made = plan(per_customer, hours_each, freed, gap, assumptions)
    if made.reaches_goal and gap > 0:
        assert made.customers * per_customer * assumptions.first_year_share >= gap * (1 - 1e-6)


@given(worth, hours, st.floats(0, 5_000), st.one_of(st.none(), gaps), assumed)
def test_the_months_never_fall_and_end_with_all_customers_where_the_ramp_ends_in_the_year(
    per_customer, hours_each, freed, gap, assumptions
):
    made = plan(per_customer, hours_each, freed, gap, assumptions)
    months = by_month(made, today=120_000, target=240_000, assumptions=assumptions)
    assert months["customers"].is_monotonic_increasing
    if assumptions.ramp_up_months <= 12:
        assert months["customers"].iloc[-1] == made.customers


def test_zero_freed_hours_are_named():
    assert plan(10_000, 20, 0, 50_000, RefillAssumptions()).binds == "no_hours_freed"


def test_unknown_hours_are_no_bound():
    assert plan(10_000, nan, 0, 50_000, RefillAssumptions()).served is None


def test_customers_who_bring_nothing_are_named_and_never_planned():
    made = plan(-500, 20, 100, 50_000, RefillAssumptions())
    assert (made.binds, made.customers, made.needed) == ("brings_nothing", 0, None)


def test_a_gap_too_wide_for_the_prospects_is_not_reached():
    made = plan(1_000, nan, 0, 1_000_000, RefillAssumptions())
    assert (made.binds, made.customers, made.reaches_goal) == ("won", 25, False)


def test_no_gap_needs_nobody():
    made = plan(1_000, nan, 0, 0, RefillAssumptions())
    assert (made.binds, made.customers, made.reaches_goal) == ("nothing_to_close", 0, True)


def test_the_acquisition_cost_is_taken_off_the_first_year():
    made = plan(10_000, nan, 0, 8_000, replace(RefillAssumptions(), acquisition_cost=1_500))
    assert (made.customers, made.first_year) == (2, 2 * (5_000 - 1_500))


def test_a_portfolio_without_hours_is_planned_without_that_bound():
    evaluation = evaluate(make_portfolio(60, care=False), Assumptions())
    year = year_ahead(decisions({}), None, evaluation)
    assert plan_for(evaluation, evaluation.customers["listened"], year).served is None


def decisions(actions: dict[int, str]) -> pd.DataFrame:
    rows = [(customer, f"{PREFIX}action", action) for customer, action in actions.items()]
    return pd.DataFrame(rows, columns=["customer_id", "field", "value"])


def test_the_plan_fills_the_gap_that_the_bridge_shows_and_uses_the_freed_hours_once():
    """In step 4 the freed hours bring something, in step 5 the customers whom they carry do."""
    goal = {"goals.goal_set": True, "goals.target": 10_000_000.0}
    evaluation = evaluate(make_portfolio(60), Assumptions().changed(goal))
    gone = evaluation.customers.index[:3]
    year = year_ahead(decisions(dict.fromkeys(gone, "part_ways")), None, evaluation)
    made = plan_for(evaluation, evaluation.customers["listened"], year)
    assert (year.whom, year.check.customers) == ("decided", 3)
    assert year.check.redeployed > 0
    assert made.gap == round(year.gap + year.check.redeployed, 2) == round(10_000_000 - year.before_new, 2)
    assert made.freed == year.check.hours * evaluation.assumptions.goals.redeployed > 0
    for code in LANGUAGES:
        assert Language(code).whole(year.check.redeployed) in " ".join(bounds(evaluation, made, Language(code)))


@pytest.mark.parametrize(("retention", "multiple"), [(0.6, 1.15), (0.7, 1.67), (0.8, 2.50), (0.9, 4.09)])
def test_the_margin_multiple_is_gupta_and_lehmanns_table(retention, multiple):
    assert round(margin_multiple(retention, 0.12), 2) == multiple


def test_where_the_goal_is_reached_the_plan_says_so():
    made = plan(10_000, 20, 100, 0.0, RefillAssumptions())
    for code in LANGUAGES:
        language = Language(code)
        assert plan_sentence(made, True, language) == language.text("refill.plan.title_no_gap", n=0)
        assert "0" not in plan_sentence(made, True, language)
