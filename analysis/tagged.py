"""Who is tagged as what: the suggestions under the thresholds, what persons answered, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import pandas as pd

from analysis.columns import beside
from analysis.costed import Costed
from analysis.tag.assumptions import TagAssumptions
from analysis.tag.curves import abc
from analysis.tag.suggestions import Signals, suggest
from analysis.tag.verdict import QUESTIONS, verdicts

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
    found = {"abc": abc(customers["revenue"], assumptions)}
    suggested = suggest(customers.assign(**found), assumptions, signals)
    for question in QUESTIONS:
        said = _said(customers, answers, question)
        found[f"answered_{question}"] = said.notna()
        found[question] = _or(said, suggested[f"suggested_{question}"])
    found["self_check"] = _or(_said(customers, answers, "self_check"), pd.Series("open", index=customers.index))
    found["verdict"] = verdicts(pd.DataFrame({question: found[question] for question in QUESTIONS}))
    found["best"] = found["verdict"] == "nurture"
    found["listened"], top_fifth = _listened(found["best"], customers["net_contribution"])
    return Tagged(
        beside(beside(customers, suggested), pd.DataFrame(found)),
        _said(customers, answers, "refused").eq(True),
        top_fifth,
    )


def _said(customers: pd.DataFrame, answers: pd.DataFrame | None, question: str) -> pd.Series:
    """What persons said: in the app first, else in an uploaded answers table. Missing: nothing."""
    if question in customers:
        said = customers[question].astype("object")
    else:
        said = pd.Series(None, index=customers.index, dtype="object")
    if answers is not None and question in answers:
        given = answers[question].dropna()
        given = given[given.index.isin(customers.index)]
        said.loc[given.index] = given
    return said


def _or(said: pd.Series, suggested: pd.Series) -> pd.Series:
    """What was said, and where nothing was, what is suggested."""
    there = said[said.notna()]
    if there.empty:
        return suggested.astype("str")
    answers = suggested.astype("str")
    answers.loc[there.index] = there.astype("str")
    return answers


def _listened(best: pd.Series, net: pd.Series) -> tuple[pd.Series, bool]:
    if best.sum() >= FEWEST_BEST:
        return best, False
    net = net.sort_index()
    top = net[net > 0].sort_values(ascending=False, kind="stable").head(ceil(len(net) / 5)).index
    return pd.Series(best.index.isin(top), index=best.index) | best, True
