"""Who is tagged as what: the suggestions under the thresholds, what persons answered, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions
from analysis.columns import beside, words
from analysis.costed import Costed, Ranked
from analysis.said import Said
from analysis.tag.answers import rule_counts
from analysis.tag.curves import abc
from analysis.tag.suggestions import Signals, suggest
from analysis.tag.verdict import ANSWERS, QUESTIONS, VERDICTS, verdicts

SUGGESTED = ("suggested_profitable", "suggested_strategic", "suggested_repeat")
"""Columns with what the data suggest for each of ``QUESTIONS``."""
FEWEST_BEST = 5
"""Where fewer customers than this are best, steps 3 and 5 work with the top fifth by net contribution."""


@dataclass(frozen=True)
class Tagged(Costed):
    """Who is tagged as what: the second stage of an evaluation. Not to be changed: pages share it.

    ``customers``: what ``Costed`` says, and ``abc``; ``suggested_<question>``, ``<question>`` (a person's answer before
    the suggestion), ``answered_<question>`` (bool); ``provisional``, ``revenue_rank``, ``in_top``, ``signal``;
    ``verdict``, ``best`` (nurture), ``listened`` (bool: whom steps 3 and 5 take for best); ``self_check``.
    ``top_fifth``: steps 3 and 5 work with that. ``refused``: bool per customer: the levers were refused.
    """

    assumptions: Assumptions
    top_fifth: bool
    refused: np.ndarray

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """How many customers have each verdict, see ``rule_counts``."""
        return rule_counts(self.customers)


def tagged(first: Costed, assumptions: Assumptions, said: Said, signals: Signals | None = None) -> Tagged:
    """The verdict on every customer; ``signals`` as ``evaluate`` takes them."""
    customers = first.customers
    index, by_revenue = customers.index, first.ranked.by_revenue
    classes = abc(customers["revenue"], assumptions.tag, by_revenue)
    suggested = suggest(customers, classes, by_revenue, assumptions.tag, signals)
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
    listened, top_fifth = _listened(best, first.ranked)
    found |= {**suggested, "verdict": words(verdict, VERDICTS, index), "best": best, "listened": listened}
    kept = {entry.name: getattr(first, entry.name) for entry in fields(Costed)}
    return Tagged(
        **{**kept, "customers": beside(customers, pd.DataFrame(found, index=index, copy=False))},
        assumptions=assumptions,
        top_fifth=top_fifth,
        refused=said.refused,
    )


def _listened(best: np.ndarray, ranked: Ranked) -> tuple[np.ndarray, bool]:
    if best.sum() >= FEWEST_BEST:
        return best, False
    top = ranked.by_net[: ceil(len(best) / 5)]
    listened = best.copy()
    listened[top[ranked.net.to_numpy()[top] > 0]] = True
    return listened, True
