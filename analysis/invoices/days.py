"""The days on which customers ordered, as sorted numbers: a portfolio has a million orders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class OrderDays:
    """``customer`` (id) and ``day`` (days since 1970-01-01) of each day with an order, each once, sorted by both."""

    customer: np.ndarray
    day: np.ndarray

    def until(self, last: pd.Timestamp) -> OrderDays:
        """Those up to ``last``."""
        kept = self.day <= day_of(last)
        return self if kept.all() else OrderDays(self.customer[kept], self.day[kept])

    @cached_property
    def starts(self) -> np.ndarray:
        """The place of each customer's first day."""
        return np.flatnonzero(np.diff(self.customer, prepend=-1) != 0)

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many days each customer has."""
        return np.diff(self.starts, append=len(self.day))

    @property
    def customers(self) -> pd.Index:
        """The id of each customer."""
        return pd.Index(self.customer[self.starts], name="customer_id")


def order_days(orders: pd.DataFrame) -> OrderDays:
    """``orders``: as in ``Portfolio.orders``. Only documents above zero count: a credit note is no order."""
    dated = orders["date"].notna() & (orders["revenue"] > 0)
    day = orders.loc[dated, "date"].to_numpy("datetime64[D]").astype("int64")
    customer = orders.loc[dated, "customer_id"].to_numpy("int64")
    first, span = (day.min(), day.max() - day.min() + 1) if len(day) else (0, 1)
    both = customer * span + day - first
    if (np.diff(both) < 0).any():
        both = np.sort(both)
    both = both[np.diff(both, prepend=-1) != 0]
    return OrderDays(both // span, both % span + first)


def day_of(date: pd.Timestamp) -> int:
    """Days since 1970-01-01."""
    return (date.normalize() - pd.Timestamp(0)).days
