"""No name stands on another name, nor on a circle that is not its own."""

import numpy as np
import pandas as pd
import pytest

from analysis.refill.labels import COVERED, LETTER, LINE, SIDES, WIDE, sides

HEIGHT = 300


def crowd(count: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "x": random.random(count), "y": random.random(count), "radius": random.uniform(7, 28, count),
            "name": [f"Segment {place}" for place in range(count)],
        },
        index=[f"k{place}" for place in range(count)],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_a_name_covers_no_other_name_and_no_circle(seed):
    circles = crowd(15, seed)
    placed = sides(circles, circles.index, HEIGHT)
    assert 3 <= len(placed) <= 15 and set(placed.values()) <= set(SIDES)
    up, across = np.mgrid[0 : HEIGHT + 200, 0 : WIDE + 500]
    taken = np.zeros(up.shape, dtype=bool)
    for place, (key, side) in enumerate(placed.items()):
        row = circles.loc[key]
        x, y, wide = row["x"] * WIDE + 250, row["y"] * HEIGHT + 100, len(row["name"]) * LETTER
        left = {"middle right": x + row["radius"], "middle left": x - row["radius"] - wide}.get(side, x - wide / 2)
        low = {"top center": y + row["radius"], "bottom center": y - row["radius"] - LINE}.get(side, y - LINE / 2)
        own = (across >= left) & (across < left + wide) & (up >= low) & (up < low + LINE)
        covered = own & taken
        for _, other in circles.drop(key).iterrows():
            apart = np.hypot(across - other["x"] * WIDE - 250, up - other["y"] * HEIGHT - 100)
            covered |= own & (apart < other["radius"])
        taken |= own
        assert place == 0 or covered.sum() <= COVERED * own.sum() + wide + LINE  # a row and a column for rounding


def test_the_first_has_a_name_even_in_a_crowd():
    circles = crowd(60, 0)
    placed = sides(circles, circles.index, HEIGHT)
    assert next(iter(placed)) == "k0" and len(placed) < 60
