"""Where names stand beside circles, so that they cover neither each other nor another circle."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

WIDE, LETTER, LINE = 700, 6.5, 17
"""Pixels: a chart's usual width, a letter's, a line's height."""
COVERED = 0.1
"""So little of a name may lie on another mark."""
SIDES = ("top center", "bottom center", "middle right", "middle left")

Box = tuple[float, float, float, float]
"""Left, low, right and high, in pixels."""


def sides(circles: pd.DataFrame, order: Iterable[str], height: float) -> dict[str, str]:
    """On which of ``SIDES`` of its circle each of ``order`` has its name; without those for whom no side is free. The
    first of all always has one.

    ``circles``: index the key; ``x`` and ``y`` (0–1 of the chart's width and of its ``height`` in pixels), ``radius``
    (pixels), ``name``.
    """
    placed: dict[str, str] = {}
    taken: list[Box] = []
    middles = pd.DataFrame({"x": circles["x"] * WIDE, "y": circles["y"] * height})
    around = {
        key: (x - radius, y - radius, x + radius, y + radius)
        for key, x, y, radius in zip(circles.index, middles["x"], middles["y"], circles["radius"], strict=True)
    }
    for key in order:
        others = [*taken, *(box for other, box in around.items() if other != key)]
        boxes = {side: _box(around[key], side, len(circles.at[key, "name"])) for side in SIDES}
        covered = {side: sum(_overlap(box, other) for other in others) for side, box in boxes.items()}
        side = min(SIDES, key=covered.__getitem__)
        if covered[side] <= COVERED * len(circles.at[key, "name"]) * LETTER * LINE or not placed:
            placed[key] = side
            taken.append(boxes[side])
    return placed


def _box(circle: Box, side: str, letters: int) -> Box:
    left, low, right, high = circle
    x, y, half = (left + right) / 2, (low + high) / 2, letters * LETTER / 2
    if side == "top center":
        return x - half, high, x + half, high + LINE
    if side == "bottom center":
        return x - half, low - LINE, x + half, low
    if side == "middle right":
        return right, y - LINE / 2, right + 2 * half, y + LINE / 2
    return left - 2 * half, y - LINE / 2, left, y + LINE / 2


def _overlap(one: Box, other: Box) -> float:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
