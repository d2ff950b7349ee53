"""What the data suggest for the three questions, and why, in figures a person can check."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.language import Language
from analysis.tag.assumptions import TagAssumptions

Signals = Mapping[str, Collection[str]]
"""Attribute to those of its values that make a customer strategically important, as the user chose them."""


@dataclass(frozen=True)
class Reason:
    """Why the data suggest what they do: the message ``tag.reason.<key>`` and the figures in it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        return language.text(f"tag.reason.{self.key}", **self.values)


def suggest(customers: pd.DataFrame, assumptions: TagAssumptions, signals: Signals | None = None) -> pd.DataFrame:
    """Suggested answers, one row per customer.

    Parameters
    ----------
    customers : index ``customer_id``; columns ``revenue``, ``net_contribution``, ``margin_after_care`` (share of
        revenue), ``margin_assumed``, ``orders``, ``orders_per_year``, ``growth``, ``abc``, and the attributes that
        ``signals`` names.
    signals : values of attributes that suggest strategic importance; an attribute that is not there gives none.

    Returns
    -------
    Columns ``suggested_profitable``, ``suggested_strategic``, ``suggested_repeat`` (yes / no / open),
    ``provisional`` (the first rests on an assumed margin), ``revenue_rank`` (from 1), ``in_top`` (bool),
    ``signal`` (what suggests strategic importance: ``growth``, else the attribute; empty for nothing).
    """
    earns = (customers["net_contribution"] > 0) & (
        customers["margin_after_care"] >= assumptions.margin_after_care - 1e-12
    )
    rank = customers["revenue"].sort_index().rank(ascending=False, method="first").reindex(customers.index)
    in_top = (rank <= np.floor(assumptions.top_share * len(customers) + 1e-9)) & (customers["revenue"] > 0)
    often = customers["orders_per_year"] >= assumptions.orders_per_year - 1e-12
    repeat = pd.Series(np.where(often & (in_top | (customers["abc"] == "A")), "yes", "no"), index=customers.index)
    signal = _signal(customers, assumptions, signals or {})
    return pd.DataFrame(
        {
            "suggested_profitable": np.where(earns, "yes", "no"),
            "suggested_strategic": np.where(signal != "", "yes", "open"),
            "suggested_repeat": repeat.mask(customers["orders_per_year"].isna(), "open"),
            "provisional": customers["margin_assumed"].astype("bool"),
            "revenue_rank": rank.astype("int64"),
            "in_top": in_top,
            "signal": signal,
        },
        index=customers.index,
    )


def _signal(customers: pd.DataFrame, assumptions: TagAssumptions, signals: Signals) -> pd.Series:
    found = pd.Series("", index=customers.index, dtype="object")
    for attribute, wanted in signals.items():
        if wanted and attribute in customers:
            hit = customers[attribute].astype("str").isin([str(value) for value in wanted])
            found = found.mask(hit & (found == ""), attribute)
    if assumptions.growth_signal:
        found = found.mask(customers["growth"] >= assumptions.growth - 1e-12, "growth")
    return found


def why(customer: Any, question: str, of: int) -> Reason:
    """Why the data suggest what they do for ``question`` (profitable / strategic / repeat) on one customer of ``of``.

    ``customer`` : a row of the evaluation's customers.
    """
    rank = {"rank": int(customer["revenue_rank"]), "of": of}
    if question == "profitable":
        figures = {"net": customer["net_contribution"], "share": customer["margin_after_care"]}
        return Reason("profitable_provisional" if customer["provisional"] else "profitable_given", figures)
    if question == "repeat":
        if customer["suggested_repeat"] == "open":
            return Reason("repeat_unknown", rank)
        orders = {"n": int(customer["orders"]), "per_year": customer["orders_per_year"]}
        return Reason("repeat", {**orders, **rank, "abc": customer["abc"]})
    if customer["signal"] == "growth":
        return Reason("strategic_growth", {"growth": customer["growth"]})
    if customer["signal"]:
        attribute = customer["signal"]
        return Reason("strategic_attribute", {"attribute": attribute, "value": customer[attribute]})
    return Reason("strategic")


def reason(customer: Any, question: str, of: int, language: Language) -> str:
    """The sentence of ``why``."""
    return why(customer, question, of).sentence(language)
