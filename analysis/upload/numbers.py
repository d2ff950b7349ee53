"""Numbers as people and programs write them, understood alike in Python and in DuckDB.

A number has a decimal mark (``,`` or ``.``), which is one for the whole column; all else that may stand in it
is understood cell by cell: thousands marks (the other mark, blanks, apostrophes), a currency before or behind,
a sign before or behind, accounting parentheses, ``%`` (the value is then the share: ``12,5 %`` is 0.125), thousands
and millions in words (``1,2 Mio. €``, ``850 T€``), an exponent. Values are DECIMAL(18,6): cents add up exactly over
any number of rows, and six decimals hold a unit price, a rate and a share; what is a trillion or more is a code, not an
amount, and counts as no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from analysis.upload.source import NumberForm

Mark = Literal[",", "."]

CURRENCIES = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR",
    "₺": "TRY", "tl": "TRY", "zł": "PLN", "kč": "CZK", "ft": "HUF", "r$": "BRL", "fr.": "CHF", "sfr.": "CHF",
    "₽": "RUB", "₴": "UAH", "₩": "KRW", "₪": "ILS", "kr": "", "kr.": "", "rs": "", "rs.": "",
}  # fmt: skip
"""What stands beside an amount, in small letters, and the ISO code it means; empty where it means several."""

CODES = (
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "TRY", "PLN", "CZK", "HUF", "BRL", "RUB",
    "UAH", "KRW", "ILS", "SEK", "NOK", "DKK", "ISK", "RON", "BGN", "RSD", "CAD", "AUD", "NZD",
    "MXN", "ZAR", "SGD", "HKD", "TWD", "THB", "IDR", "MYR", "PHP", "VND", "PKR", "BDT", "LKR",
    "AED", "SAR", "EGP", "MAD", "DZD", "TND", "NGN", "KES", "ARS", "CLP", "COP", "PEN",
)  # fmt: skip

SCALES = {
    1_000_000: r"mio\.?|mill\.|mln\.?|millionen|million|millions|m€|meur|mchf",
    1_000: r"tsd\.?|tausend|thousand|t€|teur|tchf|k€|keur|kchf",
}
"""What stands behind a number written in millions or thousands, in small letters, as regular expressions."""

PLACEHOLDERS = frozenset(
    ["-", "–", "—", "--", "---", "n/a", "na", "n.a.", "k.a.", "k. a.", "#n/a", "#nv", "null", "none", "nan", "?"]
)
"""Cells that say "nothing here", in small letters: neither a number nor unreadable."""

_BLANK = " \u00a0\u2009\u202f"
_APOSTROPHE = "'’`´"
_SIGN = "[-+−–]"
_DASHES = "[-–—]{1,2}"
_LIMIT = Decimal(10) ** 12
_MICRO = Decimal("0.000001")
_DIGIT, _LETTER = re.compile("[0-9]"), re.compile("[a-zA-Z]")
_OF_THOUSANDS = re.compile(r"(?i)(?<![^\W\d_])[tkm](?=€|eur\b|chf\b)")
_ONE_MARK = re.compile(r"[+-]?([0-9]{1,11})([.,])([0-9]{1,6})")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


def _currency() -> str:
    words = sorted([*CURRENCIES, *(code.lower() for code in CODES)], key=lambda word: (-len(word), word))
    return "(?i:" + "|".join(re.escape(word) for word in words) + ")"


@cache
def pattern(mark: Mark) -> str:
    """The regular expression of a number, in the syntax that Python and DuckDB (RE2) share.

    Groups: 1 to 3 hold the digits with their marks, one of them is filled.
    """
    other = r"\." if mark == "," else ","
    point = re.escape(mark)
    tail = f"(?:{point}(?:[0-9]+|{_DASHES})?)?"  # 5,- is five without cents
    groups = f"(?:{other}[0-9]{{3}})+" if mark == "," else "(?:,[0-9]{2,3})*,[0-9]{3}"  # 12,34,567: India
    whole = (
        f"(?:[1-9][0-9]{{0,2}}{groups}|[1-9][0-9]{{0,2}}(?:[{_BLANK}][0-9]{{3}})+"
        f"|[1-9][0-9]{{0,2}}(?:[{_APOSTROPHE}][0-9]{{3}})+|[0-9]+)"
    )
    digits = f"({whole}{tail}|{point}[0-9]+)"
    blank, currency = f"[{_BLANK}]*", _currency()
    before = f"(?:{_SIGN}{blank})?(?:{currency}{blank})?(?:{_SIGN}{blank})?"
    scale = f"(?i:{'|'.join(SCALES.values())})"
    behind = f"{blank}(?:{currency}[,;]?|%|{scale}(?:{blank}{currency})?)?"
    plain = f"{before}{digits}{behind}(?:{blank}{_SIGN})?(?:{blank}{currency})?"
    inner = f"(?:{currency}{blank})?{digits}{behind}"
    accounting = rf"(?:{currency}{blank})?\({blank}{inner}{blank}\)(?:{blank}{currency})?"
    exponent = f"([-+]?[0-9]+(?:{point}[0-9]+)?[eE][-+]?[0-9]{{1,2}})"
    return f"(?:{plain}|{accounting}|{exponent})"


@cache
def _compiled(mark: Mark) -> re.Pattern[str]:
    return re.compile(pattern(mark))


def parse_number(text: str, form: NumberForm) -> Decimal | None:
    """What ``number_sql`` gives for the cell ``text``: the number to six decimals, None if it is none."""
    match = _compiled(form.decimal_mark).fullmatch(text)
    if match is None:
        return None
    exponent = match[3]
    if exponent:
        value = Decimal(exponent.replace(form.decimal_mark, "."))
    else:
        digits = re.sub(rf"[^0-9{re.escape(form.decimal_mark)}]", "", match[1] or match[2])
        value = Decimal(digits.replace(form.decimal_mark, "."))
    if abs(value) >= _LIMIT:
        return None
    value = value.quantize(_MICRO, ROUND_HALF_UP)
    if "%" in text:
        value = (value / 100).quantize(_MICRO, ROUND_HALF_UP)
    value *= _factor(text)
    signs = re.sub(re.escape(form.decimal_mark) + _DASHES, "", text)
    negative = not exponent and any(sign in signs for sign in "(-−–")
    value = -value if negative else value
    return value + 0 if abs(value) < _LIMIT else None  # + 0: no minus zero


def _factor(text: str) -> int:
    """What a number is to be multiplied by for the words behind it."""
    if not _LETTER.search(text):
        return 1
    return next((factor for factor, words in SCALES.items() if re.search(words, text, re.IGNORECASE)), 1)


def number_sql(key: str, form: NumberForm) -> str:
    """A DuckDB expression over the VARCHAR column ``key``: DECIMAL(18,6), NULL where the cell is no number.

    Clean cells cost one TRY_CAST, plain thousands marks one short regular expression more; only what is
    left is matched in full.
    """
    mark = form.decimal_mark
    to_point = f"replace({key}, ',', '.')" if mark == "," else key
    slow = _slow_sql(key, mark)
    if mark == ".":
        return f"coalesce({_fast(key, key)}, CASE WHEN {key} IS NOT NULL THEN {slow} END)"
    thousands = f"regexp_full_match({key}, '-?[1-9][0-9]{{0,2}}(\\.[0-9]{{3}})+(,[0-9]*)?')"
    without = f"replace(replace({key}, '.', ''), ',', '.')"
    return (
        f"coalesce(CASE WHEN NOT contains({key}, '.') THEN {_fast(key, to_point)} "
        f"WHEN {thousands} THEN {_cast(without)} END, CASE WHEN {key} IS NOT NULL THEN {slow} END)"
    )


def _cast(expression: str) -> str:
    return f"TRY_CAST({expression} AS DECIMAL(18,6))"


def _fast(key: str, expression: str) -> str:
    """A cast alone would also take 1_000, which is a code."""
    return f"CASE WHEN contains({key}, '_') THEN NULL ELSE {_cast(expression)} END"


def _slow_sql(key: str, mark: Mark) -> str:
    expression = pattern(mark).replace("'", "''")
    digits = "".join(f", regexp_extract({key}, '{expression}', {group})" for group in (1, 2))
    digits = f"regexp_replace(concat({digits[2:]}), '[^0-9{re.escape(mark)}]', '', 'g')"
    value = _cast(f"replace({digits}, '{mark}', '.')")
    share = f"CASE WHEN contains({key}, '%') THEN CAST({value} * 0.01::DECIMAL(3,2) AS DECIMAL(18,6)) ELSE {value} END"
    signs = f"regexp_replace({key}, '[{mark}]{_DASHES}', '')"
    scales = "".join(f"WHEN regexp_matches({key}, '(?i){words}') THEN {factor} " for factor, words in SCALES.items())
    full = f"CASE {scales}ELSE 1 END::DECIMAL(7,0) * CAST({share} AS DECIMAL(31,6))"
    signed = f"CASE WHEN regexp_matches({signs}, '[-(−–]') THEN -1 ELSE 1 END * ({full})"
    exponent = f"regexp_full_match({key}, '[-+]?[0-9]+([{mark}][0-9]+)?[eE][-+]?[0-9]{{1,2}}')"
    power = _cast(f"replace({key}, '{mark}', '.')")
    return f"CASE WHEN {exponent} THEN {power} WHEN regexp_full_match({key}, '{expression}') THEN {_cast(signed)} END"


def in_words_sql(key: str) -> str:
    """A DuckDB predicate: the cell itself says that it is written in thousands or millions."""
    return f"coalesce(regexp_matches({key}, '(?i)[0-9].*({'|'.join(SCALES.values())})'), false)"


def unreadable_sql(key: str, form: NumberForm) -> str:
    """A DuckDB predicate: the cell is filled, says more than "nothing here", and yet is no number."""
    words = ", ".join("'" + word.replace("'", "''") + "'" for word in sorted(PLACEHOLDERS))
    return f"({key} IS NOT NULL AND {number_sql(key, form)} IS NULL AND lower({key}) NOT IN ({words}))"


@dataclass(frozen=True)
class NumberEvidence:
    """What the cells of a column say about how its numbers are written; counts of cells.

    ``comma`` and ``point``: numbers only with that decimal mark; ``either``: ambiguous (``1.234``),
    ``whole``: the same number with both; ``filled``: all that are not placeholders; ``unmarked_hundreds``:
    numbers of exactly three digits without a mark, which speak for thousands marks in the others.
    """

    filled: int
    comma: int
    point: int
    either: int
    whole: int
    unmarked_hundreds: int
    ambiguous_mark: Mark | None
    percent: bool
    currencies: tuple[str, ...]

    def numbers(self, mark: Mark) -> int:
        return self.either + self.whole + (self.comma if mark == "," else self.point)

    @property
    def settled(self) -> Mark | None:
        """The decimal mark, if any value settles it."""
        if self.comma == self.point:
            return None
        return "," if self.comma > self.point else "."

    @property
    def ambiguous(self) -> bool:
        return self.settled is None and self.either > 0

    @property
    def thousands_likely(self) -> bool:
        return self.unmarked_hundreds > 0

    def form(self, mark: Mark, called_money: bool = False) -> NumberForm | None:
        """The form with this mark, if at least nine in ten filled cells are numbers then.

        ``called_money``: the header says that the column holds amounts, words among which are none: half is enough.
        """
        if not self.filled or self.numbers(mark) < (0.5 if called_money else 0.9) * self.filled:
            return None
        return NumberForm(mark, self.percent, self.currencies)


def number_evidence(values: Mapping[str, int]) -> NumberEvidence:
    """The evidence in the cells of a column, given as text → number of cells."""
    counts = dict.fromkeys(("filled", "comma", "point", "either", "whole", "unmarked_hundreds"), 0)
    marks: set[str] = set()
    percent = False
    currencies: set[str] = set()
    for text, count in values.items():
        if text.lower() in PLACEHOLDERS:
            continue
        counts["filled"] += count
        if _PLAIN.fullmatch(text) and text.isascii() and "." not in text:
            counts["whole"] += count if len(text.lstrip("+-").lstrip("0")) <= 12 else 0
            counts["unmarked_hundreds"] += count if len(text.lstrip("+-")) == 3 else 0
            continue
        kind = _kind(text)
        if kind is None:
            continue
        counts[kind] += count
        if kind == "either":
            marks.update(character for character in text if character in ",.")
        percent = percent or "%" in text
        currencies.update(_currencies_of(text))
    mark: Mark | None = "," if marks == {","} else "." if marks == {"."} else None
    return NumberEvidence(**counts, ambiguous_mark=mark, percent=percent, currencies=tuple(sorted(currencies)))


def _kind(text: str) -> str | None:
    """Which count of the evidence the cell goes to; None if it is no number."""
    if plain := _ONE_MARK.fullmatch(text):  # what most cells are, without the long expressions
        if len(plain[3]) != 3 or len(plain[1]) > 3 or plain[1].startswith("0"):
            return "comma" if plain[2] == "," else "point"
        return "either"
    if not _DIGIT.search(text):
        return None
    comma, point = parse_number(text, NumberForm(",")), parse_number(text, NumberForm("."))
    if comma is None and point is None:
        return None
    return "point" if comma is None else "comma" if point is None else "whole" if comma == point else "either"


@cache
def _currency_finder() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_]){_currency()}(?![^\W\d_])")


def _currencies_of(text: str) -> Iterable[str]:
    if text.isascii() and not any(character.isalpha() or character == "$" for character in text):
        return
    for match in _currency_finder().finditer(_OF_THOUSANDS.sub("", text)):
        word = match[0].lower()
        code = CURRENCIES.get(word, word.upper())
        if code:
            yield code
