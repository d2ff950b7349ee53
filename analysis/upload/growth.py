"""Growth of each customer: the same months a year apart, else second half against first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

FEWEST_MONTHS = 3
"""So many full months with a twin a year earlier are needed before they are compared."""


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
