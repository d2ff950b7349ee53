"""Customers gone quiet stand apart from the known losses; growth of the segments adds up."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.refill.losses import totals
from analysis.refill.potential import growth_of_segments
from analysis.refill.quiet import gone_quiet, yearly_revenue
from tests.portfolios import make_portfolio


def portfolio(**more):
    """Every customer orders every ten days; the first ten stop half a year before the end."""
    made = make_portfolio(60)
    first, last = map(pd.Timestamp, made.period)
    days = pd.date_range(first, last, freq="10D")
    rows = [
        (customer, day, 100.0)
        for customer in made.customers.index
        for day in days
        if customer > 10 or day < last - pd.Timedelta(days=180)
    ]
    orders = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"])
    orders["order"], orders["lines"] = [f"R{place}" for place in orders.index], 1
    return replace(made, orders=orders, **more)


def lost(customers: list[float], kind: str, status: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"customer_id": customers, "name": "x", "kind": kind, "status": status, "stage": "Offer", "reason": "price",
         "value": 10.0, "date": pd.Timestamp("2026-01-01")}
    )  # fmt: skip


def test_who_stopped_is_quiet_even_where_no_losses_were_uploaded():
    evaluation = evaluate(portfolio(), Assumptions())
    found = gone_quiet(evaluation)
    assert sorted(found.index) == list(range(1, 11))
    revenue = evaluation.customers.loc[range(1, 11), "revenue"] * evaluation.portfolio.per_year
    assert yearly_revenue(found) == pytest.approx(revenue.sum(), abs=0.1)
    assert found["revenue"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("losses", "quiet"),
    [
        (lost([1.0, 2.0], "customer", "lost"), 8),
        (lost([1.0, 2.0], "deal", "lost"), 10),
        (lost([np.nan, 30.0], "customer", "lost"), 10),
    ],
)
def test_known_losses_are_no_quiet_ones_and_their_counts_hold_none(losses, quiet):
    evaluation = evaluate(portfolio(losses=losses), Assumptions())
    assert len(gone_quiet(evaluation)) == quiet
    assert totals(evaluation.portfolio.losses)["lost"] == (2, 20.0)


def test_growth_of_the_segments_adds_up_to_the_selling_potential():
    random = np.random.default_rng(4)
    rows = [(customer, group) for customer in range(1, 61) for group in "ABCDE" if random.random() < 0.8]
    products = pd.DataFrame(rows, columns=["customer_id", "product"])
    products["revenue"] = products["revenue_with_cost"] = random.lognormal(7, 0.3, len(products)).round(2)
    products["cost"], products["quantity"] = (products["revenue"] * 0.5).round(2), 1.0
    products["profit"] = products["revenue_with_profit"] = 0.0
    evaluation = evaluate(portfolio(products=products), Assumptions())
    for attribute in evaluation.portfolio.attributes:
        found = growth_of_segments(evaluation, attribute, Language("en"))
        assert found["margin"].sum() == pytest.approx(evaluation.invoices.selling.total, abs=0.05)
        assert (found["customers"].sum(), found["could"].sum()) == (60, len(evaluation.invoices.selling.customers))
    assert evaluation.invoices.selling.total > 0
