"""Dates: every form of issue 3, Python and DuckDB alike, and in which order a column has day and month."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.upload.dates import date_evidence, date_sql, parse_date
from analysis.upload.source import DateForm

DMY, MDY, YMD, SERIAL = DateForm("dmy"), DateForm("mdy"), DateForm("ymd"), DateForm("serial")
FORMS = [DMY, MDY, YMD, SERIAL]
MARCH_5 = date(2026, 3, 5)


def by_sql(texts: list[str], form: DateForm) -> list[object]:
    rows = duckdb.connect().execute(
        f"SELECT {date_sql('cell', form)} FROM (SELECT unnest($1::VARCHAR[]) AS cell)", [texts]
    )
    return [row[0] for row in rows.fetchall()]


WRITTEN = [
    ("05.03.2026", DMY), ("5.3.2026", DMY), ("05.03.26", DMY), ("5. 3. 2026", DMY), ("05/03/2026", DMY),
    ("05-03-26", DMY), ("05.03.2026 16:17", DMY), ("05.03.2026 16:17:30", DMY), ("Do, 05.03.2026", DMY),
    ("Donnerstag, 05.03.2026", DMY), ("05.03.2026, 16:17 Uhr", DMY),
    ("03/05/2026", MDY), ("3/5/2026", MDY), ("3/5/26", MDY), ("3/5/2026 4:17 PM", MDY), ("03-05-2026", MDY),
    ("2026-03-05", YMD), ("2026/03/05", YMD), ("20260305", YMD), ("2026-03-05T16:17:30Z", YMD),
    ("2026-03-05T16:17:30.000+0100", YMD), ("2026-03-05 16:17:30.333", YMD), ("2026.3.5", YMD),
    ("2026-03-05", DMY), ("2026-03-05", MDY),
    ("5. März 2026", DMY), ("05-Mar-2026", DMY), ("5 March 2026", MDY), ("March 5, 2026", DMY), ("5. Mrz. 26", DMY),
    ("46086", SERIAL), ("46086.75", SERIAL), ("2026-03-05", SERIAL),
]  # fmt: skip
NO_DATES = [
    "08.2020",
    "2020",
    "31.02.2026",
    "00.00.0000",
    "9999-12-31",
    "infinity",
    "epoch",
    "1.234,56",
    "12:30",
    "5.3.",
    "",
    "Mai",
    "Mai 2026",
    "12024-1-05",
]


@pytest.mark.parametrize(("text", "form"), WRITTEN)
def test_a_date_is_understood_however_it_is_written(text: str, form: DateForm) -> None:
    assert parse_date(text, form) == MARCH_5


@pytest.mark.parametrize("form", FORMS)
def test_duckdb_understands_the_same(form: DateForm) -> None:
    texts = [text for text, _ in WRITTEN] + NO_DATES
    assert by_sql(texts, form) == [parse_date(text, form) for text in texts]


@pytest.mark.parametrize("text", NO_DATES)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_date_stays_none(text: str, form: DateForm) -> None:
    assert parse_date(text, form) is None


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["%d.%m.%Y", "%m/%d/%Y", "%Y-%m-%d", "%Y%m%d"]))
def test_every_day_is_read_back(day: date, layout: str) -> None:
    form = {"%d.%m.%Y": DMY, "%m/%d/%Y": MDY}.get(layout, YMD)
    assert parse_date(day.strftime(layout), form) == day


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(alphabet="0123456789./- :TZ", max_size=12),
            st.from_regex(r"\A[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{2,4}( [0-9]{2}:[0-9]{2})?\Z"),
            st.from_regex(r"\A[0-9]{2}[-. ](Jan|mär|MAY|Okt)[. -]{1,2}[0-9]{2,4}\Z"),
        ),
        max_size=40,
    ),
    st.sampled_from(FORMS),
)
def test_python_and_duckdb_never_differ(texts: list[str], form: DateForm) -> None:
    texts = [text.strip() for text in texts]
    assert by_sql(texts, form) == [parse_date(text, form) for text in texts]


@pytest.mark.parametrize(("years", "century"), [("00", 2000), ("68", 2000), ("69", 1900), ("99", 1900)])
def test_two_digits_of_a_year(years: str, century: int) -> None:
    assert parse_date(f"01.02.{years}", DMY) == date(century + int(years), 2, 1)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/02/2025", "13/02/2025"], "dmy"),
        (["01/02/2025", "02/13/2025"], "mdy"),
        (["05.06.2025"], "dmy"),
        (["01-02-25", "31-12-25"], "dmy"),
        (["01/02/2025", "12/11/2025"], None),
    ],
)
def test_one_value_settles_the_order(texts: list[str], order: str | None) -> None:
    assert date_evidence(Counter(texts)).settled == order


def test_a_column_sorted_by_date_tells_its_order() -> None:
    days = [date(2025, 1, 9) + timedelta(days=step) for step in range(4)]
    days += [date(2025, 2, 1) + timedelta(days=step) for step in range(4)]
    evidence = date_evidence(Counter(day.strftime("%m/%d/%Y") for day in days))
    assert (evidence.ambiguous, evidence.in_order) == (True, "mdy")


def test_five_digits_are_dates_only_where_the_header_says_so() -> None:
    evidence = date_evidence(Counter(["46086", "46087"]))
    assert (evidence.form("dmy"), evidence.form("dmy", called_date=True)) == (None, SERIAL)


def test_nine_in_ten_make_a_date_column() -> None:
    assert date_evidence(Counter({"01.02.2025": 9, "offen": 1})).form("dmy") == DMY
    assert date_evidence(Counter({"01.02.2025": 8, "offen": 2})).form("dmy") is None
