"""Movers: whose net contribution rose or fell most against the period before, both of the same length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.money import cents
from analysis.upload.aggregate import MONEY
from analysis.upload.growth import windows
from analysis.upload.margin import contribution_margin

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation

DATED = {
    "rework": "rework_hours",
    "staff_time": "staff_hours",
    "out_of_scope": "out_of_scope_hours",
}
"""Care drivers whose causes the care log dates, and its kind of entry. All other care cost is spread evenly."""


@dataclass(frozen=True)
class Movers:
    """``table``: one row per customer with an order in either period, index ``customer_id``; ``before``, ``now`` (net
    contribution, €), ``change`` (€), ``kind`` (``both``, ``new``: none before, ``gone``: none now), the largest rise
    first, ties by id. ``earlier``, ``later``: first and last day of each period. ``a_year_apart``: they are the same
    months a year apart; else seasons may be taken for change."""

    table: pd.DataFrame
    earlier: tuple[pd.Timestamp, pd.Timestamp]
    later: tuple[pd.Timestamp, pd.Timestamp]
    a_year_apart: bool

    def rose(self, at_most: int) -> pd.DataFrame:
        """Those who rose most, the largest rise first."""
        return self.table[self.table["change"] > 0].head(at_most)

    def fell(self, at_most: int) -> pd.DataFrame:
        """Those who fell most, the largest fall first."""
        return self.table[self.table["change"] < 0].iloc[::-1].head(at_most)


def movers(evaluation: Evaluation) -> Movers | None:
    """Net contribution of each customer in the later months against the earlier ones (see ``growth.windows``): margin
    from the months' own figures, care as the care log dates it, and spread evenly where nothing dates it. None where
    no table has dates, or the period holds not even one full month for each side.
    """
    sides = windows_of(evaluation)
    if sides is None:
        return None
    earlier, later = sides
    table = pd.DataFrame({"before": _net(evaluation, earlier), "now": _net(evaluation, later)})
    ordered = [_orders(evaluation, months) for months in (earlier, later)]
    table["change"] = cents(table["now"] - table["before"])
    table["kind"] = "both"
    table.loc[~ordered[0] & ordered[1], "kind"] = "new"
    table.loc[ordered[0] & ~ordered[1], "kind"] = "gone"
    table = table[ordered[0] | ordered[1]].sort_index()
    return Movers(
        table.sort_values("change", ascending=False, kind="stable"),
        (earlier[0], earlier[-1] + pd.offsets.MonthEnd()),
        (later[0], later[-1] + pd.offsets.MonthEnd()),
        (later[0].year - earlier[0].year) * 12 + later[0].month - earlier[0].month == 12,
    )


def windows_of(evaluation: Evaluation) -> tuple[list[pd.Timestamp], list[pd.Timestamp]] | None:
    """The earlier and the later months that are compared (first days, of equal number); None where no table has
    dates, or the period is too short."""
    earlier, later = windows(evaluation.portfolio.period)
    return None if evaluation.portfolio.months.empty or not earlier else (earlier, later)


def _net(evaluation: Evaluation, months: list[pd.Timestamp]) -> pd.Series:
    """Net contribution (€) of each customer in ``months``."""
    return cents(_margin(evaluation, months) - _care(evaluation, months))


def _margin(evaluation: Evaluation, months: list[pd.Timestamp]) -> pd.Series:
    """Margin before unjustified credits are added back: they leave the care cost too, and the net stays."""
    table = evaluation.portfolio.months
    sums = table[table["month"].isin(months)].groupby("customer_id")[list(MONEY)].sum()
    sums = sums.reindex(evaluation.customers.index).fillna(0.0)
    return contribution_margin(sums, evaluation.assumptions.upload)["contribution_margin"]


def _care(evaluation: Evaluation, months: list[pd.Timestamp]) -> pd.Series:
    customers, log = evaluation.customers, evaluation.portfolio.care
    start, end = months[0], months[-1] + pd.offsets.MonthEnd()
    evenly = ((end - start).days + 1) / evaluation.portfolio.days
    care = pd.Series(0.0, index=customers.index)
    for driver in evaluation.drivers:
        if driver == "unjustified_credits" or driver in evaluation.apart:
            continue
        share = pd.Series(evenly, index=customers.index)
        if driver in DATED and len(log):
            entries = log[log["kind"] == DATED[driver]]
            every = entries.groupby("customer_id")["hours"].sum()
            within = entries[entries["date"].between(start, end)].groupby("customer_id")["hours"].sum()
            dated = (within.reindex(every.index).fillna(0.0) / every.where(every > 0)).reindex(customers.index)
            share = dated.fillna(share)
        care += customers[f"care_{driver}"].fillna(0.0) * share
    return care


def _orders(evaluation: Evaluation, months: list[pd.Timestamp]) -> pd.Series:
    """Which customers have any business in ``months``."""
    table = evaluation.portfolio.months
    there = table.loc[table["month"].isin(months), "customer_id"].unique()
    return pd.Series(evaluation.customers.index.isin(there), index=evaluation.customers.index)
