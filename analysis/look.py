"""How charts look, once: one meaning, one mark, light and dark, in the reader's language.

Actual: solid dark. Plan and goal: outlined. Estimate: hatched. Better and worse: green-blue and orange-red, told
apart by sign and place too. Everything else grey; one accent for what is selected.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from analysis.language import Language, unit_of

POINTS_AT_MOST = 2_000
"""More points than this no screen shows; scatters are sampled to it."""
CURVE_AT_MOST = 600
"""A curve's points lie side by side: more would be closer than two pixels, and a browser walks through all of them
whenever the page around them changes."""

TITLE_LINE = 62
"""Characters in a line of a title; a longer one goes on in the next."""
SUBTITLE_LINE = 86
FEW = 8
"""So many marks on an axis have a number each."""
LABEL_LETTER = 5.6
"""Pixels that a letter beside an axis takes on average."""
NAME_LENGTH = 22
"""So much of a name stands beside a mark."""


@dataclass(frozen=True)
class Look:
    """The reader's language and the theme, from which every chart takes its marks and words."""

    language: Language
    dark: bool = False

    @property
    def actual(self) -> str:
        return "#E4E6EA" if self.dark else "#33373E"

    @property
    def text(self) -> str:
        return "#F2F3F5" if self.dark else "#22262B"

    @property
    def muted(self) -> str:
        return "#8A9099" if self.dark else "#9AA1AB"

    @property
    def grid(self) -> str:
        return "#3A3F47" if self.dark else "#E4E6EA"

    @property
    def paper(self) -> str:
        return "#14171C" if self.dark else "#FFFFFF"

    @property
    def better(self) -> str:
        return "#3FB8AF" if self.dark else "#0B7A75"

    @property
    def worse(self) -> str:
        return "#FF8A5C" if self.dark else "#C8431B"

    @property
    def selected(self) -> str:
        return "#FFC857" if self.dark else "#2F5DDC"

    def sign(self, value: float) -> str:
        """The colour of an amount: better from zero on, worse below."""
        return self.better if value >= 0 else self.worse

    def figure(
        self, title: str, subtitle: str, height: int = 420, traces: Sequence[dict[str, Any]] = (), **layout: Any
    ) -> go.Figure:
        """A figure whose title is a sentence and whose subtitle says measure, unit and period.

        ``traces`` and ``layout`` (``xaxis``, ``yaxis``, ``annotations`` …) may as well be added later, but Plotly takes
        several times as long for each addition as for all at once, and the browser draws axes twice whose room it has
        to measure first: here those with the ticks of ``money_axis`` and ``count_axis`` have theirs beforehand.
        """
        lines = textwrap.wrap(plain(title), TITLE_LINE, break_long_words=False) or [""]
        below = textwrap.wrap(plain(subtitle), SUBTITLE_LINE, break_long_words=False) or [""]
        height += 20 * (len(lines) - 1) + 17 * (len(below) - 1)
        axis = {
            "showgrid": True, "gridcolor": self.grid, "zerolinecolor": self.muted, "zerolinewidth": 1,
            "title": None, "fixedrange": True,
        }  # fmt: skip
        across, up = layout.get("xaxis", {}), layout.get("yaxis", {})
        left = 14 + round(LABEL_LETTER * max(map(len, up["ticktext"]), default=0)) if "ticktext" in up else None
        below_axis = (22 if across.get("title") else 0) + 22 if across.get("tickangle") == 0 else None
        usual = {
            "title": {
                "text": "<br>".join(lines),
                "subtitle": {"text": "<br>".join(below), "font": {"size": 13, "color": self.muted}},
                "x": 0, "xanchor": "left", "xref": "container", "yanchor": "top", "yref": "container",
                # The browser centres further lines of a title around the first, so it moves down by half of them.
                "y": 1 - (10 + 10 * (len(lines) - 1)) / height,
                "font": {"size": 16, "color": self.text},
                "automargin": False,
            },
            "height": height,
            "margin": {
                "l": 8 + (left or 0), "r": 8, "t": 39 + 20 * len(lines) + 17 * len(below), "b": 8 + (below_axis or 0)
            },
            "font": {"size": 13, "color": self.text},
            "separators": ",." if self.language.code == "de" else ".,",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "hoverlabel": {"align": "left", "namelength": 0},
            "dragmode": False,
            **layout,
            "xaxis": axis | {"automargin": below_axis is None} | across,
            "yaxis": axis | {"automargin": left is None} | up,
        }  # fmt: skip
        return go.Figure(data=list(traces), layout=usual)

    def money_axis(self, values: ArrayLike) -> dict[str, object]:
        """Ticks of a money axis that spans ``values`` (€), in the unit a person would say."""
        numbers = np.append(np.asarray(values, dtype="float64"), 0.0)
        low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
        ticks = round_ticks(low, high)
        unit = unit_of(ticks)
        decimals = max((1 if abs(tick / unit - round(tick / unit)) > 0.001 else 0 for tick in ticks), default=0)
        return {"tickvals": ticks, "ticktext": [self.language.short(tick, unit, decimals) for tick in ticks]}

    @staticmethod
    def count_axis(count: int) -> dict[str, object]:
        """An axis on which ``count`` customers or groups stand side by side: whole numbers, each once."""
        return {"showgrid": False, "tickformat": ",d", "tickangle": 0, **({"dtick": 1} if count <= FEW else {})}

    def percent_axis(self, low: float, high: float) -> dict[str, object]:
        """Ticks of an axis of shares (0–1) from ``low`` to ``high``."""
        ticks = round_ticks(low, high)
        return {"tickvals": ticks, "ticktext": [self.language.percent(tick) for tick in ticks]}


def round_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Between three and ten round numbers from ``low`` to ``high``, zero among them where it lies between."""
    span = high - low
    if not span > 0:
        return [low]
    power = 10.0 ** math.floor(math.log10(span / about))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * about >= span * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def title_of(figure: go.Figure) -> str:
    """A figure's title as a sentence without markup, for an alternative text."""
    return in_one_line(figure.layout.title.text)


def in_one_line(text: str) -> str:
    """A title or subtitle of a figure without its line breaks and markup."""
    return html.unescape(text.replace("<br>", " "))


def room_above(figure: go.Figure) -> float:
    """Pixels that the title and subtitle of a figure take above what is drawn."""
    title = figure.layout.title
    lines, below = (part.count("<br>") + 1 for part in (title.text or "", title.subtitle.text or ""))
    return 39 + 20 * lines + 17 * below


def plain(text: str) -> str:
    """A user's text for a chart: Plotly reads ``<b>`` and ``<a>``, so what looks like markup is escaped."""
    return html.escape(str(text), quote=False)


def shortened(name: str, length: int = NAME_LENGTH) -> str:
    """A name that fits beside a mark."""
    return name if len(name) <= length else f"{name[: length - 1].rstrip()}…"
