"""Loss review: where in the sales process, and why, deals and customers were lost."""

from __future__ import annotations

import pandas as pd


def review(losses: pd.DataFrame, by: str = "stage") -> pd.DataFrame:
    """Lost deals and customers by ``stage`` or ``reason``: index that, columns ``deals``, ``customers`` (counts),
    ``value`` (€), the largest value first. What has no stage or reason is kept under ``–``."""
    lost = losses[losses["status"] == "lost"]
    if lost.empty:
        return pd.DataFrame({"deals": [], "customers": [], "value": []}, index=pd.Index([], name=by))
    grouped = lost.assign(**{by: lost[by].fillna("–")}).groupby(by)
    table = pd.DataFrame(
        {
            "deals": grouped["kind"].agg(lambda kinds: int((kinds == "deal").sum())),
            "customers": grouped["kind"].agg(lambda kinds: int((kinds == "customer").sum())),
            "value": grouped["value"].sum(),
        }
    )
    return table.sort_values("value", ascending=False, kind="stable")


def totals(losses: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Status (won / lost / open) to (count, value in €)."""
    return {
        status: (int((losses["status"] == status).sum()), float(losses.loc[losses["status"] == status, "value"].sum()))
        for status in ("won", "lost", "open")
    }
