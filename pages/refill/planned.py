"""The refill plan for the picked segments."""

from __future__ import annotations

from analysis.evaluate import Evaluation
from analysis.refill import picks
from analysis.refill.plan import Plan, plan_for
from pages.parts import year
from pages.refill import picking


def plan(evaluation: Evaluation) -> Plan:
    """The plan that fills the gap of the year ahead with customers like those picked."""
    return plan_for(evaluation, picks.targets(evaluation, picking.chosen()), year.ahead(evaluation))
