"""What persons said about the customers, in the app or in an uploaded table, ready for every evaluation.

No slider changes it, so that it is read once and not with each of a slider's moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.tag.verdict import QUESTIONS, places


@dataclass(frozen=True)
class Said:
    """One entry per customer, in the portfolio's order. Not to be changed.

    ``answers``: question to whether a person answered it (bool), and with what (places in ``ANSWERS``); questions that
    nobody answered are left out. ``self_check``: None where nobody checked anything. ``refused``: bool.
    """

    answers: Mapping[str, tuple[np.ndarray, np.ndarray]]
    self_check: pd.Series | None
    refused: np.ndarray


def what_was_said(customers: pd.DataFrame, answers: pd.DataFrame | None = None) -> Said:
    """What was said about ``customers`` (a portfolio's); ``answers`` as ``evaluate`` takes them. Raises ``ValueError``
    for an answer that is none."""
    given = {}
    for question in QUESTIONS:
        found = _said(customers, answers, question)
        if found is not None and (there := found.notna().to_numpy()).any():
            at = np.zeros(len(customers), dtype="int64")
            at[there] = places(found[there], question)
            given[question] = (there, at)
    checked, refused = _said(customers, answers, "self_check"), _said(customers, answers, "refused")
    return Said(
        given,
        None if checked is None else checked.fillna("open").astype("str"),
        np.zeros(len(customers), dtype="bool") if refused is None else refused.eq(True).to_numpy("bool"),
    )


def _said(customers: pd.DataFrame, answers: pd.DataFrame | None, question: str) -> pd.Series | None:
    """What persons said: in the app first, else in an uploaded answers table. Missing: nothing; None: nobody at all."""
    given = answers[question].dropna() if answers is not None and question in answers else None
    if given is not None:
        given = given[given.index.isin(customers.index)]
    uploaded = question in customers
    if not uploaded and (given is None or given.empty):
        return None
    found = customers[question].astype("object") if uploaded else pd.Series(None, index=customers.index, dtype="object")
    if given is not None:
        found.loc[given.index] = given
    return found
