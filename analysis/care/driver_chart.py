"""Who costs most, and with what: care cost by kind of driver, worst customers first."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.care.drivers import GROUPS, group_of, name_of
from analysis.evaluate import Evaluation
from analysis.look import Look, plain
from analysis.money import cents

SHADES = {"time": 1.0, "given": 0.72, "payment": 0.48, "goods": 0.3, "own": 0.16}
"""How dark each group of drivers is: kinds of cost are told apart without a palette."""


def worst(evaluation: Evaluation, count: int) -> pd.DataFrame:
    """Care cost of the ``count`` customers who cost most: index ``customer_id``, one column per group of drivers (€),
    ``care_cost`` last; ties by customer id."""
    ranked = evaluation.customers["care_cost"].sort_index().sort_values(ascending=False, kind="stable")
    chosen = ranked[ranked > 0].head(count)
    tangible = [key for key in evaluation.drivers if key not in evaluation.apart]
    costs = evaluation.costs.loc[chosen.index, tangible].fillna(0.0)
    table = costs.T.groupby([group_of(key) for key in tangible]).sum().T
    table = cents(table.reindex(columns=[group for group in SHADES if group in table], fill_value=0.0))
    return table.assign(care_cost=chosen)


def cost_by_driver(evaluation: Evaluation, count: int, look: Look) -> go.Figure:
    """Stacked bars, one per customer, the ``count`` who cost most first; ids in ``customdata[0]``."""
    table, language = worst(evaluation, count), look.language
    first, last = evaluation.portfolio.period
    total = evaluation.total("care_cost")
    shown = float(table["care_cost"].sum())
    title = language.text("care.drivers.title", n=len(table), share=shown / total if total else 0.0, amount=shown)
    figure = look.figure(
        title if len(table) else language.text("care.drivers.nothing"),
        language.text("care.drivers.subtitle", first=first, last=last),
        height=140 + 26 * len(table),
    )
    names = evaluation.customers["name"].reindex(table.index)
    labels = [plain(shortened(name)) for name in names]
    for group in (column for column in table if column != "care_cost"):
        if not (table[group] != 0).any():
            continue
        word = language.text(f"care.groups.{group}")
        figure.add_bar(
            orientation="h",
            y=list(range(len(table))),
            x=table[group],
            name=word,
            marker={"color": tint(look, SHADES[group]), "line": {"color": look.paper, "width": 1}},
            customdata=[
                [int(key), _hover(evaluation, key, group, look)] for key in table.index
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        barmode="relative",
        bargap=0.25,
        showlegend=len(table) > 0,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom", "traceorder": "normal"},
    )
    figure.update_layout(margin={"b": 64})
    figure.update_xaxes(**look.money_axis(table["care_cost"]))
    figure.update_yaxes(
        autorange="reversed", showgrid=False, zeroline=False, tickvals=list(range(len(table))), ticktext=labels
    )
    if table.empty:
        figure.update_layout(margin={"b": 8})
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False)
    return figure


def tint(look: Look, share: float) -> str:
    """The dark of the house mixed with ``1 − share`` of the paper, as a hex colour."""
    dark, paper = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (look.actual, look.paper))
    mixed = (round(share * one + (1 - share) * other) for one, other in zip(dark, paper, strict=True))
    return "#" + "".join(f"{value:02X}" for value in mixed)


def shortened(name: str, characters: int = 34) -> str:
    """A long name cut with an ellipsis, so that the marks keep their room."""
    return name if len(name) <= characters else f"{name[: characters - 1].rstrip()}…"


def _hover(evaluation: Evaluation, customer: object, group: str, look: Look) -> str:
    language = look.language
    costs = evaluation.costs.loc[customer].dropna()
    inside = GROUPS.get(group, tuple(key for key in costs.index if group_of(str(key)) == "own"))
    lines = [
        f"{plain(name_of(key, language))}: {language.money(costs[key])}" for key in inside if costs.get(key, 0) != 0
    ]
    return "<br>".join([f"<b>{plain(evaluation.customers.loc[customer, 'name'])}</b>", *lines])
