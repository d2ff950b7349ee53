"""Whom an answer is for, who gave it, and which customers a filter leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analysis.columns import places
from analysis.language import Language
from analysis.tag.verdict import QUESTIONS, VERDICTS


def bulk(customers: Iterable[int], question: str, answer: str | None) -> Mapping[tuple[str, int], Any]:
    """One edit for the workspace: ``answer`` (None: back to the suggestion) to ``question`` for every customer."""
    return {(f"tag.{question}", int(customer)): answer for customer in customers}


def back_to_suggestion(customers: Iterable[int]) -> Mapping[tuple[str, int], Any]:
    """One edit that takes back every answer given for these customers."""
    return {key: value for question in QUESTIONS for key, value in bulk(customers, question, None).items()}


def rule_counts(customers: pd.DataFrame) -> pd.DataFrame:
    """How many customers have each verdict: index the verdict, in the rule's order; ``customers`` (count), ``share``
    (0–1 of all) and ``net`` (€)."""
    verdict, net = places(customers["verdict"], VERDICTS), customers["net_contribution"].to_numpy()
    counts = np.bincount(verdict, minlength=len(VERDICTS))
    found = {
        "customers": counts,
        "share": counts / max(len(customers), 1),
        "net": [float(net[verdict == place].sum()) for place in range(len(VERDICTS))],
    }
    return pd.DataFrame(found, index=pd.Index(VERDICTS, name="verdict"))


def chosen(
    customers: pd.DataFrame,
    order: pd.Index,
    verdict: str | None = None,
    search: str = "",
    group: pd.Series | None = None,
    values: Collection[str] = (),
) -> pd.Index:
    """Ids of the customers with this verdict, whose name or number holds ``search`` (small and capital letters alike)
    and whose ``group`` is one of ``values`` (none named: any), in the ``order`` given, which names every customer."""
    rows = customers[["name", "key"]]
    if verdict is not None:
        rows = rows[customers["verdict"] == verdict]
    if group is not None and values:
        rows = rows[group.reindex(rows.index).isin(list(values))]
    if search := search.strip():
        hit = rows["name"].str.contains(search, case=False, regex=False) | rows["key"].str.contains(
            search, case=False, regex=False
        )
        rows = rows[hit]
    return order if len(rows) == len(order) else order[order.isin(rows.index)]


def sides(customers: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Question to how many customers the data suggest yes and how many no for."""
    return {
        question: (
            int((customers[f"suggested_{question}"] == "yes").sum()),
            int((customers[f"suggested_{question}"] == "no").sum()),
        )
        for question in QUESTIONS
    }


def said_by(customers: pd.DataFrame, fields: pd.DataFrame, language: Language) -> pd.Series:
    """Who gave the last of a customer's answers, and when, in words; empty where only the data speak.

    Parameters
    ----------
    customers : rows of the evaluation's customers.
    fields : ``Workspace.fields("tag.")``.
    """
    answered = np.logical_or.reduce([customers[f"answered_{question}"].to_numpy("bool") for question in QUESTIONS])
    words = dict(zip(customers.index, np.where(answered, language.text("tag.who.file"), ""), strict=True))
    names = [f"tag.{question}" for question in QUESTIONS]
    given = fields[fields["field"].isin(names) & fields["customer_id"].isin(customers.index)] if len(fields) else fields
    for entry in given.sort_values("revision").drop_duplicates("customer_id", keep="last").itertuples():
        who, at = entry.who or language.text("tag.who.you"), datetime.fromisoformat(entry.at)
        words[entry.customer_id] = language.text("tag.who.by", who=who, at=at)
    return pd.Series(words, index=customers.index, dtype="object")
