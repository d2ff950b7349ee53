"""The whale curve of groups, step by step: what each adds to the total, or takes from it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.look import Look, plain, shortened
from analysis.tag.curves import WhaleCurve, whale
from analysis.tag.marks import hover, thinned

STEPS_AT_MOST = 30
"""So many groups have room for a bar and a name each; more are drawn as a curve."""


def group_figure(amounts: pd.Series, customers: pd.Series, look: Look, subtitle: str, height: int = 400) -> go.Figure:
    """Cumulative amounts, the best group first.

    Parameters
    ----------
    amounts : € per group, index its name.
    customers : count of customers per group.

    ``customdata[0]`` is the group's name.
    """
    curve = whale(amounts)
    figure = look.figure(group_sentence(curve, look), subtitle, height)
    table = curve.table
    if len(table) > STEPS_AT_MOST:
        _as_curve(figure, curve, customers, look)
    else:
        figure.add_bar(
            x=table["rank"],
            y=table["net"],
            base=table["cumulative"] - table["net"],
            marker={"color": [look.actual if net >= 0 else look.worse for net in table["net"]]},
            text=[look.language.short(net) for net in table["net"]],
            textposition="outside",
            cliponaxis=False,
            customdata=_data(table, customers),
            hovertemplate=_hover(look),
            unselected={"marker": {"opacity": 1}},
        )
        figure.update_xaxes(
            tickvals=table["rank"],
            ticktext=[plain(shortened(name)) for name in table.index],
            tickangle=0 if len(table) <= 5 else -35,
            ticklabeloverflow="allow",
            showgrid=False,
        )
    figure.update_yaxes(**look.money_axis([*table["cumulative"], 0.0]))
    return figure


def group_sentence(curve: WhaleCurve, look: Look) -> str:
    """Which group brings most, and what the losing ones take, true for any groups."""
    language, table = look.language, curve.table
    best = {"best": table.index[0], "most": float(table["net"].iloc[0])}
    if curve.losing_customers:
        losing = {"n": curve.losing_customers, "all": len(table), "lost": curve.past_peak_cost}
        return language.text(
            "tag.groups.title_losing" if curve.peak_customers else "tag.groups.title_all", **best, **losing
        )
    if len(table) == 1:
        return language.text("tag.groups.title_one", **best)
    return language.text("tag.groups.title", **best, worst=table.index[-1], least=float(table["net"].iloc[-1]))


def _as_curve(figure: go.Figure, curve: WhaleCurve, customers: pd.Series, look: Look) -> None:
    points = thinned(curve.table, curve.peak_customers)
    figure.add_scatter(
        x=points["rank"],
        y=points["cumulative"],
        mode="lines+markers",
        line={"color": look.actual, "width": 3},
        marker={"size": 6, "color": [look.actual if net >= 0 else look.worse for net in points["net"]]},
        selected={"marker": {"color": look.selected, "size": 11}},
        unselected={"marker": {"opacity": 1}},
        customdata=_data(points, customers),
        hovertemplate=_hover(look),
    )
    figure.update_xaxes(title=look.language.text("tag.groups.axis"), **look.count_axis(len(points)))


def _data(table: pd.DataFrame, customers: pd.Series) -> list[list[object]]:
    return [
        [name, plain(name), int(customers[name]), net, cumulative]
        for name, net, cumulative in zip(table.index, table["net"], table["cumulative"], strict=True)
    ]


def _hover(look: Look) -> str:
    return hover(
        "tag.groups.hover",
        look.language,
        name="%{customdata[1]}",
        customers="%{customdata[2]:,d}",
        net="%{customdata[3]:,.2f}",
        total="%{customdata[4]:,.2f}",
    )
