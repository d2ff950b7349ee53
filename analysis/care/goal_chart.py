"""The bridge from today's year to the year without those who leave."""

from __future__ import annotations

import plotly.graph_objects as go

from analysis.care.goals import GoalCheck
from analysis.language import unit_of
from analysis.look import Look


def bridge_chart(check: GoalCheck, repaired: float, goal_set: bool, look: Look) -> go.Figure:
    """Today → repairs → margin lost → saved → redeployed → word of mouth → plan, € per year; the goal as an outline.

    ``repaired``: what decided repairs are expected to bring.
    """
    language = look.language
    plan = check.without + repaired
    steps = [
        ("today", check.today, "absolute"),
        ("repaired", repaired, "relative"),
        ("margin_lost", -check.margin_lost, "relative"),
        ("saved", check.saved, "relative"),
        ("redeployed", check.redeployed, "relative"),
        ("word_of_mouth", -check.word_of_mouth, "relative"),
        ("plan", plan, "total"),
    ]
    steps = [step for step in steps if step[2] != "relative" or abs(step[1]) >= 0.005]
    change = plan - check.today
    title = language.text(
        f"care.goal.title_{'better' if change >= 0 else 'worse'}", n=check.customers, plan=plan, change=abs(change)
    )
    figure = look.figure(
        title if check.customers or repaired else language.text("care.goal.title_nobody", today=check.today),
        language.text("care.goal.subtitle"),
        height=150 + 36 * (len(steps) + goal_set),
    )
    unit = unit_of([amount for _, amount, _ in steps])
    figure.add_waterfall(
        orientation="h",
        y=[language.text(f"care.goal.{key}") for key, _, _ in steps],
        x=[amount for _, amount, _ in steps],
        measure=[measure for _, _, measure in steps],
        text=[language.short(amount, unit) for _, amount, _ in steps],
        textposition="outside",
        cliponaxis=False,
        customdata=[language.money(amount) for _, amount, _ in steps],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
        connector={"line": {"color": look.grid, "width": 1}},
        decreasing={"marker": {"color": look.worse}},
        increasing={"marker": {"color": look.better}},
        totals={"marker": {"color": look.actual}},
    )
    levels = [0.0, check.today, plan]
    if goal_set:
        figure.add_bar(
            orientation="h", y=[language.text("care.goal.target")], x=[check.target],
            marker={"color": "rgba(0,0,0,0)", "line": {"color": look.actual, "width": 2}},
            text=[language.short(check.target, unit)], textposition="outside", cliponaxis=False,
            customdata=[language.money(check.target)], hovertemplate="%{y}: %{customdata}<extra></extra>",
        )  # fmt: skip
        levels.append(check.target)
    low, high = min(levels), max(levels)
    span = (high - low) or 1.0
    figure.update_xaxes(
        **look.money_axis(levels), range=[low - 0.16 * span if low < 0 else -0.02 * span, high + 0.18 * span]
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure
