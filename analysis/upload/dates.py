"""Dates as people and programs write them, understood alike in Python and in DuckDB.

The order of day and month is one for the whole column. A date that begins with a four-digit year, or names its
month, says its order itself and is understood in any column, with or without a time of day behind it. Two
digits of a year mean 2000 to 2068 and 1969 to 1999. A date lies between 1900 and 2199: beyond, it is a program's
way to say "none" or "never", and counts as no date. A month without a day (``08.2020``) is no date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from analysis.upload.source import DateForm

Order = Literal["dmy", "mdy"]

PLACEHOLDERS = ("00.00.0000", "0000-00-00", "00/00/0000", "31.12.9999", "9999-12-31", "12/31/9999")
"""Dates that say "none" or "never"."""

_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mrz": 3, "mae": 3, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_MONTH = (
    "(?i:jan(?:uar|uary)?|jänner|feb(?:ruar|ruary)?|märz?|mrz|maerz|mar(?:ch)?|apr(?:il)?|mai|may|jun[ie]?|"
    "jul[iy]?|aug(?:ust)?|sept?|september|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)"
)
_TIME = (
    r"(?:[T ,]{1,2}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?i:am|pm|uhr))?(?: ?(?:Z|UTC|[-+][0-9]{2}:?[0-9]{2}))?)?"
)
_WEEKDAY = r"(?:(?i:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|[a-z]{3,7}tag|mittwoch|[a-z]{3,6}day)[.,]{0,2} )?"
_POINT = r"(?:\. ?|[/-])"

YEAR_FIRST = rf"{_WEEKDAY}([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TIME}"
COMPACT = r"([0-9]{4})([0-9]{2})([0-9]{2})"
YEAR_LAST = rf"{_WEEKDAY}([0-9]{{1,2}}){_POINT}([0-9]{{1,2}}){_POINT}([0-9]{{4}}|[0-9]{{2}}){_TIME}"
DAY_MONTH = rf"{_WEEKDAY}([0-9]{{1,2}})\.?[ -]?({_MONTH})[.,]{{0,2}}[ -]?([0-9]{{4}}|[0-9]{{2}}){_TIME}"
MONTH_DAY = rf"{_WEEKDAY}({_MONTH})\.? ([0-9]{{1,2}}),? ([0-9]{{4}}){_TIME}"
SERIAL = r"([0-9]{5})(?:[.,][0-9]+)?"

# two digits, a mark or a month, more digits; or nothing but digits
_DATE_LIKE = re.compile(
    r"[0-9](?:[-./ ]|\. )+[^\W_]|[0-9] ?[A-Za-zä]{3}|^[0-9]{5,8}(?:[.,][0-9]+)?$|[A-Za-zä]{3}\.? [0-9]"
)
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_CENTURIES = ("20", "19")
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial dates


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _full(expression: str, text: str) -> tuple[str, ...] | None:
    match = _compiled(expression).fullmatch(text)
    return match.groups() if match else None


def _date(year: str, month: str | int, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number <= 68 else 1900
    try:
        value = date(number, int(month), int(day))
    except ValueError:
        return None
    return value if _FIRST <= value <= _LAST else None


def parse_date(text: str, form: DateForm) -> date | None:
    """What ``date_sql`` gives for the cell ``text``; None if it is no date in this form."""
    if parts := _full(YEAR_FIRST, text):
        return _date(*parts)
    if form.order == "serial":
        parts = _full(SERIAL, text)
        return _EPOCH + timedelta(days=int(parts[0])) if parts else None
    if parts := _full(YEAR_LAST, text):
        if form.order == "ymd":
            return None
        first, second, year = parts
        return _date(year, second, first) if form.order == "dmy" else _date(year, first, second)
    if form.order == "ymd" and (parts := _full(COMPACT, text)):
        return _date(*parts)
    if parts := _full(DAY_MONTH, text):
        return _date(parts[2], _MONTHS[parts[1][:3].lower()], parts[0])
    if parts := _full(MONTH_DAY, text):
        return _date(parts[2], _MONTHS[parts[0][:3].lower()], parts[1])
    return None


def date_sql(key: str, form: DateForm) -> str:
    """A DuckDB expression over the VARCHAR column ``key``: DATE, NULL where the cell is no date."""
    branches: list[tuple[str, str | None]] = [
        (f"{century}__-__-__{time}", None) for time in ("", " __:__:__") for century in _CENTURIES
    ]
    if form.order in ("dmy", "mdy"):
        day_month = "%d{0}%m{0}%Y" if form.order == "dmy" else "%m{0}%d{0}%Y"
        last = [
            (f"_%{mark}_%{mark}{century}__{time}", day_month.format(mark) + layout)
            for mark in "./-"
            for time, layout in (("", ""), (" %:__", " %H:%M"), (" %:__:__", " %H:%M:%S"))
            for century in _CENTURIES
        ]
        branches = last + branches
    cases = " ".join(f"WHEN {key} LIKE '{shape}' THEN {_parsed(key, layout)}" for shape, layout in branches)
    # the long way stands once: twice, DuckDB would take it out as a common expression and run it for every row
    return f"coalesce(CASE {cases} END, CASE WHEN {key} IS NOT NULL THEN {_slow(key, form)} END)"


def _parsed(key: str, layout: str | None) -> str:
    return f"CAST(try_strptime({key}, '{layout}') AS DATE)" if layout else f"TRY_CAST({key} AS DATE)"


def _century(year: str) -> str:
    return f"{year} BETWEEN '{_FIRST.year}' AND '{_LAST.year}'"


def _slow(key: str, form: DateForm) -> str:
    branches = [_branch(key, YEAR_FIRST, 1, 2, 3)]
    if form.order == "serial":
        days = f"CAST(regexp_extract({key}, '{SERIAL}', 1) AS INTEGER)"
        branches.append(f"WHEN regexp_full_match({key}, '{SERIAL}') THEN DATE '{_EPOCH}' + {days}")
        return f"CASE {' '.join(branches)} END"
    if form.order == "ymd":
        branches.append(_branch(key, COMPACT, 1, 2, 3))
    else:
        branches.append(_branch(key, YEAR_LAST, 3, *((2, 1) if form.order == "dmy" else (1, 2))))
    branches.append(_branch(key, DAY_MONTH, 3, 2, 1, named=True))
    branches.append(_branch(key, MONTH_DAY, 3, 1, 2, named=True))
    return f"CASE {' '.join(branches)} END"


def _branch(key: str, expression: str, year: int, month: int, day: int, named: bool = False) -> str:
    def part(group: int) -> str:
        return f"regexp_extract({key}, '{expression}', {group})"

    year_text, month_text = part(year), part(month)
    if expression not in (YEAR_FIRST, COMPACT):
        century = f"CASE WHEN {year_text} <= '68' THEN '20' ELSE '19' END"
        year_text = f"(CASE WHEN length({year_text}) = 2 THEN {century} ELSE '' END || {year_text})"
    if named:
        names = " ".join(f"WHEN '{name}' THEN '{number}'" for name, number in _MONTHS.items())
        month_text = f"CASE lower(left({month_text}, 3)) {names} END"
    value = f"TRY_CAST(({year_text}) || '-' || ({month_text}) || '-' || {part(day)} AS DATE)"
    return f"WHEN regexp_full_match({key}, '{expression}') THEN CASE WHEN {_century(year_text)} THEN {value} END"


@dataclass(frozen=True)
class DateEvidence:
    """What the cells of a column say about how its dates are written; counts of cells.

    ``day_first`` and ``month_first``: dates only in that order (a day beyond 12, or points), ``either``: dates in
    both, ``year_first``: with the year in front, ``named``: with the month's name, ``serial``: numbers that
    would be dates of 1982 to 2064; ``filled``: all cells that are not placeholders.
    """

    filled: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    year_first: int = 0
    compact: int = 0
    named: int = 0
    serial: int = 0
    sorted_day_first: bool = False
    sorted_month_first: bool = False

    @property
    def settled(self) -> Order | None:
        """The order, if any value settles it."""
        if self.day_first == self.month_first:
            return None
        return "dmy" if self.day_first > self.month_first else "mdy"

    @property
    def ambiguous(self) -> bool:
        return self.settled is None and self.either > 0

    @property
    def in_order(self) -> Order | None:
        """The order in which the column would be sorted by date, if only one of the two is."""
        if self.sorted_day_first == self.sorted_month_first:
            return None
        return "dmy" if self.sorted_day_first else "mdy"

    def form(self, order: Order, called_date: bool = False) -> DateForm | None:
        """The form, day and month in this ``order``, if at least nine in ten filled cells are dates then.

        ``called_date``: the header says that the column holds dates, without which five digits are a number.
        """
        enough = 0.9 * self.filled
        if not self.filled:
            return None
        last = self.either + (self.day_first if order == "dmy" else self.month_first)
        always = self.year_first + self.named
        if last and last + always >= enough:
            return DateForm(order)
        if always + self.compact >= enough:
            return DateForm("ymd")
        if called_date and self.serial + self.year_first >= enough:
            return DateForm("serial")
        return None


def date_evidence(values: Mapping[str, int]) -> DateEvidence:
    """The evidence in the cells of a column, given as text → number of cells, in the column's order."""
    counts: dict[str, int] = {}
    both: list[tuple[date, date]] = []
    for text, count in values.items():
        if text in PLACEHOLDERS or text.lower() in ("-", "–", "n/a", "null"):
            continue
        counts["filled"] = counts.get("filled", 0) + count
        kind = _kind(text, both)
        if kind:
            counts[kind] = counts.get(kind, 0) + count
    day_first, month_first = [pair[0] for pair in both], [pair[1] for pair in both]
    enough = len(both) >= 6
    return DateEvidence(
        **counts,
        sorted_day_first=enough and _is_sorted(day_first),
        sorted_month_first=enough and _is_sorted(month_first),
    )


def _is_sorted(days: list[date]) -> bool:
    return days == sorted(days) or days == sorted(days, reverse=True)


def _kind(text: str, both: list[tuple[date, date]]) -> str | None:
    if not _DATE_LIKE.search(text):
        return None
    if parts := _full(YEAR_LAST, text):
        first, second, year = parts
        day_first, month_first = _date(year, second, first), _date(year, first, second)
        if day_first and month_first:
            both.append((day_first, month_first))
            return "day_first" if re.search(r"\d\. ?\d", text) else "either"
        return "day_first" if day_first else "month_first" if month_first else None
    if _full(COMPACT, text):
        return "compact" if "1950" <= text[:4] <= "2099" and parse_date(text, DateForm("ymd")) else None
    if parse_date(text, DateForm("dmy")):
        return "year_first" if _full(YEAR_FIRST, text) else "named"
    if (parts := _full(SERIAL, text)) and 30_000 <= int(parts[0]) < 60_000:
        return "serial"
    return None
