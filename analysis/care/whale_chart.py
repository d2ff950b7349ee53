"""The whale curve before and after care, in one picture."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.costed import Costed
from analysis.look import Look
from analysis.tag.marks import hover, named

POINTS = 240
"""A curve needs no more points than this to look smooth."""
EARLY = 0.4
"""Where the peak comes before this share of the customers, its words stand to its right, and lower."""
BESIDE, BELOW_PEAK = 0.1, 48
"""Where less than this share of the peak is lost, the curve ends beside it: the words at its end then stand so many
pixels lower, below those of the peak."""


def whale_before_and_after(costed: Costed, look: Look, height: int = 480, pointed: int | None = None) -> go.Figure:
    """Cumulative contribution margin (before) and net contribution (after care), € of the period, each ranked by
    itself, best customer first. ``customdata[0]`` is the customer id; the customer ``pointed`` at is among the points.
    """
    before, after, language = costed.whale_before, costed.whale, look.language
    first, last = costed.portfolio.period
    curves = [(after, "after", {"color": look.actual, "width": 3})]
    if costed.total("care_cost") != 0:  # without, one lies upon the other
        curves.insert(0, (before, "before", {"color": look.muted, "width": 2, "dash": "dot"}))
    beside = after.losing_customers and after.peak_total - after.total < BESIDE * abs(after.peak_total)
    traces, notes = [], []
    for curve, key, line in curves:
        points = _thinned(curve.table, pointed)
        traces.append(
            {
                "type": "scatter",
                "x": np.append(0, points["rank"]),
                "y": np.append(0.0, points["cumulative"]),
                "mode": "lines",
                "line": line,
                "text": np.array(["", *named(costed.customers["name"], points.index)], dtype="U"),
                "customdata": np.column_stack([np.append(0, points.index), np.append(0.0, points["net"])]),
                "hovertemplate": hover(
                    "care.whale.hover",
                    language,
                    name="%{text}",
                    rank="%{x:,d}",
                    amount="%{customdata[1]:,.2f}",
                    total="%{y:,.2f}",
                ),
                "name": language.text(f"care.whale.{key}"),
            }
        )
        if len(points):
            end = points.iloc[-1]
            name = key if len(curves) == 2 else "only"
            above = key == "before" or (name == "only" and not after.losing_customers)
            notes.append({
                "x": end["rank"], "y": end["cumulative"],
                "xanchor": "right", "yanchor": "bottom" if above else "top",
                "text": language.text(f"care.whale.{name}_end", total=curve.total), "showarrow": False,
                "font": {"color": look.text if key == "after" else look.muted},
                "bgcolor": look.paper, "borderpad": 0,
                "yshift": 4 if above else -BELOW_PEAK if beside else -4,
            })  # fmt: skip
    if after.losing_customers and after.peak_customers:
        early = after.peak_customers < EARLY * len(after.table)
        traces.append({
            "type": "scatter", "x": [after.peak_customers], "y": [after.peak_total], "mode": "markers",
            "hoverinfo": "skip", "marker": {"color": look.worse, "size": 10, "symbol": "diamond"},
        })  # fmt: skip
        notes.append({
            "x": after.peak_customers, "y": after.peak_total, "ax": 30 if early else -30, "ay": 110 if early else 34,
            "xanchor": "left" if early else "right",
            "text": language.text("care.whale.peak", customers=after.peak_customers, total=after.peak_total),
            "font": {"color": look.worse}, "arrowcolor": look.worse, "bgcolor": look.paper, "borderpad": 0,
        })  # fmt: skip
    amounts = np.concatenate([curve.table["cumulative"] for curve, _, _ in curves])
    axis = language.text("care.whale.axis")
    return look.figure(
        sentence(costed, look),
        language.text("care.whale.subtitle", first=first, last=last),
        height,
        traces,
        annotations=notes,
        yaxis=look.money_axis(amounts),
        xaxis={"title": axis, "range": [0, max(len(after.table), 1)], **look.count_axis(len(after.table))},
    )


def sentence(costed: Costed, look: Look) -> str:
    """What the curve shows, with its figures."""
    after, care = costed.whale, costed.total("care_cost")
    if care == 0:
        return look.language.text("care.whale.title_no_care", total=after.total)
    if after.losing_customers == 0:
        _, spent, total = look.language.adding(after.total + care, care, after.total)
        return look.language.text("care.whale.title_none", care=spent, total=total)
    return look.language.text("care.whale.title", n=after.losing_customers, lost=-after.losing_total, care=care)


def _thinned(table: pd.DataFrame, pointed: int | None = None) -> pd.DataFrame:
    """At most ``POINTS`` points of the curve, its ends, its peak and the customer ``pointed`` at among them."""
    if len(table) <= POINTS:
        return table
    wanted = np.unique(np.linspace(0, len(table) - 1, POINTS - 1).astype("int64"))
    peak = int((table["net"] > 0).sum()) - 1
    own = [table.index.get_loc(pointed)] if pointed in table.index else []
    return table.iloc[np.unique([*wanted, max(peak, 0), *own])]
