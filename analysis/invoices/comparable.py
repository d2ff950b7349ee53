"""Who is comparable, and what is usual among them; on arrays, since a portfolio has a million rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.money import cents

CLOSE = 1e-9
"""Half of the weight is reached where no more than this share of it is missing."""


def one_row_each(products: pd.DataFrame) -> pd.DataFrame:
    """``Portfolio.products`` with one row per customer and product, sorted by both, numbers summed up; ``product`` as a
    category, in the order of its names."""
    if products.empty:
        columns = {"customer_id": "int64", "product": "str", "revenue": "float64"}
        products = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    named = products["product"]
    if not isinstance(named.dtype, pd.CategoricalDtype):
        named = named.astype("str").astype("category")
    names, codes = named.cat.categories, named.cat.codes.to_numpy()
    key = products["customer_id"].to_numpy(dtype="int64") * max(len(names), 1) + codes
    if (codes >= 0).all() and (np.diff(key) > 0).all():
        return products.assign(product=named)
    numbers = products[codes >= 0].drop(columns=["customer_id", "product"]).select_dtypes("number")
    summed = numbers.groupby(key[codes >= 0]).sum()
    customers, codes = np.divmod(summed.index.to_numpy(), max(len(names), 1))
    ids = {"customer_id": customers, "product": pd.Categorical.from_codes(codes, categories=names)}
    return pd.concat([pd.DataFrame(ids), summed.reset_index(drop=True)], axis=1)


class Sorted:
    """Values sorted within groups.

    Parameters
    ----------
    groups : number (0, 1, …) of the group of each row.
    values : of each row.
    count : of groups; those without a row are empty.
    """

    def __init__(self, groups: np.ndarray, values: np.ndarray, count: int = 0, order: np.ndarray | None = None) -> None:
        self.sizes = np.bincount(groups, minlength=count)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.order = _in_order(groups, values, self.starts, self.sizes) if order is None else order
        self.groups, self.values = groups[self.order], values[self.order]

    def within(self, groups: np.ndarray, values: np.ndarray) -> Sorted:
        """The same ``values`` within ``groups`` that are parts of the groups here: those need not be sorted again."""
        return Sorted(groups, values, order=self.order[_by_digits(groups[self.order])])

    def quantile(self, share: float) -> np.ndarray:
        """The linear quantile of each group; of no meaning for an empty one."""
        return quantile(self.values, self.starts, self.sizes, share)

    def rank(self) -> np.ndarray:
        """See ``ranked``."""
        new = np.ones(len(self.values), dtype=bool)
        new[1:] = (np.diff(self.values) != 0) | (np.diff(self.groups) != 0)
        first = np.flatnonzero(new)
        times = np.diff(first, append=len(new))
        ranks = np.empty(len(new))
        ranks[self.order] = np.repeat(first + (times + 1) / 2, times) - self.starts[self.groups]
        return ranks

    def weighted_median(self, weights: np.ndarray) -> np.ndarray:
        """The value at which half of the weight of each group is reached; the mean of two values where the half falls
        between them; of no meaning for an empty group."""
        # Whole numbers add up exactly; others would lose, over a million rows, what a small group weighs.
        whole = weights.sum() < 1 << 53 and (weights == np.floor(weights)).all()
        reached = np.cumsum(weights[self.order], dtype="float64" if whole else np.longdouble)
        total = np.append(np.zeros(1, reached.dtype), reached)
        before, after = total[self.starts], total[self.starts + self.sizes]
        half, close = (before + after) / 2, (after - before) / 2 * CLOSE
        low, high = np.searchsorted(reached, half - close), np.searchsorted(reached, half + close, side="right")
        low, high = (self.values[np.minimum(place, len(self.values) - 1)] for place in (low, high))
        return np.where(low == high, low, (low + high) / 2)


class Middles:
    """The medians of values within groups, for which not all of them need be sorted; parameters as in ``Sorted``."""

    def __init__(self, groups: np.ndarray, values: np.ndarray, count: int = 0) -> None:
        self.sizes = np.bincount(groups, minlength=count)
        self.starts = np.cumsum(self.sizes) - self.sizes
        if _many(self.sizes):
            self.values = values[np.lexsort((values, groups))]
            return
        self.values = values[_by_digits(groups)]
        for start, size in zip(self.starts, self.sizes, strict=True):
            middle = [place for place in range((size - 2) // 2, (size + 1) // 2 + 1) if 0 <= place < size]
            if middle:
                self.values[start : start + size].partition(middle)

    def medians(self) -> np.ndarray:
        """The median of each group; of no meaning for an empty one."""
        return quantile(self.values, self.starts, self.sizes, 0.5)

    def of_others(self, groups: np.ndarray, values: np.ndarray) -> np.ndarray:
        """For each row the median of the other rows of its group; its own value where there are none."""
        others, last = np.maximum(self.sizes - 1, 1), len(self.values) - 1
        medians = np.zeros(len(values))
        for place in ((others - 1) // 2, others // 2):
            at = np.minimum(self.starts + place, last)
            usual, above = self.values[at], self.values[np.where(self.sizes > 1, np.minimum(at + 1, last), at)]
            # Without a value from below, each one above it moves down by a place.
            medians += np.where(values <= usual[groups], above[groups], usual[groups])
        return medians / 2


def _many(sizes: np.ndarray) -> bool:
    """Whether there are too many groups to go from one to the next."""
    return len(sizes) > sizes.sum() / 100


def _in_order(groups: np.ndarray, values: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The order by group and value. Small parts that fit into the processor's memory are sorted twice as fast."""
    if _many(sizes):
        return np.lexsort((values, groups))
    order = _by_digits(groups)
    for start, end in zip(starts, starts + sizes, strict=True):
        part = order[start:end]
        order[start:end] = part[np.argsort(values[part])]
    return order


