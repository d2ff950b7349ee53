"""Areas drawn on a chart hold exactly the points that lie in them."""

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.tag.picking import inside

PLACES = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=40)


def points(places: list[tuple[int, int]]) -> tuple[pd.Series, pd.Series]:
    index = pd.Index(range(1, len(places) + 1))
    across, up = zip(*places, strict=True)
    return pd.Series(across, index=index, dtype="float64"), pd.Series(up, index=index, dtype="float64")


@given(PLACES)
def test_a_box_holds_what_lies_between_its_corners_whichever_was_drawn_first(places):
    across, up = points(places)
    wanted = [at for at, (x, y) in enumerate(places, start=1) if -10 <= x <= 20 and 0 <= y <= 30]
    assert inside(across, up, [{"x": [20, -10], "y": [0, 30]}], []) == wanted


@given(PLACES)
def test_a_lasso_around_a_circle_holds_what_is_nearer_than_its_radius(places):
    across, up = points(places)
    turns = [2 * math.pi * step / 720 for step in range(720)]
    # Between 20² = 400 and 401 lies no sum of two whole squares, so the 720 corners decide as the circle does.
    circle = {"x": [20.01 * math.cos(turn) for turn in turns], "y": [20.01 * math.sin(turn) for turn in turns]}
    wanted = [at for at, (x, y) in enumerate(places, start=1) if x * x + y * y <= 400]
    assert inside(across, up, [], [circle]) == wanted


def test_several_areas_add_up_and_nobody_counts_twice():
    across, up = points([(0, 0), (5, 5), (9, 9)])
    box = {"x": [-1, 6], "y": [-1, 6]}
    triangle = {"x": [4, 10, 4], "y": [4, 4, 12]}
    assert inside(across, up, [box], [triangle]) == [1, 2]


def test_no_area_holds_nobody():
    assert inside(*points([(0, 0)]), [], []) == []
