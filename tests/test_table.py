"""A table as a file: figures as a person would write them, each under the head that the page shows."""

import pandas as pd

from pages.parts.table import Column, in_file

COLUMNS = {
    "name": Column("Customer"),
    "net": Column("Result", "money"),
    "share": Column("Share", "percent"),
    "orders": Column("Orders", "count"),
}


def test_a_file_has_amounts_to_the_cent_and_shares_to_a_hundredth_of_a_percent():
    frame = pd.DataFrame(
        {"share": [0.123456789, None], "net": [1314.3342151763761, 1.005], "name": ["Ada", "Bert"], "orders": [3, 4]}
    )
    taken = in_file(frame, COLUMNS)
    assert list(taken) == ["Customer", "Result", "Share", "Orders"]
    assert taken["Result"].tolist() == [1314.33, 1.01]
    assert taken["Share"].iloc[0] == 0.1235
    assert taken["Share"].isna().tolist() == [False, True]
    assert frame["net"].iloc[0] == 1314.3342151763761
