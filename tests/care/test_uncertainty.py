"""Draws: PERT as published, linear in the drivers, the same every time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.care.uncertainty import (
    Triple,
    band,
    drawn_rates,
    how_sure,
    linear_net,
    pert,
    tornado,
    triples,
    uncertain_names,
)
from analysis.evaluate import evaluate
from tests.portfolios import make_portfolio


def draw(triple: Triple, draws: int = 200_000) -> np.ndarray:
    return pert(triple, np.random.default_rng(1), draws)


@pytest.mark.parametrize("triple", [Triple(0, 5, 10), Triple(0, 1, 10), Triple(0, 10, 10), Triple(52, 65, 78)])
def test_pert_has_its_mean_where_the_formula_says(triple: Triple) -> None:
    mean = (triple.low + 4 * triple.likely + triple.high) / 6
    assert draw(triple).mean() == pytest.approx(mean, rel=0.01)


@pytest.mark.parametrize(("quantile", "value"), [(0.05, 0.1893), (0.5, 0.5), (0.95, 0.8107)])
def test_pert_quantiles_are_those_of_the_beta_distribution(quantile: float, value: float) -> None:
    """PERT(0, ½, 1) is Beta(3, 3); the quantiles from scipy.stats.beta(3, 3).ppf."""
    assert np.quantile(draw(Triple(0, 0.5, 1)), quantile) == pytest.approx(value, abs=0.005)


def test_no_width_is_a_constant() -> None:
    assert set(draw(Triple(3, 3, 3), 10)) == {3.0}


def test_the_same_seed_gives_the_same_draws() -> None:
    ranged = triples(Assumptions())
    assert all((drawn_rates(ranged)[name] == drawn_rates(ranged)[name]).all() for name in ranged)


def test_a_rate_keeps_its_draws_when_another_changes() -> None:
    one, two = (drawn_rates(triples(Assumptions().changed({"care.reminder": value}))) for value in (15, 50))
    assert (one["care.hourly_rate"] == two["care.hourly_rate"]).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000), st.booleans(), st.sampled_from([0.0, 0.4]))
def test_at_the_likely_values_it_is_the_headline(seed: int, cost: bool, unjustified: float) -> None:
    assumptions = Assumptions().changed({"care.unjustified_share": unjustified, "care.time_equation": True})
    result = evaluate(make_portfolio(40, seed, cost=cost), assumptions)
    likely = {name: float(assumptions.value(name)) for name in uncertain_names()}
    linear = result.linear
    net = linear.fixed + (linear.units @ linear.prices(likely))[0]
    assert np.abs(net - result.customers["net_contribution"]).max() < 0.1
    assert float(linear.total(likely)[0]) == pytest.approx(result.total("net_contribution"), abs=1.0)


def test_a_case_with_a_known_answer() -> None:
    """One customer, 100 h: net = margin − 100 × rate, and the rate is PERT(50, 60, 70)."""
    portfolio = make_portfolio(1)
    portfolio.customers[["revenue", "revenue_with_cost", "cost"]] = [10_000.0, 10_000.0, 4_000.0]
    care = [column for column in evaluate(portfolio, Assumptions()).counted if column in portfolio.customers]
    portfolio.customers[[c for c in care if c.endswith(("hours", "cases", "late", "days", "reminders"))]] = np.nan
    portfolio.customers[["deductions", "late_discount", "credits"]] = np.nan
    portfolio.customers["staff_hours"] = 100.0
    assumptions = Assumptions().changed({"care.hourly_rate": 60})
    linear = linear_net(evaluate(portfolio, assumptions).counted, assumptions.care)
    rates = drawn_rates(triples(assumptions, {"care.hourly_rate": (50.0, 70.0)}))
    found = band(linear.total(rates))
    # 5 % and 95 % of Beta(3, 3) on 50–70 €/h; the sampling error of 10,000 draws is about 0.1 €/h.
    assert [found.mean, found.low, found.high] == pytest.approx([0, -621.4, 621.4], abs=25)
    assert linear.earning_share(rates).iloc[0] == pytest.approx(0.5, abs=0.02)


def test_a_rate_is_shared_by_all_customers() -> None:
    """Two equal customers swing together: the band of both is twice the band of one."""
    portfolio = make_portfolio(2)
    portfolio.customers.loc[2] = portfolio.customers.loc[1]
    linear, rates = evaluate(portfolio, Assumptions()).linear, drawn_rates(triples(Assumptions()))
    both, one = linear.total(rates), linear.of(pd.Index([1])).total(rates)
    assert both == pytest.approx(2 * one)


def test_the_tornado_turns_one_rate_at_a_time() -> None:
    result = evaluate(make_portfolio(40), Assumptions())
    table = tornado(result.linear, triples(Assumptions()))
    at_high = evaluate(result.portfolio, Assumptions().changed({"care.hourly_rate": 78}))
    change = at_high.total("net_contribution") - result.total("net_contribution")
    assert table.loc["care.hourly_rate", "at_high"] == pytest.approx(change, abs=0.5)


def test_the_tornado_stands_in_order_of_effect() -> None:
    effect = tornado(evaluate(make_portfolio(40), Assumptions()).linear, triples(Assumptions()))["effect"]
    assert effect.is_monotonic_decreasing and (effect > 0).all()


def test_a_range_stays_within_the_slider() -> None:
    found = triples(Assumptions(), {"care.interest": (-1.0, 9.0)})["care.interest"]
    assert (found.low, found.likely, found.high) == (0.0, 0.08, 0.15)


def test_the_variable_share_is_drawn_only_where_the_analyst_says_so() -> None:
    found = triples(Assumptions())["upload.variable_share"]
    assert found.low == found.high == 1.0


def test_robust_from_95_percent_on_either_side() -> None:
    shares = pd.Series([1.0, 0.95, 0.94, 0.06, 0.05, 0.0])
    earning, losing = ["robustly_earning"] * 2, ["robustly_losing"] * 2
    assert how_sure(shares, 0.95).tolist() == [*earning, "depends", "depends", *losing]
