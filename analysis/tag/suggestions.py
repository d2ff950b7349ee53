"""What the data suggest for the three questions, and why, in figures a person can check."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.columns import words
from analysis.language import Language
from analysis.tag.assumptions import TagAssumptions
from analysis.tag.verdict import NO, OPEN, YES

Signals = Mapping[str, Collection[str]]
"""Attribute to those of its values that make a customer strategically important, as the user chose them."""


@dataclass(frozen=True)
class Reason:
    """Why the data suggest what they do: the message ``tag.reason.<key>`` and the figures in it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        return language.text(f"tag.reason.{self.key}", **self.values)


def suggest(
    customers: pd.DataFrame,
    classes: pd.Series,
    by_revenue: np.ndarray,
    assumptions: TagAssumptions,
    signals: Signals | None = None,
) -> dict[str, Any]:
    """Suggested answers per customer.

    Parameters
    ----------
    customers : index ``customer_id``; columns ``revenue``, ``net_contribution``, ``margin_after_care`` (share of
        revenue), ``margin_assumed``, ``orders``, ``orders_per_year``, ``growth``, and the attributes that
        ``signals`` names.
    classes : A, B or C per customer (see ``curves.abc``).
    by_revenue : positions of the customers, the largest revenue first (see ``curves.order_of``).
    signals : values of attributes that suggest strategic importance; an attribute that is not there gives none.

    Returns
    -------
    Columns, in the customers' order: ``profitable``, ``strategic``, ``repeat`` (places in ``ANSWERS``),
    ``provisional`` (the first rests on an assumed margin), ``revenue_rank`` (from 1), ``in_top`` (bool), ``signal``
    (what suggests strategic importance: ``growth``, else the attribute; empty for nothing).
    """
    net, share, revenue, per_year = (
        customers[name].to_numpy("float64")
        for name in ("net_contribution", "margin_after_care", "revenue", "orders_per_year")
    )
    earns = (net > 0) & (share >= assumptions.margin_after_care - 1e-12)
    rank = np.empty(len(customers), dtype="int64")
    rank[by_revenue] = np.arange(1, len(customers) + 1)
    in_top = (rank <= np.floor(assumptions.top_share * len(customers) + 1e-9)) & (revenue > 0)
    often = per_year >= assumptions.orders_per_year - 1e-12
    repeat = np.where(often & (in_top | (classes == "A").to_numpy("bool")), YES, NO)
    sign, signs = _signal(customers, assumptions, signals or {})

    return {
        "profitable": np.where(earns, YES, NO),
        "strategic": np.where(sign, YES, OPEN),
        "repeat": np.where(np.isnan(per_year), OPEN, repeat),
        "provisional": customers["margin_assumed"].to_numpy("bool"),
        "revenue_rank": rank,
        "in_top": in_top,
        "signal": words(sign, signs, customers.index),
    }


def _signal(customers: pd.DataFrame, assumptions: TagAssumptions, signals: Signals) -> tuple[np.ndarray, list[str]]:
    """Which of the names that follow suggests strategic importance, per customer; the first, empty, stands for none."""
    found, names = np.zeros(len(customers), dtype="int64"), [""]
    for attribute, wanted in signals.items():
        if wanted and attribute in customers:
            hit = customers[attribute].astype("str").isin([str(value) for value in wanted]).to_numpy()
            names.append(attribute)
            found = np.where(hit & (found == 0), len(names) - 1, found)
    if assumptions.growth_signal:
        names.append("growth")
        found = np.where(customers["growth"] >= assumptions.growth - 1e-12, len(names) - 1, found)
    return found, names


REASONED = (
    *("net_contribution", "margin_after_care", "provisional", "suggested_repeat", "orders", "orders_per_year"),
    *("revenue_rank", "abc", "signal", "growth"),
)
"""The columns that ``why`` reads of a customer, beside the attribute that ``signal`` names."""


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
