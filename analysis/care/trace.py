"""How a figure is made: from what is counted and what a unit costs down to the rows of the uploaded tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.care.assumptions import CareAssumptions
from analysis.care.cost import part_cost
from analysis.care.drivers import DRIVERS, TIME_EQUATION, Driver, Part, active, name_of, switches
from analysis.care.tornado_chart import value_of
from analysis.costed import Costed
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.money import cents
from analysis.portfolio import QUANTITIES, Portfolio

SOURCES = ("care", "payments", "credits", "invoices", "order_days", "column", "typed", "none")
"""Where a quantity can come from; words under ``drivers.source.<source>``."""

_PAYMENTS = {
    *("deductions", "deduction_cases", "late_discount", "euro_days_late", "late_invoices", "reminders"),
    "terms_euro_days",
}
_CREDITS = {"credits", "credits_unjustified", "credits_without_reason", "credit_notes", "return_cases", "return_goods"}
_INVOICES = {"orders", "lines", "small_orders", "deliveries"}
_ROLES = {"payments": "payments", "credits": "credit_notes", "invoices": "invoices"}
"""Source to the role of the table that gives it."""
_MADE_OF = {
    "rework_cases_alone": "rework_cases",
    "freight_unpaid": "freight_cost",
    "aggravation_years": "aggravation_level",
    "surcharges_of_small_orders": "surcharges",
    "credits_without_reason": "credits",
}
"""Quantities that are made of another, which is where they come from."""


def source_of(quantity: str, portfolio: Portfolio, counted: pd.DataFrame, typed: set[str]) -> str:
    """Where the figures for ``quantity`` came from, one of ``SOURCES``. ``typed``: quantities a person typed in."""
    origin = _MADE_OF.get(quantity, quantity)
    if origin in typed:
        return "typed"
    if quantity not in counted or not counted[quantity].notna().any():
        return "none"
    if len(portfolio.care) and (portfolio.care["kind"] == origin).any():
        return "care"
    if origin == "deliveries" and not portfolio.known(origin).any():
        return "order_days"
    roles = {table.role for table in portfolio.tables}
    for source, quantities in (("payments", _PAYMENTS), ("credits", _CREDITS), ("invoices", _INVOICES)):
        if origin in quantities and _ROLES[source] in roles:
            return source
    return "column"


def sources(evaluation: Costed, typed: set[str]) -> dict[str, list[str]]:
    """Driver key to where its quantities came from, each source once; ``["none"]`` where nothing is known. Every
    driver that could be on is in it."""
    every = active(_all_on(evaluation.care), (driver.as_driver() for driver in evaluation.own))
    result = {}
    for driver in every:
        found = [
            source_of(part.quantity, evaluation.portfolio, evaluation.counted, typed)
            for part in driver.parts
            if part.factor > 0
        ]
        known = [source for source in SOURCES if source in found and source != "none"]
        result[driver.key] = known or ["none"]
    return result


@dataclass(frozen=True)
class Term:
    """A term of the time equation, picked or not: its part, how many there are in the portfolio (NaN: not known), the
    share of customers (0–1) of whom it is known, and where it came from (one of ``SOURCES``)."""

    part: Part
    units: float
    known: float
    source: str


def terms(evaluation: Evaluation, typed: set[str]) -> list[Term]:
    """Everything the time equation can count, ready to pick."""
    counted = evaluation.counted[[part.quantity for part in TIME_EQUATION.parts]]
    units, known = counted.sum(min_count=1), counted.notna().mean()
    return [
        Term(
            part,
            float(units[part.quantity]),
            float(known[part.quantity]),
            source_of(part.quantity, evaluation.portfolio, evaluation.counted, typed),
        )
        for part in TIME_EQUATION.parts
    ]


def _all_on(care: CareAssumptions) -> CareAssumptions:
    return replace(care, **dict.fromkeys(switches(DRIVERS), True))


def trace(evaluation: Evaluation, customers: pd.Index, language: Language) -> pd.DataFrame:
    """How the care cost of ``customers`` is made: one row per part of a driver that is known for any of them.

    Columns: ``driver`` and ``quantity`` (words), ``units`` (what is counted), ``formula`` (the rates in words),
    ``cost`` (€, before cents), ``avoidable`` (share 0–1).
    """
    care, rows = evaluation.assumptions.care, []
    counted = evaluation.counted.loc[customers]
    for driver in active(care, (entry.as_driver() for entry in evaluation.own)):
        for part in driver.parts:
            if not counted[part.quantity].notna().any():
                continue
            cost = float(np.nansum(part_cost(counted, part, care)))
            rows.append(
                {
                    "driver": name_of(driver.key, language),
                    "quantity": quantity_name(driver, part, language),
                    "units": float(counted[part.quantity].sum()),
                    "formula": formula(evaluation, part, language),
                    "cost": cost,
                    "avoidable": part.avoidable,
                }
            )
    return pd.DataFrame(rows, columns=["driver", "quantity", "units", "formula", "cost", "avoidable"])


def in_numbers(evaluation: Evaluation, customers: pd.Index) -> dict[str, float]:
    """What margin and net contribution of ``customers`` are made of, €: ``revenue`` − ``goods`` = ``margin``,
    − ``care`` = ``net``."""
    names = {"revenue": "revenue", "margin": "contribution_margin", "care": "care_cost", "net": "net_contribution"}
    sums = {word: evaluation.total_of(column, customers) for word, column in names.items()}
    return {**sums, "goods": float(cents(sums["revenue"] - sums["margin"]))}


def formula(evaluation: Evaluation, part: Part, language: Language) -> str:
    """What a unit is multiplied by, such as ``× 65 €/h`` or ``× 8 % / 365``."""
    factors = [value_of(f"care.{rate}", getattr(evaluation.assumptions.care, rate), language) for rate in part.rates]
    if part.factor == 1 / 365:
        return f"× {' × '.join(factors)} / 365"
    if part.factor == 1 / 60:
        return f"× {' × '.join(factors)} / 60"
    if part.factor != 1:
        factors.insert(0, language.number(part.factor, 4))
    return f"× {' × '.join(factors)}" if factors else "× 1"


def quantity_name(driver: Driver, part: Part, language: Language) -> str:
    """The word for what a part counts; the user's own header for a column of their own."""
    origin = part.quantity if language.has(f"drivers.quantity.{part.quantity}") else _MADE_OF.get(part.quantity)
    if origin and (origin in QUANTITIES or language.has(f"drivers.quantity.{origin}")):
        return language.text(f"drivers.quantity.{origin}")
    return part.quantity


def rows_behind(portfolio: Portfolio, customer: int) -> dict[str, pd.DataFrame]:
    """The rows of the uploaded tables behind one customer: ``care``, ``credits``, ``invoices``; those without rows are
    left out."""
    tables = {"care": portfolio.care, "credits": portfolio.credits, "invoices": portfolio.orders}
    found = {
        name: table[table["customer_id"] == customer].drop(columns="customer_id")
        for name, table in tables.items()
        if len(table)
    }
    return {name: table for name, table in found.items() if len(table)}


def known_drivers(evaluation: Costed) -> tuple[list[str], list[str]]:
    """The tangible drivers that are on: those of which something is known, and those of which nothing is."""
    tangible = [driver for driver in evaluation.drivers if driver not in evaluation.apart]
    known = [driver for driver in tangible if evaluation.known.get(driver, 0) > 0]
    return known, [driver for driver in tangible if driver not in known]
