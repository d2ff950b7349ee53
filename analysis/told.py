"""What tables say in a few words to those who do not see them."""

from __future__ import annotations

import pandas as pd

from analysis.language import Language


def customers(net: pd.Series, language: Language) -> str:
    """How many customers a table has, and how many of them cost more than they bring. ``net``: € each."""
    return language.text("parts.told.customers", n=len(net), below=int((net < 0).sum()))


def segments(found: pd.DataFrame, language: Language) -> str:
    """How many segments, and the best of them. ``found``: see ``refill.segments.segments``, the best first."""
    if found.empty:
        return ""
    best = found.iloc[0]
    return language.text("refill.told", n=len(found), best=best["segment"], each=best["shrunk"])
