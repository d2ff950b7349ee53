"""Widgets that show a field of the workspace and file what is entered. No page keeps values of its own.

Each widget is seeded from the workspace, again whenever the workspace's value changes under it (another window, an
undo), and files only what differs from what it was seeded with.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from analysis.assumptions import Assumptions, range_named
from analysis.errors import PortfolioError
from analysis.ranges import Range
from pages.parts import rooms, session, watch

TYPING_SECONDS = 5
"""For so long after another's value appeared in a field, what comes from it is taken to be typed without seeing it."""

AT_ONCE = 0.2
"""What is filed within so many seconds came with the same request."""

_FILED = "field_filed_at"

FORMATS = {
    "share": "percent",
    "money": "localized",
    "money_per_hour": "localized",
    "hours": "localized",
    "days": "%.0f",
    "minutes": "localized",
    "count": "localized",
    "years": "%.0f",
    "level": "%.0f",
    "factor": "localized",
}


def slider(name: str, changes: Sequence[str] = (), **options: Any) -> float:
    """The slider of an assumption (``care.hourly_rate``), made from its one definition; returns its value.

    ``changes``: the rooms that a move draws anew; none: the whole page.
    """
    limits = range_named(name)
    assert limits is not None, f"{name} is a switch"
    field = f"assumption.{name}"
    value, bound = _bound(field, None, _default(name), lambda stored: _within(limits, stored), changes=changes)
    return st.slider(
        label_of(name),
        float(limits.low),
        float(limits.high),
        value,
        step=float(limits.step),
        format=FORMATS[limits.unit],
        help=session.language().text(f"assumptions.{name}.help"),
        **bound,
        **_for_user(options),
    )


def toggle(name: str, **options: Any) -> bool:
    """The switch of an assumption (``care.intangible``); returns whether it is on."""
    value, bound = _bound(f"assumption.{name}", None, _default(name))
    text_of = session.language().text
    label, told = text_of(f"assumptions.{name}.label"), text_of(f"assumptions.{name}.help")
    return st.toggle(label, value, help=told, **bound, **_for_user(options))


def label_of(name: str) -> str:
    """An assumption's label with its unit, such as ``Hourly rate (€/h)``; a share shows its percent sign itself."""
    language, limits = session.language(), range_named(name)
    label = language.text(f"assumptions.{name}.label")
    unit = unit_word(limits.unit) if limits else ""
    return f"{label} ({unit})" if unit else label


def unit_word(unit: str) -> str:
    """The word for a unit; empty where the number says it itself."""
    language = session.language()
    if unit in ("money", "money_per_hour") and language.symbol:
        return language.symbol if unit == "money" else f"{language.symbol}/h"
    return language.text(f"parts.unit.{unit}")


def text(field: str, customer_id: int | None = None, *, label: str, lines: int = 1, **options: Any) -> str:
    """A text field, one line or several; kept while typing pauses (see ``pages/parts/autosave.py``). None is drawn
    while names are hidden."""
    if session.hidden():
        return session.workspace().get(field, customer_id, "")
    value, bound = _bound(field, customer_id, "", typed=True)
    if lines == 1:
        return st.text_input(label, value, **bound, **_for_user(options))
    return st.text_area(label, value, height=40 + 26 * lines, **bound, **_for_user(options))


def choice(
    field: str,
    customer_id: int | None = None,
    *,
    label: str,
    options: Mapping[Any, str],
    default: Any = None,
    many: bool = False,
    widget: Callable[..., Any] = st.segmented_control,
    **more: Any,
) -> Any:
    """One of ``options`` (value to label), or several in the order they were picked. None: nothing chosen."""
    value, bound = _bound(field, customer_id, [] if many else default)
    values = list(options)
    arguments: dict[str, Any] = {}
    if widget in (st.radio, st.selectbox):
        arguments["index"] = values.index(value) if value in values else None
    elif value is None or many or value in values:
        arguments["default"] = value
    if many and widget in (st.segmented_control, st.pills):
        arguments["selection_mode"] = "multi"
    if widget is st.segmented_control:
        arguments["wrap"] = True  # else what has no room is out of sight
    return widget(
        label,
        values,
        format_func=lambda option: options.get(option, str(option)),
        **bound,
        **arguments,
        **_for_user(more),
    )


def share(
    field: str,
    customer_id: int | None = None,
    *,
    label: str,
    high: float = 1.0,
    step: float = 0.01,
    default: float = 0.0,
    **options: Any,
) -> float:
    """A slider for a share from 0 to ``high`` (0–1) that is no assumption but belongs to a customer."""
    value, bound = _bound(field, customer_id, default, lambda stored: float(min(max(stored, 0.0), high)))
    return st.slider(label, 0.0, high, value, step=step, format="percent", **bound, **_for_user(options))


def number(
    field: str, customer_id: int | None = None, *, label: str, default: float | None = None, **options: Any
) -> float | None:
    """A number, or None where nothing is entered."""
    value, bound = _bound(field, customer_id, default)
    return st.number_input(label, value=value, **bound, **_for_user(options))


def day(field: str, customer_id: int | None = None, *, label: str, **options: Any) -> date | None:
    """A date, or None where nothing is entered."""
    value, bound = _bound(field, customer_id, None, lambda stored: date.fromisoformat(stored) if stored else None)
    form = "DD.MM.YYYY" if session.language_code() == "de" else "DD/MM/YYYY"
    return st.date_input(label, value, format=form, **bound, **_for_user(options))


