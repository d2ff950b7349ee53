"""Whom an answer is for, and how the rule and the customers are shown beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.tag.verdict import QUESTIONS, VERDICTS


def bulk(customers: Iterable[int], question: str, answer: str | None) -> Mapping[tuple[str, int], Any]:
    """One edit for the workspace: ``answer`` (None: back to the suggestion) to ``question`` for every customer."""
    return {(f"tag.{question}", int(customer)): answer for customer in customers}


def back_to_suggestion(customers: Iterable[int]) -> Mapping[tuple[str, int], Any]:
    """One edit that takes back every answer given for these customers."""
    return {key: value for question in QUESTIONS for key, value in bulk(customers, question, None).items()}


def verdict_counts(customers: pd.DataFrame) -> dict[str, int]:
    """Verdict to the number of customers who have it."""
    return {verdict: int((customers["verdict"] == verdict).sum()) for verdict in VERDICTS}


def chosen(customers: pd.DataFrame, verdict: str | None, search: str) -> pd.DataFrame:
    """The customers with this verdict whose name or number holds ``search`` (small and capital letters alike), the
    largest net contribution first."""
    rows = customers if verdict is None else customers[customers["verdict"] == verdict]
    if search:
        hit = rows["name"].str.contains(search, case=False, regex=False) | rows["key"].str.contains(
            search, case=False, regex=False
        )
        rows = rows[hit]
    return rows.sort_values("net_contribution", ascending=False, kind="stable")


def sides(customers: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Question to how many customers the data suggest yes and how many no for."""
    return {
        question: (
            int((customers[f"suggested_{question}"] == "yes").sum()),
            int((customers[f"suggested_{question}"] == "no").sum()),
        )
        for question in QUESTIONS
    }
