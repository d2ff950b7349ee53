"""Whale curve and ABC: true for any portfolio."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tag.assumptions import TagAssumptions
from analysis.tag.curves import abc, order_of, whale
from analysis.tag.marks import thinned

CENTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: cents / 100)
NETS = st.lists(CENTS, min_size=1, max_size=60).map(lambda nets: pd.Series(nets, index=range(1, len(nets) + 1)))


@given(NETS)
def test_the_curve_rises_to_its_peak_falls_after_it_and_ends_at_the_total(net):
    curve = whale(net)
    steps = curve.table["cumulative"].diff().fillna(curve.table["cumulative"].iloc[0])
    assert (steps.iloc[: curve.peak_customers] > -0.005).all()
    assert (steps.iloc[curve.peak_customers :] < 0.005).all()
    assert curve.table["cumulative"].iloc[-1] == pytest.approx(net.sum(), abs=0.005)


@given(NETS, st.randoms())
def test_the_order_of_rows_changes_nothing(net, random):
    order = list(net.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(whale(net).table, whale(net.loc[order]).table)


AMOUNTS = st.one_of(
    st.integers(-(10**6), 10**6).map(lambda whole: whole / 100),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0.0, -0.0, 9e16, 1.005, float("nan")]),
)


@given(st.lists(AMOUNTS, max_size=40), st.booleans())
def test_amounts_in_cents_and_others_come_in_the_same_order(amounts, only_cents):
    if only_cents:
        amounts = [round(amount, 2) for amount in amounts if abs(amount) < 1e9]
    values = np.array(amounts, dtype="float64")
    assert order_of(pd.Series(values)).tolist() == np.argsort(-values, kind="stable").tolist()


def test_ties_break_by_customer_id():
    assert whale(pd.Series([5.0, 5.0, 5.0], index=[3, 1, 2])).table.index.tolist() == [1, 2, 3]


@pytest.mark.parametrize(("nets", "peak"), [([-1.0, -2.0], 0), ([0.0, 0.0], 0), ([4.0], 1), ([3.0, -3.0], 1)])
def test_odd_portfolios_have_a_curve(nets, peak):
    curve = whale(pd.Series(nets, index=range(1, len(nets) + 1)))
    assert curve.peak_customers == peak
    assert math.isnan(curve.peak_share) == (sum(nets) <= 0)


@given(NETS)
def test_losers_and_their_total_agree(net):
    curve = whale(net)
    assert curve.losing_customers == int((net < 0).sum())
    assert curve.losing_total == pytest.approx(net[net < 0].sum(), abs=0.005)


@given(NETS)
def test_classes_follow_the_share_before_the_customer(revenue):
    classes = abc(revenue, TagAssumptions())
    ranked = revenue.sort_values(ascending=False, kind="stable")
    assert (classes[revenue <= 0] == "C").all()
    letters = classes.reindex(ranked.index).tolist()
    assert letters == sorted(letters)
    assert revenue.max() <= 0 or letters[0] == "A"


def test_a_long_curve_is_thinned_without_moving_peak_or_ends():
    curve = whale(pd.Series([100.0 - at / 100 for at in range(20_000)], index=range(1, 20_001)))
    points = thinned(curve.table, curve.peak_customers)
    assert len(points) <= 2_000
    assert {1, curve.peak_customers, 20_000} <= set(points["rank"])
