"""Our own writing of numbers against Babel's."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale, numbers
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.language import NO_BREAK, Language, figures

VALUES = some.one_of(
    some.floats(-1e12, 1e12), some.integers(-(10**12), 10**12), some.decimals(-(10**6), 10**6, places=3).map(float)
)


def true(written: str) -> str:
    """With a true minus, and none before a zero."""
    return written.replace("-", "−" if any(digit in "123456789" for digit in written) else "")


@pytest.mark.parametrize("name", ["de_DE", "en_GB"])
@settings(max_examples=150, deadline=None)
@given(value=VALUES)
def test_numbers_and_amounts_are_written_as_babel_writes_them(name, value):
    locale = Locale.parse(name)
    for pattern, arguments in {"#,##0": (0,), "#,##0.00": (2,), "#,##0.##": (2, 0), "#,##0.0": (1,)}.items():
        assert figures.decimal(value, locale, *arguments) == true(numbers.format_decimal(value, pattern, locale))
    for currency in ("EUR", "USD", "JPY", "CHF", "KWD", "XYZ"):
        assert figures.currency(value, currency, locale) == true(
            numbers.format_currency(value, currency, locale=locale)
        )


@pytest.mark.parametrize("code", ["de", "en"])
@settings(max_examples=200, deadline=None)
@given(share=some.floats(-20, 20) | some.integers(-20_000, 20_000).map(lambda tenths: tenths / 2_000))
def test_shares_are_written_as_babel_writes_them(code, share):
    language = Language(code)
    gap = NO_BREAK if code == "de" else ""
    pattern = f"#,##0{gap}%" if abs(share) >= 0.9995 else f"#,##0.#{gap}%"
    assert language.percent(share) == true(numbers.format_percent(share, pattern, language.locale))


@settings(max_examples=100, deadline=None)
@given(parts=some.lists(some.integers(-(10**10), 10**10), min_size=2, max_size=3))
def test_figures_that_are_shown_as_a_sum_add_up(parts):
    language = Language("en", "")
    amounts = [cents / 100 for cents in (sum(parts), *parts)]
    factors = {"m": 10**6, "k": 10**3}
    shown = []
    for text in language.adding(*amounts):
        figure = text.replace(",", "").replace("−", "-")
        shown.append(Decimal(figure.rstrip("mk")) * factors.get(figure[-1], 1))
    assert shown[0] == sum(shown[1:])


def test_a_sum_is_as_coarse_as_it_may_be():
    language = Language("de")
    assert [text.replace(NO_BREAK, " ") for text in language.adding(4_217_969.61, 2_154_975.19, 2_062_994.42)] == [
        "4.218 T€", "2.155 T€", "2.063 T€",
    ]  # fmt: skip
    assert language.adding(4_000_000, 3_000_000, 1_000_000)[2].replace(NO_BREAK, " ") == "1,0 Mio. €"


def test_a_small_part_of_a_sum_keeps_its_figure_and_nothing_has_no_unit():
    language = Language("en", "")
    assert language.adding(203_456.0, 864.0, 202_592.0) == ["203,456", "864", "202,592"]
    assert language.adding(203_456.0, 0.0, 203_456.0) == ["203k", "0", "203k"]


def test_amounts_that_differ_look_different():
    language = Language("en", "")
    assert language.apart(1_031_000.0, 1_009_000.0, 2_032_000.0) == ["1,031k", "1,009k", "2,032k"]
    assert language.apart(1_200_000.0, 2_000_000.0) == ["1.2m", "2.0m"]
    assert language.apart(5_000_000.0, 5_000_000.0) == ["5.0m", "5.0m"]
    assert language.apart(0.004, 0.001) == ["0.00", "0.00"]
