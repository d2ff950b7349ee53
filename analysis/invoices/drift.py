"""Who is drifting away: the own rhythm of each customer, and where it has proved itself, BG/NBD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.invoices.active import WEEK, Activity, fit, summarised
from analysis.invoices.assumptions import InvoiceAssumptions

FEWEST_REPEATING = 50
"""Fewer customers who order again tell too little about the whole."""
FEWEST_GAPS = 2
"""A rhythm needs as many gaps between orders."""

Rule = Literal["model", "rhythm"]
Why = Literal["better", "no_better", "no_fit", "too_few", "contractual"]


@dataclass(frozen=True)
class Check:
    """Both rules, fitted on the orders up to ``middle`` and held against those after it. ``model_error``,
    ``rhythm_error``: mean absolute error of the number of orders per customer; ``expected_by_model``,
    ``expected_by_rhythm``, ``ordered``: orders of all ``customers`` together."""

    middle: pd.Timestamp
    customers: int
    ordered: int
    expected_by_model: float
    expected_by_rhythm: float
    model_error: float
    rhythm_error: float

    @property
    def better(self) -> bool:
        """Whether the model came nearer than the rhythm."""
        return self.model_error < self.rhythm_error


@dataclass(frozen=True)
class Drift:
    """``table``: one row per customer with an order, index ``customer_id``: ``since`` (days from the last order to the
    end of the period), ``rhythm`` (median days between orders; NaN with fewer than two gaps), ``overdue`` (``since`` /
    ``rhythm``), ``active`` (0–1: the probability by the model, by the rhythm 1 or 0; NaN unknown) and ``expected``
    (orders in the next twelve months). ``rule``: which of the two says so, and ``why``. ``check``: None where it could
    not be made."""

    table: pd.DataFrame
    rule: Rule
    why: Why
    check: Check | None
    model: Activity | None


def drift(orders: pd.DataFrame, period: tuple[pd.Timestamp, pd.Timestamp], assumptions: InvoiceAssumptions) -> Drift:
    """Who is drifting away at the end of the period.

    ``orders``: as in ``Portfolio.orders``. The model counts only where customers buy without a contract, enough of them
    order again, and it predicted the second part of the period better than the plain rhythm did.
    """
    start, end = period
    table = rhythm(orders, end)
    table["active"], table["expected"] = _by_rhythm(table, 365.0, assumptions)
    if assumptions.contractual:
        return Drift(table, "rhythm", "contractual", None, None)
    summary = summarised(orders, end)
    if (summary["repeats"] > 0).sum() < FEWEST_REPEATING:
        return Drift(table, "rhythm", "too_few", None, None)
    model, check = fit(summary), checked(orders, start, end, assumptions)
    if model is None or check is None:
        return Drift(table, "rhythm", "no_fit", check, model)
    if not check.better:
        return Drift(table, "rhythm", "no_better", check, model)
    table["active"], table["expected"] = model.probability_active(summary), model.expected_orders(summary, 365 / WEEK)
    return Drift(table, "model", "better", check, model)


def rhythm(orders: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """``since``, ``rhythm`` and ``overdue`` of every customer with an order up to ``until`` (see ``Drift``)."""
    counted = orders[(orders["date"] <= until) & (orders["revenue"] > 0)]
    days = counted[["customer_id", "date"]].drop_duplicates().sort_values(["customer_id", "date"])
    gaps = days.groupby("customer_id")["date"].diff().dt.days
    by_customer = gaps.groupby(days["customer_id"])
    table = pd.DataFrame({"since": (until - days.groupby("customer_id")["date"].max()).dt.days.astype("float64")})
    table["rhythm"] = by_customer.median().where(by_customer.count() >= FEWEST_GAPS)
    table["overdue"] = table["since"] / table["rhythm"]
    return table


def checked(
    orders: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, assumptions: InvoiceAssumptions
) -> Check | None:
    """What both rules said in the middle of the period, against what came, for customers of whom both say something;
    None where the model finds no fit by then."""
    middle = (start + (end - start) / 2).normalize()
    before = summarised(orders, middle)
    model = fit(before)
    if model is None:
        return None
    weeks = (end - middle).days / WEEK
    _, by_rhythm = _by_rhythm(rhythm(orders, middle), (end - middle).days, assumptions)
    by_rhythm = by_rhythm.dropna()
    by_model = model.expected_orders(before, weeks).loc[by_rhythm.index]
    later = orders[(orders["date"] > middle) & (orders["date"] <= end) & (orders["revenue"] > 0)]
    came = later.groupby("customer_id")["date"].nunique().reindex(by_rhythm.index).fillna(0)
    return Check(
        middle,
        len(came),
        int(came.sum()),
        float(by_model.sum()),
        float(by_rhythm.sum()),
        float((by_model - came).abs().mean()),
        float((by_rhythm - came).abs().mean()),
    )


def _by_rhythm(table: pd.DataFrame, days: float, assumptions: InvoiceAssumptions) -> tuple[pd.Series, pd.Series]:
    """Active (1 or 0) and orders to be expected in ``days`` by the plain rule: who is not overdue goes on as before."""
    active = (table["overdue"] <= assumptions.overdue).astype("float64").where(table["rhythm"].notna())
    return active, active * days / table["rhythm"]
