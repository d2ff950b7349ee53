"""Who has been asked, who is next, and how many are left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.listen.questions import QUESTIONS
from analysis.workspace.store import Workspace


@dataclass(frozen=True)
class Queue:
    """``order``: ids of all who are to be asked, the largest net contribution (or those at risk) first, then those the
    user added, and others who have answered.
    ``asked``: those with an answer. ``following``: the next one without (None: all are asked)."""

    order: tuple[int, ...]
    asked: frozenset[int]
    following: int | None

    @property
    def left(self) -> int:
        return len(self.order) - len(self.asked & set(self.order))


def queue(
    evaluation: Evaluation, asked: Collection[int], added: Collection[int] = (), drifting_first: bool = False
) -> Queue:
    """The queue of the best customers (``listened``), of those the user added, and of all who have answered.

    ``drifting_first``: best customers at risk come before the others, the most at risk first."""
    best = evaluation.customers[evaluation.customers["listened"]]
    order = best.sort_index().sort_values("net_contribution", ascending=False, kind="stable").index.tolist()
    if drifting_first:
        risk = evaluation.invoices.at_risk["at_risk"]
        order.sort(key=lambda customer: -risk.get(customer, 0.0))
    others = dict.fromkeys([*added, *sorted(asked)])
    order += [customer for customer in others if customer not in order and customer in evaluation.customers.index]
    answered = frozenset(asked)
    following = next((customer for customer in order if customer not in answered), None)
    return Queue(tuple(order), answered, following)


def asked_customers(workspace: Workspace) -> set[int]:
    """Customers with an answer to at least one of the four questions."""
    return {customer for question in QUESTIONS for customer, text in workspace.values(f"listen.{question}").items()
            if str(text).strip()}  # fmt: skip


def to_check(evaluation: Evaluation) -> pd.DataFrame:
    """Customers whose self-check is asked (high-maintenance or below zero), the largest loss first."""
    customers = evaluation.customers
    asked = customers[customers["high_maintenance"] | (customers["net_contribution"] < 0)]
    return asked.sort_values("net_contribution", kind="stable")
