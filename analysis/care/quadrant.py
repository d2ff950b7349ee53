"""High-maintenance or not, earning or not: every customer by care share and net contribution."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from analysis.evaluate import Evaluation
from analysis.look import POINTS_AT_MOST, Look, plain

MOST_SHARE = 1.5
"""Care shares above this stand at the edge; a share of a margin at or below zero stands there too."""


def quadrant(evaluation: Evaluation, look: Look) -> go.Figure:
    """Customers by care cost as a share of contribution margin (x) and net contribution (y, €); size is revenue.
    At most ``POINTS_AT_MOST``, those with the most care cost; ids in ``customdata[0]``."""
    customers, language = evaluation.customers, look.language
    first, last = evaluation.portfolio.period
    high = customers["high_maintenance"]
    losing = int((high & (customers["net_contribution"] < 0)).sum())
    figure = look.figure(
        language.text("care.quadrant.title", n=int(high.sum()), losing=losing)
        if high.any()
        else language.text("care.quadrant.none"),
        language.text("care.quadrant.subtitle", first=first, last=last),
        height=460,
    )
    shown = customers.nlargest(POINTS_AT_MOST, "care_cost").sort_index()
    # No share where the margin is not positive: any care cost is too much then.
    share = shown["care_share"].fillna(np.inf).where(shown["care_cost"] > 0, 0.0).clip(0, MOST_SHARE)
    size = np.sqrt(shown["revenue"].clip(lower=0))
    for marked, colour, symbol, word in (
        (False, look.muted, "circle", "usual"),
        (True, look.worse, "diamond", "high_maintenance"),
    ):
        part = shown[shown["high_maintenance"] == marked]
        figure.add_scatter(
            x=share[part.index],
            y=part["net_contribution"],
            mode="markers",
            name=language.text(f"care.words.{word}"),
            marker={
                "color": colour,
                "symbol": symbol,
                "opacity": 0.7,
                "size": size[part.index],
                "sizemode": "diameter",
                "sizeref": float(size.max() or 1.0) / 34 if len(size) else 1.0,
                "sizemin": 4,
            },
            customdata=[
                [
                    int(str(key)),
                    language.text(
                        "care.quadrant.hover",
                        name=plain(row["name"]),
                        net=row["net_contribution"],
                        care=row["care_cost"],
                        share=row["care_share"],
                        revenue=row["revenue"],
                    ),
                ]
                for key, row in part[["name", "net_contribution", "care_cost", "care_share", "revenue"]].iterrows()
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
            selected={"marker": {"color": look.selected}},
        )
    limit = evaluation.assumptions.care.high_care_share
    figure.add_vline(x=limit, line={"color": look.muted, "dash": "dot"})
    figure.add_annotation(
        x=limit, y=1, yref="paper", xanchor="left", yanchor="top", showarrow=False, xshift=4,
        text=language.text("care.quadrant.limit", share=limit), font={"color": look.muted},
    )  # fmt: skip
    figure.add_hline(y=0, line={"color": look.actual, "width": 1})
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"}, margin={"t": 100}
    )
    figure.update_xaxes(
        **look.percent_axis(0, MOST_SHARE), title=language.text("care.quadrant.axis"), range=[-0.04, MOST_SHARE + 0.06]
    )
    figure.update_yaxes(**look.money_axis(shown["net_contribution"]))
    return figure
