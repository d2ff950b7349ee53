"""From portfolio, assumptions and what people said to every figure: the one truth for page, workbook, command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions
from analysis.care.actions import ACTIONS
from analysis.care.drivers import active
from analysis.care.goals import GoalCheck
from analysis.care.levers import mildest
from analysis.care.own import OwnDriver
from analysis.care.prices import price_steps
from analysis.care.uncertainty import Linear, drawn_rates, triples
from analysis.costed import Costed, costed
from analysis.decided import decided
from analysis.invoices.known import Known, known
from analysis.money import cents
from analysis.portfolio import Portfolio
from analysis.tag.curves import WhaleCurve
from analysis.tag.suggestions import Signals
from analysis.tag.verdict import VERDICTS
from analysis.tagged import tagged


@dataclass(frozen=True)
class Evaluation:
    """Every figure of a portfolio. Not to be changed: pages share it.

    ``customers``: one row per customer, index ``customer_id``; the portfolio's columns, with unjustified credits added
    back to ``revenue`` (they are care cost), and:
    ``contribution_margin``, ``variable_goods``, ``care_cost``, ``intangible``, ``avoidable_care``, ``cash_care``,
    ``net_contribution`` (€, cents); ``care_<driver>`` (€, NaN not known); ``margin_after_care`` (share of revenue),
    ``care_share`` (share of contribution margin); ``margin_assumed``, ``high_maintenance``; ``abc``;
    ``suggested_<question>``, ``<question>`` (a person's answer before the suggestion), ``answered_<question>`` (bool);
    ``provisional``, ``revenue_rank``, ``in_top``, ``signal``; ``verdict``, ``best`` (nurture), ``listened`` (bool:
    whom steps 3 and
    5 take for best); ``self_check``; levers (see ``mildest``); ``parting_gain`` (€ a year); ``action``, ``rule``.
    ``costs``: € per driver that is on. ``counted``: what the drivers count. ``known``: driver to share of customers
    whose quantity is known. ``linear``: net contribution in terms of the rates. ``ranged``: low and high of the rates
    the analyst set.
    ``comparable_by``: the attribute by which customers are comparable; None: all are.
    ``goal``: the year without those for whom ``part_ways`` would be right, were there no goal.
    """

    portfolio: Portfolio
    assumptions: Assumptions
    customers: pd.DataFrame
    costs: pd.DataFrame
    counted: pd.DataFrame
    linear: Linear
    ranged: Mapping[str, tuple[float, float]]
    known: Mapping[str, float]
    whale: WhaleCurve
    whale_before: WhaleCurve
    own: tuple[OwnDriver, ...]
    goal: GoalCheck
    hour_worth: float
    top_fifth: bool
    comparable_by: str | None = None

    @property
    def drivers(self) -> list[str]:
        """Keys of the drivers that are switched on."""
        return list(self.costs.columns)

    def total_of(self, column: str, customers: pd.Index) -> float:
        """Sum of an amount over some customers, €, to the cent."""
        return float(cents(self.customers.loc[customers, column].sum()))

    @property
    def apart(self) -> set[str]:
        """Keys of the intangible drivers that are on: an estimate beside the headline, never in it."""
        drivers = active(self.assumptions.care, (driver.as_driver() for driver in self.own))
        return {driver.key for driver in drivers if not driver.tangible}

    @property
    def charged_hours(self) -> float:
        """Hours a year that the drivers charge to customers."""
        rate = self.assumptions.care.hourly_rate
        time = self.total("care_cost") - self.total("cash_care")
        return time / rate * self.portfolio.per_year

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

    def total(self, column: str) -> float:
        """Sum of an amount over all customers, €, to the cent."""
        return float(cents(self.customers[column].sum()))


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
    first = costed(portfolio, assumptions.upload, assumptions.care, own, typed)
    levers = mildest(first.customers, first.cost.by_driver, assumptions.goals)
    return evaluated(first, levers, assumptions, answers, ranged, signals, comparable_by)


def evaluated(
    first: Costed,
    levers: pd.DataFrame,
    assumptions: Assumptions,
    answers: pd.DataFrame | None = None,
    ranged: Mapping[str, tuple[float, float]] | None = None,
    signals: Signals | None = None,
    comparable_by: str | None = None,
) -> Evaluation:
    """What ``evaluate`` does, for whom thresholds and answers change while the care costs stay.

    ``first``: the care costs under the same assumptions; ``levers``: of the same (see ``mildest``).
    """
    second = tagged(first, assumptions.tag, answers, signals)
    last = decided(first, second, levers, assumptions, ranged)
    return Evaluation(
        portfolio=first.portfolio,
        assumptions=assumptions,
        customers=last.customers,
        costs=first.cost.by_driver,
        counted=first.counted,
        linear=first.linear,
        ranged=ranged or {},
        known=first.cost.known,
        whale=first.whale,
        whale_before=first.whale_before,
        own=first.own,
        goal=last.goal,
        hour_worth=last.hour_worth,
        top_fifth=second.top_fifth,
        comparable_by=comparable_by if comparable_by in first.portfolio.attributes else None,
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
        "verdicts": {verdict: int((customers["verdict"] == verdict).sum()) for verdict in VERDICTS},
        "actions": {action: int((customers["action"] == action).sum()) for action in ACTIONS},
        **evaluation.invoices.totals(),
        "price_waterfall": price_steps(customers) or None,
    }


def _number(value: float) -> float | None:
    return None if value != value else round(value, 6)
