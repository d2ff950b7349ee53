"""Segments of customers by one attribute or two: what they bring, how they grow, and where the best ones are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.costed import Costed
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.refill.classes import Cut, cut, holds
from analysis.refill.classes import words as class_words
from analysis.refill.shrinkage import bootstrap_mean, shrunk_means
from analysis.shares import wilson
from analysis.upload.growth import windows

FEWEST_DEALS = 10
MARK = "="
ALSO = "\n"
"""A segment's key is one line ``attribute=class`` per condition; lines of one attribute are alternatives."""


def segment_keys(evaluation: Costed, attributes: Sequence[str]) -> pd.Series:
    """The key of each customer's segment by these attributes; None where the customer has no value in one."""
    customers = evaluation.customers
    keys = pd.Series("", index=customers.index, dtype="object")
    known = pd.Series(True, index=customers.index)
    for place, attribute in enumerate(attributes):
        made: Cut = cut(customers[attribute])
        codes = made.codes(customers[attribute])
        lines = np.array([f"{attribute}{MARK}{made.key(code)}" for code in range(len(made))] + [""], dtype="object")
        keys = keys + (ALSO if place else "") + lines[codes]
        known &= codes >= 0
    return keys.where(known, None)


def segment_of(evaluation: Costed, attribute: str, language: Language) -> pd.Series:
    """The segment of each customer by ``attribute``, in words; None where the customer has no value."""
    values = evaluation.customers[attribute]
    made = cut(values)
    named = np.array([*(made.words(code, language) for code in range(len(made))), None], dtype="object")
    return pd.Series(named[made.codes(values)], index=values.index, dtype="object")


def classes_of(evaluation: Costed, attribute: str, language: Language) -> list[str]:
    """The classes of ``attribute`` in words, as one looks for them: a number's from the smallest on, a text's from A to
    Z."""
    values = evaluation.customers[attribute]
    made = cut(values)
    named = [made.words(code, language) for code in range(len(made))]
    return named if values.dtype.kind in "fi" else sorted(named, key=str.casefold)


def segments(
    evaluation: Evaluation,
    attributes: str | Sequence[str],
    language: Language,
    after_care: bool = True,
    intervals: bool = True,
) -> pd.DataFrame:
    """One row per segment of one attribute, or of two together; index its key, the highest shrunk mean first.

    Columns: ``segment`` (in words), ``n``, ``revenue``, ``net`` (€), ``mean`` and ``shrunk`` (€ per customer),
    ``low``, ``high`` (90 % interval of the mean; NaN below ten customers; not there without ``intervals``),
    ``per_hour`` (€ per care hour, NaN where no hours are known), ``growth`` (share, from sums; NaN undefined),
    ``loss_rate`` (share of decided deals that were lost; NaN where none is known), ``best`` (count), ``best_share``,
    ``best_low``, ``best_high`` (Wilson 90 %), ``lift`` (share of best against the portfolio's), ``small`` (bool).
    """
    names = [attributes] if isinstance(attributes, str) else list(attributes)
    customers, of = evaluation.customers, segment_keys(evaluation, names)
    amount = customers["net_contribution" if after_care else "contribution_margin"]
    table = shrunk_means(amount, of)
    table.index = table.index.rename("key")
    known = of.notna()
    grouped = customers[known].groupby(of[known])
    table["revenue"] = grouped["revenue"].sum()
    table["net"] = amount[known].groupby(of[known]).sum()
    hours = customers.loc[known, "all_hours"].groupby(of[known]).sum(min_count=1)
    table["per_hour"] = table["net"] / hours.where(hours > 0)
    table["growth"] = growth(evaluation, of).reindex(table.index)
    table["loss_rate"] = _loss_rate(evaluation, names, of).reindex(table.index)
    table["best"] = grouped["listened"].sum()
    table["best_share"] = table["best"] / table["n"]
    overall = float(customers.loc[known, "listened"].mean()) if known.any() else 0.0
    table["lift"] = table["best_share"] / overall if overall > 0 else np.nan
    if intervals:
        found = {name: bootstrap_mean(values.to_numpy()) for name, values in amount[known].groupby(of[known])}
        table["low"] = [found[name][0] for name in table.index]
        table["high"] = [found[name][1] for name in table.index]
    shares = [wilson(int(best), int(n)) for best, n in zip(table["best"], table["n"], strict=True)]
    table["best_low"], table["best_high"] = [share[0] for share in shares], [share[1] for share in shares]
    table["small"] = table["n"] < evaluation.assumptions.refill.small_segment
    table.insert(0, "segment", [" · ".join(words(evaluation, key, language).values()) for key in table.index])
    return table.sort_values("shrunk", ascending=False, kind="stable")


