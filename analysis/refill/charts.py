"""The optimal-profile chart, the plan by month, and the losses by stage or reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.look import Look, plain, shortened
from analysis.refill.labels import sides
from analysis.refill.losses import named
from analysis.refill.plan import Plan
from analysis.refill.plan_words import plan_sentence
from analysis.refill.shrinkage import alike

NAMED = 10
"""So many segments have their name beside their circle, those with the most revenue; all others say it when pointed
at."""
MARGINS = 150
"""Pixels of a chart's height that title and axis take."""


def profile_figure(segments: pd.DataFrame, picks: list[str], look: Look, subtitle: str, height: int = 460) -> go.Figure:
    """Growth against net per customer (shrunk, with its 90 % interval); size revenue, colour lift, picks ringed.
    ``customdata[0]`` is the segment's key. ``segments``: see ``segments.segments``."""
    language = look.language
    figure = look.figure(profile_sentence(segments, look), subtitle, height)
    shown = segments[segments["growth"].notna()]
    across, cut = _within(shown)
    picked = shown.index.isin(picks)
    largest = max(float(shown["revenue"].max()) if len(shown) else 0.0, 1.0)
    size = 14 + 42 * np.sqrt(shown["revenue"].clip(lower=0) / largest)
    places = _names(across, shown, size, list(shown.index[picked]), height) if len(shown) else {}
    figure.add_scatter(
        x=across,
        y=shown["shrunk"],
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (shown["high"] - shown["shrunk"]).clip(lower=0).fillna(0),
            "arrayminus": (shown["shrunk"] - shown["low"]).clip(lower=0).fillna(0),
            "color": look.muted,
            "thickness": 1,
        },
        mode="markers+text",
        text=[plain(shortened(name)) if key in places else "" for key, name in shown["segment"].items()],
        textposition=[places.get(key, "top center") for key in shown.index],
        marker={
            "size": size,
            "color": [look.better if lift > 1 else look.muted for lift in shown["lift"].fillna(0)],
            "opacity": [0.45 if small else 0.85 for small in shown["small"]],
            "line": {
                "color": [look.selected if chosen else look.paper for chosen in picked],
                "width": [4 if chosen else 1 for chosen in picked],
            },
        },
        customdata=[
            [key, _hover(row, look)] for key, row in zip(shown.index, shown.itertuples(index=False), strict=True)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
        selected={"marker": {"opacity": 0.9}},
        unselected={"marker": {"opacity": 0.9}},
    )
    if len(shown):
        low, high = float(min(across.min(), 0)), float(max(across.max(), 0))
        figure.update_xaxes(range=[low - 0.15 * (high - low) - 0.01, high + 0.15 * (high - low) + 0.01])
        figure.update_xaxes(**look.percent_axis(low, high))
    figure.update_xaxes(title=language.text("refill.profile.x_cut" if cut else "refill.profile.x"))
    figure.update_yaxes(title=language.text("refill.profile.y"), **look.money_axis([*shown["shrunk"], *shown["high"]]))
    return figure


def profile_sentence(segments: pd.DataFrame, look: Look) -> str:
    """Which segment earns most per customer, with its figures; a small one never leads."""
    language = look.language
    solid = segments[~segments["small"]]
    if solid.empty:
        return language.text("refill.profile.title_small")
    if alike(solid["shrunk"]):
        return language.text("refill.alike", net=solid["shrunk"].iloc[0])
    best = solid.iloc[0]
    key = "title" if pd.notna(best["lift"]) and best["lift"] > 0 else "title_no_lift"
    values = {"segment": best["segment"], "net": best["shrunk"], "customers": best["n"], "lift": best["lift"]}
    values["smaller"] = language.text("refill.smaller") if segments["shrunk"].max() > best["shrunk"] else ""
    return language.text(f"refill.profile.{key}", **values)


def _within(shown: pd.DataFrame) -> tuple[pd.Series, bool]:
    """Growth as it is drawn: a small segment that grew out of nothing stands at the edge, so that it does not press all
    others together; and whether any does."""
    growth, solid = shown["growth"], shown.loc[~shown["small"], "growth"]
    if solid.empty:
        return growth, False
    room = max(float(np.ptp(solid)), 0.2)
    drawn = growth.clip(float(solid.min()) - room, float(solid.max()) + room)
    return drawn, bool((drawn != growth).any())


