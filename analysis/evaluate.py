"""From portfolio, assumptions and what people said to every figure: the one truth for page, workbook, command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions
from analysis.care.actions import ACTIONS, recommend
from analysis.care.cost import care_costs, high_maintenance
from analysis.care.drivers import active, quantities
from analysis.care.goals import GoalCheck, check_goal, parting_gain, word_of_mouth, worth_per_hour
from analysis.care.levers import mildest
from analysis.care.own import OwnDriver
from analysis.care.uncertainty import Linear, drawn_rates, linear_net, triples
from analysis.invoices.known import Known, known
from analysis.money import cents
from analysis.portfolio import Portfolio
from analysis.tag.curves import WhaleCurve, abc, whale
from analysis.tag.suggestions import Signals, suggest
from analysis.tag.verdict import QUESTIONS, VERDICTS, verdicts
from analysis.upload.margin import contribution_margin

FEWEST_BEST = 5
"""Where fewer customers than this are best, steps 3 and 5 work with the top fifth by net contribution."""


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
    portfolio = _with_typed(portfolio, typed)
    customers = portfolio.customers.copy()
    own_drivers = [driver.as_driver() for driver in own]
    counted = quantities(portfolio, assumptions.care)
    cost = care_costs(counted, assumptions.care, own_drivers)

    # Credits without our fault move from revenue to care cost, so that no euro counts twice; net stays.
    moved = cost.moved
    margin = contribution_margin(customers, assumptions.upload)
    customers["revenue"] = cents(customers["revenue"] + moved)
    customers["contribution_margin"] = cents(margin["contribution_margin"] + moved)
    customers["variable_goods"] = margin["variable_goods"]
    customers["margin_assumed"] = margin["margin_assumed"]
    customers["care_cost"], customers["intangible"] = cost.total, cost.intangible
    customers["avoidable_care"], customers["cash_care"] = cost.avoidable, cost.cash
    customers["net_contribution"] = cents(customers["contribution_margin"] - customers["care_cost"])
    customers["margin_after_care"] = _share(customers["net_contribution"], customers["revenue"])
    customers["care_share"] = _share(customers["care_cost"], customers["contribution_margin"])
    customers = _with(customers, cost.by_driver.add_prefix("care_"))
    customers["high_maintenance"] = high_maintenance(
        customers, customers["care_cost"], customers["contribution_margin"], assumptions.care, portfolio.days / 365
    )
    customers["abc"] = abc(customers["revenue"], assumptions.tag)
    customers = _with(customers, suggest(customers, assumptions.tag, signals))
    said = _said(customers, answers)
    for question in QUESTIONS:
        customers[f"answered_{question}"] = said[question].notna()
        customers[question] = said[question].fillna(customers[f"suggested_{question}"]).astype("str")
    customers["self_check"] = said["self_check"].fillna("open").astype("str")
    customers["verdict"] = verdicts(customers[list(QUESTIONS)].astype("object"))
    customers["best"] = customers["verdict"] == "nurture"
    customers["listened"], top_fifth = _listened(customers)
    customers = customers.copy()

    per_year = portfolio.per_year
    hour = worth_per_hour(customers, customers["listened"])
    customers = _with(customers, mildest(customers, cost.by_driver, assumptions.goals))
    linear = linear_net(counted, assumptions.care, own_drivers)
    customers["parting_gain"] = parting_gain(
        customers, assumptions.goals, per_year, hour, word_of_mouth(customers, assumptions.goals, per_year)
    )
    facts = customers[["verdict", "strategic", "self_check", "net_contribution", "parting_gain"]].copy()
    facts["high_maintenance"], facts["margin_assumed"] = customers["high_maintenance"], customers["margin_assumed"]
    facts["is_new"] = customers["first_order"] > pd.Timestamp(portfolio.period[1]) - pd.DateOffset(months=12)
    facts["levers_reach"] = customers["reachable"] & ~said["refused"].eq(True)
    facts["depends_on_rates"] = _depends_on_rates(facts, linear, assumptions, ranged)
    marked = recommend(facts, goal_reachable=True)["action"] == "part_ways"
    goal = check_goal(customers, marked, assumptions.goals, per_year, hour)
    customers = _with(customers, recommend(facts, goal_reachable=goal.gap <= 0))
    return Evaluation(
        portfolio=portfolio,
        assumptions=assumptions,
        customers=customers,
        costs=cost.by_driver,
        counted=counted,
        linear=linear,
        ranged=ranged or {},
        known=cost.known,
        whale=whale(customers["net_contribution"]),
        whale_before=whale(customers["contribution_margin"]),
        own=own,
        goal=goal,
        hour_worth=hour,
        top_fifth=top_fifth,
        comparable_by=comparable_by if comparable_by in portfolio.attributes else None,
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
    }


def _number(value: float) -> float | None:
    return None if value != value else round(value, 6)


def _share(amount: pd.Series, of: pd.Series) -> pd.Series:
    return (amount / of.where(of > 0)).astype("float64")


def _said(customers: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """What persons said: in the app first, else in an uploaded answers table."""
    said = customers[[*QUESTIONS, "self_check"]].astype("object")
    said["refused"] = None
    if answers is not None and len(answers):
        here = answers.reindex(index=customers.index, columns=said.columns).astype("object")
        said = here.where(here.notna(), said)
    return said.where(said.notna(), None)


def _listened(customers: pd.DataFrame) -> tuple[pd.Series, bool]:
    if customers["best"].sum() >= FEWEST_BEST:
        return customers["best"], False
    net = customers["net_contribution"].sort_index()
    top = net[net > 0].sort_values(ascending=False, kind="stable").head(ceil(len(customers) / 5)).index
    return pd.Series(customers.index.isin(top), index=customers.index) | customers["best"], True


def _with(customers: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    # A header of the user's own may be called what a figure is called; the figure goes before it.
    return pd.concat([customers.drop(columns=customers.columns.intersection(more.columns)), more], axis=1)


def _with_typed(portfolio: Portfolio, typed: pd.DataFrame | None) -> Portfolio:
    if typed is None or typed.empty:
        return portfolio
    customers = portfolio.customers.copy()
    here = typed.reindex(customers.index)
    for column in here:
        customers[column] = here[column].astype("float64").fillna(customers[column])
    return replace(portfolio, customers=customers)


def _depends_on_rates(
    facts: pd.DataFrame, linear: Linear, assumptions: Assumptions, ranged: Mapping[str, tuple[float, float]] | None
) -> pd.Series:
    """Whether a customer below zero would be above in more draws than the robust share allows; only asked where the
    answer could decide."""
    asked = (facts["net_contribution"] < 0) & (facts["self_check"] == "not_us")
    asked &= ~facts["margin_assumed"] & ~facts["is_new"]
    result = pd.Series(False, index=facts.index)
    if asked.any():
        earning = linear.of(facts.index[asked]).earning_share(drawn_rates(triples(assumptions, ranged)))
        result[asked] = earning > 1 - assumptions.goals.robust_share
    return result
