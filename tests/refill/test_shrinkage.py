"""Shrinkage, Wilson and bootstrap against second implementations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.refill.shrinkage import FEWEST_FOR_INTERVAL, bootstrap_mean, shrunk_means
from analysis.shares import wilson, wilsons


def by_hand(groups: dict[str, list[float]]) -> dict[str, float]:
    """Bühlmann-Straub in plain sums, without pandas."""
    everybody = [value for values in groups.values() for value in values]
    total, count = len(everybody), len(groups)
    overall = sum(everybody) / total
    means = {name: sum(values) / len(values) for name, values in groups.items()}
    within = sum((value - means[name]) ** 2 for name, values in groups.items() for value in values) / (total - count)
    spread = sum(len(values) * (means[name] - overall) ** 2 for name, values in groups.items())
    squares = sum(len(values) ** 2 for values in groups.values())
    between = total / (total**2 - squares) * (spread - (count - 1) * within)
    if between <= 0:
        return dict.fromkeys(groups, overall)
    k = within / between
    return {name: (len(values) * means[name] + k * overall) / (len(values) + k) for name, values in groups.items()}


def shrunk(groups: dict[str, list[float]]) -> pd.Series:
    values = pd.Series([value for values in groups.values() for value in values])
    names = pd.Series([name for name, values in groups.items() for _ in values])
    return shrunk_means(values, names)["shrunk"]


amounts = st.floats(-1e6, 1e6).map(lambda value: round(value, 2))
portfolios = st.dictionaries(st.sampled_from("ABCDEF"), st.lists(amounts, min_size=1, max_size=12), min_size=2)


@given(portfolios.filter(lambda groups: sum(map(len, groups.values())) > len(groups)))
def test_shrunk_means_agree_with_plain_sums(groups):
    expected = by_hand(groups)
    scale = max(1.0, *(abs(value) for values in groups.values() for value in values))
    assert shrunk(groups).to_dict() == pytest.approx(expected, rel=1e-6, abs=1e-6 * scale)


@given(portfolios)
def test_a_shrunk_mean_lies_between_its_own_and_the_overall_mean(groups):
    everybody = [value for values in groups.values() for value in values]
    overall, slack = float(np.mean(everybody)), 1e-6 * max(1.0, *np.abs(everybody))
    for name, value in shrunk(groups).items():
        low, high = sorted([float(np.mean(groups[str(name)])), overall])
        assert low - slack <= value <= high + slack


def test_where_segments_do_not_differ_all_equal_the_overall_mean():
    assert set(shrunk({"A": [0.0, 10.0], "B": [1.0, 9.0], "C": [2.0, 8.0]})) == {5.0}


def test_of_two_segments_alike_but_for_size_the_small_one_is_shrunk_more():
    result = shrunk({"small": [100.0, 130.0], "large": [100.0, 130.0] * 30, "rest": [0.0, 30.0] * 30})
    assert result["small"] < result["large"]


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (1, 10), (5, 10), (10, 10), (31, 240), (1, 1), (499, 1000)])
def test_wilson_is_scipys(successes, n):
    expected = stats.binomtest(successes, n).proportion_ci(0.90, method="wilson")
    assert wilson(successes, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_many_intervals_are_each_the_one():
    n = np.arange(1, 400).repeat(3)
    successes = np.array([0, 1, 2] * 399).clip(max=n) * np.tile([1, 1, 0], 399) + np.tile([0, 0, 1], 399) * n
    expected = np.array([wilson(int(count), int(of)) for count, of in zip(successes, n, strict=True)])
    np.testing.assert_allclose(np.column_stack(wilsons(successes, n)), expected, atol=1e-12)


def test_wilson_at_95_percent_is_newcombes_published_example():
    # Newcombe 1998, Statistics in Medicine 17: 81 of 263, Wilson score: 0.2553 to 0.3662.
    low, high = wilson(81, 263, z=1.959964)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_the_bootstrap_is_scipys_percentile_interval():
    values = np.random.default_rng(3).gamma(2, 1000, 80)
    ours = bootstrap_mean(values, resamples=9_999)
    theirs = stats.bootstrap(
        (values,), np.mean, confidence_level=0.9, method="percentile", n_resamples=9_999, rng=np.random.default_rng(8)
    ).confidence_interval
    assert ours == pytest.approx((theirs.low, theirs.high), rel=0.01)


def test_the_bootstrap_covers_the_mean_about_nine_times_in_ten():
    random = np.random.default_rng(11)
    covered = 0
    for seed in range(200):
        low, high = bootstrap_mean(random.normal(5, 3, 40), seed=seed, resamples=400)
        covered += low <= 5 <= high
    assert 165 <= covered <= 195


def test_the_same_seed_gives_the_same_interval():
    values = np.arange(30, dtype=float)
    assert bootstrap_mean(values, seed=4) == bootstrap_mean(values, seed=4)


def test_below_ten_customers_there_is_no_interval():
    low, high = bootstrap_mean(np.arange(FEWEST_FOR_INTERVAL - 1, dtype=float))
    assert np.isnan(low) and np.isnan(high)
