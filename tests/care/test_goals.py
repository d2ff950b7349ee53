"""What a parting brings, and the savings it never brings."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.care.assumptions import GoalAssumptions
from analysis.care.goals import ALL_HOURS, check_goal, word_of_mouth, worth_per_hour
from analysis.evaluate import evaluate
from analysis.portfolio import Portfolio
from tests.portfolios import make_portfolio


def unavoidable(seed: int = 0) -> Portfolio:
    """Everybody carries care cost that stays whoever goes: people's time alone, far above every margin."""
    portfolio = make_portfolio(40, seed)
    customers = portfolio.customers
    for quantity in ("deductions", "deduction_cases", "late_discount", "euro_days_late", "reminders", "credits"):
        customers[quantity] = 0.0
    customers["terms_euro_days"], customers["average_days_late"] = 0.0, 0.0
    customers["staff_hours"] = customers["revenue"] / 65
    customers["first_order"] = pd.Timestamp("2024-11-01")
    return portfolio


def answers(portfolio: Portfolio) -> pd.DataFrame:
    return pd.DataFrame({"self_check": "not_us", "strategic": "no", "refused": True}, index=portfolio.customers.index)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1_000))
def test_death_spiral_cost_that_stays_never_parts_with_anybody(seed: int) -> None:
    portfolio = unavoidable(seed)
    assumptions = Assumptions().changed({"goals.redeployed": 0})
    result = evaluate(portfolio, assumptions, answers(portfolio))
    assert set(result.customers["action"]) == {"cap_care"}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1_000), st.integers(1, 30))
def test_a_parting_saves_no_more_than_its_avoidable_cost(seed: int, gone: int) -> None:
    result = evaluate(make_portfolio(30, seed), Assumptions())
    parted = pd.Series(range(30), index=result.customers.index) < gone
    check = check_goal(result.customers, parted, GoalAssumptions(), 1.0, result.hour_worth)
    assert check.saved == pytest.approx(result.customers.loc[parted, "avoidable_care"].sum())
    assert check.saved <= result.customers.loc[parted, "care_cost"].sum() + 0.001


def test_the_bridge_adds_up() -> None:
    result = evaluate(make_portfolio(30), Assumptions())
    parted = result.customers["revenue_rank"] > 20
    check = check_goal(result.customers, parted, GoalAssumptions(), 0.5, result.hour_worth)
    steps = check.today - check.margin_lost + check.saved + check.redeployed - check.word_of_mouth
    assert check.without == pytest.approx(steps, abs=0.005)


def test_nobody_gone_changes_nothing() -> None:
    result = evaluate(make_portfolio(30), Assumptions())
    nobody = pd.Series(False, index=result.customers.index)
    check = check_goal(result.customers, nobody, GoalAssumptions(), 1.0, result.hour_worth)
    assert (check.without, check.hours) == (check.today, 0)


def test_freed_hours_that_are_not_redeployed_are_worth_nothing() -> None:
    result = evaluate(make_portfolio(30), Assumptions().changed({"goals.redeployed": 0, "goals.listeners": 0}))
    customers = result.customers
    expected = (customers["avoidable_care"] - customers["contribution_margin"]) * result.portfolio.per_year
    assert (customers["parting_gain"] - expected).abs().max() <= 0.0051


def test_no_hours_known_no_figure() -> None:
    customers = evaluate(make_portfolio(30, care=False), Assumptions()).customers
    assert pd.isna(worth_per_hour(customers, customers["listened"]))


def test_word_of_mouth_by_hand() -> None:
    """7 listeners × 10 % × 2 % × mean 1,000 € a year × 3 years."""
    customers = pd.DataFrame({"contribution_margin": [1_100.0, 900.0, -50.0], "avoidable_care": [100.0, -100.0, 0.0]})
    assert word_of_mouth(customers, GoalAssumptions(), 1.0) == pytest.approx(7 * 0.1 * 0.02 * 1_000 * 3)


def test_word_of_mouth_never_costs_more_than_what_remains() -> None:
    customers = pd.DataFrame({"contribution_margin": [100.0], "avoidable_care": [0.0]})
    wild = GoalAssumptions(listeners=20, listeners_who_count=1.0, listener_loss=0.25, word_of_mouth_years=10)
    assert word_of_mouth(customers, wild, 1.0) == 1_000.0


def test_a_kind_parting_halves_the_talk() -> None:
    customers = evaluate(make_portfolio(30), Assumptions()).customers
    loud, kind = (word_of_mouth(customers, GoalAssumptions(kind_parting=value), 1.0) for value in (False, True))
    assert kind == pytest.approx(loud / 2)


def test_a_goal_out_of_reach_holds_who_would_part() -> None:
    portfolio = unavoidable()
    portfolio.customers["deductions"] = portfolio.customers["revenue"]
    reachable = evaluate(portfolio, Assumptions(), answers(portfolio))
    high = Assumptions().changed({"goals.goal_set": True, "goals.target": 1e9})
    out_of_reach = evaluate(portfolio, high, answers(portfolio))
    assert "part_ways" in set(reachable.customers["action"])
    assert "part_ways" not in set(out_of_reach.customers["action"])
    assert "hold" in set(out_of_reach.customers["action"])


def test_a_goal_without_a_target_is_none_yet() -> None:
    portfolio = losing_all()
    switched = Assumptions().changed({"goals.goal_set": True})
    assert evaluate(portfolio, switched).goal.gap == evaluate(portfolio, Assumptions()).goal.gap == 0.0


def losing_all() -> Portfolio:
    portfolio = make_portfolio(5)
    portfolio.customers["cost"] = portfolio.customers["revenue"] * 2
    return portfolio


def test_annual_figures_of_two_years_are_half() -> None:
    portfolio = make_portfolio(30)
    result = evaluate(portfolio, Assumptions())
    assert result.goal.today == pytest.approx(result.total("net_contribution") * 365 / portfolio.days, abs=0.01)


def test_worth_per_hour_counts_those_with_hours_only() -> None:
    portfolio = replace(make_portfolio(2), customers=make_portfolio(2).customers.copy())
    customers = evaluate(portfolio, Assumptions()).customers
    customers.loc[2, "all_hours"] = float("nan")
    one = customers.loc[1]
    hours = one[list(ALL_HOURS)].sum()
    expected = (one["contribution_margin"] - one["cash_care"]) / hours
    assert worth_per_hour(customers, pd.Series(True, index=customers.index)) == pytest.approx(expected)
