"""The verdict on a customer, from three answers: the complete table of step 2."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

Answer = Literal["yes", "no", "open"]
Verdict = Literal["nurture", "look_very_closely", "look_closer", "do_the_math", "open"]

ANSWERS: tuple[Answer, ...] = ("yes", "no", "open")
YES, NO, OPEN = range(len(ANSWERS))
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
    for profitable, strategic, repeat in product(ANSWERS, repeat=3)
}
"""All 27 combinations of (profitable, strategic, repeat)."""


def places(said: Iterable[str], question: str) -> np.ndarray:
    """Answers as their places in ``ANSWERS``; raises ``ValueError`` for anything else."""
    found = pd.Index(ANSWERS).get_indexer(pd.Index(said, dtype="object"))
    if (found < 0).any():
        raise ValueError(f"{question} holds something else than {', '.join(ANSWERS)}")
    return found


def verdicts(profitable: np.ndarray, strategic: np.ndarray, repeat: np.ndarray) -> np.ndarray:
    """The verdict per customer as its place in ``VERDICTS``, from places in ``ANSWERS``."""
    return _VERDICTS[(profitable * len(ANSWERS) + strategic) * len(ANSWERS) + repeat]


_VERDICTS = np.array([VERDICTS.index(verdict) for verdict in TABLE.values()])
