"""Target segments picked by the user, in their own order."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.refill.segments import members

FIELD = "refill.picks"


def toggled(picks: list[str], keys: Iterable[str]) -> list[str]:
    """``picks`` with each of ``keys`` added at the end, or taken out where it was picked."""
    result = list(picks)
    for key in keys:
        if key in result:
            result.remove(key)
        else:
            result.append(key)
    return result


def targets(evaluation: Evaluation, picks: list[str]) -> pd.Series:
    """Who is in any picked segment: bool per customer; without a pick those whom step 3 takes for best."""
    if not picks:
        return evaluation.customers["listened"]
    chosen = pd.Series(False, index=evaluation.customers.index)
    for key in picks:
        chosen |= members(evaluation, key)
    return chosen
