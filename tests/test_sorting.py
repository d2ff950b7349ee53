"""The order of a table's rows."""

import numpy as np
import pandas as pd
import pytest

from analysis.columns import words
from pages.parts.sorting import order


@pytest.mark.parametrize(
    ("values", "downward", "in_words", "expected"),
    [
        ([2.0, np.nan, 3.0, 2.0], True, False, [2, 0, 3, 1]),
        ([2.0, np.nan, 3.0, 2.0], False, False, [0, 3, 2, 1]),
        (["b", "C", None, "a"], False, True, [3, 0, 1, 2]),
    ],
)
def test_rows_are_ordered_with_ties_as_they_stand_and_what_is_missing_last(values, downward, in_words, expected):
    assert order(pd.Series(values, index=[9, 9, 4, 1]), downward, in_words).tolist() == expected


def test_categories_come_in_their_own_order():
    verdicts = words(np.array([1, 0, 2]), ("nurture", "drop", "a"), pd.RangeIndex(3))
    assert order(verdicts, False, in_words=True).tolist() == [1, 0, 2]
