"""Who is drifting away: the own rhythm of each customer, and where it has proved itself, BG/NBD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.invoices.active import WEEK, Activity, fit, summarised
from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.comparable import quantile
from analysis.invoices.days import OrderDays, day_of, order_days

FEWEST_REPEATING = 50
"""Fewer customers who order again tell too little about the whole."""
FEWEST_GAPS = 2
"""A rhythm needs as many gaps between orders."""
FEWEST_TO_VARY = 5
"""How much a customer's gaps vary is told by as many."""
REGULAR = 0.3
"""Customers who vary less around their own rhythm (coefficient of variation; 1 where orders come at random) order by a
contract or a standing plan."""

SURE = 0.9995
"""From here on a probability is written as 100 %."""

Rule = Literal["model", "rhythm"]
Why = Literal["better", "no_better", "no_fit", "too_few", "regular", "contractual"]


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
    not be made. ``variation``: see ``variation``."""

    table: pd.DataFrame
    rule: Rule
    why: Why
    check: Check | None
    model: Activity | None
    variation: float

    @property
    def names_nobody(self) -> bool:
        """Whether the model counts and takes everybody for active, however long ago the last order was: it foresees
        orders then, but who is overdue shows the rhythm alone."""
        return self.rule == "model" and bool((self.table["active"] >= SURE).all())


def drift(orders: pd.DataFrame, period: tuple[pd.Timestamp, pd.Timestamp], assumptions: InvoiceAssumptions) -> Drift:
    """Who is drifting away at the end of the period.

    ``orders``: as in ``Portfolio.orders``. The model counts only where customers buy without a contract, and less
    regularly than under one, enough of them order again, and it predicted the second part of the period better than
    the plain rhythm did.
    """
    start, end = period
    days = order_days(orders)
    table = rhythm(days, end)
    table["active"], table["expected"] = _by_rhythm(table, 365.0, assumptions)
    varied, summary = variation(days), summarised(days, end)

    def by_rhythm(why: Why, check: Check | None = None) -> Drift:
        return Drift(table, "rhythm", why, check, None, varied)

    if assumptions.contractual:
        return by_rhythm("contractual")
    if (summary["repeats"] > 0).sum() < FEWEST_REPEATING:
        return by_rhythm("too_few")
    if varied < REGULAR:
        return by_rhythm("regular")
    check = checked(days, start, end, assumptions)
    model = fit(summary) if check else None
    if model is None or check is None:
        return by_rhythm("no_fit", check)
    if not check.better:
        return by_rhythm("no_better", check)
    table["active"], table["expected"] = model.probability_active(summary), model.expected_orders(summary, 365 / WEEK)
    return Drift(table, "model", "better", check, model, varied)


def rhythm(days: OrderDays, until: pd.Timestamp) -> pd.DataFrame:
    """``since``, ``rhythm`` and ``overdue`` of every customer with an order up to ``until`` (see ``Drift``)."""
    days = days.until(until)
    within = np.diff(days.day, prepend=0)
    within[days.starts] = 0
    gaps, span = days.sizes - 1, int(within.max(initial=0)) + 1
    # A gap is never 0, so the 0 before each customer's first day stays in front.
    narrow = "int32" if len(gaps) * span < 1 << 31 else "int64"  # sorted twice as fast
    keys = (np.repeat(np.arange(len(gaps)), days.sizes) * span + within).astype(narrow)
    ordered = (np.sort(keys) % span).astype("int64")
    usual = quantile(ordered, days.starts + 1, gaps, 0.5) if len(ordered) else np.empty(0)
    last = days.day[days.starts + gaps]
    table = pd.DataFrame({"since": (day_of(until) - last).astype("float64")}, index=days.customers)
    table["rhythm"] = np.where(gaps >= FEWEST_GAPS, usual, np.nan)
    table["overdue"] = table["since"] / table["rhythm"]
    return table


def variation(days: OrderDays) -> float:
    """Half of the customers with ``FEWEST_TO_VARY`` gaps vary less around their mean gap: standard deviation / mean;
    NaN where nobody has as many."""
    gaps = np.diff(days.day, prepend=0)
    gaps[days.starts] = 0
    count, customer = days.sizes - 1, np.repeat(np.arange(len(days.sizes)), days.sizes)
    told = count >= FEWEST_TO_VARY
    count = count[told]
    mean, square = (np.bincount(customer, gaps**power)[told] / count for power in (1, 2))
    return float(np.median(np.sqrt(square - mean**2) / mean)) if told.any() else float("nan")


def checked(days: OrderDays, start: pd.Timestamp, end: pd.Timestamp, assumptions: InvoiceAssumptions) -> Check | None:
    """What both rules said in the middle of the period, against what came, for customers of whom both say something;
    None where the model finds no fit by then."""
    middle = (start + (end - start) / 2).normalize()
    before = summarised(days, middle)
    model = fit(before)
    if model is None:
        return None
    weeks = (end - middle).days / WEEK
    _, by_rhythm = _by_rhythm(rhythm(days, middle), (end - middle).days, assumptions)
    by_rhythm = by_rhythm.dropna()
    by_model = model.expected_orders(before, weeks).loc[by_rhythm.index]
    every, before_it = (pd.Series(some.sizes, some.customers) for some in (days.until(end), days.until(middle)))
    came = (every - before_it).loc[by_rhythm.index]
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
