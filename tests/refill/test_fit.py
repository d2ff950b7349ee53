"""The fit ranks prospects by what is known of customers, and its check is honest."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.refill.fit import area, fit_model, held_out, share_below
from analysis.refill.shrinkage import shrunk_means
from analysis.shares import Z90

NAMES = ["industry", "region", "channel", "employees"]


def customers(seed: int, many: int = 240) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "industry": random.choice(list("ABCDEF"), many),
            "region": random.choice(["North", "South", "East"], many),
            "channel": random.choice(["direct", "partner"], many),
            "employees": np.round(random.lognormal(4, 1, many)),
        }
    )


def planted(known: pd.DataFrame, seed: int) -> pd.Series:
    inside = known["industry"].isin(["A", "B"]) & (known["channel"] == "partner")
    return pd.Series(np.random.default_rng(seed).random(len(known)) < np.where(inside, 0.7, 0.08))


def test_the_interval_of_the_area_is_delongs_by_all_pairs():
    random = np.random.default_rng(1)
    positive = random.random(60) < 0.3
    scores = np.round(random.normal(positive * 1.0, 1.0), 1)
    pairs = np.sign(scores[positive][:, None] - scores[~positive][None, :]) / 2 + 0.5
    expected = pairs.mean()
    variance = pairs.mean(axis=1).var(ddof=1) / positive.sum() + pairs.mean(axis=0).var(ddof=1) / (~positive).sum()
    half = Z90 * np.sqrt(variance) / (expected * (1 - expected))
    low, high = (1 / (1 + np.exp(-(np.log(expected / (1 - expected)) + side * half))) for side in (-1, 1))
    assert area(scores, positive) == pytest.approx((expected, low, high))


def test_a_perfect_order_is_still_not_certain():
    auc, low, high = area(np.arange(20.0), np.arange(20) >= 15)
    assert (auc, high) == (1.0, 1.0)
    assert 0.5 < low < 0.9


def test_the_interval_covers_what_it_says():
    """Scores from two normals a distance of one apart have an area of Φ(1/√2) = 0.760."""
    random, inside = np.random.default_rng(5), 0
    for _ in range(200):
        positive = np.arange(120) < 20
        _, low, high = area(random.normal(positive * 1.0, 1.0), positive)
        inside += low <= 0.76025 <= high
    assert 168 <= inside <= 190


def test_held_out_customers_are_ranked_where_there_is_something_to_know():
    checks = [held_out(known := customers(seed), planted(known, seed), NAMES) for seed in range(6)]
    assert all(check.better_than_chance and check.auc > 0.7 for check in checks)


def test_on_shuffled_customers_the_check_says_chance():
    better = 0
    for seed in range(20):
        known = customers(seed)
        better += held_out(
            known, planted(known, seed).sample(frac=1, random_state=seed, ignore_index=True), NAMES
        ).better_than_chance
    assert better <= 3


def test_no_customer_is_scored_by_a_model_that_saw_it():
    known = customers(3)
    known["giveaway"] = [f"customer {number}" for number in range(len(known))]
    best = planted(known, 3)
    assert held_out(known, best, ["giveaway"]).auc <= 0.5


@pytest.mark.parametrize("many", [0, 4, 237, 240])
def test_too_few_of_either_kind_are_not_checked(many):
    assert held_out(customers(0), pd.Series(np.arange(240) < many), NAMES) is None


def test_a_score_is_the_product_of_shrunk_lifts():
    known = customers(8)
    best = planted(known, 8)
    model = fit_model(known, best, ["industry", "channel"])
    lifts = [shrunk_means(best.astype(float), known[name])["shrunk"] / best.mean() for name in ("industry", "channel")]
    prospect = pd.DataFrame({"industry": ["A", "Z", None], "channel": ["partner", "direct", None]})
    a, direct = lifts[0]["A"] * lifts[1]["partner"], lifts[1]["direct"]
    assert model.score(prospect).tolist() == pytest.approx([a, direct, 1.0])


@settings(max_examples=30)
@given(st.lists(st.floats(0, 5), min_size=1, max_size=30), st.floats(0, 5))
def test_the_share_below_counts_equal_ones_half(among, score):
    expected = np.mean([(other < score) + (other == score) / 2 for other in among])
    assert share_below(pd.Series([score]), pd.Series(among)).iloc[0] == pytest.approx(expected)
