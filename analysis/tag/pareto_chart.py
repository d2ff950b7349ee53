"""Pareto: cumulative share of revenue, largest customer first, with the ABC classes."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.look import Look
from analysis.tag.curves import CLASSES, ParetoCurve
from analysis.tag.marks import data, hover, named, thinned


def pareto_figure(curve: ParetoCurve, names: pd.Series, look: Look, subtitle: str, height: int = 380) -> go.Figure:
    """The curve in three parts, one per class. ``names``: customer id to name. ``customdata[0]`` is the customer id."""
    language, table = look.language, curve.table
    figure = look.figure(pareto_sentence(curve, look), subtitle, height)
    last = [curve.customers("A"), curve.customers("A") + curve.customers("B")]
    points = thinned(table, *last)
    for name, color, dash in zip(
        CLASSES, (look.actual, look.muted, look.muted), ("solid", "solid", "dot"), strict=True
    ):
        part = points[points["abc"] == name]
        figure.add_scatter(
            x=part["rank"],
            y=part["share"].fillna(0),
            mode="lines+markers",
            line={"color": color, "width": 4, "dash": dash},
            marker={"size": 4, "color": color},
            selected={"marker": {"color": look.selected, "size": 11}},
            unselected={"marker": {"opacity": 1}},
            text=named(names, part.index),
            customdata=data(part.index, part["revenue"]),
            hovertemplate=hover(
                "tag.pareto.hover",
                language,
                name="%{text}",
                rank="%{x:,d}",
                revenue="%{customdata[1]:,.2f}",
                share="%{y:,.1%}",
                abc=name,
            ),
        )
        if len(part):
            middle = part.iloc[len(part) // 2]
            late = middle["rank"] > 0.7 * len(table)
            figure.add_annotation(
                x=middle["rank"], y=0.0 if pd.isna(middle["share"]) else middle["share"], ax=-24 if late else 24, ay=44,
                text=language.text("tag.pareto.class", abc=name, n=curve.customers(name)),
                xanchor="right" if late else "left", font={"color": look.text}, arrowcolor=look.muted,
            )  # fmt: skip
    for rank in {rank for rank in last if 0 < rank < len(table)}:
        figure.add_vline(x=rank + 0.5, line={"color": look.muted, "dash": "dot", "width": 1})
    figure.update_yaxes(**look.percent_axis(0, 1), range=[0, 1.06])
    figure.update_xaxes(
        title=language.text("tag.pareto.axis"), range=[0, len(table) * 1.02 + 0.5], **look.count_axis(len(table))
    )
    return figure


def pareto_sentence(curve: ParetoCurve, look: Look) -> str:
    """What the classes say, with their figures, true for any portfolio."""
    language, customers = look.language, len(curve.table)
    if not curve.customers("A"):
        return language.text("tag.pareto.title_none")
    first = {"n": curve.customers("A"), "all": customers, "share": curve.share_of("A")}
    if not curve.customers("C"):
        return language.text("tag.pareto.title_without_c", **first)
    return language.text("tag.pareto.title", **first, last=curve.customers("C"), last_share=curve.share_of("C"))
