"""Room to grow with today's customers: by the share of their demand that we supply, by that demand, or, where no
column tells, by what similar customers buy."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pandas as pd

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.money import cents
from analysis.refill.classes import cut
from analysis.refill.segments import segment_of
from analysis.refill.shrinkage import alike

Basis = Literal["share", "demand", "peers"]
BASES: tuple[Basis, ...] = ("share", "demand", "peers")
"""A column with our share of the customer's demand, a column with that demand (€ a year), or similar customers."""
UPPER = 0.75
"""Of similar customers this quantile of revenue counts as possible: three in four buy less."""
_SHARE = re.compile(r"share.?of.?wallet|wallet.?share|liefer(er)?anteil|bedarfs(anteil|deckung)|anteil am bedarf", re.I)
_DEMAND = re.compile(r"bedarf|einkaufsvolumen|beschaffungsvolumen|potenzial|potential|demand|spend|wallet", re.I)


def columns(evaluation: Evaluation) -> list[str]:
    """Numeric columns of the customers that could hold a share or a demand."""
    customers = evaluation.customers
    named = dict.fromkeys((*evaluation.portfolio.attributes, *evaluation.portfolio.numbers))
    return [name for name in named if name in customers and customers[name].dtype.kind in "fi"]


def guess(evaluation: Evaluation) -> tuple[Basis, str | None]:
    """The basis that the headers suggest, and its column; similar customers where no header does."""
    for basis, words in (("share", _SHARE), ("demand", _DEMAND)):
        for name in columns(evaluation):
            if words.search(name):
                return basis, name  # type: ignore[return-value]
    return "peers", None


def room(evaluation: Evaluation, basis: Basis, column: str | None, alike: tuple[str, ...] = ()) -> pd.DataFrame:
    """How much more the customers who bring something could buy: index ``customer_id``, the largest worth first.

    Parameters
    ----------
    column : what holds the share (0–1, or 0–100) or the demand (€ a year).
    alike : attributes in which similar customers are of one class; too few of them (``refill.small_segment``) tell
        nothing.

    Returns
    -------
    ``name``, ``revenue``, ``possible``, ``more`` (€ a year), ``worth`` (€ a year: ``more`` at the customer's own margin
    after cash care), ``peers`` (count; 0 where none were asked). Only customers above zero of whom it is known, and who
    could buy more.
    """
    customers, per_year = evaluation.customers, evaluation.portfolio.per_year
    revenue, peers = customers["revenue"] * per_year, pd.Series(0, index=customers.index)
    if basis == "peers":
        group = _group(customers, alike)
        peers = group.map(group.value_counts()).fillna(0).astype("int64")
        enough = peers >= evaluation.assumptions.refill.small_segment
        possible = (
            revenue.groupby(group)
            .transform(lambda amounts: amounts.quantile(UPPER, interpolation="higher"))
            .where(enough)
        )
    elif column is None:
        possible = pd.Series(np.nan, index=customers.index)
    elif basis == "share":
        share = customers[column] / (100 if customers[column].max() > 1 else 1)
        possible = revenue / share.where((share > 0) & (share <= 1))
    else:
        possible = customers[column].astype("float64")
    earned = (customers["contribution_margin"] - customers["cash_care"]) / customers["revenue"].where(
        customers["revenue"] > 0
    )
    table = pd.DataFrame(
        {
            "name": customers["name"],
            "revenue": cents(revenue),
            "possible": cents(possible),
            "more": cents(possible - revenue),
            "worth": cents((possible - revenue) * earned),
            "peers": peers,
        }
    )
    wanted = (table["more"] > 0) & (table["worth"] > 0) & (customers["net_contribution"] > 0)
    return table[wanted].sort_values("worth", ascending=False, kind="stable")


def growth_of_segments(evaluation: Evaluation, attribute: str, language: Language) -> pd.DataFrame:
    """What the customers of each segment of ``attribute`` could buy of product groups (see ``SellingPotential``): index
    the segment in words, ``customers`` (count, all), ``could`` (count, who could buy more), ``revenue``, ``margin``
    (€ a year), ``each`` (margin per customer, €), the largest margin first. Customers without a value stand under "–".
    """
    found, segment = evaluation.invoices.selling.customers, segment_of(evaluation, attribute, language).fillna("–")
    sums = found.groupby(segment.reindex(found.index)).agg(
        could=("margin", "size"), revenue=("revenue", "sum"), margin=("margin", "sum")
    )
    table = pd.DataFrame({"customers": segment.value_counts().sort_index()}).join(sums).fillna(0.0)
    table["revenue"], table["margin"] = cents(table["revenue"]), cents(table["margin"])
    table["each"] = cents(table["margin"] / table["customers"])
    return table.rename_axis("segment").sort_values("margin", ascending=False, kind="stable")


def two_answers(segments: pd.DataFrame) -> tuple[str, str] | None:
    """The keys of the most profitable (net per customer, shrunk) and of the fastest-growing segment among those with
    enough customers; None where either is not known, or all are alike."""
    solid = segments[~segments["small"]]
    growing = solid[solid["growth"].notna()]
    if solid.empty or growing.empty or alike(solid["shrunk"]):
        return None
    return str(solid["shrunk"].idxmax()), str(growing["growth"].idxmax())


def _group(customers: pd.DataFrame, alike: tuple[str, ...]) -> pd.Series:
    codes = pd.DataFrame({name: cut(customers[name]).codes(customers[name]) for name in alike}, index=customers.index)
    if codes.empty or not len(codes.columns):
        return pd.Series(np.nan, index=customers.index)
    number = pd.Series(codes.groupby(list(codes.columns)).ngroup(), index=customers.index)
    return number.where((codes >= 0).all(axis=1))
