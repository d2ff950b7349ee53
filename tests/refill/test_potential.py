"""Room to grow: by share, by demand, by similar customers; never with customers who cost more than they bring."""

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.refill.potential import guess, room, two_answers
from analysis.refill.segments import segments
from tests.portfolios import make_portfolio

BASE = make_portfolio(120)


def with_column(name: str, values: pd.Series):
    portfolio = make_portfolio(120)
    portfolio.customers[name] = values
    object.__setattr__(portfolio, "attributes", (*portfolio.attributes, name))
    return evaluate(portfolio, Assumptions())


def yearly(evaluation) -> pd.Series:
    return evaluation.customers["revenue"] * evaluation.portfolio.per_year


@pytest.mark.parametrize("percent", [1, 100])
def test_a_share_of_a_quarter_leaves_room_for_three_times_as_much(percent):
    evaluation = with_column("Lieferanteil", pd.Series(0.25 * percent, index=BASE.customers.index))
    assert guess(evaluation) == ("share", "Lieferanteil")
    rows = room(evaluation, "share", "Lieferanteil")
    assert rows["more"].tolist() == pytest.approx((3 * yearly(evaluation)[rows.index]).tolist(), abs=0.02)


def test_a_demand_below_what_we_sell_leaves_no_room():
    evaluation = with_column(
        "Bedarf im Jahr", pd.Series(np.where(BASE.customers.index % 2, 0.0, 1e7), BASE.customers.index)
    )
    basis, column = guess(evaluation)
    rows = room(evaluation, basis, column)
    assert len(rows) and (rows.index % 2 == 0).all()
    assert rows["possible"].eq(1e7).all()


def test_of_similar_customers_three_in_four_have_no_more_than_is_possible():
    evaluation = evaluate(BASE, Assumptions())
    assert guess(evaluation) == ("peers", None)
    rows, revenue = room(evaluation, "peers", None, ("industry",)), yearly(evaluation)
    assert len(rows)
    for customer, row in rows.iterrows():
        peers = revenue[evaluation.customers["industry"] == evaluation.customers.at[customer, "industry"]]
        assert row["peers"] == len(peers)
        assert (peers <= row["possible"] + 0.01).mean() >= 0.75


def test_customers_below_zero_are_not_to_grow_and_few_peers_say_nothing():
    evaluation = evaluate(BASE, Assumptions())
    rows = room(evaluation, "peers", None, ("industry",))
    assert (evaluation.customers.loc[rows.index, "net_contribution"] > 0).all() and (rows["worth"] > 0).all()
    assert room(evaluation, "peers", None, ("industry", "region", "channel", "employees")).empty


def test_the_two_answers_are_the_highest_of_their_columns():
    table = segments(evaluate(make_portfolio(240), Assumptions()), "industry", Language("en"))
    table["growth"] = np.linspace(0, 0.5, len(table))
    profitable, growing = two_answers(table)
    assert (profitable, growing) == (table.index[0], table.index[-1])
    assert two_answers(table.assign(growth=np.nan)) is None
    assert two_answers(table.assign(small=True)) is None
