"""Slides: the charts of the pages, one at a time, for a room in which the last row has to read them too."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.language import Language
from analysis.look import Look, in_one_line, plain, room_above, shortened, title_of

FONT = 20
"""Pixels of the smallest letter on a slide."""
LARGER = 1.5
"""By how much marks, lines and distances grow."""
NAME_LENGTH = 40

Figures = Sequence[tuple[str, str]]
"""Labels and values, in words."""


@dataclass(frozen=True)
class Slide:
    """One statement. ``name`` tells it from the others of its step; ``chart`` makes its picture, whose title is the
    statement; without one ``title`` is. ``figures``: at most three, label and value in words. ``who``: whether it shows
    single customers, so that one can be pointed at."""

    name: str
    chart: Callable[[], go.Figure] | None = None
    figures: Figures = ()
    title: str = ""
    who: bool = False


@dataclass(frozen=True)
class Shown:
    """A slide as it is drawn: its statement, measure and period, and its picture."""

    title: str
    subtitle: str = ""
    figure: go.Figure | None = None


def shown(slide: Slide, look: Look, height: int, customers: pd.DataFrame, pointed: int | None = None) -> Shown:
    """The slide in letters of at least ``FONT`` and ``height`` pixels high, the customer ``pointed`` at marked in it.

    ``customers``: index ``customer_id``, with ``name``.
    """
    if slide.chart is None:
        return Shown(slide.title)
    drawn = slide.chart()
    title, subtitle = title_of(drawn), in_one_line(drawn.layout.title.subtitle.text or "")
    _enlarge(drawn, look, height)
    if pointed is not None and pointed in customers.index:
        point_at(drawn, pointed, str(customers.at[pointed, "name"]), look)
    return Shown(title, subtitle, drawn)


def of_customer(customers: pd.DataFrame, customer: int, language: Language) -> Figures:
    """The three figures of the customer pointed at."""
    amounts = ("contribution_margin", "care_cost", "net_contribution")
    shown = language.adding(*(float(customers.at[customer, name]) for name in amounts))
    return [(language.text(f"care.words.{name}"), text) for name, text in zip(amounts, shown, strict=True)]


def _enlarge(figure: go.Figure, look: Look, height: int) -> None:
    """Takes the title away, which stands above a slide, and makes letters and marks large."""
    above = max((figure.layout.margin.t or 0) - room_above(figure), 0)
    figure.update_layout(
        title=None,
        height=height,
        font_size=FONT,
        margin={"t": 16 + above * LARGER, "b": (figure.layout.margin.b or 8) * LARGER},
        hoverlabel_font_size=FONT,
        legend_font={"size": FONT, "color": look.text},
    )
    letters = {"size": FONT, "color": look.text}
    for axis in figure.select_xaxes():
        axis.update(tickfont=letters, title_font=letters, automargin=True)
    for axis in figure.select_yaxes():
        axis.update(tickfont=letters, title_font=letters, automargin=True)
    for note in figure.layout.annotations:
        note.font.size = FONT
        far = ("xshift", "yshift", *(() if note.axref not in (None, "pixel") else ("ax", "ay")))
        note.update({name: note[name] * LARGER for name in far if note[name]})
    for trace in figure.data:
        _enlarge_marks(trace)


def point_at(figure: go.Figure, customer: int, name: str, look: Look) -> None:
    """Marks a customer wherever a mark of the figure stands for it: a bar, which has its name beside it, by a frame; a
    point by a ring, with the name at the first."""
    places = _places(figure, customer)
    if places and places[0].across:
        y = places[0].y
        figure.add_hrect(y0=y - 0.5, y1=y + 0.5, line={"color": look.selected, "width": 4})
        return
    for place in places:
        figure.add_scatter(
            x=[place.x], y=[place.y], mode="markers", hoverinfo="skip", showlegend=False, cliponaxis=False,
            marker={"symbol": "circle-open", "size": 30, "color": look.selected, "line": {"width": 5}},
        )  # fmt: skip
    for x, y, _ in places[:1]:
        right, low = _share(figure, "x", x) > 0.5, _share(figure, "y", y) < 0.12
        figure.add_annotation(
            x=math.log10(x) if figure.layout.xaxis.type == "log" else x, y=y,
            text=f"<b>{plain(shortened(name, NAME_LENGTH))}</b>", bgcolor=look.paper,
            ax=-60 if right else 60, ay=-40 if low else 45, xanchor="right" if right else "left",
            font={"size": FONT, "color": look.selected}, arrowcolor=look.selected, arrowwidth=3,
        )  # fmt: skip


class _Place(NamedTuple):
    x: float
    y: float
    across: bool


def _places(figure: go.Figure, customer: int) -> list[_Place]:
    """Where marks of the customer are, and whether they are bars across."""
    found = []
    for trace in figure.data:
        if trace.customdata is None:
            continue
        bar = trace.type == "bar"
        for x, y, entry in zip(trace.x, trace.y, trace.customdata, strict=False):
            if not isinstance(entry, str) and hasattr(entry, "__len__") and len(entry) and entry[0] == customer:
                found.append(_Place(float(x), float(y), bar))
    return found


def _share(figure: go.Figure, axis: str, value: float) -> float:
    """Where a value stands between the least (0) and the greatest (1) of its axis."""
    values = [float(one) for trace in figure.data if trace[axis] is not None for one in trace[axis] if _number(one)]
    low, high = min(values), max(values)
    return (value - low) / (high - low) if high > low else 0.5


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) or hasattr(value, "dtype")


def _enlarge_marks(trace: Any) -> None:
    if "textfont" in trace:
        trace.textfont.size = FONT
    if trace.type == "scatter" and trace.text is not None:
        trace.cliponaxis = False
    if trace.type.startswith("scatter"):
        size = trace.marker.size
        if isinstance(size, (int, float)):
            trace.marker.size = size * LARGER
        elif size is not None and trace.marker.sizeref is None:
            trace.marker.size = np.asarray(size, dtype="float64") * LARGER
        elif trace.marker.sizeref:
            trace.marker.sizeref = trace.marker.sizeref / LARGER
        if trace.line.width:
            trace.line.width = trace.line.width * LARGER
