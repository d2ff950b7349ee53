"""The order of a table that is in sight as a whole, from a list: its heads sort it too, but only by mouse."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts import rooms, session

FEWEST = 3
"""Fewer rows need no order."""


def applied(frame: pd.DataFrame, key: str, words: Mapping[str, bool]) -> tuple[pd.DataFrame, str | None, bool]:
    """The rows of the table ``key`` in the order chosen for it, by which column (None: as given), and whether downward.

    ``words``: column to whether it holds words rather than figures.
    """
    by, downward = st.session_state.get(_place(key)) or (None, False)
    if by is None or by not in words or by not in frame:
        return frame, None, False
    return frame.iloc[order(frame[by], downward, words[by])], by, downward


def order(column: pd.Series, downward: bool, in_words: bool) -> np.ndarray:
    """Positions of a column's values in their order, ties as they stand, what is missing last. ``in_words``: small and
    capital letters are alike, unless the column's categories have an order of their own."""
    own = isinstance(column.dtype, pd.CategoricalDtype)
    values = column.astype("str").str.casefold() if in_words and not own else column
    return values.reset_index(drop=True).sort_values(ascending=not downward, kind="stable").index.to_numpy()


def offer(
    frame: pd.DataFrame,
    key: str,
    alt: str,
    labels: Mapping[str, str],
    words: Mapping[str, bool],
    selectable: bool,
) -> None:
    """The list of orders: by each column, figures downward first and words upward.

    ``alt``: what the table holds. ``selectable``: another order leaves no row selected.
    """
    if len(frame) < FEWEST:
        return
    language = session.language()
    st.selectbox(
        f"{alt}: {language.text('parts.sort_by')}",
        [(name, downward) for name in labels if name in frame for downward in (not words[name], words[name])],
        index=None,
        format_func=lambda order: f"{labels[order[0]]} {'↓' if order[1] else '↑'}",
        key=_place(key),
        placeholder=language.text("parts.sort_by"),
        label_visibility="collapsed",
        on_change=rooms.on_change(_place(key), selectable),
        width=220,
    )


def _place(key: str) -> str:
    return f"{key}:order"
