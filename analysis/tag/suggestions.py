"""What the data suggest for the three questions, and why, in figures a person can check."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.language import Language
from analysis.tag.assumptions import TagAssumptions


def suggest(customers: pd.DataFrame, assumptions: TagAssumptions) -> pd.DataFrame:
    """Suggested answers, one row per customer.

    Parameters
    ----------
    customers : index ``customer_id``; columns ``revenue``, ``net_contribution``, ``margin_after_care`` (share of
        revenue), ``margin_assumed``, ``orders``, ``orders_per_year``, ``growth``, ``abc``.

    Returns
    -------
    Columns ``suggested_profitable``, ``suggested_strategic``, ``suggested_repeat`` (yes / no / open),
    ``provisional`` (the first rests on an assumed margin), ``revenue_rank`` (from 1), ``in_top`` (bool).
    """
    earns = (customers["net_contribution"] > 0) & (
        customers["margin_after_care"] >= assumptions.margin_after_care - 1e-12
    )
    rank = customers["revenue"].sort_index().rank(ascending=False, method="first").reindex(customers.index)
    in_top = (rank <= np.floor(assumptions.top_share * len(customers) + 1e-9)) & (customers["revenue"] > 0)
    often = customers["orders_per_year"] >= assumptions.orders_per_year - 1e-12
    repeat = pd.Series(np.where(often & (in_top | (customers["abc"] == "A")), "yes", "no"), index=customers.index)
    strategic = pd.Series("open", index=customers.index)
    if assumptions.growth_signal:
        strategic = strategic.mask(customers["growth"] >= assumptions.growth - 1e-12, "yes")
    return pd.DataFrame(
        {
            "suggested_profitable": np.where(earns, "yes", "no"),
            "suggested_strategic": strategic,
            "suggested_repeat": repeat.mask(customers["orders_per_year"].isna(), "open"),
            "provisional": customers["margin_assumed"].astype("bool"),
            "revenue_rank": rank.astype("int64"),
            "in_top": in_top,
        },
        index=customers.index,
    )


def reason(customer: pd.Series, question: str, of: int, language: Language) -> str:
    """Why the data suggest what they do for ``question`` (profitable / strategic / repeat) on one customer of ``of``:
    a sentence with its figures. ``customer`` is a row of the evaluation's customers."""
    answer = customer[f"suggested_{question}"]
    if question == "profitable":
        key = "provisional" if customer["provisional"] else "given"
        return language.text(
            f"tag.reason.profitable_{key}", net=customer["net_contribution"], share=customer["margin_after_care"]
        )
    if question == "repeat":
        if answer == "open":
            return language.text("tag.reason.repeat_unknown", rank=int(customer["revenue_rank"]), of=of)
        return language.text(
            "tag.reason.repeat",
            orders=customer["orders"],
            per_year=customer["orders_per_year"],
            rank=int(customer["revenue_rank"]),
            of=of,
            abc=customer["abc"],
        )
    if answer == "yes":
        return language.text("tag.reason.strategic_growth", growth=customer["growth"])
    return language.text("tag.reason.strategic")
