"""Sets of assumptions: named, compared, and carried from one workspace to another as a readable TOML file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.assumptions import Assumptions, every_name, range_named
from analysis.care.own import DRIVER_FIELD, OwnDriver
from analysis.care.typed import RANGE_FIELD, typed_ranges
from analysis.errors import PortfolioError
from analysis.language import Language

SET_FIELD = "set."
"""A saved set is the workspace field ``set.<name>``, its value ``AssumptionSet.stored()``."""


NOTE_FIELD = "assumption_note."
"""A note or source on an assumption is the workspace field ``assumption_note.<room>.<field>``."""


@dataclass(frozen=True)
class AssumptionSet:
    """A named set: the values that differ from the defaults, ranges, notes and own drivers, each by ``room.field``."""

    name: str
    values: Mapping[str, float | bool] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    drivers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def assumptions(self) -> Assumptions:
        """The defaults with this set's values."""
        return Assumptions().changed(self.values)

    def stored(self) -> dict[str, Any]:
        """What a workspace keeps of it."""
        return {
            "values": dict(self.values),
            "ranges": {name: list(pair) for name, pair in self.ranges.items()},
            "notes": dict(self.notes),
            "drivers": {name: dict(driver) for name, driver in self.drivers.items()},
        }

    @classmethod
    def restored(cls, name: str, stored: Mapping[str, Any]) -> AssumptionSet:
        """The set behind ``stored``."""
        return cls(
            name,
            stored.get("values", {}),
            {key: (low, high) for key, (low, high) in stored.get("ranges", {}).items()},
            stored.get("notes", {}),
            stored.get("drivers", {}),
        )


def differing(assumptions: Assumptions) -> dict[str, float | bool]:
    """What differs from the defaults, by ``room.field``."""
    default = Assumptions()
    return {
        name: assumptions.value(name) for name in every_name() if assumptions.value(name) != default.value(name)
    }  # fmt: skip


def present(name: str, assumptions: Assumptions, fields: pd.DataFrame) -> AssumptionSet:
    """The set in use, from the assumptions and the workspace's fields (``Workspace.fields()``)."""
    whole = fields[fields["customer_id"] == 0]
    entries = dict(zip(whole["field"], whole["value"], strict=True))
    return AssumptionSet(
        name,
        differing(assumptions),
        typed_ranges(fields),
        {key.removeprefix(NOTE_FIELD): note for key, note in entries.items() if key.startswith(NOTE_FIELD)},
        {key: driver for key, driver in entries.items() if key.startswith(DRIVER_FIELD)},
    )


def taken(chosen: AssumptionSet, fields: pd.DataFrame) -> dict[tuple[str, int], Any]:
    """The edit that puts ``chosen`` in the place of the set in use, for ``Workspace.put_many``: what it does not name
    goes back to the default."""
    own = (DRIVER_FIELD, RANGE_FIELD, NOTE_FIELD)
    gone = fields.loc[(fields["customer_id"] == 0) & fields["field"].str.startswith(own), "field"]
    edit: dict[tuple[str, int], Any] = {(field, 0): None for field in gone}
    for name in every_name():
        edit[f"assumption.{name}", 0] = chosen.values.get(name)
    for name, (low, high) in chosen.ranges.items():
        edit[f"{RANGE_FIELD}{name}", 0] = [low, high]
    for name, note in chosen.notes.items():
        edit[f"{NOTE_FIELD}{name}", 0] = note
    for field_name, driver in chosen.drivers.items():
        edit[field_name, 0] = dict(driver)
    return edit


def compared(one: Assumptions, other: Assumptions) -> pd.DataFrame:
    """Where two sets differ: index ``room.field``, columns ``one`` and ``other``."""
    names = [name for name in every_name() if one.value(name) != other.value(name)]
    return pd.DataFrame(
        {"one": [one.value(name) for name in names], "other": [other.value(name) for name in names]},
        index=names,
        dtype="object",
    )


def to_toml(chosen: AssumptionSet, language: Language, footer: str = "") -> str:
    """The set as TOML: every assumption with its value, what it means as a comment, a default marked as such;
    ``footer`` as a comment in the end."""
    lines = [f"# keepworthy: {language.text('care.sets.file')}", f"name = {_quoted(chosen.name)}"]
    assumptions, default, room = chosen.assumptions, Assumptions(), ""
    for name in every_name():
        if name.split(".")[0] != room:
            room = name.split(".")[0]
            lines += ["", f"[{room}]"]
        label = language.text(f"assumptions.{name}.label").replace("\n", " ")
        mark = f" ({language.text('care.sets.default')})" if assumptions.value(name) == default.value(name) else ""
        lines.append(f"{name.split('.')[1]} = {_value(assumptions.value(name))}  # {label}{mark}")
    lines += _table("ranges", {name: f"[{low!r}, {high!r}]" for name, (low, high) in chosen.ranges.items()})
    lines += _table("notes", {name: _quoted(note) for name, note in chosen.notes.items()})
    for driver in chosen.drivers.values():
        entries = {key: _value(value) for key, value in driver.items()}
        lines += ["", "[[drivers]]", *(f"{key} = {value}" for key, value in entries.items())]
    lines += ["", f"# {footer}"] if footer else []
    return "\n".join(lines) + "\n"


def from_toml(text: str, file: str) -> AssumptionSet:
    """The set a TOML file holds. Raises ``PortfolioError`` for what is no such file, an unknown name or a value out of
    its range; names that are missing keep their default."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise PortfolioError("care.trouble.no_toml", file=file, trouble=str(trouble)) from trouble
    assumptions = Assumptions()
    for room, entries in content.items():
        if isinstance(entries, dict) and room not in ("ranges", "notes"):
            for entry, value in entries.items():
                text_of = str(value).lower() if isinstance(value, bool) else str(value)
                assumptions = assumptions.parsed(f"{room}.{entry}", text_of)
    own = content.get("drivers", [])
    ranges = {name: _pair(name, pair, file) for name, pair in content.get("ranges", {}).items()}
    notes = {str(name): str(note) for name, note in content.get("notes", {}).items()}
    drivers = {f"{DRIVER_FIELD}{driver['name']}": driver for driver in (_driver(entry, file) for entry in own)}
    return AssumptionSet(str(content.get("name", file)), differing(assumptions), ranges, notes, drivers)


def _driver(entry: Any, file: str) -> dict[str, Any]:
    try:
        driver = OwnDriver(**entry)
        sound = (
            0 <= float(driver.avoidable) <= 1 and float(driver.rate) == driver.rate and driver.name and driver.column
        )
    except (TypeError, ValueError):
        sound = False
    if not sound or driver.per not in ("money", "minutes"):
        raise PortfolioError("care.trouble.no_driver", file=file, value=str(entry))
    return driver.stored()


def _pair(name: str, pair: Any, file: str) -> tuple[float, float]:
    if name not in set(every_name()) or range_named(name) is None or not isinstance(pair, list) or len(pair) != 2:
        raise PortfolioError("care.trouble.no_range", file=file, name=name)
    return float(pair[0]), float(pair[1])


def _table(name: str, entries: Mapping[str, str]) -> list[str]:
    return ["", f"[{name}]", *(f"{_quoted(key)} = {value}" for key, value in entries.items())] if entries else []


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _quoted(value) if isinstance(value, str) else f"{value:g}" if value == float(f"{value:g}") else repr(value)


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for the one control character that JSON lets stand.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
