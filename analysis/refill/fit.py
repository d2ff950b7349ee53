"""How well a prospect fits: how much more frequent best customers are among those like it, attribute by attribute.

Per class of an attribute the share of best customers, shrunk (see ``shrinkage.shrunk_means``), against the share of
all: its lift. A prospect's score is the product of its attributes' lifts, its fit the share of today's customers that
score lower. How far that ranking can be trusted is measured on customers held out: the model never saw them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, log, sqrt

import numpy as np
import pandas as pd

from analysis.refill.classes import Cut, cut
from analysis.refill.shrinkage import shrunk_means
from analysis.shares import Z90, wilson

FOLDS = 10
FEWEST = 5
"""With fewer best customers, or fewer others, a ranking cannot be checked."""
LEAST_LIFT = 0.1
"""No class counts for less than this: that no best customer was in it yet does not mean that none can be."""


@dataclass(frozen=True)
class FitModel:
    """What speaks for a prospect. ``cuts``: how each attribute is cut; ``lifts``: per attribute the lift of each class
    (1: best customers are as frequent as everywhere)."""

    cuts: dict[str, Cut]
    lifts: dict[str, np.ndarray]

    def signs(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The lift of each row's class, a column per attribute; NaN where the value is not known or of no class."""
        signs = {}
        for attribute, made in self.cuts.items():
            codes = made.codes(frame[attribute]) if attribute in frame else np.full(len(frame), -1)
            signs[attribute] = np.append(self.lifts[attribute], np.nan)[codes]
        return pd.DataFrame(signs, index=frame.index, dtype="float64")

    def score(self, frame: pd.DataFrame) -> pd.Series:
        """The product of what is known, per row; 1 where nothing is."""
        return self.signs(frame).fillna(1.0).prod(axis=1)


def fit_model(customers: pd.DataFrame, best: pd.Series, attributes: Sequence[str]) -> FitModel:
    """Learns the lifts from ``customers`` (a column per attribute) and who is best (bool per customer)."""
    overall = float(best.mean()) if len(best) else 0.0
    cuts = {attribute: cut(customers[attribute]) for attribute in attributes}
    lifts = {}
    for attribute, made in cuts.items():
        codes = pd.Series(made.codes(customers[attribute]), index=customers.index)
        shares = shrunk_means(best.astype("float64"), codes.where(codes >= 0))["shrunk"]
        known = shares / overall if overall > 0 else shares * np.nan
        lifts[attribute] = known.reindex(range(len(made))).fillna(1.0).clip(lower=LEAST_LIFT).to_numpy()
    return FitModel(cuts, lifts)


@dataclass(frozen=True)
class Check:
    """How the fit ranks customers it never saw. ``auc``: in how many of a hundred pairs a best customer stands before
    another (share; 0.5 is chance), ``low`` and ``high`` its 90 % interval. ``found`` of the ``best`` customers are
    among the ``top`` ranked tenth. ``scores``: per customer, held out."""

    auc: float
    low: float
    high: float
    best: int
    top: int
    found: int
    scores: pd.Series

    @property
    def better_than_chance(self) -> bool:
        return self.low > 0.5


def held_out(customers: pd.DataFrame, best: pd.Series, attributes: Sequence[str], seed: int = 0) -> Check | None:
    """Scores every customer by a model of the other folds (ten, seeded, best customers spread evenly) and measures the
    ranking; None with fewer than ``FEWEST`` best customers or others, or without attributes."""
    many = int(best.sum())
    if min(many, len(best) - many) < FEWEST or not attributes:
        return None
    random, fold = np.random.default_rng(seed), np.empty(len(best), dtype="int64")
    for group in (best.to_numpy(), ~best.to_numpy()):
        fold[group] = random.permutation(np.arange(group.sum()) % FOLDS)
    scores = pd.Series(1.0, index=customers.index)
    for one in range(FOLDS):
        seen, unseen = fold != one, fold == one
        if unseen.any():
            scores[unseen] = fit_model(customers[seen], best[seen], attributes).score(customers[unseen])
    auc, low, high = area(scores.to_numpy(), best.to_numpy())
    top = ceil(len(best) / 10)
    leading = scores.sort_values(ascending=False, kind="stable").index[:top]
    return Check(auc, low, high, many, top, int(best[leading].sum()), scores)


def area(scores: np.ndarray, positive: np.ndarray) -> tuple[float, float, float]:
    """The area under the ROC curve (chance that a positive scores above a negative, ties half) and its 90 % interval
    (DeLong, DeLong & Clarke-Pearson 1988, on the logit scale; where all or no pairs are in order, Wilson's of as many
    as there are of the fewer kind); needs two positives and two negatives."""
    m, n = int(positive.sum()), int((~positive).sum())
    ranks = pd.Series(scores).rank().to_numpy()
    above = (ranks[positive] - pd.Series(scores[positive]).rank().to_numpy()) / n
    below = 1 - (ranks[~positive] - pd.Series(scores[~positive]).rank().to_numpy()) / m
    auc = float(above.mean())
    if not 0 < auc < 1:
        fewer = min(m, n)
        return (auc, *wilson(round(auc) * fewer, fewer))
    error = sqrt(above.var(ddof=1) / m + below.var(ddof=1) / n) / (auc * (1 - auc))
    low, high = (1 / (1 + exp(-(log(auc / (1 - auc)) + side * Z90 * error))) for side in (-1, 1))
    return auc, low, high


def share_below(scores: pd.Series, among: pd.Series) -> pd.Series:
    """For each score the share of ``among`` that lies below it, equal ones half."""
    known = np.sort(among.to_numpy())
    sides = [np.searchsorted(known, scores.to_numpy(), side=side) for side in ("left", "right")]
    return pd.Series((sides[0] + sides[1]) / 2 / max(len(known), 1), index=scores.index)
