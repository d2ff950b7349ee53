"""Views of a page of which one is drawn; the address keeps which one over a reload and in every language.

They look like a row of buttons: Streamlit's tabs, drawn anew with every move of a slider whatever it changes, take a
browser ten times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import streamlit as st

from analysis.evaluate import Evaluation
from pages.parts import session

Drawn = TypeVar("Drawn")


def show(key: str, words: str, evaluation: Evaluation, drawn: Mapping[str, Callable[[Evaluation], Drawn]]) -> Drawn:
    """Draws the view that is open, the first at first; returns what its function does.

    ``drawn``: name to function; the others as ``opened`` takes them.
    """
    return drawn[opened(key, words, drawn)](evaluation)


def opened(key: str, words: str, names: Iterable[str]) -> str:
    """Asks which of the views ``names`` is open; returns its name.

    ``key``: the widget's, and its place in the address. A view is labelled with the message ``<words>.<name>``.
    """
    language, names = session.language(), list(names)
    if st.session_state.get(key) not in names:
        asked = st.query_params.get(key)
        st.session_state[key] = asked if asked in names else names[0]
    st.segmented_control(
        language.text("parts.view"),
        names,
        format_func=lambda name: language.text(f"{words}.{name}"),
        required=True,
        key=key,
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
    view = st.session_state[key]
    if view != names[0]:
        st.query_params[key] = view
    else:
        st.query_params.pop(key, None)
    return view
