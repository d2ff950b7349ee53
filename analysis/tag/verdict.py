"""The verdict on a customer, from three answers: the complete table of step 2."""

from __future__ import annotations

from itertools import product
from typing import Literal

import pandas as pd

Answer = Literal["yes", "no", "open"]
Verdict = Literal["nurture", "look_very_closely", "look_closer", "do_the_math", "open"]

QUESTIONS = ("profitable", "strategic", "repeat")
VERDICTS: tuple[Verdict, ...] = ("nurture", "look_very_closely", "look_closer", "do_the_math", "open")

RULES: dict[Verdict, tuple[str, str]] = {
    "nurture": ("yes", "both"),
    "look_very_closely": ("yes", "at_most_one"),
    "look_closer": ("no", "both"),
    "do_the_math": ("no", "at_most_one"),
    "open": ("any", "any"),
}
"""The rule as a person reads it: verdict to the answer on profit, and how many yes the other two questions have.
``open`` holds where an open answer could still change which of the four it is."""


def verdict(profitable: str, strategic: str, repeat: str) -> Verdict:
    """The verdict on one customer; ``open`` as long as an open answer could change it."""
    answers = (profitable, strategic, repeat)
    possible = {
        _decided(*filled)
        for filled in product(*(("yes", "no") if answer == "open" else (answer,) for answer in answers))
    }
    return possible.pop() if len(possible) == 1 else "open"


def _decided(profitable: str, strategic: str, repeat: str) -> Verdict:
    of_the_other_two = (strategic == "yes") + (repeat == "yes")
    if profitable == "yes":
        return "nurture" if of_the_other_two == 2 else "look_very_closely"
    return "look_closer" if of_the_other_two == 2 else "do_the_math"


TABLE: dict[tuple[str, str, str], Verdict] = {
    (profitable, strategic, repeat): verdict(profitable, strategic, repeat)
    for profitable, strategic, repeat in product(("yes", "no", "open"), repeat=3)
}
"""All 27 combinations of (profitable, strategic, repeat)."""


def verdicts(answers: pd.DataFrame) -> pd.Series:
    """The verdict per customer from the columns ``profitable``, ``strategic``, ``repeat`` (yes / no / open)."""
    keys = zip(*(answers[question] for question in QUESTIONS), strict=True)
    return pd.Series([TABLE[key] for key in keys], index=answers.index, name="verdict", dtype="str")
