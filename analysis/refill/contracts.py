"""Test contracts: a limited deal with someone outside the profile, with terms, an end and a way out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.money import cents

PREFIX = "contract."
TEXTS = ("scope", "price", "success", "exit", "owner", "note")
DAYS = ("start", "end", "review")
FIELDS = ("who", "customer", *TEXTS, *DAYS, "value", "status")
"""Fields ``contract.<id>.<field>``. ``who``: the name; ``customer``: the customer's id, where it is one of ours;
``scope`` (what is delivered), ``price``, ``success`` (what must have happened by the review), ``exit`` (when we stop);
``value``: net contribution it is expected to bring a year, €."""
STATES = ("draft", "running", "kept", "ended")
"""Draft, running, turned into a lasting deal, ended."""
OPEN = ("draft", "running")
LENGTH_IN_DAYS, REVIEW_BEFORE_END_IN_DAYS = 180, 30
"""What a new contract starts with."""
SETTLED = ("invest", "keep")
"""Recommended actions with which nobody needs a test."""


def outside(evaluation: Evaluation, targets: pd.Series) -> pd.Series:
    """The names of today's customers outside the profile (``targets``: bool per customer) who are not simply kept: whom
    a test contract could be for. Index ``customer_id``, the lowest net contribution first."""
    customers = evaluation.customers
    rows = customers[~targets & ~customers["action"].isin(SETTLED)]
    return rows.sort_values("net_contribution", kind="stable")["name"]


def new_contract(contract: str, who: str, customer: int | None, today: date) -> dict[tuple[str, int], Any]:
    """The edit that files a new contract under the id ``contract``: a draft of half a year from ``today``."""
    end = today + timedelta(days=LENGTH_IN_DAYS)
    values = {
        "who": who,
        "customer": customer,
        "start": today.isoformat(),
        "end": end.isoformat(),
        "review": (end - timedelta(days=REVIEW_BEFORE_END_IN_DAYS)).isoformat(),
        "status": "draft",
    }
    return {(f"{PREFIX}{contract}.{field}", 0): value for field, value in values.items()}


def removed(contract: str) -> dict[tuple[str, int], Any]:
    """The edit that takes a contract out; undoing it brings the contract back."""
    return {(f"{PREFIX}{contract}.{field}", 0): None for field in FIELDS}


def contracts(fields: pd.DataFrame, today: date) -> pd.DataFrame:
    """All contracts, index their id: those due for review first, then the other open ones, by review date.

    Parameters
    ----------
    fields : ``Workspace.fields(PREFIX)``.

    Returns
    -------
    ``FIELDS`` (texts, dates or NaT, € or NaN), ``open`` (bool), ``due`` (bool: running and its review or end has come),
    ``incomplete`` (bool: open, without success or exit criterion or review date).
    """
    parts = [str(field).removeprefix(PREFIX).rpartition(".") for field in fields["field"]]
    found = pd.DataFrame(
        {
            "contract": [contract for contract, _, _ in parts],
            "field": [field for _, _, field in parts],
            "value": fields["value"].astype("object"),
        }
    )
    table = found.pivot(index="contract", columns="field", values="value").reindex(columns=list(FIELDS))
    table = table[table["who"].notna()].rename_axis(columns=None)
    for name in TEXTS:
        table[name] = table[name].where(table[name].notna(), "").astype("str")
    for name in DAYS:
        table[name] = pd.to_datetime(table[name], errors="coerce").astype("datetime64[ns]")
    table["value"] = pd.to_numeric(table["value"])
    table["status"] = table["status"].where(table["status"].isin(STATES), "draft").astype("str")
    table["open"] = table["status"].isin(OPEN)
    come = table[["review", "end"]].min(axis=1) <= pd.Timestamp(today)
    table["due"] = table["status"].eq("running") & come
    lacking = table["success"].eq("") | table["exit"].eq("") | table["review"].isna()
    table["incomplete"] = table["open"] & lacking
    order = table.assign(late=~table["due"], closed=~table["open"])
    return table.loc[order.sort_values(["closed", "late", "review"], kind="stable", na_position="last").index]


def expected(table: pd.DataFrame) -> float:
    """What the open contracts in ``table`` (see ``contracts``) are expected to bring a year, €."""
    return float(cents(table.loc[table["open"], "value"].sum()))
