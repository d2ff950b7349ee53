"""The price corridor: every price against its reference, over volume."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.look import POINTS_AT_MOST, Look, plain, shortened

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation

NAME_LENGTH, NAME_HEIGHT = 24, 20
"""So much of a name stands beside a point, and so many pixels it takes."""
MARGINS = 130
"""Pixels of the height that title and axis take."""


def corridor_figure(evaluation: Evaluation, look: Look, customer: int | None = None, height: int = 420) -> go.Figure:
    """One point per customer and product, ``customdata[0]`` the customer id; those of ``customer`` stand out.

    Above ``POINTS_AT_MOST`` points those with the largest gap are drawn, and all of ``customer``.
    """
    language, price = look.language, evaluation.invoices.price
    first, last = evaluation.portfolio.period
    assumed = evaluation.assumptions.invoices
    band = {"low": assumed.band_low, "high": assumed.band_high}
    subtitle = language.text("invoices.corridor.subtitle", **band, first=first, last=last)
    figure = look.figure(_title(evaluation, look, customer), subtitle, height)
    cells = price.cells.sort_values("gap", ascending=False, kind="stable")
    own = cells["customer_id"] == customer
    others, low = cells[~own].head(POINTS_AT_MOST), price.band[0]
    names = evaluation.customers["name"]
    figure.add_hrect(y0=low, y1=price.band[1], fillcolor=look.grid, opacity=0.6, line_width=0, layer="below")
    figure.add_hline(y=1.0, line={"color": look.muted, "width": 1})
    for part, color, symbol, size in (
        (others[others["relative"] >= low], look.muted, "circle", 6),
        (others[others["relative"] < low], look.worse, "diamond", 8),
        (cells[own], look.selected, "circle", 13),
    ):
        figure.add_scattergl(
            x=part["quantity"] * part["reference"],
            y=part["relative"],
            mode="markers",
            marker={"size": size, "opacity": 0.8, "color": color, "symbol": symbol},
            text=[
                language.text(
                    "invoices.corridor.hover",
                    name=plain(names[row.customer_id]),
                    product=plain(row.product),
                    relative=row.relative,
                    gap=row.gap,
                    above=row.above,
                )
                for row in part.itertuples()
            ],
            customdata=[[int(number)] for number in part["customer_id"]],
            hovertemplate="%{text}<extra></extra>",
        )
    named = price.far_below() if customer is None else cells.head(0)
    volume = cells["quantity"] * cells["reference"]
    _name(figure, evaluation, named, look, (height - MARGINS) / max(float(np.ptp(cells["relative"])), 1e-9))
    ticks = [10.0**power for power in range(floor(log10(volume.min())), floor(log10(volume.max())) + 2)]
    figure.update_xaxes(
        type="log", tickvals=ticks, ticktext=[language.short(tick, decimals=0 if tick >= 1 else 2) for tick in ticks]
    )
    figure.update_yaxes(**look.percent_axis(float(cells["relative"].min()), float(cells["relative"].max())))
    return figure


def _name(figure: go.Figure, evaluation: Evaluation, rows: pd.DataFrame, look: Look, scale: float) -> None:
    """The customers of ``rows`` beside their points, each below the one before. ``scale``: pixels to a relative price
    of 1. The highest is drawn last, since the lines to the others run behind it."""
    names, free, marks = evaluation.customers["name"], -float("inf"), []
    for row in rows.drop_duplicates("customer_id").sort_values("relative", ascending=False).itertuples():
        down = -row.relative * scale
        free = max(down, free + NAME_HEIGHT)
        marks.append({
            "x": log10(row.quantity * row.reference), "y": row.relative, "ax": 22, "ay": free - down,
            "text": plain(shortened(str(names[row.customer_id]), NAME_LENGTH)),
        })  # fmt: skip
    for mark in reversed(marks):
        figure.add_annotation(
            xanchor="left", font={"color": look.worse, "size": 12}, bgcolor=look.paper, borderpad=0,
            arrowcolor=look.worse, arrowwidth=1, arrowhead=0, standoff=4, **mark,
        )  # fmt: skip


def _title(evaluation: Evaluation, look: Look, customer: int | None) -> str:
    price = evaluation.invoices.price
    if customer is None or customer not in price.customers.index or price.customers.at[customer, "gap"] == 0:
        return look.language.text("invoices.corridor.title", gap=price.total, above=price.total_above)
    return look.language.text(
        "invoices.corridor.title_one",
        name=evaluation.customers.at[customer, "name"],
        gap=price.customers.at[customer, "gap"],
        product=price.of(customer)["product"].iloc[0],
    )
