"""What the charts of step 2 share: how many points a curve shows, and what a point says when hovered over."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.language import Language
from analysis.look import CURVE_AT_MOST, plain


def thinned(table: pd.DataFrame, *keep: int) -> pd.DataFrame:
    """At most ``CURVE_AT_MOST`` rows of a ranked table; its ends and the ranks ``keep`` (from 1) are among them."""
    if len(table) <= CURVE_AT_MOST:
        return table
    places = np.linspace(0, len(table) - 1, CURVE_AT_MOST - len(keep)).round().astype("int64")
    return table.iloc[sorted({*places.tolist(), *(max(rank - 1, 0) for rank in keep)})]


def hover(key: str, language: Language, **values: Any) -> str:
    """A Plotly hover template from the message ``key``: the browser writes the figures, which saves sending every
    sentence. ``values`` are Plotly's tokens, such as ``%{y:,.2f}``."""
    unit = f" ({language.symbol})" if language.symbol else ""
    return f"{language.text(key, unit=unit, **values)}<extra></extra>"


def named(names: pd.Series, customers: pd.Index) -> list[str]:
    """The customers' names for a chart."""
    return [plain(name) for name in names.reindex(customers)]


def data(customers: pd.Index, *columns: pd.Series) -> np.ndarray:
    """A chart's ``customdata``: the ids, and further columns. As an array, since Plotly walks through lists."""
    rows = list(zip(customers.tolist(), *columns, strict=True))
    return np.array(rows, dtype="object").reshape(len(rows), 1 + len(columns))
