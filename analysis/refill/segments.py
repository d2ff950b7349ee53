"""Segments of customers by an attribute: what they bring, how they grow, and where the best ones are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.care.goals import all_hours
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.refill.shrinkage import bootstrap_mean, shrunk_means, wilson
from analysis.upload.growth import windows

CLASSES = 5
"""A number is cut into at most so many classes, with bounds a person would choose."""
MARK = "="


def segment_of(evaluation: Evaluation, attribute: str, language: Language) -> pd.Series:
    """The segment of each customer by ``attribute``, as words; missing where the customer has no value."""
    values = evaluation.customers[attribute]
    if values.dtype.kind in "fi" and values.nunique() > CLASSES + 2:
        return _classes(values, language)
    if values.dtype.kind in "fi":
        return values.map(lambda value: language.number(value), na_action="ignore")
    return values.astype("object").where(values.notna(), None)


def bounds(values: pd.Series) -> list[float]:
    """Round bounds that cut ``values`` into classes of similar size."""
    quantiles = values.dropna().quantile([step / CLASSES for step in range(1, CLASSES)])
    return sorted({_round(float(bound)) for bound in quantiles})


def _round(bound: float) -> float:
    """To the nearest of 1, 2, 2.5, 5 × a power of ten, as a person would; years and small numbers stay whole."""
    if bound == 0 or 1900 <= bound <= 2100:
        return float(round(bound))
    power = 10.0 ** np.floor(np.log10(abs(bound)))
    steps = np.array([1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10]) * power
    return float(np.sign(bound) * steps[np.argmin(np.abs(steps - abs(bound)))])


def _classes(values: pd.Series, language: Language) -> pd.Series:
    edges = bounds(values)
    year = bool(values.dropna().between(1900, 2100).all())

    def write(bound: float) -> str:
        return str(int(bound)) if year else language.number(bound)

    words = [language.text("refill.class_below", high=write(edges[0]))]
    words += [language.text("refill.class_between", low=write(low), high=write(high)) for low, high in pairwise(edges)]
    words.append(language.text("refill.class_from", low=write(edges[-1])))
    at = np.searchsorted(np.array(edges), values.to_numpy(dtype="float64"), side="right")
    named = pd.Series([words[place] for place in at], index=values.index, dtype="object")
    return named.where(values.notna(), None)


def segments(evaluation: Evaluation, attribute: str, language: Language, after_care: bool = True) -> pd.DataFrame:
    """One row per segment of ``attribute``, index its key (``attribute=segment``), the highest shrunk mean first.

    Columns: ``attribute``, ``segment``, ``n``, ``revenue``, ``net`` (€), ``mean`` and ``shrunk`` (€ per customer),
    ``low``, ``high`` (90 % interval of the mean; NaN below ten customers), ``per_hour`` (€ per care hour, NaN where no
    hours are known), ``growth`` (share, from sums; NaN undefined), ``best`` (count), ``best_share``, ``best_low``,
    ``best_high`` (Wilson 90 %), ``lift`` (share of best against the portfolio's), ``small`` (bool).
    """
    customers = evaluation.customers
    of = segment_of(evaluation, attribute, language)
    amount = customers["net_contribution" if after_care else "contribution_margin"]
    table = shrunk_means(amount, of)
    table.index = table.index.rename("segment")
    known = of.notna()
    grouped = customers[known].groupby(of[known])
    table["revenue"] = grouped["revenue"].sum()
    table["net"] = amount[known].groupby(of[known]).sum()
    hours = all_hours(customers)[known].groupby(of[known]).sum(min_count=1)
    table["per_hour"] = table["net"] / hours.where(hours > 0)
    table["growth"] = _growth(evaluation, of).reindex(table.index)
    table["best"] = grouped["listened"].sum()
    table["best_share"] = table["best"] / table["n"]
    overall = float(customers.loc[known, "listened"].mean()) if known.any() else 0.0
    table["lift"] = table["best_share"] / overall if overall > 0 else np.nan
    intervals = {name: bootstrap_mean(amount[of == name].to_numpy()) for name in table.index}
    table["low"] = [intervals[name][0] for name in table.index]
    table["high"] = [intervals[name][1] for name in table.index]
    shares = [wilson(int(best), int(n)) for best, n in zip(table["best"], table["n"], strict=True)]
    table["best_low"], table["best_high"] = [share[0] for share in shares], [share[1] for share in shares]
    table["small"] = table["n"] < evaluation.assumptions.refill.small_segment
    table = table.reset_index()
    table.insert(0, "attribute", attribute)
    table.index = pd.Index([f"{attribute}{MARK}{name}" for name in table["segment"]], name="key")
    return table.sort_values("shrunk", ascending=False, kind="stable")


def members(evaluation: Evaluation, key: str, language: Language) -> pd.Series:
    """Which customers belong to the segment with this key: bool per customer; nobody for one that is no more."""
    attribute, _, name = key.partition(MARK)
    if attribute not in evaluation.portfolio.attributes:
        return pd.Series(False, index=evaluation.customers.index)
    return segment_of(evaluation, attribute, language) == name


def _growth(evaluation: Evaluation, of: pd.Series) -> pd.Series:
    """Growth of a segment from its sums: the later months against the earlier ones."""
    months = evaluation.portfolio.months
    earlier, later = windows(evaluation.portfolio.period)
    if months.empty or not earlier:
        return pd.Series(dtype="float64")
    names = months["customer_id"].map(of)
    before = months[months["month"].isin(earlier)].groupby(names)["revenue"].sum()
    after = months[months["month"].isin(later)].groupby(names)["revenue"].sum().reindex(before.index).fillna(0)
    return after / before.where(before > 0) - 1