def _names(across: pd.Series, shown: pd.DataFrame, size: pd.Series, picked: list[str], height: int) -> dict[str, str]:
    """Where the names stand of the segment the title names, of those picked, and of those with the most revenue."""
    high, low = shown["high"].fillna(shown["shrunk"]), shown["low"].fillna(shown["shrunk"])
    top, bottom = max(float(high.max()), 0.0), min(float(low.min()), 0.0)
    first, last = min(float(across.min()), 0.0), max(float(across.max()), 0.0)
    circles = pd.DataFrame(
        {
            "x": (across - first) / max(1.3 * (last - first), 1e-9),
            "y": (shown["shrunk"] - bottom) / max(top - bottom, 1e-9),
            "radius": size / 2,
            "name": shown["segment"].map(shortened),
        }
    )
    wanted = [*shown.index[~shown["small"]][:1], *picked, *shown["revenue"].nlargest(NAMED).index]
    return sides(circles, dict.fromkeys(wanted), height - MARGINS)


def _hover(row: object, look: Look) -> str:
    names = ("segment", "n", "shrunk", "revenue", "growth", "lift", "best")
    values = {name: getattr(row, name) for name in names}
    values["segment"] = plain(values["segment"])
    return look.language.text("refill.profile.hover", **values)


def month_figure(months: pd.DataFrame, made: Plan, goal_set: bool, look: Look, height: int = 320) -> go.Figure:
    """Net contribution by month with the new customers, against the goal where one is set."""
    language = look.language
    figure = look.figure(plan_sentence(made, goal_set, language), language.text("refill.plan.subtitle"), height)
    figure.add_bar(
        x=months["month"], y=months["today"], marker={"color": look.actual}, name=language.text("refill.plan.today"),
        hovertemplate=f"{language.text('refill.plan.today')}<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        x=months["month"],
        y=months["net"] - months["today"],
        marker={"color": look.better, "pattern": {"shape": "/"}},
        customdata=[
            language.text("refill.plan.hover", month=month, customers=customers, net=net)
            for month, customers, net in zip(months["month"], months["customers"], months["net"], strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    goal = float(months["goal"].iloc[0]) if goal_set else 0.0
    if goal_set:
        figure.add_hline(
            y=goal, line={"color": look.text, "dash": "dash", "width": 2},
            annotation_text=language.text("refill.plan.goal", goal=goal), annotation_position="top left",
        )  # fmt: skip
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title=language.text("refill.plan.month"), dtick=1, showgrid=False)
    figure.update_yaxes(**look.money_axis([*months["net"], *months["today"], goal]))
    return figure


MOST_BARS = 12


def losses_figure(table: pd.DataFrame, by: str, look: Look, in_order: bool = False, most: int = MOST_BARS) -> go.Figure:
    """What was lost per group (see ``losses.review``), the largest on top, or as the groups are ordered; values where
    there are any, else counts. ``by``: by what, in words. Of more groups than ``most`` the largest are drawn."""
    language = look.language
    valued = float(table["value"].sum()) > 0
    measure = "value" if valued else "lost"
    shown = table.head(most)
    if in_order:
        shown = table.sort_index().tail(most)
    if table.empty:
        title = language.text("refill.losses.none")
    else:
        where, all_ = named(str(table[measure].idxmax()), language), float(table[measure].sum())
        key = "refill.losses.title" if valued else "refill.losses.title_count"
        title = language.text(key, where=where, value=table[measure].max(), all=all_)
    subtitle = language.text(f"refill.losses.subtitle_{measure}", by=by)
    figure = look.figure(title, subtitle, height=150 + 26 * max(len(shown), 3))
    figure.add_bar(
        y=[plain(named(str(name), language)) for name in shown.index],
        x=shown[measure],
        orientation="h",
        marker={"color": look.actual},
        text=[
            language.text("refill.losses.bar", value=value, count=count) if valued else language.count(count)
            for value, count in zip(shown["value"], shown["lost"], strict=True)
        ],
        textposition="auto",
        hoverinfo="skip",
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    figure.update_xaxes(showticklabels=False, showgrid=False)
    return figure
