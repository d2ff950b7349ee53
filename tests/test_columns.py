"""Columns of words from numbers and back, and columns beside others."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.columns import beside, places, words

NAMES = ("yes", "no", "open")


@given(st.lists(st.integers(0, 2)))
def test_places_are_the_reverse_of_words(codes):
    column = words(np.array(codes, dtype="int64"), NAMES, pd.RangeIndex(len(codes)))
    assert column.tolist() == [NAMES[code] for code in codes]
    assert places(column, NAMES).tolist() == codes


def test_a_name_may_stand_for_several_codes():
    column = words(np.array([0, 1, 2]), ("keep", "clarify", "keep"), pd.Index([7, 8, 9]))
    assert column.to_dict() == {7: "keep", 8: "clarify", 9: "keep"}


def test_what_is_none_of_the_names_has_no_place():
    assert places(pd.Series(["no", None, "else", "yes"]), NAMES).tolist() == [1, -1, -1, 0]


def test_a_figure_takes_the_place_of_a_column_of_its_name_and_leaves_the_table_as_it_was():
    table = pd.DataFrame({"name": ["A", "B"], "revenue": [1.0, 2.0], "orders": [3.0, 4.0]})
    both = beside(table, pd.DataFrame({"net": [5.0, 6.0], "revenue": [7.0, 8.0]}))
    assert both.to_dict("list") == {"name": ["A", "B"], "revenue": [7, 8], "orders": [3, 4], "net": [5, 6]}
    assert table["revenue"].tolist() == [1.0, 2.0]
