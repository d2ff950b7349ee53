"""Revenue against net contribution: big and small customers, earning and losing ones."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.look import POINTS_AT_MOST, Look
from analysis.tag.curves import quadrants
from analysis.tag.marks import data, hover, named

_CORNERS = {
    "big_earning": (0.99, 0.99, "right", "top"),
    "big_losing": (0.99, 0.01, "right", "bottom"),
    "small_earning": (0.01, 0.99, "left", "top"),
    "small_losing": (0.01, 0.01, "left", "bottom"),
}


def quadrant_figure(customers: pd.DataFrame, look: Look, subtitle: str, height: int = 380) -> go.Figure:
    """One point per customer; ``customdata[0]`` is the customer id.

    Above ``POINTS_AT_MOST`` customers those with the largest revenue or the largest loss are drawn; a selection by
    area finds all members all the same (see ``picking.inside``).
    """
    language = look.language
    counts = quadrants(customers).value_counts()
    losing, big = int(counts.get("big_losing", 0)), int(counts.get("big_losing", 0) + counts.get("big_earning", 0))
    title = language.text("tag.quadrant.title" if losing else "tag.quadrant.title_none", n=losing, all=big)
    figure = look.figure(title, subtitle, height)
    shown = drawn(customers)
    for part, color, symbol in (
        (shown[shown["net_contribution"] >= 0], look.better, "circle"),
        (shown[shown["net_contribution"] < 0], look.worse, "diamond"),
    ):
        figure.add_scattergl(
            x=part["revenue"],
            y=part["net_contribution"],
            mode="markers",
            marker={"size": 9, "opacity": 0.75, "color": color, "symbol": symbol},
            selected={"marker": {"color": look.selected, "opacity": 1}},
            unselected={"marker": {"opacity": 0.35}},
            text=named(customers["name"], part.index),
            customdata=data(part.index),
            hovertemplate=hover("tag.quadrant.hover", language, name="%{text}", revenue="%{x:,.2f}", net="%{y:,.2f}"),
        )
    if len(customers):
        figure.add_vline(x=float(customers["revenue"].median()), line={"color": look.muted, "dash": "dot", "width": 1})
    for name, (x, y, xanchor, yanchor) in _CORNERS.items():
        if count := int(counts.get(name, 0)):
            figure.add_annotation(
                x=x, y=y, xref="paper", yref="paper", xanchor=xanchor, yanchor=yanchor, showarrow=False,
                text=language.text(f"tag.quadrant.{name}", n=count), font={"color": look.muted}, bgcolor=look.paper,
                opacity=0.85,
            )  # fmt: skip
    figure.update_xaxes(title=language.text("tag.quadrant.x"), **look.money_axis(shown["revenue"]))
    low, high = min(0.0, shown["net_contribution"].min()), max(0.0, shown["net_contribution"].max())
    room = 0.14 * (high - low or 1.0)  # for the words in the corners
    figure.update_yaxes(
        title=language.text("tag.quadrant.y"),
        range=[low - room, high + room],
        **look.money_axis(shown["net_contribution"]),
    )
    return figure


def drawn(customers: pd.DataFrame) -> pd.DataFrame:
    """Those of ``customers`` that the chart draws, at most ``POINTS_AT_MOST``, by id."""
    if len(customers) <= POINTS_AT_MOST:
        return customers.sort_index()
    half = POINTS_AT_MOST // 2
    losers = customers.nsmallest(half, "net_contribution").index
    others = customers.drop(index=losers).nlargest(POINTS_AT_MOST - half, "revenue").index
    return customers.loc[losers.union(others)].sort_index()
