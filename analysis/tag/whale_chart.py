"""The whale curve: cumulative net contribution, best customer first."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.look import Look, round_ticks
from analysis.tag.curves import WhaleCurve
from analysis.tag.marks import data, hover, named, thinned

MARKERS_AT_MOST = 300
"""So many points can be told apart; more are drawn as a line."""


def whale_figure(curve: WhaleCurve, names: pd.Series, look: Look, subtitle: str, height: int = 380) -> go.Figure:
    """The curve, € on the left and share of the total on the right; past the peak it falls in another colour.

    ``names``: customer id to name. ``customdata[0]`` is the customer id.
    """
    language, table = look.language, curve.table
    figure = look.figure(whale_sentence(curve, look), subtitle, height)
    turning = len(table) - curve.losing_customers
    points = thinned(table, curve.peak_customers, turning)
    for part, color in (
        (points[points["rank"] <= turning], look.actual),
        (points[points["rank"] >= turning] if curve.losing_customers else points.iloc[:0], look.worse),
    ):
        figure.add_scatter(
            x=part["rank"],
            y=part["cumulative"],
            mode="lines+markers",
            line={"color": color, "width": 3},
            marker={"size": 5 if len(points) <= MARKERS_AT_MOST else 3, "color": color},
            selected={"marker": {"color": look.selected, "size": 11}},
            unselected={"marker": {"opacity": 1}},
            text=named(names, part.index),
            customdata=data(part.index, part["net"]),
            hovertemplate=hover(
                "tag.whale.hover",
                language,
                name="%{text}",
                rank="%{x:,d}",
                net="%{customdata[1]:,.2f}",
                total="%{y:,.2f}",
            ),
        )
    if curve.losing_customers and curve.peak_customers:
        _mark_peak(figure, curve, look)
    figure.update_yaxes(**look.money_axis(table["cumulative"]))
    figure.update_xaxes(
        title=language.text("tag.whale.axis"), range=[0, len(table) * 1.02 + 0.5], **look.count_axis(len(table))
    )
    if curve.total > 0:
        _share_axis(figure, curve, look)
    return figure


def whale_sentence(curve: WhaleCurve, look: Look) -> str:
    """What the whale curve shows, with its figures, true for any portfolio."""
    language, losing, customers = look.language, curve.losing_customers, len(curve.table)
    if losing == 0:
        key = "title_zero" if curve.total == 0 else "title_none"
        return language.text(f"tag.whale.{key}", n=curve.peak_customers or customers, total=curve.total)
    if curve.peak_customers == 0:
        return language.text("tag.whale.title_all", n=losing, lost=curve.past_peak_cost)
    if curve.total <= 0:
        key = "title_even" if curve.total == 0 else "title_loss"
        return language.text(f"tag.whale.{key}", n=losing, lost=curve.past_peak_cost)
    return language.text(
        "tag.whale.title",
        share=curve.peak_customers / customers,
        peak=curve.peak_share,
        n=losing,
        lost=curve.past_peak_cost,
    )


def _mark_peak(figure: go.Figure, curve: WhaleCurve, look: Look) -> None:
    language, end = look.language, len(curve.table)
    early = curve.peak_customers < 0.4 * end
    figure.add_annotation(
        x=curve.peak_customers,
        y=curve.peak_total,
        text=language.text("tag.whale.peak", n=curve.peak_customers, total=curve.peak_total),
        xanchor="left" if early else "right",
        ax=30 if early else -30,
        ay=110,
        font={"color": look.text},
        arrowcolor=look.muted,
        bgcolor=look.paper,
        borderpad=0,
    )
    figure.add_shape(
        type="line", x0=curve.peak_customers, x1=end, y0=curve.peak_total, y1=curve.peak_total,
        line={"color": look.muted, "width": 1, "dash": "dot"},
    )  # fmt: skip
    figure.add_shape(
        type="line", x0=end, x1=end, y0=curve.peak_total, y1=curve.total, line={"color": look.worse, "width": 2}
    )
    figure.add_annotation(
        x=end, y=curve.peak_total, text=language.short(-curve.past_peak_cost), showarrow=False,
        xanchor="right", yanchor="bottom", font={"color": look.worse},
    )  # fmt: skip


def _share_axis(figure: go.Figure, curve: WhaleCurve, look: Look) -> None:
    """The share of the total beside the money; a second axis, since it is the same curve in another unit."""
    low = min(0.0, float(curve.table["cumulative"].min())) / curve.total
    ticks = round_ticks(low, max(curve.peak_share, 1.0), 4)
    figure.add_scatter(
        x=[1, 1], y=[0, curve.total], yaxis="y2", mode="markers", marker={"opacity": 0}, hoverinfo="skip"
    )
    figure.update_layout(
        yaxis2={
            "overlaying": "y", "side": "right", "matches": "y", "showgrid": False, "fixedrange": True,
            "automargin": True, "zeroline": False, "tickfont": {"color": look.muted},
            "tickvals": [tick * curve.total for tick in ticks],
            "ticktext": [look.language.percent(tick) for tick in ticks],
        }
    )  # fmt: skip
