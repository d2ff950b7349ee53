"""Buy differently: small orders of one month that could be one, or a few larger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.money import cents

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation


def together(evaluation: Evaluation, customer: int | None = None) -> pd.DataFrame:
    """What fewer, larger orders would save: one row per customer with something to combine (or of one ``customer``),
    index ``customer_id``, the largest saving first.

    Orders below ``invoices.combine_below`` in one calendar month could be as many as reach that value each, and one at
    least. ``small`` (count of such orders a year), ``fewer`` (orders less a year), ``saving`` (€ a year: ``fewer`` ×
    minutes per order × hourly rate, as the time equations have them, whether these are switched on or not).
    """
    portfolio, value = evaluation.portfolio, evaluation.assumptions.invoices.combine_below
    orders, care = portfolio.orders, evaluation.assumptions.care
    if orders.empty:
        return pd.DataFrame({"small": [], "fewer": [], "saving": []}, index=pd.Index([], name="customer_id"))
    small = orders[(orders["revenue"] > 0) & (orders["revenue"] < value)]
    small = small[small["customer_id"] == customer] if customer is not None else small
    months = small.groupby(["customer_id", small["date"].dt.to_period("M")])["revenue"].agg(["size", "sum"])
    months["fewer"] = months["size"] - np.maximum(np.floor(months["sum"] / value), 1)
    sums = months.groupby("customer_id")[["size", "fewer"]].sum() * portfolio.per_year
    table = pd.DataFrame({"small": sums["size"], "fewer": sums["fewer"]})
    table["saving"] = cents(table["fewer"] * care.minutes_per_order / 60 * care.hourly_rate)
    return table[table["fewer"] > 0].sort_index().sort_values("saving", ascending=False, kind="stable")
