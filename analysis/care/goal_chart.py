"""The bridge from today's year to the year without those who leave."""

from __future__ import annotations

import plotly.graph_objects as go

from analysis.care.goals import GoalCheck
from analysis.care.steps_chart import Step, draw_steps
from analysis.language import Language
from analysis.look import Look


def bridge_chart(check: GoalCheck, repaired: float, goal_set: bool, look: Look) -> go.Figure:
    """Today → repairs → margin lost → saved → redeployed → word of mouth → plan, € per year; the goal as an outline.

    ``repaired``: what decided repairs are expected to bring.
    """
    language, steps = look.language, bridge_steps(check, repaired, goal_set, look.language)
    title = bridge_sentence(check, repaired, language)
    figure = look.figure(title, language.text("care.goal.subtitle"), height=150 + 36 * len(steps))
    draw_steps(figure, steps, look)
    return figure


def bridge_steps(check: GoalCheck, repaired: float, goal_set: bool, language: Language) -> list[Step]:
    """The bars of the bridge; those that add and take nothing are left out."""
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
    return [_step(key, amount, kind, language) for key, amount, kind in shown]


def bridge_sentence(check: GoalCheck, repaired: float, language: Language) -> str:
    """What the bridge shows, with its figures."""
    if not (check.customers or repaired):
        return language.text("care.goal.title_nobody", today=check.today)
    who = "repaired" if not check.customers else "both" if repaired else "without"
    names, plan = ("idle", "plan", "today"), check.without + repaired
    shown = language.apart(plan - check.redeployed, plan, check.today)
    key = "range" if check.redeployed >= 0.005 else "plan"
    return language.text(
        f"care.goal.title_{key}",
        who=language.text(f"care.goal.who_{who}", n=check.customers),
        **dict(zip(names, shown, strict=True)),
    )


def _step(key: str, amount: float, kind: str, language: Language) -> Step:
    name = language.text(f"care.goal.{key}")
    return Step(name, amount, kind, f"{name}: {language.money(amount)}")  # type: ignore[arg-type]
