"""Two attributes together: a field of tiles, in which few customers stay pale."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.evaluate import Evaluation
from analysis.language import unit_of
from analysis.look import Look, plain
from analysis.refill.classes import cut
from analysis.refill.segments import words
from analysis.refill.shrinkage import alike

MOST = 12
"""Rows and columns drawn; of an attribute with more classes those with the most customers."""
HALF = 0.47
"""Half of a tile, in columns and rows."""
MEASURES = {"shrunk": 0.0, "per_hour": 0.0, "growth": 0.0, "lift": 1.0}
"""What a square can show, a column of ``segments.segments``, and above which value it is good."""


def heat_figure(
    evaluation: Evaluation,
    segments: pd.DataFrame,
    attributes: tuple[str, str],
    picks: list[str],
    look: Look,
    subtitle: str,
    measure: str = "shrunk",
) -> go.Figure:
    """A measure by two attributes; green-blue where it is good, orange-red where it is not, the stronger the further;
    pale with few customers, picks ringed. ``customdata[0]`` is the segment's key.

    ``segments``: see ``segments.segments`` for the two attributes; ``measure``: see ``MEASURES``.
    """
    language = look.language
    columns, rows = (_classes(evaluation, attribute, look) for attribute in attributes)
    placed = {key: words(evaluation, key, language) for key in segments.index}
    across, down = (pd.Series({key: part[name] for key, part in placed.items()}, dtype="str") for name in attributes)
    shown = segments[across.isin(columns) & down.isin(rows)]
    figure = look.figure(heat_sentence(shown, look, measure), subtitle, height=150 + 52 * len(rows))
    distance = (shown[measure] - MEASURES[measure]).fillna(0)
    strength = 0.25 + 0.65 * distance.abs() / max(float(distance.abs().quantile(0.95)) if len(shown) else 0.0, 1e-9)
    unit = unit_of(shown[measure].dropna())
    figure.add_scatter(
        x=[plain(across[key]) for key in shown.index],
        y=[plain(down[key]) for key in shown.index],
        mode="markers+text",
        text=[
            f"{_written(value, measure, unit, look)}<br>{language.text('refill.heat.n', n=int(n))}"
            for value, n in zip(shown[measure], shown["n"], strict=True)
        ],
        textfont={"size": 11, "color": look.text},
        marker={
            # What is clicked lies unseen on the tile, which is as wide as its column.
            "symbol": "square",
            "size": 44,
            "opacity": 0,
            "line": {"width": [4 if key in picks else 0 for key in shown.index]},
        },
        customdata=[
            [key, language.text("refill.heat.hover", segment=plain(row.segment), n=row.n, best=row.best,
                                shrunk=row.shrunk, revenue=row.revenue, growth=row.growth, lift=row.lift)]
            for key, row in zip(shown.index, shown.itertuples(index=False), strict=True)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}, "textfont": {"color": look.text}},
    )  # fmt: skip
    opacity = np.where(shown["small"] | shown[measure].isna(), 0.15, strength.clip(upper=0.9))
    for key, apart, strong in zip(shown.index, distance, opacity, strict=True):
        x, y, picked = columns.index(across[key]), rows[::-1].index(down[key]), key in picks
        figure.add_shape(
            type="rect", x0=x - HALF, x1=x + HALF, y0=y - HALF, y1=y + HALF, layer="below",
            fillcolor=_rgba(look.sign(apart), strong),
            line={"color": look.selected if picked else look.paper, "width": 4 if picked else 0},
        )  # fmt: skip
    blank = {"showgrid": False, "zeroline": False, "type": "category", "categoryorder": "array"}
    figure.update_xaxes(
        side="top", categoryarray=[plain(name) for name in columns], title=plain(attributes[0]), **blank
    )
    figure.update_yaxes(categoryarray=[plain(name) for name in rows[::-1]], title=plain(attributes[1]), **blank)
    figure.update_xaxes(range=[-0.5, len(columns) - 0.5])
    figure.update_yaxes(range=[-0.5, len(rows) - 0.5])
    figure.update_layout(margin_t=figure.layout.margin.t + 44)
    return figure


def _rgba(color: str, opacity: float) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:.2f})"


def heat_sentence(segments: pd.DataFrame, look: Look, measure: str = "shrunk") -> str:
    """Which of the squares with enough customers is the highest in ``measure``."""
    solid = segments[~segments["small"] & segments[measure].notna()]
    if solid.empty:
        return look.language.text("refill.heat.title_small")
    if measure == "shrunk" and alike(solid[measure]):
        return look.language.text("refill.alike", net=solid[measure].iloc[0])
    best = solid.loc[solid[measure].idxmax()]
    smaller = look.language.text("refill.smaller") if segments[measure].max() > best[measure] else ""
    values = {"segment": best["segment"], "value": best[measure], "n": int(best["n"]), "smaller": smaller}
    return look.language.text(f"refill.heat.title_{measure}", **values)


def _classes(evaluation: Evaluation, attribute: str, look: Look) -> list[str]:
    """An attribute's classes in words and in their order; of many the ``MOST`` that come first."""
    made = cut(evaluation.customers[attribute])
    return [made.words(code, look.language) for code in range(min(len(made), MOST))]


def _written(value: float, measure: str, unit: float, look: Look) -> str:
    if value != value:
        return "–"
    if measure == "growth":
        return look.language.percent(value)
    return f"{look.language.number(value, 1)} ×" if measure == "lift" else look.language.short(value, unit)
