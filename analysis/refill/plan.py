"""The refill plan: how many new customers are needed, can be served and can be won; the smallest bound binds."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isnan

import numpy as np
import pandas as pd

from analysis.assumptions import range_named
from analysis.care.decisions import Year
from analysis.evaluate import Evaluation
from analysis.money import cents
from analysis.refill.assumptions import RefillAssumptions
from analysis.refill.segments import FEWEST_DEALS
from analysis.refill.shrinkage import shrunk_means

MONTHS = 12
A_MINUTE = 1 / 60
"""Hours per customer below this are none that a plan could count on."""


@dataclass(frozen=True)
class Plan:
    """New customers of the target segments in the coming year.

    ``per_customer``: what one brings in a full year, € (shrunk margin − cash care). ``hours_each``: hours one takes a
    year (NaN not known). ``freed``: hours freed by partings, redeployed; ``hours_worth``: what step 4 counts for them,
    € a year, and this plan does not, since here they carry the new customers. ``gap``: € a year missing to the goal.
    ``needed``: customers that close the gap (None: they never would, or no goal is set and there is no gap to close).
    ``served``: customers the freed hours carry (None: hours not known, no bound). ``won``: prospects × win rate.
    ``customers``: how many the plan takes.
    ``binds``: which bound is the smallest: ``needed``, ``served``, ``won``; ``nothing_to_close`` where the goal is
    reached already, ``brings_nothing`` where such a customer costs more than it brings, ``no_hours_freed`` where not
    one can be served. ``contacts``:
    prospects to speak to for them. ``acquisition``: € in all. ``first_year``: what they bring in the first year, €.
    """

    per_customer: float
    hours_each: float
    freed: float
    gap: float
    needed: int | None
    served: int | None
    won: int
    customers: int
    binds: str
    contacts: int
    acquisition: float
    first_year: float
    reaches_goal: bool
    hours_worth: float = 0.0


def plan(
    per_customer: float,
    hours_each: float,
    freed: float,
    gap: float | None,
    assumptions: RefillAssumptions,
    hours_worth: float = 0.0,
) -> Plan:
    """The plan from its figures; see ``Plan``. ``gap`` None: no goal is set, so only hours and sales bound it."""
    per_customer = float(cents(per_customer))
    first = per_customer * assumptions.first_year_share
    needed: int | None = None
    if gap is not None:
        needed = 0 if gap <= 0 else ceil(gap / first - 1e-9) if first > 0 else None
    served = None if not hours_each >= A_MINUTE else floor(max(freed, 0) / hours_each + 1e-9)
    won = floor(assumptions.prospects * assumptions.win_rate + 1e-9)
    bounds = {"needed": needed, "served": served, "won": won}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    binds = min(known, key=lambda name: (known[name], list(bounds).index(name)))
    customers = known[binds] if per_customer > 0 else 0
    if gap is not None and gap <= 0:
        binds = "nothing_to_close"
    elif not per_customer > 0:
        binds = "brings_nothing"
    elif binds == "served" and customers == 0:
        binds = "no_hours_freed"
    brought = float(cents(customers * (first - assumptions.acquisition_cost))) if customers else 0.0
    return Plan(
        per_customer=per_customer,
        hours_each=hours_each,
        freed=freed,
        gap=float(cents(gap or 0.0)),
        needed=needed,
        served=served,
        won=won,
        customers=customers,
        binds=binds,
        contacts=ceil(customers / assumptions.win_rate - 1e-9),
        acquisition=float(cents(customers * assumptions.acquisition_cost)),
        first_year=brought,
        reaches_goal=gap is not None and (gap <= 0 or (needed is not None and customers >= needed)),
        hours_worth=hours_worth,
    )


def plan_for(evaluation: Evaluation, targets: pd.Series, year: Year) -> Plan:
    """The plan that fills the gap of ``year`` with new customers like those in ``targets`` (bool per customer): their
    margin − cash care, drawn towards the portfolio's mean by how few they are, and their hours."""
    hours = evaluation.customers.loc[targets, "all_hours"] * evaluation.portfolio.per_year
    known = hours[hours > 0]
    return plan(
        per_customer=shrunk_worth(evaluation, targets),
        hours_each=float(known.mean()) if len(known) else float("nan"),
        freed=year.check.hours * evaluation.assumptions.goals.redeployed,
        gap=year.to_refill if evaluation.assumptions.goals.wanted else None,
        assumptions=evaluation.assumptions.refill,
        hours_worth=year.check.redeployed,
    )


@dataclass(frozen=True)
class WinRate:
    """``won`` of ``decided`` deals; ``rate``: the share, to whole percents and within the assumption's range."""

    won: int
    decided: int
    rate: float


def win_rate(evaluation: Evaluation) -> WinRate | None:
    """How many of the decided deals were won; None where fewer than ``FEWEST_DEALS`` were decided."""
    losses, limits = evaluation.portfolio.losses, range_named("refill.win_rate")
    if losses.empty or limits is None:
        return None
    status = losses.loc[losses["kind"].eq("deal"), "status"]
    won, decided = int(status.eq("won").sum()), int(status.isin(["won", "lost"]).sum())
    if decided < FEWEST_DEALS:
        return None
    return WinRate(won, decided, float(min(max(round(won / decided, 2), limits.low), limits.high)))


def shrunk_worth(evaluation: Evaluation, targets: pd.Series) -> float:
    """What one customer of ``targets`` (bool per customer) brings a year, €: the mean of margin − cash care, shrunk
    towards the mean of all, the targets and the rest being two segments. NaN where there is none."""
    if not targets.any():
        return float("nan")
    customers = evaluation.customers
    worth = (customers["contribution_margin"] - customers["cash_care"]) * evaluation.portfolio.per_year
    side = pd.Series(np.where(targets, "targets", "rest"), index=customers.index)
    return float(shrunk_means(worth, side).loc["targets", "shrunk"])


def by_month(made: Plan, today: float, target: float, assumptions: RefillAssumptions) -> pd.DataFrame:
    """The coming twelve months: ``month`` (1–12), ``customers`` won so far, ``net`` (€ a month, with the new ones),
    ``today`` (€ a month without), ``goal`` (€ a month). New customers come evenly over the ramp-up.

    ``today`` (see ``Year.before_new``) and ``target``: € a year."""
    months = np.arange(1, MONTHS + 1)
    there = np.minimum(months / assumptions.ramp_up_months, 1.0) * made.customers
    each = 0.0 if isnan(made.per_customer) else made.per_customer * assumptions.first_year_share / MONTHS
    return pd.DataFrame(
        {
            "month": months,
            "customers": there,
            "net": today / MONTHS + there * each,
            "today": today / MONTHS,
            "goal": target / MONTHS,
        }
    )
