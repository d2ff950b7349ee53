"""The profile search finds what is there, and says so where nothing is."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from analysis.refill.classes import cut
from analysis.refill.profile import search

CUSTOMERS = 240
RUNS = 12
"""Seeded runs per check."""


def attributes(seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "industry": random.choice(list("ABCDEFGH"), CUSTOMERS),
            "region": random.choice(["North", "South", "East", "West"], CUSTOMERS),
            "employees": np.round(random.lognormal(4, 1, CUSTOMERS)),
            "channel": random.choice(["direct", "partner", "online"], CUSTOMERS),
        }
    )


def by_luck(seed: int) -> pd.Series:
    return pd.Series(np.random.default_rng(1_000 + seed).random(CUSTOMERS) < 0.2)


def planted(known: pd.DataFrame, seed: int) -> pd.Series:
    inside = known["industry"].isin(["A", "B"]) & (known["channel"] == "partner")
    return pd.Series(np.random.default_rng(2_000 + seed).random(CUSTOMERS) < np.where(inside, 0.8, 0.12))


def test_on_shuffled_customers_it_is_no_better_than_chance():
    luck = [search(attributes(seed), by_luck(seed), shuffles=59, seed=seed) for seed in range(RUNS)]
    assert sum(any(profile.better_than_chance for profile in found.profiles) for found in luck) <= 2


def test_a_planted_profile_is_found():
    hits = 0
    for seed in range(RUNS):
        known = attributes(seed)
        best = search(known, planted(known, seed), shuffles=59, seed=seed).profiles[0]
        hits += best.better_than_chance and {"industry", "channel"} <= {name for name, _ in best.classes}
    assert hits >= RUNS - 1


def test_the_best_single_combination_is_that_of_a_plain_search():
    known = attributes(3)[["industry", "region", "channel"]]
    target = planted(known, 3)
    mean, deviation, best = target.mean(), target.to_numpy().std(), -np.inf
    for depth in (1, 2, 3):
        for names in combinations(known, depth):
            for values in product(*(known[name].unique() for name in names)):
                inside = (known[list(names)] == list(values)).all(axis=1)
                if 10 <= inside.sum() < CUSTOMERS:
                    best = max(best, np.sqrt(inside.sum()) * (target[inside].mean() - mean) / deviation)
    assert search(known, target, shuffles=0).profiles[0].score >= best - 1e-9


def test_a_profile_says_how_many_customers_it_has():
    known = attributes(5)
    for profile in search(known, planted(known, 5), shuffles=0).profiles:
        inside = pd.Series(True, index=known.index)
        for name, keys in profile.classes:
            made = cut(known[name])
            codes, spans = made.codes(known[name]), {}
            for first in range(len(made)):
                for last in range(first, len(made) if made.ordered else first + 1):
                    spans[made.key(first, last)] = (first, last)
            inside &= np.any([(codes >= spans[key][0]) & (codes <= spans[key][1]) for key in keys], axis=0)
        assert inside.sum() == profile.n


def test_no_profile_is_smaller_than_asked_for():
    known = attributes(7)
    assert min(profile.n for profile in search(known, by_luck(7), fewest=25, shuffles=0).profiles) >= 25


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_all_are_alike_there_is_no_profile(share):
    assert search(attributes(0), pd.Series([bool(share)] * CUSTOMERS)).profiles == ()


def test_without_attributes_there_is_no_profile():
    assert search(pd.DataFrame(index=range(CUSTOMERS)), by_luck(0)).profiles == ()


def test_one_giant_makes_no_profile():
    known = attributes(11)
    amount = pd.Series(np.random.default_rng(4).normal(1_000, 100, CUSTOMERS))
    giant = amount.copy()
    giant.iloc[0] = 1e9
    found, usual = search(known, giant, shuffles=0), search(known, amount, shuffles=0)
    assert abs(found.profiles[0].score - usual.profiles[0].score) < 0.5
