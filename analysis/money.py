"""Cents. Money is rounded here and nowhere else; everything downstream adds rounded values."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

Amounts = TypeVar("Amounts", pd.Series, pd.DataFrame, np.ndarray, float)


def cents(amounts: Amounts) -> Amounts:
    """``amounts`` (€) rounded to the cent, half away from zero, as a spreadsheet's ROUND does.

    Binary fractions such as 1.005 (stored as 1.00499…) are first brought to the decimal the user meant:
    a millionth of a cent decides nothing. NaN stays NaN.
    """
    hundredths = np.round(np.abs(amounts) * 100, 6)
    rounded = np.copysign(np.floor(hundredths + 0.5) / 100, amounts) + 0.0
    return rounded if not isinstance(amounts, float) else float(rounded)
