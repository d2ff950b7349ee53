"""Which customers lie in an area that was drawn on a chart, whether or not the chart shows each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


def inside(x: pd.Series, y: pd.Series, boxes: Sequence[Any], lassos: Sequence[Any]) -> list[int]:
    """Ids of those whose point (``x``, ``y``, index ``customer_id``) lies in any of the areas, by id.

    ``boxes`` and ``lassos`` each have ``x`` and ``y``: the corners, in the chart's own units. A point on a box's edge
    is in it.
    """
    across, up = x.to_numpy("float64"), y.to_numpy("float64")
    found = np.zeros(len(x), dtype="bool")
    for box in boxes:
        found |= (across >= min(box["x"])) & (across <= max(box["x"])) & (up >= min(box["y"])) & (up <= max(box["y"]))
    for lasso in lassos:
        found |= _in_polygon(across, up, np.asarray(lasso["x"], "float64"), np.asarray(lasso["y"], "float64"))
    return sorted(int(customer) for customer in x.index[found])


def _in_polygon(across: np.ndarray, up: np.ndarray, corners_x: np.ndarray, corners_y: np.ndarray) -> np.ndarray:
    """Even-odd rule: a ray to the right of a point in the area crosses the outline an odd number of times."""
    found = np.zeros(len(across), dtype="bool")
    for x0, y0, x1, y1 in zip(corners_x, corners_y, np.roll(corners_x, -1), np.roll(corners_y, -1), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > up) != (y1 > up)
        found ^= crosses & (across < x0 + (up - y0) / (y1 - y0) * (x1 - x0))
    return found
