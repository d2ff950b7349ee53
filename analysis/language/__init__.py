"""German and English: every sentence, number and date a person reads, outside the user's own data.

Messages stand in ``messages/<language>/<room>.toml``. A placeholder says what kind of thing it shows, and the
language writes it: ``"{customers:count} Kunden bringen {share:percent} von {total:money}"``.

kind         value            German               English
``count``    whole number     1.234                1,234
``number``   number           1.234,5              1,234.5        (up to two decimals)
``rough``    number           1.235 / 3,4          1,235 / 3.4    (one decimal below ten)
``money``    amount           1.234,56 €           €1,234.56
``whole``    amount           1.235 €              €1,235         (no cents)
``short``    amount           1,2 Mio. €, 340 T€   €1.2m, €340k   (without €: 340 Tsd. £)
``percent``  share 0–1        12,5 %               12.5%          (one decimal, none from 100 % on)
``date``     date             23.11.2026           23/11/2026
``month``    date             Nov. 2026            Nov 2026

A figure with its noun is ``"{rows:count|Zeile|Zeilen}"``: the first form behind a 1, the second behind all others.
A message that depends on a count throughout is a table ``{one = "…", other = "…"}``, chosen by the count named ``n``.
``{in_currency}`` fills itself: " in €" where the portfolio's currency is known, else nothing.
"""

from __future__ import annotations

import datetime
import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from babel import Locale, dates, numbers

from analysis.language import figures

LANGUAGES = ("de", "en")
_LOCALES = {"de": "de_DE", "en": "en_GB"}
NO_BREAK = "\N{NO-BREAK SPACE}"
_MESSAGES = Path(__file__).parent / "messages"


