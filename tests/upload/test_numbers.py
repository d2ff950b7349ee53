"""Numbers: every form of issue 3, Python and DuckDB alike, and which decimal mark a column has."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.upload.numbers import number_evidence, number_sql, parse_number, unreadable_sql
from analysis.upload.source import NumberForm

COMMA, POINT = NumberForm(","), NumberForm(".")


def by_sql(texts: list[str], form: NumberForm, expression: str | None = None) -> list[object]:
    rows = duckdb.connect().execute(
        f"SELECT {expression or number_sql('cell', form)} FROM (SELECT unnest($1::VARCHAR[]) AS cell)", [texts]
    )
    return [row[0] for row in rows.fetchall()]


WRITTEN = [
    ("1.234,56", COMMA, "1234.56"),
    ("1,234.56", POINT, "1234.56"),
    ("1 234,56", COMMA, "1234.56"),
    ("1\u00a0234,56", COMMA, "1234.56"),
    ("1\u202f234,56", COMMA, "1234.56"),
    ("1'234.56", POINT, "1234.56"),
    ("1’234.56", POINT, "1234.56"),
    ("1234.5", POINT, "1234.5"),
    ("(123,45)", COMMA, "-123.45"),
    ("-12,30-", COMMA, "-12.30"),
    ("12,30-", COMMA, "-12.30"),
    ("12,5 %", COMMA, "0.125"),
    ("12.5%", POINT, "0.125"),
    ("€ 1.200", COMMA, "1200"),
    ("1.200,00 EUR", COMMA, "1200"),
    ("$1,200", POINT, "1200"),
    ("($1,200.50)", POINT, "-1200.50"),
    ("-$5", POINT, "-5"),
    ("CHF 1'200.50", POINT, "1200.50"),
    ("Fr. 1'200.50", POINT, "1200.50"),
    ("12490,47 €,", COMMA, "12490.47"),
    ("+5", COMMA, "5"),
    ("\u22125", POINT, "-5"),
    ("5,-", COMMA, "5"),
    ("5,-- €", COMMA, "5"),
    ("-5,- €", COMMA, "-5"),
    ("1.2E+05", POINT, "120000"),
    ("1,2E+05", COMMA, "120000"),
    ("12,34,567.50", POINT, "1234567.50"),
    ("1.234", COMMA, "1234"),
    ("1.234", POINT, "1.234"),
    ("00123", COMMA, "123"),
    ("1,2 Mio. €", COMMA, "1200000"),
    ("−1,2 Mio €", COMMA, "-1200000"),
    ("€ 0,4 Mio.", COMMA, "400000"),
    ("850 T€", COMMA, "850000"),
    ("850TEUR", COMMA, "850000"),
    ("1.250 Tsd. EUR", COMMA, "1250000"),
    ("(12,5 k€)", COMMA, "-12500"),
    ("$1.2 million", POINT, "1200000"),
    ("3 thousand", POINT, "3000"),
    (".5", POINT, "0.5"),
    ("0.9727272727272728", POINT, "0.972727"),
]
NO_NUMBERS = [
    "10K",
    "1.5.2024",
    "3 - exact",
    "1_000",
    "0711 123 456",
    "12:30",
    "-",
    "",
    "EUR",
    "5-7",
    "1e99",
    "inf",
    "0x1A",
    "4006381333931",
]


@pytest.mark.parametrize(("text", "form", "value"), WRITTEN)
def test_a_number_is_understood_however_it_is_written(text: str, form: NumberForm, value: str) -> None:
    assert parse_number(text, form) == Decimal(value)


@pytest.mark.parametrize("form", [COMMA, POINT])
def test_duckdb_understands_the_same(form: NumberForm) -> None:
    texts = [text for text, _, _ in WRITTEN] + NO_NUMBERS
    assert by_sql(texts, form) == [parse_number(text, form) for text in texts]


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("form", [COMMA, POINT])
def test_what_is_no_number_stays_none(text: str, form: NumberForm) -> None:
    assert parse_number(text, form) is None


def test_a_wrong_thousands_mark_is_not_swallowed() -> None:
    assert parse_number("1.5", COMMA) is None
    assert by_sql(["1.5", "12.34", "0.123"], COMMA) == [None, None, None]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(alphabet="0123456789.,-+()% €$'’ \u00a0_eEF−–", max_size=12),
            st.from_regex(r"\A[-(]?[0-9]{1,3}([., '][0-9]{3}){0,3}([.,][0-9]{0,3})?[-)% €]{0,2}\Z"),
            st.from_regex(r"\A[-(]?[0-9]{1,9}([.,][0-9]{0,7})? ?(Mio\.?|T€|teur|K€|Tsd\.|mln)? ?(€|EUR|%)?[)-]?\Z"),
            st.text(max_size=6).filter(lambda text: "\0" not in text),
        ),
        max_size=40,
    ),
    st.sampled_from([COMMA, POINT]),
)
def test_python_and_duckdb_never_differ(texts: list[str], form: NumberForm) -> None:
    texts = [text.strip() for text in texts]
    assert by_sql(texts, form) == [parse_number(text, form) for text in texts]


@settings(max_examples=100, deadline=None)
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'")]))
def test_every_amount_is_read_back_to_the_cent(amount: Decimal, marks: tuple[str, str]) -> None:
    point, thousands = marks
    text = f"{amount:,.2f}".translate({ord(","): thousands, ord("."): point})
    assert parse_number(text, NumberForm(point)) == amount  # type: ignore[arg-type]


def test_cents_add_up_exactly() -> None:
    texts = ["0,10"] * 100_000
    (total,) = by_sql(texts, COMMA, f"sum({number_sql('cell', COMMA)})")
    assert total == Decimal(10_000)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234,56", "12"], ","),
        (["1.234", "2.500,5"], ","),
        (["1.234", "0.5"], "."),
        (["1.234.567", "1.234"], ","),
        (["1,963.10", "259"], "."),
        (["1.234", "980", "12.500"], None),
        (["12", "980"], None),
    ],
)
def test_one_value_settles_the_column(texts: list[str], mark: str | None) -> None:
    assert number_evidence(Counter(texts)).settled == mark


def test_only_groups_of_three_are_ambiguous() -> None:
    evidence = number_evidence(Counter(["1.234", "12.500", "980"]))
    assert (evidence.ambiguous, evidence.ambiguous_mark, evidence.thousands_likely) == (True, ".", True)


def test_currencies_are_named() -> None:
    evidence = number_evidence(Counter(["1,00 €", "2,00 CHF", "3,00 Fr.", "4,00 kr"]))
    assert evidence.currencies == ("CHF", "EUR")


def test_nine_in_ten_make_a_number_column() -> None:
    assert number_evidence(Counter({"1,5": 9, "x": 1})).form(",") is not None
    assert number_evidence(Counter({"1,5": 8, "x": 2})).form(",") is None


def test_a_placeholder_is_not_unreadable() -> None:
    assert by_sql(["-", "n/a", "1,5", "x", None], COMMA, unreadable_sql("cell", COMMA)) == [  # type: ignore[list-item]
        False, False, False, True, False,
    ]  # fmt: skip
