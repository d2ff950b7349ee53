"""Small orders that could be combined: counted by hand, and in no care cost."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.invoices.together import together
from tests.portfolios import make_portfolio


def ordered(rows: list[tuple[int, str, float]]):
    """A portfolio of exactly one year with these orders: customer, day, revenue."""
    orders = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"])
    orders["date"], orders["lines"] = pd.to_datetime(orders["date"]), 1
    orders["order"] = [f"R{place}" for place in orders.index]
    period = (pd.Timestamp("2025-01-01").date(), pd.Timestamp("2025-12-31").date())
    return replace(make_portfolio(5), orders=orders, period=period)


@pytest.mark.parametrize(
    ("amounts", "small", "fewer"),
    [
        ([40.0, 40.0], 2, 1),  # together 80: one order
        ([60.0, 60.0, 90.0, 90.0], 4, 1),  # together 300: three of at least 100 each
        ([40.0, 500.0], 1, 0),  # one small order alone cannot be combined
        ([40.0, -40.0, 0.0], 1, 0),  # credit notes are no orders
        ([100.0, 100.0], 0, 0),  # at the value is not below it
    ],
)
def test_orders_of_one_month_become_as_few_as_reach_the_value(amounts, small, fewer):
    portfolio = ordered([(1, "2025-03-05", amount) for amount in amounts])
    found = together(evaluate(portfolio, Assumptions().changed({"invoices.combine_below": 100})))
    if not fewer:
        assert found.empty
        return
    assert found.loc[1, ["small", "fewer"]].tolist() == [small, fewer]
    assert found.at[1, "saving"] == pytest.approx(fewer * 8 / 60 * 65, abs=0.005)


def test_orders_of_two_months_are_not_combined_and_one_customer_is_found_alone():
    rows = [(1, "2025-03-31", 40.0), (1, "2025-04-01", 40.0), (2, "2025-03-01", 40.0), (2, "2025-03-09", 40.0)]
    evaluation = evaluate(ordered(rows), Assumptions())
    assert together(evaluation).index.tolist() == [2]
    pd.testing.assert_frame_equal(together(evaluation, 2), together(evaluation))
    assert together(evaluation, 1).empty


def test_the_value_changes_no_care_cost():
    portfolio = ordered([(1, "2025-03-05", 40.0), (1, "2025-03-06", 40.0)])
    low, high = (evaluate(portfolio, Assumptions().changed({"invoices.combine_below": value})) for value in (0, 2000))
    pd.testing.assert_frame_equal(low.customers, high.customers)