def conditions(key: str, attributes: Sequence[str]) -> dict[str, list[str]] | None:
    """A segment's key taken apart: attribute to its classes' keys; None where an attribute is not among these."""
    found: dict[str, list[str]] = {}
    for line in key.split(ALSO):
        named = [attribute for attribute in attributes if line.startswith(f"{attribute}{MARK}")]
        if not named:
            return None
        attribute = max(named, key=len)
        found.setdefault(attribute, []).append(line[len(attribute) + len(MARK) :])
    return found


def matching(frame: pd.DataFrame, key: str, attributes: Sequence[str]) -> pd.Series:
    """Which rows of a table with these attributes (customers, prospects) belong to the segment: bool per row; none
    to one that is no more."""
    parts = conditions(key, attributes)
    if parts is None or not parts.keys() <= set(frame.columns):
        return pd.Series(False, index=frame.index)
    result = pd.Series(True, index=frame.index)
    for attribute, classes in parts.items():
        in_any = pd.Series(False, index=frame.index)
        for one in classes:
            in_any |= holds(frame[attribute], one)
        result &= in_any
    return result


def members(evaluation: Evaluation, key: str) -> pd.Series:
    """Which customers belong to the segment with this key: bool per customer."""
    return matching(evaluation.customers, key, evaluation.portfolio.attributes)


def words(evaluation: Evaluation, key: str, language: Language) -> dict[str, str]:
    """A segment's conditions in words: attribute to ``A or B``."""
    parts = conditions(key, evaluation.portfolio.attributes) or {}
    customers = evaluation.customers
    return {
        attribute: f" {language.text('refill.or')} ".join(
            class_words(one, customers[attribute].dtype.kind in "fi", language) for one in classes
        )
        for attribute, classes in parts.items()
    }


def label(evaluation: Evaluation, key: str, language: Language) -> str:
    """A segment's key in words with its attributes: ``Branche: Medizintechnik oder Pharma · Region: Süd``."""
    named = words(evaluation, key, language)
    return " · ".join(f"{attribute}: {value}" for attribute, value in named.items()) or key.replace(ALSO, " · ")


def growth(evaluation: Evaluation, of: pd.Series) -> pd.Series:
    """Growth of each group in ``of`` from its sums: the later months against the earlier ones; where only customers'
    own growth is known, their revenue against what it was. NaN where the base is not positive."""
    months = evaluation.portfolio.months
    earlier, later = windows(evaluation.portfolio.period)
    if months.empty or not earlier:
        customers = evaluation.customers
        known = customers["growth"] > -1
        base = (customers["revenue"] / (1 + customers["growth"]))[known].groupby(of[known]).sum()
        return customers["revenue"][known].groupby(of[known]).sum() / base.where(base > 0) - 1
    names = months["customer_id"].map(of)
    before = months[months["month"].isin(earlier)].groupby(names)["revenue"].sum()
    after = months[months["month"].isin(later)].groupby(names)["revenue"].sum().reindex(before.index).fillna(0)
    return after / before.where(before > 0) - 1


def _loss_rate(evaluation: Evaluation, attributes: Sequence[str], of: pd.Series) -> pd.Series:
    """Share of decided deals that were lost, by the segment of the customer, or of what the deal says of itself;
    NaN below ``FEWEST_DEALS``."""
    losses = evaluation.portfolio.losses
    if losses.empty:
        return pd.Series(dtype="float64")
    decided = losses[(losses["kind"] == "deal") & losses["status"].isin(["won", "lost"])]
    keys = decided["customer_id"].map(of)
    if set(attributes) <= set(decided.columns):
        own = pd.Series(None, index=decided.index, dtype="object")
        for key in of.dropna().unique():
            own[matching(decided, key, attributes)] = key
        keys = keys.fillna(own)
    lost = decided["status"].eq("lost").groupby(keys)
    return lost.mean().where(lost.size() >= FEWEST_DEALS)
