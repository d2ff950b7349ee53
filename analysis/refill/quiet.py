"""Customers gone quiet: losses that nobody has noted. They stand beside the known losses and are in none of their
counts."""

from __future__ import annotations

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.invoices.known import known_lost
from analysis.money import cents


def gone_quiet(evaluation: Evaluation) -> pd.DataFrame:
    """One row per customer gone quiet (see ``Known.quiet``) who is not among the known losses, index ``customer_id``:
    ``name``, ``since`` (days), ``rhythm`` (days), ``overdue`` (times), ``active`` (0–1), ``revenue`` and ``net`` (€ a
    year); the largest revenue first, ties by id."""
    customers, per_year, quiet = evaluation.customers, evaluation.portfolio.per_year, evaluation.invoices.quiet
    here = customers.index.intersection(quiet.index).difference(known_lost(evaluation.portfolio)).sort_values()
    table = quiet.loc[here, ["since", "rhythm", "overdue", "active"]]
    table.insert(0, "name", customers["name"].reindex(here))
    table["revenue"] = cents(customers["revenue"].reindex(here) * per_year)
    table["net"] = cents(customers["net_contribution"].reindex(here) * per_year)
    return table.sort_values("revenue", ascending=False, kind="stable")


def yearly_revenue(quiet: pd.DataFrame) -> float:
    """What they bought together, € a year."""
    return float(cents(quiet["revenue"].sum()))
