"""Movers as arrows: from their place on the earlier curve to their place on the later one."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.look import Look, plain, shortened
from analysis.tag.curves import WhaleCurve, whale
from analysis.tag.marks import data, hover, named, thinned
from analysis.tag.movers import Movers

ARROWS = 5
"""So many arrows up, and as many down."""
NAMED = 2
"""So many of them with their name, up and down: more would cover each other."""
TOLD = 40
"""So much of a name the title says."""


def movers_figure(moved: Movers, names: pd.Series, look: Look, height: int = 380) -> go.Figure:
    """Both curves on one scale, and an arrow for each of those who moved most. ``names``: customer id to name.
    ``customdata[0]`` is the customer id."""
    language = look.language
    curves = {"before": whale(moved.table["before"]), "now": whale(moved.table["now"])}
    figure = look.figure(movers_sentence(moved, names, look), _subtitle(moved, look), height)
    lines = {"before": {"color": look.muted, "width": 2, "dash": "dot"}, "now": {"color": look.actual, "width": 3}}
    for side, line in lines.items():
        _curve(figure, curves[side], names, look, side, line)
    for customers, color in ((moved.rose(ARROWS), look.better), (moved.fell(ARROWS), look.worse)):
        for customer in customers.index:
            _arrow(figure, curves, int(customer), color)
        ends = curves["now"].table.loc[customers.index[:NAMED]].sort_values("cumulative", ascending=False)
        for place, (customer, end) in enumerate(ends.iterrows()):
            figure.add_annotation(
                x=end["rank"], y=end["cumulative"], text=plain(shortened(names[customer])), showarrow=False,
                xanchor="left", xshift=8, yshift=-8 - 10 * place, font={"color": color, "size": 12},
                bgcolor=look.paper, borderpad=0,
            )  # fmt: skip
    # After the arrows, which would cross them out.
    totals = language.apart(*(curve.total for curve in curves.values()))
    for side, total in zip(curves, totals, strict=True):
        _total(figure, curves[side], look, side, total, str(lines[side]["color"]))
    amounts = pd.concat([curve.table["cumulative"] for curve in curves.values()])
    figure.update_yaxes(**look.money_axis(amounts))
    figure.update_xaxes(
        title=language.text("tag.whale.axis"),
        range=[0, len(moved.table) * 1.45 + 1],
        **look.count_axis(len(moved.table)),
    )
    return figure


def movers_sentence(moved: Movers, names: pd.Series, look: Look) -> str:
    """Who rose most and who fell most, true for any portfolio."""
    up, down = moved.rose(1), moved.fell(1)
    values: dict[str, object] = {}
    if len(up):
        values |= {"up": shortened(names[up.index[0]], TOLD), "rise": float(up["change"].iloc[0])}
    if len(down):
        values |= {"down": shortened(names[down.index[0]], TOLD), "fall": -float(down["change"].iloc[0])}
    key = {(True, True): "both", (True, False): "rose", (False, True): "fell", (False, False): "none"}
    return look.language.text(f"tag.movers.title_{key[bool(len(up)), bool(len(down))]}", **values)


def _subtitle(moved: Movers, look: Look) -> str:
    (from_first, from_last), (to_first, to_last) = moved.earlier, moved.later
    return look.language.text(
        "tag.movers.subtitle" if moved.a_year_apart else "tag.movers.subtitle_halves",
        first=to_first, last=to_last, before_first=from_first, before_last=from_last,
    )  # fmt: skip


def _curve(figure: go.Figure, curve: WhaleCurve, names: pd.Series, look: Look, side: str, line: dict) -> None:
    language, points = look.language, thinned(curve.table, curve.peak_customers)
    figure.add_scatter(
        x=points["rank"],
        y=points["cumulative"],
        mode="lines+markers",
        line=line,
        marker={"size": 2, "color": line["color"]},
        selected={"marker": {"color": look.selected, "size": 11}},
        unselected={"marker": {"opacity": 1}},
        text=named(names, points.index),
        customdata=data(points.index, points["net"]),
        hovertemplate=hover(
            "tag.movers.hover",
            language,
            name="%{text}",
            when=language.text(f"tag.movers.{side}"),
            rank="%{x:,d}",
            net="%{customdata[1]:,.2f}",
        ),
    )


def _total(figure: go.Figure, curve: WhaleCurve, look: Look, side: str, total: str, color: str) -> None:
    """What a curve is, and where it ends, beside its middle."""
    if curve.table.empty:
        return
    middle, above = curve.table.iloc[len(curve.table) // 2], side == "now"
    figure.add_annotation(
        x=middle["rank"], y=middle["cumulative"], xanchor="right" if above else "left", showarrow=False,
        yanchor="bottom" if above else "top", xshift=-8 if above else 8, yshift=4 if above else -8,
        text=f"{look.language.text(f'tag.movers.{side}')}: {total}", font={"color": color},
        bgcolor=look.paper, borderpad=0,
    )  # fmt: skip


def _arrow(figure: go.Figure, curves: dict[str, WhaleCurve], customer: int, color: str) -> None:
    start, end = (curves[side].table.loc[customer] for side in ("before", "now"))
    figure.add_annotation(
        x=end["rank"], y=end["cumulative"], ax=start["rank"], ay=start["cumulative"],
        axref="x", ayref="y", arrowhead=3, arrowsize=1.2, arrowwidth=2, arrowcolor=color, text="", showarrow=True,
    )  # fmt: skip
