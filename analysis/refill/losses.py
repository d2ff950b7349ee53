"""Loss review: where in the sales process, why, with whom and when deals and customers were lost."""

from __future__ import annotations

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.refill.classes import cut

NOTHING = "–"
"""What has no stage, reason or value of an attribute is kept under this."""
OWN_GROUPS = ("reason", "stage", "quarter", "customer")
"""By what losses can be counted beside the customers' attributes."""
NOTE = "loss."
"""The workspace's fields ``loss.<stage>.note`` and ``loss.<stage>.owner``: what we change there, and who."""


def groups(evaluation: Evaluation, by: str, language: Language) -> pd.Series:
    """The group of each row of the losses, in words: its ``reason``, ``stage``, quarter (``2026 Q1``), ``customer``
    (name), or its class of an attribute, its customer's or, where that is none of ours, what the deal itself says."""
    losses = evaluation.portfolio.losses
    if by == "quarter":
        quarters = losses["date"].dt.to_period("Q")
        return (quarters.dt.year.astype("str") + " Q" + quarters.dt.quarter.astype("str")).where(losses["date"].notna())
    if by in OWN_GROUPS:
        return losses["name" if by == "customer" else by]
    customers = evaluation.customers
    made, number = cut(customers[by]), customers[by].dtype.kind in "fi"
    codes = pd.Series(made.codes(losses["customer_id"].map(customers[by])), index=losses.index)
    if by in losses:
        own = pd.to_numeric(losses[by], errors="coerce") if number else losses[by]
        codes = codes.where(codes >= 0, made.codes(own))
    return codes.map({code: made.words(code, language) for code in range(len(made))})


def named(group: str, language: Language) -> str:
    """A group of the losses in words, where nothing is known too."""
    return language.text("tag.none") if group == NOTHING else group


def review(losses: pd.DataFrame, by: str | pd.Series = "stage", kind: str | None = None) -> pd.DataFrame:
    """Lost deals and customers by a column or by the group of each row: index that, columns ``deals``, ``customers``
    (counts), ``lost`` (both), ``value`` (€), the largest value first, then the largest count.

    ``kind``: deal or customer alone."""
    group = losses[by] if isinstance(by, str) else by
    lost = losses[losses["status"].eq("lost") & (losses["kind"].eq(kind) if kind else True)]
    if lost.empty:
        return pd.DataFrame({"deals": [], "customers": [], "lost": [], "value": []}, index=pd.Index([], name="group"))
    grouped = lost.groupby(group[lost.index].fillna(NOTHING).rename("group"))
    table = pd.DataFrame(
        {
            "deals": grouped["kind"].agg(lambda kinds: int((kinds == "deal").sum())),
            "customers": grouped["kind"].agg(lambda kinds: int((kinds == "customer").sum())),
            "lost": grouped.size(),
            "value": grouped["value"].sum(),
        }
    )
    return table.sort_values(["value", "lost"], ascending=False, kind="stable")


def outcomes(losses: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """What became of the deals of each group: index the group, the most decided first; ``won``, ``lost``, ``open``
    (counts), ``won_value``, ``lost_value`` (€), ``loss_rate`` (share of decided deals; NaN where none is)."""
    deals = losses[losses["kind"] == "deal"]
    by = [group[deals.index].fillna(NOTHING).rename("group"), deals["status"]]
    counts, values = deals.groupby(by).size().unstack(), deals.groupby(by)["value"].sum().unstack()
    table = counts.reindex(columns=["won", "lost", "open"]).fillna(0).astype("int64")
    for status in ("won", "lost"):
        table[f"{status}_value"] = values[status].fillna(0.0) if status in values else 0.0
    decided = table["won"] + table["lost"]
    table["loss_rate"] = table["lost"] / decided.where(decided > 0)
    return table.loc[decided.sort_values(ascending=False, kind="stable").index].rename_axis(columns=None)


def stages(losses: pd.DataFrame) -> pd.DataFrame:
    """The stages at which something was lost (see ``review``), with ``reason`` (the most frequent one; None where none
    is given) and ``times`` (how often it was)."""
    table = review(losses)
    lost = losses[losses["status"] == "lost"]
    reasons = lost.groupby([lost["stage"].fillna(NOTHING), lost["reason"]]).size().rename("times").reset_index()
    top = reasons.sort_values("times", ascending=False, kind="stable").drop_duplicates("stage").set_index("stage")
    table["reason"] = top["reason"].reindex(table.index).astype("object").where(lambda found: found.notna(), None)
    table["times"] = top["times"].reindex(table.index).fillna(0).astype("int64")
    return table


def totals(losses: pd.DataFrame, kind: str | None = None) -> dict[str, tuple[int, float]]:
    """Status (won / lost / open) to (count, value in €), of deals and customers or of one ``kind``."""
    of = losses[losses["kind"].eq(kind)] if kind else losses
    return {
        status: (int((of["status"] == status).sum()), float(of.loc[of["status"] == status, "value"].sum()))
        for status in ("won", "lost", "open")
    }


def strangers(losses: pd.DataFrame) -> int:
    """Deals and lost customers that belong to none of the portfolio's customers: counted everywhere, in the segment
    that they say themselves, or in none."""
    return int(losses["customer_id"].isna().sum())
