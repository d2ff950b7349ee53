"""The year that the goal is held against, the same in steps 4 and 5."""

from __future__ import annotations

from analysis.care.decisions import PREFIX, WHOM, Year, year_ahead
from analysis.evaluate import Evaluation
from pages.parts import session


def ahead(evaluation: Evaluation) -> Year:
    """As the user decided, or as recommended."""
    there = session.workspace()
    return year_ahead(there.fields(PREFIX), there.get(WHOM), evaluation)
