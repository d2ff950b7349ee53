"""From portfolio, assumptions and what people said to every figure: the one truth for page, workbook, command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions
from analysis.care.actions import ACTIONS
from analysis.care.goals import GoalCheck
from analysis.care.levers import mildest
from analysis.care.own import OwnDriver
from analysis.care.prices import price_steps
from analysis.care.uncertainty import drawn_rates, triples
from analysis.costed import costed, with_typed
from analysis.decided import decided
from analysis.invoices.known import Known, known
from analysis.money import cents
from analysis.portfolio import Portfolio
from analysis.said import what_was_said
from analysis.tag.suggestions import Signals
from analysis.tagged import Tagged, tagged


@dataclass(frozen=True)
class Evaluation(Tagged):
    """Every figure of a portfolio. Not to be changed: pages share it.

    ``customers``: what ``Tagged`` says; levers (see ``mildest``); ``parting_gain`` (€ a year); ``action``, ``rule``.
    ``ranged``: low and high of the rates the analyst set.
    ``goal``: the year without those for whom ``part_ways`` would be right, were there no goal.
    ``hour_worth``: € per hour redeployed (see ``worth_per_hour``).
    ``comparable_by``: the attribute by which customers are comparable; None: all are.
    """

    ranged: Mapping[str, tuple[float, float]]
    goal: GoalCheck
    hour_worth: float
    comparable_by: str | None = None

    @property
    def charged_hours(self) -> float:
        """Hours a year that the drivers charge to customers."""
        time = self.total("care_cost") - self.total("cash_care")
        return time / self.care.hourly_rate * self.portfolio.per_year

    @cached_property
    def earning(self) -> pd.Series:
        """Share of draws (0–1) in which each customer's net contribution is at least zero."""
        return self.linear.earning_share(self.rates)

    @cached_property
    def invoices(self) -> Known:
        """Price gap, selling potential and who drifts away: suggestions, in no figure of ``customers``."""
        return known(self)

    @cached_property
    def rates(self) -> dict[str, np.ndarray]:
        """Every uncertain rate's draws."""
        return drawn_rates(triples(self.assumptions, self.ranged))


def evaluate(
    portfolio: Portfolio,
    assumptions: Assumptions,
    answers: pd.DataFrame | None = None,
    own: tuple[OwnDriver, ...] = (),
    typed: pd.DataFrame | None = None,
    ranged: Mapping[str, tuple[float, float]] | None = None,
    signals: Signals | None = None,
    comparable_by: str | None = None,
) -> Evaluation:
    """Evaluates a portfolio.

    Parameters
    ----------
    answers : what persons said in the app, index ``customer_id``; any of ``profitable``, ``strategic``, ``repeat``
        (yes / no / open), ``self_check``, ``refused`` (bool: the customer refused the levers). None or NaN: not said.
        It goes before what an uploaded answers table says.
    own : care drivers of the user's own.
    typed : quantities typed in, index ``customer_id``, columns of ``QUANTITIES``; they go before the tables'.
    ranged : low and high of rates (``room.field``) where the analyst set them.
    signals : values of attributes that suggest strategic importance (see ``suggest``).
    comparable_by : see ``Evaluation``.
    """
    first = costed(with_typed(portfolio, typed), assumptions.upload, assumptions.care, own)
    levers = mildest(first.customers, first.cost.by_driver, assumptions.goals)
    second = tagged(first, assumptions, what_was_said(portfolio.customers, answers), signals)
    return evaluated(second, levers, ranged, comparable_by)


def evaluated(
    second: Tagged,
    levers: pd.DataFrame,
    ranged: Mapping[str, tuple[float, float]] | None = None,
    comparable_by: str | None = None,
) -> Evaluation:
    """What ``evaluate`` does, for whom the earlier stages are there. ``levers``: of the same (see ``mildest``)."""
    last = decided(second, levers, ranged)
    kept = {entry.name: getattr(second, entry.name) for entry in fields(Tagged)}
    return Evaluation(
        **{**kept, "customers": last.customers},
        ranged=ranged or {},
        goal=last.goal,
        hour_worth=last.hour_worth,
        comparable_by=comparable_by if comparable_by in second.portfolio.attributes else None,
    )


def summary(evaluation: Evaluation) -> dict[str, Any]:
    """The figures the command line prints as JSON. Shares are NaN-free: None where they have no meaning."""
    customers, curve = evaluation.customers, evaluation.whale
    by_driver = {
        key: float(cents(customers[f"care_{key}"].sum())) if evaluation.known.get(key, 0) else None
        for key in evaluation.drivers
    }
    return {
        "customers": len(customers),
        "period": [day.isoformat() for day in evaluation.portfolio.period],
        "revenue": evaluation.total("revenue"),
        "contribution_margin": evaluation.total("contribution_margin"),
        "margin_assumed": bool(customers["margin_assumed"].any()),
        "care_cost": evaluation.total("care_cost"),
        "care_cost_by_driver": by_driver,
        "net_contribution": evaluation.total("net_contribution"),
        "whale": {
            "peak_share": _number(curve.peak_share),
            "peak_customers": curve.peak_customers,
            "top20_share": _number(curve.top20_share),
            "losing_customers": curve.losing_customers,
            "losing_total": curve.losing_total,
        },
        "verdicts": {str(verdict): int(count) for verdict, count in evaluation.verdicts["customers"].items()},
        "actions": {action: int((customers["action"] == action).sum()) for action in ACTIONS},
        **evaluation.invoices.totals(),
        "price_waterfall": price_steps(customers) or None,
    }


def _number(value: float) -> float | None:
    return None if value != value else round(value, 6)
