"""Small segments lie: means drawn towards the portfolio's, and intervals for means."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

FEWEST_FOR_INTERVAL = 10
RESAMPLES = 1_000
AT_ONCE = 500_000
"""So many values are drawn at once, so that memory does not grow with the segment."""


def alike(shrunk: pd.Series) -> bool:
    """Whether several segments have one and the same shrunk mean: no more tells them apart than chance."""
    return len(shrunk) > 1 and float(shrunk.max() - shrunk.min()) < 0.005


def shrunk_means(values: pd.Series, segments: pd.Series) -> pd.DataFrame:
    """The mean of ``values`` per segment, shrunk towards the overall mean (Bühlmann-Straub).

    ``(n·mean + k·overall)/(n + k)`` with ``k = σ²within/τ²`` and ``τ² = N/(N² − Σn²) · (Σ n·(mean − overall)² −
    (J−1)·σ²within)`` for J segments of N customers. τ² ≤ 0: every segment equals the overall mean.

    Returns
    -------
    Index segment; ``n``, ``mean``, ``shrunk`` (unit of ``values``).
    """
    groups = values.groupby(segments)
    table = pd.DataFrame({"n": groups.size(), "mean": groups.mean()})
    total, count = int(table["n"].sum()), len(table)
    overall = float(values[segments.notna()].mean()) if total else nan
    if count < 2 or total <= count:
        table["shrunk"] = overall if count != 1 else table["mean"]
        return table
    within = float(((values - segments.map(table["mean"])) ** 2)[segments.notna()].sum() / (total - count))
    spread = float((table["n"] * (table["mean"] - overall) ** 2).sum()) - (count - 1) * within
    between = total / (total**2 - float((table["n"] ** 2).sum())) * spread
    if between <= 0:
        table["shrunk"] = overall
        return table
    k = within / between
    table["shrunk"] = (table["n"] * table["mean"] + k * overall) / (table["n"] + k)
    return table


def bootstrap_mean(values: np.ndarray, seed: int = 0, resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 90 % percentile interval of the mean, seeded; (NaN, NaN) below ten values: too few for an interval."""
    if len(values) < FEWEST_FOR_INTERVAL:
        return nan, nan
    random, means = np.random.default_rng(seed), np.empty(resamples)
    for first in range(0, resamples, step := max(1, AT_ONCE // len(values))):
        several = min(step, resamples - first)
        picks = random.integers(0, len(values), (several, len(values)))
        means[first : first + several] = values[picks].mean(axis=1)
    low, high = np.quantile(means, [0.05, 0.95])
    return float(low), float(high)
