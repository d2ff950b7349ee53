"""Revenue spread over the columns of a table: a column per month, quarter or year."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from analysis.upload.headers import UNITS, normalised
from analysis.upload.source import SourceTable

_MONTHS = (
    ("jan", "januar", "jaenner", "january", "janvier", "gennaio", "enero"),
    ("feb", "februar", "february", "fevrier", "febbraio", "febrero", "feber"),
    ("mrz", "mar", "maerz", "march", "mars", "marzo"),
    ("apr", "april", "avril", "aprile", "abril"),
    ("mai", "may", "maggio", "mayo"),
    ("jun", "juni", "june", "juin", "giugno", "junio"),
    ("jul", "juli", "july", "juillet", "luglio", "julio"),
    ("aug", "august", "aout", "agosto"),
    ("sep", "sept", "september", "septembre", "settembre", "septiembre"),
    ("okt", "oct", "oktober", "october", "octobre", "ottobre", "octubre"),
    ("nov", "november", "novembre", "noviembre"),
    ("dez", "dec", "dezember", "december", "decembre", "dicembre", "diciembre"),
)
_MONTH_OF = {name: at for at, names in enumerate(_MONTHS, 1) for name in names}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    re.compile(rf"{_YEAR}[-/. ]?(?P<month>0[1-9]|1[0-2])(?:[-/. ]?01(?:[ t]00:00(?::00)?)?)?"),
    re.compile(rf"(?:01[-/.])?(?P<month>0?[1-9]|1[0-2])[-/. ]{_YEAR}"),
    re.compile(rf"(?P<name>[a-zäöûéà]{{3,10}})\.?[-/. ]*(?:{_YEAR}|'?(?P<short>\d\d))?"),
    re.compile(rf"(?:q|quartal )(?P<quarter>[1-4])[-/. ]*(?:{_YEAR})?"),
    re.compile(rf"(?P<quarter>[1-4])\. ?quartal ?(?:{_YEAR})?"),
    re.compile(rf"(?:fy|gj|geschäftsjahr|jahr|year)? ?{_YEAR}"),
    re.compile(r"(?:fy|gj) ?'?(?P<short>\d\d)"),
)
_MEASURE = re.compile(
    r"(?i)^(netto-?umsatz|umsatz netto|umsatz|revenue|net sales|sales|erlöse?|turnover|ca ht|ca|fatturato|ventas|"
    r"vendas|ventes|vendite|faturamento|omzet|obrat|netto|ist|actual|summe von umsatz|"
    r"sum of (?:sales|revenue))\b[ \-:]*"
    r"|[ \-:]*\b(umsatz|revenue|sales|netto|net|ca|ca ht|omzet|ist|actual)$"
)


@dataclass(frozen=True)
class Span:
    """A column with the revenue of one span of time: its header, and first and last day (None: the year is not
    said; ``month`` is then the first month)."""

    header: str
    year: int | None
    month: int
    months: int

    def days(self, year: int) -> tuple[date, date]:
        """First and last day; ``year`` counts where the header says none."""
        of, last = self.year or year, self.month + self.months - 1
        return date(of, self.month, 1), date(of, last, calendar.monthrange(of, last)[1])


def spans_of(table: SourceTable) -> tuple[Span, ...]:
    """The columns that hold revenue by month, quarter or year, in the order of time; none if fewer than two. Of
    months, quarters and years beside each other the finest count."""
    found = [span for column in table.columns if column.number and (span := _span(column.name))]
    for months in (1, 3, 12):
        chosen = sorted(
            (span for span in found if span.months == months), key=lambda span: (span.year or 0, span.month)
        )
        known = {span.year is None for span in chosen}
        apart = all((one.year, one.month) != (other.year, other.month) for one, other in pairwise(chosen))
        if len(chosen) >= 2 and len(known) == 1 and apart:
            return tuple(chosen)
    return ()


def year_of(table: SourceTable, spans: Sequence[Span], today: date) -> tuple[int, bool]:
    """The year of spans that name none, and whether the table says so: a year in its title, sheet or file name, else
    the last full one."""
    for text in (*table.title, table.sheet or "", table.file):
        years = re.findall(r"(?<!\d)(20\d\d)(?!\d)", text)
        if len(set(years)) == 1:
            return int(years[0]), True
    return today.year - 1, all(span.year for span in spans)


def _span(header: str) -> Span | None:
    plain = re.sub(r"[\s_()\[\]]+", " ", UNITS.sub("", header.strip())).strip()
    text = _MEASURE.sub("", _MEASURE.sub("", plain)).strip().lower()
    for form in _FORMS:
        match = form.fullmatch(text)
        if not match:
            continue
        groups = {name: value for name, value in match.groupdict().items() if value}
        year = int(groups.get("year", 0)) or None
        if "name" in groups:
            month = _MONTH_OF.get(normalised(groups["name"]))
            short = groups.get("short")
            return Span(header, 2000 + int(short) if short else year, month, 1) if month else None
        if "quarter" in groups:
            return Span(header, year, 3 * int(groups["quarter"]) - 2, 3)
        if "month" in groups:
            return Span(header, year, int(groups["month"]), 1)
        return Span(header, year or 2000 + int(groups["short"]), 1, 12)
    return None
