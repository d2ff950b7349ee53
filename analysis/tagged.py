"""Who is tagged as what: the suggestions under the thresholds, what persons answered, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from analysis.columns import beside, words
from analysis.costed import Costed
from analysis.tag.assumptions import TagAssumptions
from analysis.tag.curves import abc, order_of
from analysis.tag.suggestions import Signals, suggest
from analysis.tag.verdict import ANSWERS, QUESTIONS, VERDICTS, places, verdicts

SUGGESTED = ("suggested_profitable", "suggested_strategic", "suggested_repeat")
"""Columns with what the data suggest for each of ``QUESTIONS``."""
FEWEST_BEST = 5
"""Where fewer customers than this are best, steps 3 and 5 work with the top fifth by net contribution."""


@dataclass(frozen=True)
class Tagged:
    """The second stage of an evaluation; see ``Evaluation`` for what the fields hold. ``refused``: bool per customer.
    Not to be changed."""

    customers: pd.DataFrame
    refused: pd.Series
    top_fifth: bool


def tagged(
    costed: Costed, assumptions: TagAssumptions, answers: pd.DataFrame | None = None, signals: Signals | None = None
) -> Tagged:
    """The verdict on every customer; ``answers`` and ``signals`` as ``evaluate`` takes them."""
    customers = costed.customers
    index, by_revenue = customers.index, costed.by_revenue
    classes = abc(customers["revenue"], assumptions, by_revenue)
    suggested = suggest(customers, classes, by_revenue, assumptions, signals)
    found: dict[str, Any] = {"abc": classes}
    answered = []
    for question, column in zip(QUESTIONS, SUGGESTED, strict=True):
        said, place = _said(customers, answers, question), suggested.pop(question)
        found[column] = found[question] = words(place, ANSWERS, index)
        there = np.zeros(len(index), dtype="bool") if said is None else said.notna().to_numpy()
        found[f"answered_{question}"] = there
        if said is not None and there.any():
            place[there] = places(said[there], question)
            found[question] = words(place, ANSWERS, index)
        answered.append(place)
    checked, refused = _said(customers, answers, "self_check"), _said(customers, answers, "refused")
    unchecked = words(np.zeros(len(index), dtype="int64"), ["open"], index)
    found["self_check"] = unchecked if checked is None else checked.fillna("open").astype("str")
    verdict = verdicts(*answered)
    best = verdict == VERDICTS.index("nurture")
    listened, top_fifth = _listened(best, customers["net_contribution"])
    found |= {**suggested, "verdict": words(verdict, VERDICTS, index), "best": best, "listened": listened}
    return Tagged(
        beside(customers, pd.DataFrame(found, index=index, copy=False)),
        pd.Series(False, index=index) if refused is None else refused.eq(True),
        top_fifth,
    )


def _said(customers: pd.DataFrame, answers: pd.DataFrame | None, question: str) -> pd.Series | None:
    """What persons said: in the app first, else in an uploaded answers table. Missing: nothing; None: nobody at all."""
    given = answers[question].dropna() if answers is not None and question in answers else None
    if given is not None:
        given = given[given.index.isin(customers.index)]
    uploaded = question in customers
    if not uploaded and (given is None or given.empty):
        return None
    said = customers[question].astype("object") if uploaded else pd.Series(None, index=customers.index, dtype="object")
    if given is not None:
        said.loc[given.index] = given
    return said


def _listened(best: np.ndarray, net: pd.Series) -> tuple[np.ndarray, bool]:
    if best.sum() >= FEWEST_BEST:
        return best, False
    top = order_of(net)[: ceil(len(net) / 5)]
    listened = best.copy()
    listened[top[net.to_numpy()[top] > 0]] = True
    return listened, True
