"""Who is tagged as what: the suggestions under the thresholds, what persons answered, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from analysis.columns import words
from analysis.costed import Costed, Ranked
from analysis.said import Said
from analysis.tag.assumptions import TagAssumptions
from analysis.tag.curves import abc
from analysis.tag.suggestions import Signals, suggest
from analysis.tag.verdict import ANSWERS, QUESTIONS, VERDICTS, verdicts

SUGGESTED = ("suggested_profitable", "suggested_strategic", "suggested_repeat")
"""Columns with what the data suggest for each of ``QUESTIONS``."""
FEWEST_BEST = 5
"""Where fewer customers than this are best, steps 3 and 5 work with the top fifth by net contribution."""


@dataclass(frozen=True)
class Tagged:
    """The second stage of an evaluation: ``columns`` that come beside those of ``Costed``; see ``Evaluation`` for what
    they hold. ``refused``: bool per customer. Not to be changed."""

    columns: Mapping[str, Any]
    refused: np.ndarray
    top_fifth: bool


def tagged(costed: Costed, assumptions: TagAssumptions, said: Said, signals: Signals | None = None) -> Tagged:
    """The verdict on every customer; ``signals`` as ``evaluate`` takes them."""
    customers = costed.customers
    index, by_revenue = customers.index, costed.ranked.by_revenue
    classes = abc(customers["revenue"], assumptions, by_revenue)
    suggested = suggest(customers, classes, by_revenue, assumptions, signals)
    found: dict[str, Any] = {"abc": classes}
    answered = []
    for question, column in zip(QUESTIONS, SUGGESTED, strict=True):
        place = suggested.pop(question)
        found[column] = found[question] = words(place, ANSWERS, index)
        found[f"answered_{question}"] = np.zeros(len(index), dtype="bool")
        if question in said.answers:
            there, at = said.answers[question]
            place = np.where(there, at, place)
            found[question], found[f"answered_{question}"] = words(place, ANSWERS, index), there
        answered.append(place)
    unchecked = words(np.zeros(len(index), dtype="int64"), ("open",), index)
    found["self_check"] = unchecked if said.self_check is None else said.self_check
    verdict = verdicts(*answered)
    best = verdict == VERDICTS.index("nurture")
    listened, top_fifth = _listened(best, costed.ranked)
    found |= {**suggested, "verdict": words(verdict, VERDICTS, index), "best": best, "listened": listened}
    return Tagged(found, said.refused, top_fifth)


def _listened(best: np.ndarray, ranked: Ranked) -> tuple[np.ndarray, bool]:
    if best.sum() >= FEWEST_BEST:
        return best, False
    top = ranked.by_net[: ceil(len(best) / 5)]
    listened = best.copy()
    listened[top[ranked.net.to_numpy()[top] > 0]] = True
    return listened, True
