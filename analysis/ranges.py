"""One definition of each assumption: a field of a frozen dataclass with its default, range and unit.

From that one definition come the slider, the workbook's cell, the command line's ``--set`` and the docs. The name
a person reads is the message ``assumptions.<room>.<field>.label``, what it means ``….help``.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

from analysis.errors import PortfolioError

Unit = Literal["share", "money", "money_per_hour", "hours", "days", "minutes", "count", "years", "level", "factor"]


@dataclass(frozen=True)
class Range:
    """What an assumption may be: from ``low`` to ``high`` in steps of ``step``, in ``unit``.

    ``source`` names where the default comes from; empty where it is our own estimate.
    """

    default: float
    low: float
    high: float
    step: float
    unit: Unit
    source: str = ""

    @property
    def whole(self) -> bool:
        """True where only whole numbers make sense."""
        return self.step == int(self.step) and self.default == int(self.default)


def assumption(
    default: float, low: float, high: float, step: float, unit: Unit, source: str = ""
) -> Any:  # a dataclass field, typed as what it holds
    """A dataclass field that is an assumption. Shares are 0–1, money €, see ``Unit``."""
    return field(default=default, metadata={"range": Range(default, low, high, step, unit, source)})


def switch(default: bool = False) -> Any:
    """A dataclass field that is switched on or off."""
    return field(default=default, metadata={"switch": True})


def range_of(declared: Field[Any]) -> Range | None:
    """The range of a field; None for a switch."""
    return declared.metadata.get("range")


def ranges(kind: type) -> dict[str, Range]:
    """Field name to range, in the order of definition; switches and plain fields are left out."""
    return {declared.name: declared.metadata["range"] for declared in fields(kind) if "range" in declared.metadata}


def parse_value(kind: type, room: str, name: str, text: str) -> float | bool:
    """The value of field ``name`` written as ``text`` (decimal point), within its range.

    Raises ``PortfolioError`` for an unknown name, no number, or one outside the range.
    """
    declared = {entry.name: entry for entry in fields(kind)}.get(name)
    where = f"{room}.{name}"
    if declared is None or not ({"range", "switch"} & declared.metadata.keys()):
        known = ", ".join(f"{room}.{entry.name}" for entry in fields(kind) if entry.metadata)
        raise PortfolioError("errors.unknown_assumption", name=where, known=known)
    if "switch" in declared.metadata:
        if text.lower() in ("true", "on", "yes", "1", "ja", "an"):
            return True
        if text.lower() in ("false", "off", "no", "0", "nein", "aus"):
            return False
        raise PortfolioError("errors.assumption_switch", name=where, value=text)
    limits: Range = declared.metadata["range"]
    try:
        value = float(text)
    except ValueError:
        raise PortfolioError("errors.assumption_number", name=where, value=text) from None
    if not limits.low <= value <= limits.high:
        raise PortfolioError(
            "errors.assumption_range", name=where, value=text, low=f"{limits.low:g}", high=f"{limits.high:g}"
        )
    return value
