"""The bridge from today's year to the year without those who leave."""

from __future__ import annotations

import plotly.graph_objects as go

from analysis.care.goals import GoalCheck
from analysis.care.steps_chart import Step, draw_steps
from analysis.look import Look


def bridge_chart(check: GoalCheck, repaired: float, goal_set: bool, look: Look) -> go.Figure:
    """Today → repairs → margin lost → saved → redeployed → word of mouth → plan, € per year; the goal as an outline.

    ``repaired``: what decided repairs are expected to bring.
    """
    language = look.language
    plan = check.without + repaired
    bars = [
        ("today", check.today, "level"),
        ("repaired", repaired, "estimate"),
        ("margin_lost", -check.margin_lost, "step"),
        ("saved", check.saved, "step"),
        ("redeployed", check.redeployed, "estimate"),
        ("word_of_mouth", -check.word_of_mouth, "estimate"),
        ("plan", plan, "plan"),
        ("target", check.target if goal_set else 0.0, "goal"),
    ]
    shown = [bar for bar in bars if bar[2] in ("level", "plan") or abs(bar[1]) >= 0.005]
    idle = plan - check.redeployed
    key = "range" if check.redeployed >= 0.005 else "plan"
    title = language.text(f"care.goal.title_{key}", n=check.customers, plan=plan, idle=idle, today=check.today)
    figure = look.figure(
        title if check.customers or repaired else language.text("care.goal.title_nobody", today=check.today),
        language.text("care.goal.subtitle"),
        height=150 + 36 * len(shown),
    )
    draw_steps(figure, [_step(key, amount, kind, look) for key, amount, kind in shown], look)
    return figure


def _step(key: str, amount: float, kind: str, look: Look) -> Step:
    name = look.language.text(f"care.goal.{key}")
    return Step(name, amount, kind, f"{name}: {look.language.money(amount)}")  # type: ignore[arg-type]
