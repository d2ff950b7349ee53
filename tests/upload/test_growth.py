"""Growth compares what can be compared."""

from datetime import date

import pandas as pd
import pytest

from analysis.upload.growth import growth, windows


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ((date(2024, 1, 1), date(2025, 12, 31)), "2024-01", "2025-01"),
        ((date(2024, 1, 1), date(2025, 6, 30)), "2024-01", "2025-01"),
        ((date(2023, 1, 1), date(2025, 12, 31)), "2024-01", "2025-01"),
        ((date(2024, 1, 1), date(2024, 12, 31)), "2024-01", "2024-07"),
        ((date(2024, 1, 15), date(2024, 12, 14)), "2024-02", "2024-07"),
    ],
)
def test_full_months_are_compared_with_as_many_others(period, first, last):
    earlier, later = windows(period)
    assert (f"{earlier[0]:%Y-%m}", f"{later[0]:%Y-%m}") == (first, last)
    assert len(earlier) == len(later)


def test_a_period_without_a_full_month_has_no_growth():
    assert windows((date(2024, 1, 5), date(2024, 1, 20))) == ([], [])


def test_a_base_of_zero_has_no_growth_and_a_season_is_none():
    months = pd.DataFrame(
        [(1, f"{year}-{month:02}-01", 100.0 * month) for year in (2024, 2025) for month in range(1, 13)]
        + [(2, "2025-06-01", 50.0)],
        columns=["customer_id", "month", "revenue"],
    ).assign(month=lambda table: pd.to_datetime(table["month"]))
    result, basis = growth(months, (date(2024, 1, 1), date(2025, 12, 31)), pd.Index([1, 2]))
    assert basis == "months"
    assert result[1] == 0.0
    assert pd.isna(result[2])
