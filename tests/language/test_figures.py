"""Our own writing of numbers against Babel's."""

from __future__ import annotations

import pytest
from babel import Locale, numbers
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.language import figures

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
