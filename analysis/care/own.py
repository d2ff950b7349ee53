"""Care drivers of the user's own: any numeric column × a rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import pandas as pd

from analysis.care.drivers import Driver, Part
from analysis.errors import PortfolioError
from analysis.language import LANGUAGES, Language
from analysis.portfolio import FIGURES, QUANTITIES, Portfolio

DRIVER_FIELD = "driver."
"""Own drivers are workspace fields ``driver.<name>``, their value is ``OwnDriver.stored()``."""

FROM_PORTFOLIO = ("orders", "lines", "months_active", *QUANTITIES)


@dataclass(frozen=True)
class OwnDriver:
    """Any numeric column × ``rate`` per unit: € (``per`` = money), or minutes × the hourly rate (``per`` = minutes,
    a time equation). ``avoidable``: share (0–1) that a parting saves at once."""

    name: str
    column: str
    rate: float
    avoidable: float = 0.0
    tangible: bool = True
    per: Literal["money", "minutes"] = "money"

    def as_driver(self) -> Driver:
        """The same as every other care driver is defined."""
        if self.per == "minutes":
            part = Part(self.column, ("hourly_rate",), self.rate / 60, avoidable=0.0, time=True)
        else:
            part = Part(self.column, (), self.rate, avoidable=self.avoidable)
        switch = None if self.tangible else "intangible"
        return Driver(f"own_{self.name}", (part,), self.tangible, switch, name=self.name)

    def stored(self) -> dict[str, Any]:
        """What a workspace keeps of it."""
        return asdict(self)

    @classmethod
    def parsed(cls, text: str) -> OwnDriver:
        """A driver as the command line writes it: ``COLUMN=RATE``, ``COLUMN=RATEmin`` for minutes × hourly rate,
        either followed by ``:AVOIDABLE`` (share 0–1). Raises ``PortfolioError``."""
        column, equals, rest = text.rpartition("=")
        amount, _, avoidable = rest.partition(":")
        per: Literal["money", "minutes"] = "minutes" if amount.endswith("min") else "money"
        try:
            rate, share = float(amount.removesuffix("min")), float(avoidable or 0)
        except ValueError:
            rate, share = float("nan"), 0.0
        if not (equals and column.strip() and rate == rate and 0 <= share <= 1):
            raise PortfolioError("drivers.trouble.cannot_read", value=text)
        return cls(column.strip(), column.strip(), rate, share, per=per)


def own_drivers(entries: Mapping[str, Any], portfolio: Portfolio) -> tuple[OwnDriver, ...]:
    """The drivers filed in a workspace (field name to what is stored), by name; those whose column the present
    portfolio lacks rest."""
    spelled = _spellings(portfolio)
    stored = [OwnDriver(**entry) for _, entry in sorted(entries.items())]
    known = [(driver, _column(driver.column, spelled)) for driver in stored]
    return tuple(replace(driver, column=column) for driver, column in known if column is not None)


def numeric_columns(portfolio: Portfolio) -> list[str]:
    """Columns that may become a driver: what the tables count, the numeric attributes and all further numbers, where
    any customer has a figure; the user's own columns first."""
    wanted: Iterable[str] = (*portfolio.numbers, *portfolio.attributes, *FROM_PORTFOLIO)
    customers = portfolio.customers
    return [
        column
        for column in dict.fromkeys(wanted)
        if column in customers
        and pd.api.types.is_numeric_dtype(customers[column])
        and not pd.api.types.is_bool_dtype(customers[column])
        and customers[column].notna().any()
    ]


def found(own: Iterable[OwnDriver], portfolio: Portfolio) -> tuple[OwnDriver, ...]:
    """``own`` with each column as the portfolio spells it; raises ``PortfolioError`` where there is no such column."""
    spelled, result = _spellings(portfolio), []
    for driver in own:
        column = _column(driver.column, spelled)
        if column is None:
            known = ", ".join(numeric_columns(portfolio))
            raise PortfolioError("drivers.trouble.column_missing", value=driver.column, known=known)
        result.append(replace(driver, column=column))
    return tuple(result)


def _spellings(portfolio: Portfolio) -> dict[str, str]:
    """How a column may be written to the column: as it is, and the words for what the tables count, since a header
    such as ``Besuche`` is read as what it means."""
    there = numeric_columns(portfolio)
    words = {
        Language(code).text(key).casefold(): column
        for column in there
        for code in LANGUAGES
        if (key := column_name(column)) and Language(code).has(key)
    }
    return {**words, **{column.casefold(): column for column in reversed(there)}, **{name: name for name in there}}


def _column(written: str, spelled: Mapping[str, str]) -> str | None:
    return spelled.get(written, spelled.get(written.casefold()))


def column_name(column: str) -> str | None:
    """Key of the message that names a column of the portfolio's own; None for the user's own header."""
    return f"drivers.quantity.{column}" if column in FIGURES or column in QUANTITIES else None