def filed(edit: Mapping[tuple[str, int], Any], who: str = "") -> bool:
    """Files several values as one edit of ``who`` (empty: the user), see ``Workspace.put_many``; True if it could, and
    says so where it could not."""
    try:
        session.workspace().put_many(edit, who)
    except PortfolioError as error:
        watch.trouble(error)
        return False
    for field, customer_id in edit:
        # The user has seen what they filed: its widget starts anew.
        st.session_state.pop(f"{_key(field, customer_id)}:seed", None)
    return True


def put(edit: Mapping[tuple[str, int], Any]) -> None:
    """``filed`` for a button's click."""
    filed(edit)


def _key(field: str, customer_id: int | None) -> str:
    return session.key(f"field:{session.workspace().id}:{field}:{customer_id or 0}")


def _default(name: str) -> Any:
    return Assumptions().value(name)


def _within(limits: Range, value: Any) -> float:
    return float(min(max(value, limits.low), limits.high))


def _bound(
    field: str,
    customer_id: int | None,
    default: Any,
    read: Callable[[Any], Any] = lambda stored: stored,
    typed: bool = False,
    changes: Sequence[str] = (),
) -> tuple[Any, dict[str, Any]]:
    """What a field's widget starts with, and the arguments that bind it to the workspace.

    The widget is given the workspace's value, unless it shows it already. It is its start value as well: a browser
    that draws a page again in the midst of another click reports start values, and an empty one would be filed.
    ``typed``: whether people write in it. ``changes``: see ``slider``.
    """
    there = session.workspace()
    key = _key(field, customer_id)
    entry = there.entry(field, customer_id)
    stored, revision = (entry.value, entry.revision) if entry else (default, 0)
    seed = st.session_state.get(f"{key}:seed") if key in st.session_state else None
    if seed is None or seed.value != stored:
        st.session_state[key] = read(stored)
        before = seed.revision if seed else revision
        former = seed.value if seed else stored
        st.session_state[f"{key}:seed"] = _Seed(stored, revision, before, time.monotonic(), former)
    else:
        st.session_state[f"{key}:seed"] = replace(seed, revision=revision)
    args = (field, customer_id, key, default, typed, _draws(changes))
    return read(stored), {"key": key, "on_change": _file, "args": args}


@dataclass(frozen=True)
class _Seed:
    """What a widget was given: the value and its revision, the revision and the value shown before, and when."""

    value: Any
    revision: int
    before: int
    at: float
    former: Any

    @property
    def seen(self) -> int:
        """The revision that the user had before their eyes when they began to type."""
        return self.before if self.fresh else self.revision

    @property
    def fresh(self) -> bool:
        """Whether the value appeared only just now."""
        return time.monotonic() - self.at < TYPING_SECONDS


def _draws(changes: Sequence[str]) -> Sequence[str] | None:
    """The rooms to draw anew; empty: the whole page; None: what Streamlit draws by itself, which is the whole page or
    the dialog."""
    return tuple(changes) if changes or rooms.inside() else None


def _file(
    field: str, customer_id: int | None, key: str, default: Any, typed: bool, draws: Sequence[str] | None
) -> None:
    """Files what was entered. A widget that reports what it was seeded with, or nothing at all, changes nothing.

    What stood there before somebody else's edit may be no more than what the browser still showed, see ``_echo``.
    """
    seed = st.session_state.get(f"{key}:seed")
    if key not in st.session_state or seed is None:
        return
    stored = _entered(key)
    if stored == seed.value:
        return
    if _echo(key, seed, stored, typed):
        st.session_state[key] = seed.value
        return
    try:
        there = session.workspace()
        other = there.put(field, None if stored == default else stored, customer_id, seen=seed.seen)
        entry = there.entry(field, customer_id)
    except PortfolioError as trouble:
        watch.trouble(trouble)  # what was entered stays in the widget, to be entered again
        return
    st.session_state[_FILED] = time.monotonic()
    st.session_state[f"{key}:seed"] = _Seed(
        stored, revision := entry.revision if entry else 0, revision, seed.at, stored
    )
    if other:
        watch.tell(session.language().text("workspace.both"))
    if draws is not None:
        rooms.redraw(() if other else draws)


def _entered(key: str) -> Any:
    """What a widget says, as it is filed."""
    value = st.session_state[key]
    return value.isoformat() if isinstance(value, date) else value


def _echo(key: str, seed: _Seed, stored: Any, typed: bool) -> bool:
    """Whether nobody entered this: it stood there before somebody else's edit, and the browser sent it with another
    field, or since another part asked, before it showed the new value."""
    if stored != seed.former:
        return False
    return rooms.asked_elsewhere() or (typed and seed.fresh) or _another_moved(key)


def _another_moved(key: str) -> bool:
    """Whether another field was entered with the same request: nobody moves two at once."""
    if time.monotonic() - st.session_state.get(_FILED, -math.inf) < AT_ONCE:
        return True
    for name in map(str, st.session_state):
        other = name.removesuffix(":seed")
        if other not in (name, key) and other in st.session_state:
            seed, stored = st.session_state[name], _entered(other)
            if stored not in (seed.value, seed.former):
                return True
    return False


def _for_user(options: dict[str, Any]) -> dict[str, Any]:
    """A reader sees every field and changes none."""
    return options if session.workspace().writable else {**options, "disabled": True}
