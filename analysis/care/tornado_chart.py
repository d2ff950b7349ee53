"""Which assumption moves the result most."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.assumptions import range_named
from analysis.language import Language
from analysis.look import Look, plain

BARS_AT_MOST = 12


def tornado_chart(table: pd.DataFrame, net: float, who: str, look: Look) -> go.Figure:
    """The tornado of ``uncertainty.tornado`` around ``net`` (€), largest effect on top."""
    language, shown = look.language, table.head(BARS_AT_MOST)
    title = sentence(table, net, who, language)
    figure = look.figure(
        title,
        language.text("care.tornado.subtitle", net=net),
        height=130 + 34 * max(len(shown), 2) if len(shown) else 110,
    )
    names = [plain(language.text(f"assumptions.{name}.label")) for name in shown.index]
    for side, amount in (("low", "at_low"), ("high", "at_high")):
        figure.add_bar(
            orientation="h",
            y=names,
            x=shown[amount],
            marker={
                "color": [look.sign(value) for value in shown[amount]],
                "pattern": {"shape": "/" if side == "low" else "", "fillmode": "overlay"},
                "opacity": 0.55 if side == "low" else 1.0,
            },
            text=[
                value_of(name, value, language) if abs(effect) >= 0.005 else ""
                for name, value, effect in zip(shown.index, shown[side], shown[amount], strict=True)
            ],
            textposition="outside",
            cliponaxis=False,
            customdata=[
                language.text(
                    f"care.tornado.hover_{side}", name=name, value=value_of(key, value, language), effect=effect
                )
                for key, name, value, effect in zip(shown.index, names, shown[side], shown[amount], strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="overlay", bargap=0.3)
    reach = max([*shown["effect"], 1.0]) * 1.25
    ticks = look.money_axis([-reach, reach])
    figure.update_xaxes(**ticks, range=[-reach, reach])
    figure.update_yaxes(autorange="reversed", showgrid=False)
    if shown.empty:
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False)
    return figure


def sentence(table: pd.DataFrame, net: float, who: str, language: Language) -> str:
    """Which assumption moves the result most, and from where to where."""
    if table.empty:
        return language.text("care.tornado.nothing", who=who)
    top = table.iloc[0]
    return language.text(
        "care.tornado.title", who=who, name=language.text(f"assumptions.{table.index[0]}.label"),
        low=net + min(top["at_low"], top["at_high"]), high=net + max(top["at_low"], top["at_high"]),
    )  # fmt: skip


def value_of(name: str, value: float, language: Language) -> str:
    """An assumption's value with its unit, as a person writes it."""
    limits = range_named(name)
    unit = limits.unit if limits else "factor"
    if unit == "share":
        return language.percent(value)
    if unit in ("money", "money_per_hour"):
        return f"{language.short(value)}{'/h' if unit == 'money_per_hour' else ''}"
    return f"{language.number(value)}\N{NO-BREAK SPACE}{language.text(f'parts.unit.{unit}')}".strip()
