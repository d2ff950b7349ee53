"""Groups and movers: the parts add up to the whole, and both periods are of the same length."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.tag.curves import pareto, quadrants
from analysis.tag.groups import buyers, by_group, by_product
from analysis.tag.movers import movers
from tests.portfolios import make_portfolio

PORTFOLIO = make_portfolio(60)
EVALUATION = evaluate(PORTFOLIO, Assumptions())


@pytest.mark.parametrize("amount", ["revenue", "contribution_margin", "care_cost", "net_contribution"])
def test_groups_add_up_to_the_portfolio(amount):
    region = PORTFOLIO.customers["region"].mask(PORTFOLIO.customers.index < 5)
    table = by_group(EVALUATION.customers, region, "unknown")
    assert table[amount].sum() == pytest.approx(EVALUATION.customers[amount].sum(), abs=0.01)
    assert table.loc["unknown", "customers"] == 4
    assert table["customers"].sum() == 60


def test_product_groups_count_each_customer_once():
    products = pd.DataFrame(
        {
            "customer_id": [1, 1, 2],
            "product": ["Pumps", "Pumps", "Valves"],
            "revenue": [100.0, 50.0, 70.0],
            "cost": [60.0, 20.0, 30.0],
            "profit": [0.0, 0.0, 0.0],
            "revenue_with_cost": [100.0, 50.0, 70.0],
            "revenue_with_profit": [0.0, 0.0, 0.0],
        }
    )
    portfolio = replace(PORTFOLIO, products=products)
    table = by_product(portfolio, Assumptions().upload)
    assert table["customers"].to_dict() == {"Pumps": 1, "Valves": 1}
    assert table["contribution_margin"].to_dict() == {"Pumps": 70.0, "Valves": 40.0}
    assert buyers(portfolio, ["Pumps"]) == [1]


def test_every_customer_is_in_one_quadrant_and_on_its_side():
    customers = EVALUATION.customers
    named = quadrants(customers)
    assert ((customers["net_contribution"] >= 0) == named.str.endswith("_earning")).all()
    big = customers.loc[named.str.startswith("big"), "revenue"]
    assert big.min() > customers.loc[named.str.startswith("small"), "revenue"].max()


def test_the_quadrants_do_not_depend_on_the_order_of_rows():
    shuffled = EVALUATION.customers.sample(frac=1, random_state=1)
    pd.testing.assert_series_equal(quadrants(shuffled).sort_index(), quadrants(EVALUATION.customers))


def test_the_classes_hold_all_customers_and_all_revenue():
    curve = pareto(EVALUATION.customers["revenue"], EVALUATION.assumptions.tag)
    assert sum(curve.customers(name) for name in "ABC") == 60
    assert sum(curve.revenue(name) for name in "ABC") == pytest.approx(EVALUATION.total("revenue"), abs=0.01)
    assert sum(curve.share_of(name) for name in "ABC") == pytest.approx(1)


def grown(customer: int, times: float) -> pd.DataFrame:
    """The portfolio's months with this customer's business of the last twelve multiplied."""
    months = PORTFOLIO.months.copy()
    late = (months["customer_id"] == customer) & (months["month"] >= pd.Timestamp("2025-11-01"))
    for column in ("revenue", "cost", "revenue_with_cost"):
        months.loc[late, column] = (months.loc[late, column] * times).round(2)
    return months


def test_even_business_moves_nobody():
    moved = movers(evaluate(make_portfolio(20, care=False), Assumptions()))
    assert (moved.table["change"] == 0).all()
    assert moved.rose(10).empty
    assert moved.fell(10).empty


def test_both_periods_are_the_same_months_a_year_apart():
    moved = movers(EVALUATION)
    assert moved.a_year_apart
    assert moved.earlier == (pd.Timestamp("2024-11-01"), pd.Timestamp("2025-10-31"))
    assert moved.later == (pd.Timestamp("2025-11-01"), pd.Timestamp("2026-10-31"))


@pytest.mark.parametrize(("times", "side"), [(3.0, "rose"), (0.2, "fell")])
def test_who_does_more_or_less_business_moves_first(times, side):
    calm = make_portfolio(60, care=False)
    moved = movers(evaluate(replace(calm, months=grown(7, times)), Assumptions()))
    assert getattr(moved, side)(1).index.tolist() == [7]


def test_a_new_and_a_lost_customer_are_called_so():
    months = PORTFOLIO.months
    turn = pd.Timestamp("2025-11-01")
    new = (months["customer_id"] == 1) & (months["month"] < turn)
    gone = (months["customer_id"] == 2) & (months["month"] >= turn)
    moved = movers(evaluate(replace(PORTFOLIO, months=months[~new & ~gone]), Assumptions()))
    assert moved.table.loc[[1, 2, 3], "kind"].tolist() == ["new", "gone", "both"]


def test_without_dates_nobody_moves():
    assert movers(evaluate(replace(PORTFOLIO, months=PORTFOLIO.months.iloc[:0]), Assumptions())) is None
