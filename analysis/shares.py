"""How sure a share is that was counted among a few."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np

Z90 = 1.6448536269514722


def wilson(successes: int, n: int, z: float = Z90) -> tuple[float, float]:
    """The Wilson interval of a share (90 % by default); (NaN, NaN) for n = 0."""
    if n == 0:
        return nan, nan
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def wilsons(successes: np.ndarray, n: np.ndarray, z: float = Z90) -> tuple[np.ndarray, np.ndarray]:
    """``wilson`` of many shares, each ``n`` at least 1: their lower ends and their upper ends."""
    share, above, below = successes / n, z * z / n, 1 + z * z / n
    middle = (share + above / 2) / below
    half = z / below * np.sqrt(share * (1 - share) / n + above / (4 * n))
    return np.maximum(0.0, middle - half), np.minimum(1.0, middle + half)
