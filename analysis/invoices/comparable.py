"""Who is comparable: the same value of an attribute, and about the same volume."""

from __future__ import annotations

import numpy as np
import pandas as pd


def volume_class(volume: pd.Series, within: list[pd.Series], classes: int) -> pd.Series:
    """The class (1: the smallest volumes, up to ``classes``) of each ``volume`` by its rank among those of the same
    values in ``within``; the same volume is always in the same class."""
    rank = volume.groupby(within).rank(method="average") if within else volume.rank(method="average")
    size = volume.groupby(within).transform("size") if within else pd.Series(len(volume), index=volume.index)
    return np.ceil(rank / size * classes).clip(1, classes).astype("int64")


def weighted_median(values: pd.Series, weights: pd.Series, by: list[pd.Series]) -> pd.Series:
    """The value at which half of the weight of each group (``by``) is reached, on every row of the group; the mean of
    two values where the half falls between them."""
    rows = pd.DataFrame({"value": values, "weight": weights})
    rows["group"] = pd.Series(rows.groupby(by, sort=False).ngroup(), index=rows.index)
    rows = rows.sort_values(["group", "value"], kind="stable")
    reached = rows.groupby("group")["weight"].cumsum()
    half = rows.groupby("group")["weight"].transform("sum") / 2
    close = half * 1e-9
    low = rows[reached >= half - close].groupby("group")["value"].first()
    high = rows[reached > half + close].groupby("group")["value"].first()
    middle = (low + high) / 2
    return rows["group"].map(middle.where(low != high, low)).reindex(values.index)
