"""The conversation plan for a customer: facts from the figures, words from the messages, edited by a person."""

from __future__ import annotations

import pandas as pd

from analysis.care.drivers import name_of
from analysis.care.levers import what_if
from analysis.care.outcome import Terms
from analysis.evaluate import Evaluation
from analysis.invoices.words import asked_price, combined, offered
from analysis.language import Language

SECTIONS = ("value", "facts", "ask", "alternatives", "walk_away", "others", "who")
"""Sections of a plan, in the order they are talked through: fields ``plan.<section>`` of a customer."""

DRIVERS_SHOWN = 4
NEVER_SAID = ("abuse", "aggravation")
"""What was noted about these never goes into a plan: it is no way to talk to people."""


def prefilled(evaluation: Evaluation, customer: int, terms: Terms, parting: bool, language: Language) -> dict[str, str]:
    """The plan's sections as figures and levers give them, for a repair or, where ``parting``, a kind farewell."""
    kind = "parting" if parting else "repair"
    return {
        "value": _value(evaluation, customer, language),
        "facts": _facts(evaluation, customer, language),
        "ask": _ask(evaluation, customer, terms, language)
        if not parting
        else language.text("care.plan.text.ask_parting"),
        "alternatives": _alternatives(evaluation, customer, parting, language),
        "walk_away": language.text(f"care.plan.text.walk_away_{kind}"),
        "others": language.text(f"care.plan.text.others_{kind}"),
        "who": language.text("care.plan.text.who"),
    }


def _value(evaluation: Evaluation, customer: int, language: Language) -> str:
    row = evaluation.customers.loc[customer]
    lines = []
    if pd.notna(row["first_order"]):
        lines.append(language.text("care.plan.text.since", date=row["first_order"]))
    if pd.notna(row["orders"]):
        lines.append(language.text("care.plan.text.orders", n=int(row["orders"]), revenue=row["revenue"]))
    if pd.notna(row["standard_hours"]) and row["standard_hours"] > 0:
        lines.append(language.text("care.plan.text.service", hours=row["standard_hours"]))
    return "\n".join(lines or [language.text("care.plan.text.revenue", revenue=row["revenue"])])


def _facts(evaluation: Evaluation, customer: int, language: Language) -> str:
    costs = evaluation.costs.loc[customer].drop(list(NEVER_SAID), errors="ignore").dropna()
    costs = costs[costs > 0].sort_values(ascending=False, kind="stable").head(DRIVERS_SHOWN)
    lines = [
        language.text("care.plan.text.fact", driver=name_of(str(key), language), cost=cost)
        for key, cost in costs.items()
    ]
    days = evaluation.customers.loc[customer, "average_days_late"]
    if pd.notna(days) and days >= 1:
        lines.append(language.text("care.plan.text.days_late", days=days))
    return "\n".join(lines)


def _ask(evaluation: Evaluation, customer: int, terms: Terms, language: Language) -> str:
    chosen, costs = evaluation.customers.loc[[customer]], evaluation.costs.loc[[customer]]
    gains = what_if(chosen, costs, terms.price, terms.hours, terms.fee, terms.loss).iloc[0]
    lines = []
    if terms.hours > 0:
        lines.append(language.text("care.plan.text.ask_hours", share=terms.hours, gain=gains["hours_gain"]))
    if terms.fee > 0 and gains["fee_gain"] > 0:
        lines.append(language.text("care.plan.text.ask_fee", gain=gains["fee_gain"]))
    if terms.price > 0:
        lines.append(language.text("care.plan.text.ask_price", share=terms.price, gain=gains["price_gain"]))
        lines.append(asked_price(evaluation, customer, language))
    return "\n".join(filter(None, lines)) or language.text("care.plan.text.ask_nothing")


def _alternatives(evaluation: Evaluation, customer: int, parting: bool, language: Language) -> str:
    if parting:
        return language.text("care.plan.text.alternatives_parting")
    lines = [offered(evaluation, customer, language), combined(evaluation, customer, language, "plan")]
    lines.append(language.text("care.plan.text.alternatives_repair"))
    return "\n".join(filter(None, lines))