def _by_digits(groups: np.ndarray) -> np.ndarray:
    """The stable order of small numbers, of which NumPy sorts 16-bit ones by their digits."""
    narrow = len(groups) and groups.max() < 1 << 15
    return np.argsort(groups.astype("int16") if narrow else groups, kind="stable")


def quantile(values: np.ndarray, starts: np.ndarray, sizes: np.ndarray, share: float) -> np.ndarray:
    """The linear quantile of each of the sorted groups that lie in ``values`` one after the other."""
    within = np.maximum(sizes - 1, 0) * share
    low = np.minimum(starts + np.floor(within).astype("int64"), len(values) - 1)
    high = np.minimum(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (within % 1)


def volume_class(volume: np.ndarray, groups: np.ndarray, classes: int) -> np.ndarray:
    """The class (1: the smallest volumes, up to ``classes``) of each ``volume`` by its rank in its group; the same
    volume is always in the same class."""
    share = ranked(groups, volume) / np.bincount(groups)[groups]
    return np.ceil(share * classes).clip(1, classes).astype("int64")


def ranked(groups: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The rank (1: the smallest) of each row in its group; the mean of their ranks where values are the same."""
    sizes, top = np.bincount(groups), values.max(initial=0)
    if values.min(initial=0) < 0 or (top + 1) * len(sizes) > len(values) or (values != np.floor(values)).any():
        return Sorted(groups, values).rank()
    # Small whole numbers, as quantities mostly are, need no sorting.
    place = groups * (int(top) + 1) + values.astype("int64")
    times = np.bincount(place)
    ranks = np.cumsum(times) - (times - 1) / 2
    return ranks[place] - (np.cumsum(sizes) - sizes)[groups]


def summed(customers: np.ndarray, **columns: np.ndarray) -> pd.DataFrame:
    """The sums of ``columns`` (€) by customer, in cents, index ``customer_id``; rows sorted by it."""
    starts = np.flatnonzero(np.diff(customers, prepend=-1))
    sums = {name: cents(np.add.reduceat(values, starts)) if len(starts) else values for name, values in columns.items()}
    return pd.DataFrame(sums, index=pd.Index(customers[starts], name="customer_id"), copy=False)


def grouped(customers: pd.Series | pd.Index, group: pd.Series | None) -> tuple[np.ndarray, int]:
    """The number of each customer's group (−1: not known) and how many groups there are; one where ``group`` (value of
    an attribute, index ``customer_id``) is None."""
    if group is None:
        return np.zeros(len(customers), dtype="int64"), 1
    named = group.astype("str").where(group.notna()).astype("category")
    codes = named.cat.codes.reindex(customers, fill_value=-1).to_numpy(dtype="int64")
    return codes, max(len(named.cat.categories), 1)
