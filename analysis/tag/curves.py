"""How value and revenue spread over customers: whale curve, ABC classes, quadrants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import floor, nan

import numpy as np
import pandas as pd

from analysis.columns import words
from analysis.money import cents
from analysis.tag.assumptions import TagAssumptions

CLASSES = ("A", "B", "C")
QUADRANTS = ("big_earning", "big_losing", "small_earning", "small_losing")


@dataclass(frozen=True)
class WhaleCurve:
    """Customers (or groups of them) ranked by net contribution, best first, ties by index.

    ``table``: one row per customer in rank order, index ``customer_id``; columns ``rank`` (from 1), ``net`` (€),
    ``cumulative`` (€), ``customer_share`` (0–1), ``total_share`` (cumulative / total; NaN where the total is not
    positive, since a share of it means nothing then).
    """

    table: pd.DataFrame

    @cached_property
    def total(self) -> float:
        """Net contribution of all customers, €."""
        return float(cents(self.table["net"].sum()))

    @cached_property
    def peak_customers(self) -> int:
        """After how many customers the curve is highest; 0 where nobody earns anything."""
        return int((self.table["net"] > 0).sum())

    @cached_property
    def peak_total(self) -> float:
        """€ at the peak."""
        return float(self.table["cumulative"].iloc[self.peak_customers - 1]) if self.peak_customers else 0.0

    @property
    def peak_share(self) -> float:
        """Peak / total; NaN where the total is not positive."""
        return self.peak_total / self.total if self.total > 0 else nan

    @property
    def top20_share(self) -> float:
        """Cumulative share of the total at ⌊0.2·n⌋ customers; NaN where the total is not positive."""
        at = floor(0.2 * len(self.table) + 1e-9)
        if self.total <= 0:
            return nan
        return float(self.table["cumulative"].iloc[at - 1]) / self.total if at else 0.0

    @cached_property
    def losing_customers(self) -> int:
        """How many customers are below zero."""
        return int((self.table["net"] < 0).sum())

    @cached_property
    def losing_total(self) -> float:
        """What the customers below zero add up to, € (zero or negative)."""
        return float(cents(self.table["net"].clip(upper=0).sum()))

    @property
    def past_peak_cost(self) -> float:
        """What the customers past the peak cost, € (zero or positive): how far the curve falls from its peak."""
        return -self.losing_total


def whale(net: pd.Series, order: np.ndarray | None = None) -> WhaleCurve:
    """The whale curve of ``net`` (€ per customer, index ``customer_id``; or per group, index the group's name).

    ``order``: ``order_of(net)``, where it is known."""
    order = order_of(net) if order is None else order
    amounts, rank = net.to_numpy("float64")[order], np.arange(1, len(net) + 1)
    cumulative = cents(np.cumsum(amounts))
    total = float(cumulative[-1]) if len(net) else 0.0
    table = {
        "rank": rank,
        "net": amounts,
        "cumulative": cumulative,
        "customer_share": rank / max(len(net), 1),
        "total_share": cumulative / total if total > 0 else nan,
    }
    return WhaleCurve(pd.DataFrame(table, index=net.index.take(order), copy=False))


@dataclass(frozen=True)
class ParetoCurve:
    """Customers ranked by revenue, largest first, ties by customer id, with their ABC classes.

    ``table``: index ``customer_id``; columns ``rank`` (from 1), ``revenue`` (€), ``cumulative`` (€, only what is
    positive, as the classes count it), ``share`` (0–1 of all positive revenue; NaN where there is none), ``abc``.
    """

    table: pd.DataFrame

    def customers(self, name: str) -> int:
        """How many customers are in class ``name`` (A, B or C)."""
        return int((self.table["abc"] == name).sum())

    def revenue(self, name: str) -> float:
        """Revenue of class ``name``, € (returns taken off)."""
        return float(cents(self.table.loc[self.table["abc"] == name, "revenue"].sum()))

    def share_of(self, name: str) -> float:
        """Share of class ``name`` in all positive revenue (0–1); NaN where there is none."""
        positive = self.table["revenue"].clip(lower=0)
        total = positive.sum()
        return float(positive[self.table["abc"] == name].sum() / total) if total > 0 else nan


def pareto(revenue: pd.Series, assumptions: TagAssumptions) -> ParetoCurve:
    """The Pareto curve of ``revenue`` (€ per customer, index ``customer_id``)."""
    table = pd.DataFrame({"revenue": ranked(revenue)})
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    table["cumulative"] = cents(table["revenue"].clip(lower=0).cumsum())
    total = float(table["cumulative"].iloc[-1]) if len(table) else 0.0
    table["share"] = table["cumulative"] / total if total > 0 else nan
    table["abc"] = abc(revenue, assumptions).reindex(table.index)
    return ParetoCurve(table)


def abc(revenue: pd.Series, assumptions: TagAssumptions, order: np.ndarray | None = None) -> pd.Series:
    """A, B or C per customer by cumulative revenue share: A while the share before the customer is below
    ``class_a``, B below ``class_b``; no positive revenue is always C. Ties by customer id.

    ``order``: ``order_of(revenue)``, where it is known."""
    order = order_of(revenue) if order is None else order
    counted = np.maximum(revenue.to_numpy("float64")[order], 0.0)
    total = counted.sum()
    before = (np.cumsum(counted) - counted) / total if total > 0 else np.ones(len(counted))
    limits = [counted <= 0, before < assumptions.class_a - 1e-12, before < assumptions.class_b - 1e-12]
    codes = np.empty(len(counted), dtype="int64")
    codes[order] = np.select(limits, [2, 0, 1], 2)
    return words(codes, CLASSES, revenue.index).rename("abc")


def quadrants(customers: pd.DataFrame) -> pd.Series:
    """Which of ``QUADRANTS`` each customer is in: ``big`` from the median revenue on, ``earning`` from a net
    contribution of zero on."""
    big = customers["revenue"] >= customers["revenue"].median()
    earning = customers["net_contribution"] >= 0
    names = np.select([big & earning, big, earning], QUADRANTS[:3], QUADRANTS[3])
    return pd.Series(names, index=customers.index, name="quadrant", dtype="str")


def ranked(amounts: pd.Series) -> pd.Series:
    """``amounts``, the largest first, ties by index."""
    return amounts.iloc[order_of(amounts)]


def order_of(amounts: pd.Series) -> np.ndarray:
    """Positions of ``amounts``, the largest first, ties by index, NaN last."""
    values = amounts.to_numpy("float64")
    if amounts.index.is_monotonic_increasing:
        return _largest_first(values)
    by_index = np.asarray(amounts.index.argsort())
    return by_index[_largest_first(values[by_index])]


def _largest_first(values: np.ndarray) -> np.ndarray:
    """Positions of ``values``, the largest first, ties by position, NaN last."""
    whole = np.rint(values * 100)
    limit = (1 << 62) // max(len(values), 1)
    if not (whole / 100 == values).all() or np.abs(whole).max(initial=0.0) >= limit:
        return np.argsort(-values, kind="stable")
    # Amounts in cents: one number of amount and position is sorted in half the time.
    both = -whole.astype("int64") * len(values) + np.arange(len(values))
    both.sort()
    return both % len(values)
