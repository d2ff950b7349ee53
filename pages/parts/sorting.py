"""The order of a table that is in sight as a whole, from a menu: its heads sort it too, but only by mouse."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts import session

FEWEST = 3
"""Fewer rows need no order."""


def applied(frame: pd.DataFrame, key: str, text: Mapping[str, bool]) -> tuple[pd.DataFrame, str | None, bool]:
    """The rows of the table ``key`` in the order chosen for it, by which column (None: as given), and whether downward.

    ``text``: column to whether it holds words rather than figures.
    """
    by, downward = st.session_state.get(_place(key), (None, False))
    if by not in text or by not in frame:
        return frame, None, False
    in_words = text[by]
    ordered = frame.sort_values(
        by,
        ascending=not downward,
        kind="stable",
        key=lambda column: column.astype("str").str.casefold() if in_words else column,
    )
    return ordered, by, downward


def offer(frame: pd.DataFrame, key: str, labels: Mapping[str, str], text: Mapping[str, bool], whole: bool) -> None:
    """The menu: a column once, figures downward and words upward, and again the other way round.

    ``whole``: what stands outside the room hangs on the table, so that the page is drawn whole.
    """
    if len(frame) < FEWEST:
        return
    language, (by, downward) = session.language(), st.session_state.get(_place(key), (None, False))
    arrows = {by: f" {'↓' if downward else '↑'}"} if by else {}
    options = [None, *(name for name in labels if name in frame)]
    st.menu_button(
        language.text("parts.sort"),
        options,
        format_func=lambda name: f"{labels[name]}{arrows.get(name, '')}" if name else language.text("parts.as_given"),
        icon=":material/swap_vert:",
        type="tertiary",
        key=f"{key}:sort",
        on_click=_choose,
        args=(key, dict(text), whole),
    )


def _choose(key: str, text: dict[str, bool], whole: bool) -> None:
    by = st.session_state[f"{key}:sort"]
    before, downward = st.session_state.get(_place(key), (None, False))
    st.session_state[_place(key)] = (by, not downward if by == before else not text.get(by, True))
    if whole:
        st.rerun()


def _place(key: str) -> str:
    return f"{key}:order"
