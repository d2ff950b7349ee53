"""Numbers as Babel writes them, without its work for each: a page writes thousands, and Babel reads its pattern anew
for every one."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from babel import Locale, numbers

MINUS = "\N{MINUS SIGN}"
"""One sign for all: as wide as a plus, and no line breaks behind it as behind a hyphen."""


def signed(text: str) -> str:
    """A written number with a true minus; nothing is written as minus zero."""
    if "-" not in text:
        return text
    bare = text.replace("-", "")
    return text.replace("-", MINUS) if any(digit in bare for digit in "123456789") else bare


def rounded(value: float, decimals: int) -> Decimal:
    """``value`` as it is shown with ``decimals`` decimals."""
    return Decimal(_plain(value, decimals))


def _plain(value: float, decimals: int, mark: str = "") -> str:
    """Half to even, of the number as it is written: 0.125 is a tie though 0.115 is not."""
    written = str(value)
    if len(written.partition(".")[2].rstrip("0")) <= decimals and "e" not in written:
        return f"{value:{mark}.{decimals}f}"  # nothing to round, so quicker
    return f"{Decimal(written):{mark}.{decimals}f}"


def decimal(value: float, locale: Locale, decimals: int = 0, fewest: int | None = None) -> str:
    """``value`` with thousands marks and ``decimals`` decimals, half to even; those that are zero are left out down to
    ``fewest`` (None: all stand)."""
    whole, _, rest = _plain(value, decimals, ",").partition(".")
    if fewest is not None:
        rest = rest[:fewest] + rest[fewest:].rstrip("0")
    group, point = _marks(locale)
    whole = whole.replace(",", group)
    return signed(f"{whole}{point}{rest}" if rest else whole)


def percent(share: float, locale: Locale, decimals: int, gap: str = "") -> str:
    """``share`` (0–1) in percent with at most ``decimals`` decimals; ``gap`` stands before the sign."""
    written = f"{Decimal(str(share)).scaleb(2):f}"
    return f"{decimal(float(written), locale, decimals, fewest=0)}{gap}%"


def currency(value: float, code: str, locale: Locale, decimals: int | None = None) -> str:
    """``value`` in a currency, to its cent or what it has in place of one, or with ``decimals``."""
    above, below, usual = _currency(code, locale)
    text = decimal(value, locale, usual if decimals is None else decimals)
    return below.format(text[1:]) if text.startswith(MINUS) else above.format(text)


@cache
def _marks(locale: Locale) -> tuple[str, str]:
    return numbers.get_group_symbol(locale), numbers.get_decimal_symbol(locale)


@cache
def _currency(code: str, locale: Locale) -> tuple[str, str, int]:
    """How an amount above and one below zero are written, the figure as ``{}``, and the decimals."""
    decimals = numbers.get_currency_precision(code)
    one = decimal(1, locale, decimals)
    above, below = (numbers.format_currency(value, code, locale=locale).replace(one, "{}") for value in (1, -1))
    below = below.replace("-", MINUS)
    return above, below, decimals
