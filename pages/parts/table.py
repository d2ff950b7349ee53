"""Tables on a page: in the reader's language, a page at a time, rows selectable by what they stand for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from zlib import crc32

import numpy as np
import pandas as pd
import streamlit as st

from analysis.csv_file import csv_file
from analysis.language import Language
from analysis.money import cents
from pages.parts import rooms, session, sorting, take_away

AT_ONCE = 100
"""So many rows are shown without pages, to be sorted by a click on a header."""
ON_A_PAGE = 20
"""Of more there are pages so short that a slider can draw one anew with each of its moves."""

HEAD_LETTER, HEAD_AROUND = 5.9, 17
"""Pixels that a letter of a column's head takes on average, and what stands around it."""

DECIMALS = {"money": 2, "short": 2, "percent": 4, "number": 4}
"""So many decimals a file has of a kind's figures: amounts to the cent, shares to a hundredth of a percent."""

Kind = Literal["text", "money", "short", "percent", "count", "number", "date", "month"]


@dataclass(frozen=True)
class Column:
    """A column as shown: its label, what kind of thing it holds, help, and whether it stays in sight."""

    label: str
    kind: Kind = "text"
    help: str | None = None
    pinned: bool = False
    width: Literal["small", "medium", "large"] | int | None = None


def show(
    frame: pd.DataFrame,
    key: str,
    *,
    columns: Mapping[str, Column],
    alt: str,
    rows: pd.Index | None = None,
    says: str = "",
    order: str = "",
    select: Literal["single-row", "multi-row"] | None = None,
    height: int | Literal["auto", "content"] = "auto",
    late: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    take: bool = True,
) -> list[Any]:
    """Shows ``columns`` of ``frame``; returns the index values of the selected rows.

    rows : which of the frame's rows, by index and in which order; none given: all. Of a long frame only those in sight
        are taken out of it.

    More rows than ``AT_ONCE`` are paged, and can then be sorted as a whole, since a click on a header sorts only
    what is in sight; fewer rows have a list of orders. The file that can be taken away holds every row; without
    ``take`` there is none.

    alt : what the table holds. ``says``: its message, with figures, for those who do not see it; ``order``: which rows
        come first, as long as no other order is chosen. Short, since the table's buttons repeat it.
    """
    language, name = session.language(), key
    places = np.arange(len(frame)) if rows is None else frame.index.get_indexer(rows)
    count, text = len(places), {name: column.kind == "text" for name, column in columns.items()}
    paged = count > AT_ONCE

    def whole() -> pd.DataFrame:
        return frame.iloc[places]

    if paged:
        _pages(frame, count, key, columns, bool(select))
        sight, by, downward, where = _page(frame, places, key, text)
        key = f"{key}:{where}"
    else:
        sight, by, downward = sorting.applied(whole(), name, text)
    shown = (late(sight) if late else sight)[list(columns)]
    kinds = [name for name, dtype in shown.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)]
    if kinds:
        shown = shown.astype(dict.fromkeys(kinds, "str"))  # Streamlit shows those as marks
    # A selection is by position: rows that have changed places or gone must not leave theirs to others.
    key = f"{key}:{crc32(repr(list(shown.index)).encode())}:{st.session_state.get(f'{name}:cleared', 0)}"
    formats = {name: _written(column.kind, language) for name, column in columns.items() if column.kind != "text"}
    event: Any = st.dataframe(
        shown.style.format(formats, na_rep="–"),
        key=key,
        alt=told(alt, count, says, order if by is None else _order(columns[by].label, downward)),
        hide_index=True,
        height=height,
        on_select=rooms.on_select(key) if select else "ignore",
        selection_mode=select or "multi-row",
        column_config={
            name: st.column_config.Column(column.label, help=column.help, pinned=column.pinned, width=column.width)
            for name, column in columns.items()
        },
        placeholder=language.text("parts.unknown"),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if take and count:
            _to_take(whole, name, alt, columns, late)
        if not paged:
            labels = {name: column.label for name, column in columns.items()}
            sorting.offer(whole(), name, alt, labels, text, bool(select))
    return [sight.index[position] for position in event.selection.rows if position < len(sight)] if select else []


def head_width(label: str) -> int:
    """Pixels of a column in which the whole of its head is seen."""
    return round(HEAD_LETTER * len(label)) + HEAD_AROUND


def clear(key: str) -> None:
    """Takes back what is selected in the table ``key``."""
    st.session_state[f"{key}:cleared"] = st.session_state.get(f"{key}:cleared", 0) + 1


def told(alt: str, rows: int, says: str = "", order: str = "") -> str:
    """What a table is called for those who do not see it: its message, else its name and how many rows it has."""
    message = says.rstrip(".") or f"{alt}: {session.language().text('parts.rows_in_all', n=rows)}"
    return f"{message}, {order}" if order else message


def _order(label: str, downward: bool) -> str:
    language = session.language()
    return language.text("parts.sorted_downward" if downward else "parts.sorted_upward", by=label)


def _to_take(
    whole: Callable[[], pd.DataFrame],
    key: str,
    alt: str,
    columns: Mapping[str, Column],
    late: Callable[[pd.DataFrame], pd.DataFrame] | None,
) -> None:
    """The table as a file, with every row."""
    language = session.language()

    def made() -> bytes:
        taken = in_file(late(whole()) if late else whole(), columns)
        return csv_file(taken, language, take_away.footer())

    take_away.offer(
        language.text("parts.take_table"),
        made,
        f"{take_away.file_name(alt)}.csv",
        key=f"{key}:csv",
        shown=lambda: (repr(columns), take_away.content_of(whole().filter(list(columns)))),
        at_once=False,  # a slider draws the table anew with every move: nobody takes those away
        mime="text/csv",
        icon=":material/table_view:",
        type="tertiary",
    )


def in_file(frame: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """What a file holds of ``frame``: the ``columns`` under their labels, figures with ``DECIMALS``."""
    taken = frame[list(columns)].copy()
    for name, column in columns.items():
        if column.kind in DECIMALS and taken[name].dtype.kind == "f":
            decimals = DECIMALS[column.kind]
            taken[name] = cents(taken[name]) if decimals == 2 else taken[name].round(decimals)
    return taken.set_axis([column.label for column in columns.values()], axis="columns")


def in_sight(frame: pd.DataFrame, key: str, columns: Mapping[str, Column], rows: pd.Index) -> pd.DataFrame:
    """The rows of ``show`` with these arguments that are in sight by now."""
    places, text = frame.index.get_indexer(rows), {name: column.kind == "text" for name, column in columns.items()}
    if len(places) > AT_ONCE:
        return _page(frame, places, key, text)[0]
    return sorting.applied(frame.iloc[places], key, text)[0]


def as_file(key: str) -> bool:
    """Whether the table ``key`` has been made a file, which stays with it until it is drawn anew."""
    return f"{key}:csv" in st.session_state.get(take_away.KEPT, {})


def _pages(frame: pd.DataFrame, count: int, key: str, columns: Mapping[str, Column], selectable: bool) -> None:
    """The order and the page in sight of ``count`` rows; where ``selectable``, another page leaves no row selected."""
    language = session.language()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox(
            language.text("parts.sort_by"),
            [None, *(name for name in columns if name in frame)],
            format_func=lambda name: columns[name].label if name else language.text("parts.as_given"),
            key=f"{key}:by",
            on_change=rooms.on_change(f"{key}:by", selectable),
            width=240,
        )
        st.toggle(
            language.text("parts.downward"),
            value=True,
            key=f"{key}:down",
            disabled=by is None,
            on_change=rooms.on_change(f"{key}:down", selectable),
        )
        turned = _turned(key, count)
        st.pagination(_last(count), key=turned, on_change=rooms.on_change(turned, selectable))
        st.caption(language.text("parts.rows_in_all", n=count))


def _page(
    frame: pd.DataFrame, places: np.ndarray, key: str, words: Mapping[str, bool]
) -> tuple[pd.DataFrame, str | None, bool, str]:
    """The page in sight of the rows at ``places``, their order as ``sorting.applied`` says it, and which page it is."""
    by, downward, at = (st.session_state.get(name) for name in (f"{key}:by", f"{key}:down", _turned(key, len(places))))
    if by is not None:
        places = places[sorting.order(frame[by].iloc[places], bool(downward), words[by])]
    at = at or 1
    return frame.iloc[places[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]], by, bool(downward), f"{by}:{downward}:{at}"


def _last(count: int) -> int:
    """The number of the last page."""
    return math.ceil(count / ON_A_PAGE)


def _turned(key: str, count: int) -> str:
    """The key of the page's number: with more or fewer pages the first one is in sight."""
    return f"{key}:page:{_last(count)}"


def _written(kind: Kind, language: Language) -> Any:
    write = getattr(language, kind)
    return lambda value: "–" if pd.isna(value) else write(value)
