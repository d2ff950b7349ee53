"""Parts of a page that are drawn by themselves: a slider that says which draws these anew and not the whole page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from typing import Literal, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages.parts import turns

Drawn = TypeVar("Drawn")

_WHOLE = "page_drawn_whole"
_inside: ContextVar[bool] = ContextVar("inside_a_room", default=False)


def begin() -> None:
    """The page is about to be drawn whole: until it is, nothing may be drawn in place of it."""
    st.session_state[_WHOLE] = False


def end() -> None:
    """The page stands."""
    st.session_state[_WHOLE] = True


def show(key: str, draw: Callable[[], Drawn]) -> Drawn:
    """Draws a part of the page under a name; returns what ``draw`` does. It fetches what it shows itself: what the page
    had may be old by then."""
    drawn: list[Drawn] = []

    @st.fragment(key=key)
    def room() -> None:
        token = _inside.set(True)
        try:
            with turns.taken():
                drawn[:] = [draw()]
        finally:
            _inside.reset(token)

    room()
    return drawn[0]


def inside() -> bool:
    """Whether what is drawn now is in a room, so that a widget by itself would draw only that."""
    return _inside.get()


def on_select() -> Literal["rerun"] | Callable[[], None]:
    """What a selection in a chart or a table does: it draws the whole page, from within a room as well."""
    return st.rerun if inside() else "rerun"


def on_change() -> Callable[[], None] | None:
    """For a widget in a room on which what stands outside hangs as well."""
    return st.rerun if inside() else None


def redraw(keys: Sequence[str]) -> None:
    """For a widget's callback: draws these rooms anew, in this order, where the page stands; else the whole page."""
    if keys and st.session_state.get(_WHOLE):
        with suppress(StreamlitAPIException):  # where not all of them are on the page
            st.rerun(list(keys))
    st.rerun()
