"""How far each step is."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.listen.queue import asked_customers
from analysis.tagged import Tagged
from analysis.workspace.store import Workspace


def progress(workspace: Workspace, evaluation: Tagged) -> dict[str, tuple[int, int]]:
    """Step to (done, of how many): customers uploaded, verdicts no longer open, best customers asked (those of step
    3), decisions taken on customers below zero or high-maintenance, target segments picked."""
    customers = evaluation.customers
    best = customers["listened"].to_numpy("bool")
    hard = customers["high_maintenance"].to_numpy("bool") | (customers["net_contribution"].to_numpy() < 0)
    picks = workspace.get("refill.picks", default=[])
    return {
        "upload": (len(customers), len(customers)),
        "tag": (len(customers) - int(evaluation.verdicts.loc["open", "customers"]), len(customers)),
        "listen": (_among(asked_customers(workspace), customers.index, best), int(best.sum())),
        "care": (_among(workspace.values("decision.action"), customers.index, hard), int(hard.sum())),
        "refill": (len(picks), len(picks)),
    }


def _among(some: Collection[int], customers: pd.Index, marked: np.ndarray) -> int:
    """How many of ``some`` are among the customers ``marked``."""
    places = customers.get_indexer(list(some))
    return int(marked[places[places >= 0]].sum())
