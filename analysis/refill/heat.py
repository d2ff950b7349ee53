"""Two attributes together: a field of squares, in which few customers stay pale."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.language import unit_of
from analysis.look import Look, plain

MOST = 12
"""Rows and columns drawn; of an attribute with more classes those with the most customers."""


def heat_figure(
    segments: pd.DataFrame, attributes: tuple[str, str], picks: list[str], look: Look, subtitle: str
) -> go.Figure:
    """Net per customer (shrunk) by two attributes; green-blue where it is above zero, orange-red below, the stronger
    the further; pale with few customers, picks ringed. ``customdata[0]`` is the segment's key.

    ``segments``: see ``segments.segments`` for two attributes; ``segment`` reads ``first · second``.
    """
    language = look.language
    shown = segments.copy()
    shown["across"], shown["down"] = zip(*(_two(name) for name in shown["segment"]), strict=True)
    columns, rows = (_largest(shown, side) for side in ("across", "down"))
    shown = shown[shown["across"].isin(columns) & shown["down"].isin(rows)]
    figure = look.figure(heat_sentence(shown, look), subtitle, height=150 + 52 * len(rows))
    largest = max(float(shown["shrunk"].abs().max()) if len(shown) else 0.0, 1.0)
    unit = unit_of(shown["shrunk"])
    strength = 0.25 + 0.65 * shown["shrunk"].abs() / largest
    figure.add_scatter(
        x=[plain(name) for name in shown["across"]],
        y=[plain(name) for name in shown["down"]],
        mode="markers+text",
        text=[
            f"{language.short(amount, unit)}<br>{language.text('refill.heat.n', n=int(n))}"
            for amount, n in zip(shown["shrunk"], shown["n"], strict=True)
        ],
        textfont={"size": 11, "color": look.text},
        marker={
            "symbol": "square",
            "size": 44,
            "color": [look.sign(amount) for amount in shown["shrunk"]],
            "opacity": np.where(shown["small"], 0.15, strength),
            "line": {
                "color": [look.selected if key in picks else look.paper for key in shown.index],
                "width": [4 if key in picks else 0 for key in shown.index],
            },
        },
        customdata=[
            [key, language.text("refill.heat.hover", segment=plain(row.segment), n=row.n, best=row.best,
                                shrunk=row.shrunk, revenue=row.revenue, growth=row.growth, lift=row.lift)]
            for key, row in zip(shown.index, shown.itertuples(index=False), strict=True)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
        selected={"marker": {"opacity": 0.9}},
        unselected={"marker": {"opacity": 0.5}},
    )  # fmt: skip
    blank = {"showgrid": False, "zeroline": False, "categoryorder": "array"}
    figure.update_xaxes(
        side="top", categoryarray=[plain(name) for name in columns], title=plain(attributes[0]), **blank
    )
    figure.update_yaxes(categoryarray=[plain(name) for name in rows[::-1]], title=plain(attributes[1]), **blank)
    figure.update_layout(margin_t=120)
    return figure


def heat_sentence(segments: pd.DataFrame, look: Look) -> str:
    """Which of the squares with enough customers brings most per customer."""
    solid = segments[~segments["small"]]
    if solid.empty:
        return look.language.text("refill.heat.title_small")
    best = solid.sort_values("shrunk", ascending=False, kind="stable").iloc[0]
    return look.language.text("refill.heat.title", segment=best["segment"], net=best["shrunk"], n=int(best["n"]))


def _two(name: str) -> tuple[str, str]:
    first, _, second = name.partition(" · ")
    return first, second


def _largest(shown: pd.DataFrame, side: str) -> list[str]:
    sizes = shown.groupby(side)["n"].sum().sort_values(ascending=False, kind="stable")
    return list(sizes.index[:MOST])
