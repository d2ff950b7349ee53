"""A waterfall with the marks of the house: levels dark, what adds or takes by its sign, estimates hatched, plans and
goals as outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from analysis.language import unit_of
from analysis.look import Look, plain

ROOM = 0.17
"""Share of the axis kept free beside the bars for their figures."""
FINE = 0.05
"""A step smaller than this in the unit of the largest asks for the next smaller unit."""
LEVELS = ("level", "plan", "goal")
"""Kinds of steps that stand for a whole, not for a change."""


@dataclass(frozen=True)
class Step:
    """One bar. ``kind``: ``level`` (a sum, from zero), ``step`` (adds to or takes from the level before), ``neutral``
    (a step that is neither good nor bad), ``estimate`` (a step that is estimated), ``plan`` and ``goal`` (from zero).
    """

    name: str
    amount: float
    kind: Literal["level", "step", "neutral", "estimate", "plan", "goal"]
    hover: str


def spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """From where to where each bar runs, €."""
    at, found = 0.0, []
    for step in steps:
        base = 0.0 if step.kind in ("level", "plan", "goal") else at
        found.append((base, base + step.amount))
        at = at if step.kind == "goal" else base + step.amount
    return found


def draw_steps(figure: go.Figure, steps: Sequence[Step], look: Look) -> None:
    """Adds horizontal bars for ``steps`` (€), top to bottom, and sets both axes."""
    bases, ends = map(list, zip(*spans(steps), strict=True))
    unit = unit_of_steps(steps)
    low, high = min([0.0, *bases, *ends]), max([0.0, *bases, *ends])
    span = (high - low) or 1.0
    figure.add_bar(
        orientation="h",
        y=list(range(len(steps))),
        base=bases,
        x=[step.amount for step in steps],
        marker={
            "color": [_fill(step, look) for step in steps],
            "line": {"color": [_line(step, look) for step in steps], "width": 1.5},
            "pattern": {
                "shape": ["/" if step.kind == "estimate" else "" for step in steps],
                "fgcolor": look.paper,
                "size": 6,
            },
        },
        customdata=[step.hover for step in steps],
        hovertemplate="%{customdata}<extra></extra>",
    )
    for position, (step, base, end) in enumerate(zip(steps, bases, ends, strict=True)):
        # The figure stands beyond the bar, on the side to which it runs.
        right = step.amount >= 0
        figure.add_annotation(
            x=end if right else min(base, end), y=position, text=look.language.short(step.amount, unit),
            showarrow=False, xanchor="left" if right else "right", xshift=5 if right else -5,
            font={"color": look.text, "size": 12},
        )  # fmt: skip
    figure.update_layout(bargap=0.28)
    figure.update_xaxes(
        **look.money_axis([low, high]),
        range=[low - ROOM * span if low < 0 or any(step.amount < 0 for step in steps) else 0, high + ROOM * span],
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(steps))),
        ticktext=[plain(step.name) for step in steps],
    )


def unit_of_steps(steps: Sequence[Step]) -> float:
    """One unit for all steps; a finer one where a level, which is what a chart is about, would have a single digit."""
    unit = fine_unit([step.amount for step in steps])
    single = any(0.5 <= abs(step.amount) < unit for step in steps if step.kind in LEVELS)
    return unit / 1e3 if unit > 1 and single else unit


def fine_unit(amounts: Sequence[float]) -> float:
    """One unit for all: that of the largest, or the next smaller where the smallest would read as zero."""
    unit = unit_of(amounts)
    smallest = min((abs(amount) for amount in amounts if abs(amount) >= 0.5), default=unit)
    return unit / 1e3 if unit > 1 and smallest < FINE * unit else unit


def _fill(step: Step, look: Look) -> str:
    if step.kind in ("plan", "goal"):
        return "rgba(0,0,0,0)"
    if step.kind == "level":
        return look.actual
    return look.muted if step.kind == "neutral" else look.sign(step.amount)


def _line(step: Step, look: Look) -> str:
    return look.actual if step.kind in LEVELS else _fill(step, look)
