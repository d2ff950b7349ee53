"""Growth of each customer: the same months a year apart, else second half against first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

FEWEST_MONTHS = 3
"""So many full months with a twin a year earlier are needed before they are compared."""


def derive(
    customers: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame],
    period: tuple[date, date],
    growing: pd.Series | None = None,
) -> str:
    """Fills in orders, dates and growth of ``customers`` from ``frames`` (``orders``, ``months``); returns the
    growth's basis. ``growing``: growth as a customer list tells it, which counts where no dates do."""
    orders, months = frames["orders"], frames.get("months", pd.DataFrame())
    days = (period[1] - period[0] + timedelta(days=1)).days
    if len(orders):
        counted = orders[orders["revenue"] > 0].groupby("customer_id")
        customers["orders"] = counted.size().reindex(customers.index).fillna(0).astype("float64")
        customers["lines"] = counted["lines"].sum().reindex(customers.index).fillna(0).astype("float64")
        days_with = counted["date"].nunique().reindex(customers.index)
        customers["order_days"] = days_with.where(days_with > 0).astype("float64")
        customers["first_order"] = counted["date"].min().reindex(customers.index)
        customers["last_order"] = counted["date"].max().reindex(customers.index)
    customers["orders_per_year"] = customers["orders"] * min(365 / days, 1.0)
    if len(months):
        ordered = months["orders"] > 0 if len(orders) else months["revenue"] > 0
        active = months[ordered].groupby("customer_id").size()
        customers["months_active"] = active.reindex(customers.index).fillna(0).astype("float64")
        customers["growth"], basis = growth(months, period, customers.index)
        if basis != "none":
            return basis
    if growing is None:
        return "none"
    customers["growth"] = growing.reindex(customers.index).astype("float64")
    return "column"


def growth(months: pd.DataFrame, period: tuple[date, date], customers: pd.Index) -> tuple[pd.Series, str]:
    """Growth per customer (share, 0.1 = +10 %; NaN where the base is not positive) and its basis.

    Parameters
    ----------
    months : ``customer_id``, ``month`` (first day), ``revenue`` (€).

    Returns
    -------
    Basis ``months`` (the last full months, twelve at most, against the same months a year before), ``halves`` (second
    half of the full months against the first, not season-adjusted) or ``none``.
    """
    first, last = windows(period)
    if not first:
        return pd.Series(np.nan, index=customers), "none"
    base = months[months["month"].isin(first)].groupby("customer_id")["revenue"].sum().reindex(customers).fillna(0)
    recent = months[months["month"].isin(last)].groupby("customer_id")["revenue"].sum().reindex(customers).fillna(0)
    a_year_apart = (last[0].year - first[0].year) * 12 + last[0].month - first[0].month == 12
    return (recent / base.where(base > 0) - 1).astype("float64"), "months" if a_year_apart else "halves"


def windows(period: tuple[date, date]) -> tuple[list[pd.Timestamp], list[pd.Timestamp]]:
    """The months compared (first days): earlier and later ones, of equal number; empty where the period is too short
    for even one full month each."""
    start = pd.Timestamp(period[0])
    start = start if start.day == 1 else start + pd.offsets.MonthBegin()
    end = pd.Timestamp(period[1]) + pd.Timedelta(days=1)
    end = end if end.day == 1 else end - pd.offsets.MonthBegin()
    full = list(pd.date_range(start, end - pd.Timedelta(days=1), freq="MS")) if end > start else []
    twins = [month for month in full if month - pd.DateOffset(years=1) in full][-12:]
    if len(twins) >= FEWEST_MONTHS:
        return [month - pd.DateOffset(years=1) for month in twins], twins
    half = len(full) // 2
    return full[:half], full[len(full) - half :]
