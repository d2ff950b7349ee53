"""Parts of a page that are drawn by themselves: a slider that says which draws these anew and not the whole page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from typing import Literal, TypeVar
from zlib import crc32

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from pages.parts import turns

Drawn = TypeVar("Drawn")

_WHOLE, _SHOWN, _STANDS = "page_drawn_whole", "rooms_shown", "rooms_stand"
_watched: ContextVar[list[str] | None] = ContextVar("watched_in_a_room", default=None)
"""In a room: its widgets on which what stands outside hangs as well."""


def begin() -> None:
    """The page is about to be drawn whole: until it is, nothing may be drawn in place of it."""
    st.session_state[_WHOLE] = False


def end() -> None:
    """The page stands."""
    st.session_state[_WHOLE] = True


def show(key: str, draw: Callable[[], Drawn], shows: Callable[[], Hashable] | None = None) -> Drawn:
    """Draws a part of the page under a name; returns what ``draw`` does. It fetches what it shows itself: what the page
    had may be old by then.

    ``shows``: what the part shows, in short; as long as that is the same, ``redraw`` leaves the part as it stands.
    """
    drawn: list[Drawn] = []

    @st.fragment(key=key)
    def room() -> None:
        watched: list[str] = []
        token = _watched.set(watched)
        try:
            with turns.taken():
                drawn[:] = [draw()]
                st.session_state.setdefault(_STANDS, {})[key] = shows and (shows, shows())
            st.session_state.setdefault(_SHOWN, {}).update({name: _now(name) for name in watched})
        finally:
            _watched.reset(token)

    room()
    return drawn[0]


def inside() -> bool:
    """Whether what is drawn now is in a room, so that a widget by itself would draw only that."""
    return _watched.get() is not None


def asked_elsewhere() -> bool:
    """For a widget's callback: whether another part of the page asked to be drawn, say the one that looks every two
    seconds. Nobody touched the widget then: its value is what the browser still showed while the page was being drawn.
    """
    context = get_script_run_ctx(suppress_warning=True)
    drawn = context.fragment_ids_this_run if context else None
    return bool(drawn) and ThreadState.get().fragment_id not in (drawn or [])


def on_select(key: str) -> Literal["rerun"] | Callable[[], None]:
    """What a selection in the chart or table ``key`` does: it draws the whole page, from within a room as well."""
    return on_change(key) or "rerun"


def on_change(key: str, outside: bool = True) -> Callable[[], None] | None:
    """For the widget ``key`` in a room, if what stands ``outside`` hangs on it as well."""
    watched = _watched.get()
    if watched is None or not outside:
        return None
    watched.append(key)
    return partial(_whole_page_for, key)


def _whole_page_for(key: str) -> None:
    """Draws the whole page if the widget says something else than it was drawn with.

    Streamlit takes a widget that is gone for a changed one when the browser asked for something before it knew of that;
    a page drawn anew for it would close the drawer just opened.
    """
    if st.session_state.get(_SHOWN, {}).get(key) != _now(key):
        st.rerun()


def _now(key: str) -> int:
    """What a widget says, in short."""
    return crc32(repr(st.session_state.get(key)).encode())


def redraw(keys: Sequence[str]) -> None:
    """For a widget's callback: draws those of these rooms anew, in this order, that show something else by now, where
    the page stands; else the whole page."""
    if keys and st.session_state.get(_WHOLE):
        with suppress(StreamlitAPIException):  # where not all of them are on the page
            st.rerun([key for key in keys if not _stands(key)])
    st.rerun()


def _stands(key: str) -> bool:
    """Whether a room shows already what it would if it was drawn anew."""
    known = st.session_state.get(_STANDS, {}).get(key)
    return known is not None and known[0]() == known[1]
