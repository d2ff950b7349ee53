"""Cents. Money is rounded here and nowhere else; everything downstream adds rounded values."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
import pandas as pd

Amounts = TypeVar("Amounts", pd.Series, pd.DataFrame, np.ndarray, float)

A_CENT = 0.011
"""Sums of amounts, €, that differ by less are the same."""


def cents(amounts: Amounts) -> Amounts:
    """``amounts`` (€) rounded to the cent, half away from zero, as a spreadsheet's ROUND does.

    Binary fractions such as 1.005 (stored as 1.00499…) are first brought to the decimal the user meant:
    a millionth of a cent decides nothing. NaN stays NaN.
    """
    if isinstance(amounts, pd.Series):  # an array's arithmetic costs a tenth of a series'
        array = amounts.to_numpy(dtype="float64")
        return pd.Series(cents(array), index=amounts.index, name=amounts.name, copy=False)
    hundredths = np.round(np.abs(amounts) * 100, 6)
    rounded = np.copysign(np.floor(hundredths + 0.5) / 100, amounts) + 0.0
    return rounded if not isinstance(amounts, float) else float(rounded)


def cents_of_whole(amounts: pd.Series) -> pd.Series:
    """``amounts`` (€) in cents that add up to their sum in cents: where rounding each would lose or win a cent, those
    nearest to the next cent take it."""
    rounded = cents(amounts)
    missing = round((cents(math.fsum(amounts)) - math.fsum(rounded)) * 100)
    if missing:
        nearest = (amounts - rounded).sort_values(ascending=missing < 0, kind="stable").index[: abs(missing)]
        rounded.loc[nearest] += math.copysign(0.01, missing)
    return cents(rounded)
