"""How far each step is."""

from __future__ import annotations

from analysis.evaluate import Evaluation
from analysis.listen.queue import asked_customers
from analysis.workspace.store import Workspace


def progress(workspace: Workspace, evaluation: Evaluation) -> dict[str, tuple[int, int]]:
    """Step to (done, of how many): customers uploaded, verdicts no longer open, best customers asked (those of step
    3), decisions taken on customers below zero or high-maintenance, target segments picked."""
    customers = evaluation.customers
    asked = asked_customers(workspace)
    best = customers.index[customers["listened"]]
    hard = customers.index[customers["high_maintenance"] | (customers["net_contribution"] < 0)]
    decided = workspace.values("decision.action")
    picks = workspace.get("refill.picks", default=[])
    return {
        "upload": (len(customers), len(customers)),
        "tag": (int((customers["verdict"] != "open").sum()), len(customers)),
        "listen": (len(asked & set(best)), len(best)),
        "care": (len(set(decided) & set(hard)), len(hard)),
        "refill": (len(picks), len(picks)),
    }