@cache
def messages(code: str) -> dict[str, str | dict[str, str]]:
    """All messages of a language, keyed ``room.name`` (nested tables: ``room.name.part``)."""
    flat: dict[str, str | dict[str, str]] = {}

    def collect(prefix: str, table: Mapping[str, Any]) -> None:
        for name, value in table.items():
            if isinstance(value, dict) and "other" not in value:
                collect(f"{prefix}.{name}", value)
            else:
                flat[f"{prefix}.{name}"] = value

    for path in sorted((_MESSAGES / code).glob("*.toml")):
        collect(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    return flat


def name_of(code: str) -> str:
    """What a language calls itself."""
    return str(messages(code)["language.name"])


def closest(locale: str | None) -> str:
    """The language for a browser's or system's locale, such as ``de-AT``; English where it is neither."""
    return "de" if (locale or "").lower().startswith("de") else "en"


@dataclass(frozen=True)
class Language:
    """How a person reads: the language, and the currency of the portfolio at hand.

    Parameters
    ----------
    code : ``de`` or ``en``.
    currency : ISO 4217 code of the portfolio's money; empty where the data do not say which it is.
    """

    code: str
    currency: str = "EUR"

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(_LOCALES[self.code])

    def has(self, key: str) -> bool:
        return key in messages(self.code)

    def text(self, key: str, /, **values: Any) -> str:
        """The message ``key`` with its placeholders filled; raises ``KeyError`` for an unknown one."""
        message = messages(self.code)[key]
        if isinstance(message, dict):
            form = self.locale.plural_form(values["n"])
            message = message.get(form, message["other"])
        if "{" not in message:
            return message
        written = []
        for literal, name, kind in _pieces(message):
            written.append(literal)
            if name:
                value = self.in_currency if name == "in_currency" and name not in values else values[name]
                written.append(self._written(value, kind))
        return "".join(written)

    def _written(self, value: Any, kind: str) -> str:
        if not kind:
            return str(value)
        kind, _, forms = kind.partition("|")
        figure = "–" if value is None or value != value else str(getattr(self, kind)(value))
        if not forms:
            return figure
        one, other = forms.split("|")
        return f"{figure} {one if figure == '1' else other}"

    def count(self, value: float) -> str:
        return figures.decimal(round(value), self.locale)

    def number(self, value: float, decimals: int = 2) -> str:
        return figures.decimal(value, self.locale, decimals, fewest=0)

    def rough(self, value: float) -> str:
        """No finer than a person would say it: one decimal below ten, none above."""
        return figures.decimal(value, self.locale, 1 if abs(value) < 9.95 else 0, fewest=0)

    def money(self, value: float) -> str:
        """To the cent."""
        if not self.currency:
            return figures.decimal(value, self.locale, 2)
        return figures.currency(value, self.currency, self.locale)

    def whole(self, value: float) -> str:
        """Without cents."""
        if not self.currency:
            return figures.decimal(value, self.locale)
        return figures.currency(value, self.currency, self.locale, 0)

    def short(self, value: float, unit: float | None = None, decimals: int | None = None) -> str:
        """As a person would say it. ``unit`` (1, 1e3 or 1e6) keeps one unit within a view: see ``unit_of``;
        ``decimals`` one number of them."""
        unit = unit or unit_of([value])
        if not value:
            unit, decimals = 1.0, 0  # nothing is nothing, in thousands too
        if decimals is None:
            decimals = 0 if unit == 1 or abs(value / unit) >= 100 else 1
        figure = figures.decimal(value / unit, self.locale, decimals)
        symbol = self.symbol
        word = {1.0: "", 1e3: self.text("language.thousand"), 1e6: self.text("language.million")}[float(unit)]
        if self.code == "de":
            words = ["T€"] if (unit, symbol) == (1e3, "€") else [word, symbol]
            return NO_BREAK.join(part for part in (figure, *words) if part)
        sign, figure = (figures.MINUS, figure[1:]) if figure.startswith(figures.MINUS) else ("", figure)
        return f"{sign}{symbol}{figure}{word}"

    def adding(self, whole: float, *parts: float) -> list[str]:
        """``whole`` and its ``parts``, as ``short`` writes them, all in one unit so fine that the figures as shown add
        up too (not 2,2 + 2,1 = 4,2), and that none is a single digit of thousands (864 is not 1k)."""

        def adds_up(shown: list[Decimal], unit: float, decimals: int) -> bool:
            single = unit > 1 and any(0 < abs(figure) * 10**decimals < 10 for figure in shown)
            return shown[0] == sum(shown[1:]) and not single

        return self._shown((whole, *parts), adds_up)

    def apart(self, *amounts: float) -> list[str]:
        """``amounts``, as ``short`` writes them, all in one unit so fine that those that differ look different (not
        1,0 Mio. before and 1,0 Mio. now)."""
        return self._shown(amounts, lambda shown, unit, decimals: len(set(shown)) == len(set(amounts)))

    def _shown(self, amounts: tuple[float, ...], right: Callable[[list[Decimal], float, int], bool]) -> list[str]:
        """``amounts`` in the coarsest unit and with the fewest decimals in which they are ``right``, else to the
        cent."""
        unit = unit_of(amounts)
        coarse = 1 if unit > 1 and abs(amounts[0]) < 100 * unit else 0
        steps = [(unit, coarse), (unit, 1), (unit / 1e3, 0), (unit / 1e3, 1), (unit / 1e6, 0)]
        for unit, decimals in [*(step for step in steps if step[0] >= 1), (1.0, 2)]:
            if right([figures.rounded(amount / unit, decimals) for amount in amounts], unit, decimals):
                break
        return [self.short(amount, unit, decimals) for amount in amounts]

    @property
    def symbol(self) -> str:
        """The currency's sign, such as €; empty where the currency is not known."""
        return numbers.get_currency_symbol(self.currency, locale=self.locale) if self.currency else ""

    def currency_name(self, code: str) -> str:
        """What a currency is called, such as ``Schweizer Franken``."""
        return numbers.get_currency_name(code, locale=self.locale)

    @property
    def in_currency(self) -> str:
        """The words that say in which currency amounts are, such as " in €"; empty where it is not known."""
        return f" in {self.symbol}" if self.symbol else ""

    def percent(self, share: float) -> str:
        gap = NO_BREAK if self.code == "de" else ""
        return figures.percent(share, self.locale, 0 if abs(share) >= 0.9995 else 1, gap)

    def date(self, value: datetime.date | str) -> str:
        value = datetime.date.fromisoformat(value) if isinstance(value, str) else value
        return dates.format_date(value, format="dd.MM.yyyy" if self.code == "de" else "dd/MM/yyyy")

    def moment(self, value: datetime.datetime) -> str:
        """Day and time of day, in the time zone of ``value``."""
        return f"{self.date(value)}, {value:%H:%M}"

    def month(self, value: datetime.date) -> str:
        return dates.format_skeleton("yMMM", value, locale=self.locale)

    def list(self, items: list[str]) -> str:
        """``a, b und c``."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.text('language.and')} {items[-1]}"


def unit_of(values: Any) -> float:
    """The unit (1, thousand, million) in which a person would say the largest of ``values`` (€)."""
    largest = max((abs(float(value)) for value in values if value == value), default=0.0)
    return 1e6 if largest >= 999_500 else 1e3 if largest >= 9_999.5 else 1.0


@cache
def _pieces(message: str) -> list[tuple[str, str, str]]:
    """A message's words, each with the placeholder behind it and its kind; empty where there is none."""
    return [(literal, name or "", kind or "") for literal, name, kind, _ in string.Formatter().parse(message)]
