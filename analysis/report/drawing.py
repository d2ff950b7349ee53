"""The summary's charts on paper: each a list of marks with their places in points, for whatever draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.care.steps_chart import Step, spans, unit_of_steps
from analysis.care.tornado_chart import value_of
from analysis.look import Look
from analysis.report.summary import Summary
from analysis.tag.curves import WhaleCurve

WIDTH = 482.0
"""Points between the margins of an A4 page."""
NAMES = 150.0
"""Points for the names of bars."""
ROW = 17.0
"""Points from one bar to the next."""
POINTS = 300
"""Points of a curve."""


@dataclass
class Drawing:
    """Marks with their places in points, from the upper left corner.

    A mark is a ``line`` (its points; ``width``, ``dashed``), a ``shape`` (its corners, filled), a ``bar`` (x, y, width,
    height; ``fill`` or ``line`` None: without, ``hatched``), or a ``text`` (``at`` a point, ``side`` of it −1 left of
    it, 0 on it, 1 right of it; ``within`` so many points it takes several lines).
    """

    height: float
    width: float = WIDTH
    marks: list[dict[str, Any]] = field(default_factory=list)

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 0.5, dashed: bool = False
    ) -> None:
        self.marks.append({"kind": "line", "points": points, "colour": colour, "width": width, "dashed": dashed})

    def shape(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        self.marks.append({"kind": "shape", "points": points, "colour": colour})

    def bar(self, x: float, y: float, width: float, height: float, fill: str | None, line: str, hatched: bool) -> None:
        place = {"x": min(x, x + width), "y": y, "width": abs(width), "height": height}
        self.marks.append({"kind": "bar", **place, "fill": fill, "line": line, "hatched": hatched})

    def text(self, text: str, x: float, y: float, colour: str, side: int = 0, within: float | None = None) -> None:
        mark = {"kind": "text", "text": text, "x": x, "y": y, "colour": colour, "side": side, "within": within}
        self.marks.append(mark)


def whale_drawing(summary: Summary, height: float = 185) -> Drawing:
    """Both curves, where each ends, and the peak of the one after care."""
    look, before, after = summary.look, summary.before, summary.after
    language, made = look.language, Drawing(height)
    amounts = [0.0, *before.table["cumulative"], *after.table["cumulative"]]
    axis = look.money_axis(amounts)
    low, high = min(*amounts, *axis["tickvals"]), max(*amounts, *axis["tickvals"])  # type: ignore[misc]
    left, right, top, bottom = 52.0, WIDTH - 4, 14.0, height - 22

    def place(rank: float, amount: float) -> tuple[float, float]:
        count, span = max(len(after.table), 1), (high - low) or 1.0
        return left + (right - left) * rank / count, bottom - (bottom - top) * (amount - low) / span

    for tick, word in zip(axis["tickvals"], axis["ticktext"], strict=True):  # type: ignore[call-overload]
        across = place(0, tick)[1]
        made.line([(left, across), (right, across)], look.muted if tick == 0 else look.grid)
        made.text(word, left - 5, across, look.text, side=-1)
    for curve, key, colour, width in ((before, "before", look.muted, 1.5), (after, "after", look.actual, 2.2)):
        made.line([place(*point) for point in curve_points(curve)], colour, width, dashed=key == "before")
        end = place(len(curve.table), curve.total)
        word = language.text(f"care.whale.{key}_end", total=curve.total)
        made.text(word, end[0], end[1] + (-9 if key == "before" else 10), look.text if key == "after" else colour, -1)
    if after.losing_customers and after.peak_customers:
        (x, y), (amount, is_early) = place(after.peak_customers, after.peak_total), beside_peak(after)
        made.shape([(x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)], look.worse)
        word = language.text("care.whale.peak", customers=after.peak_customers, total=after.peak_total)
        made.text(word, x + 9 if is_early else x, place(0, amount)[1] + (0 if is_early else 12), look.worse,
                  1 if is_early else -1)  # fmt: skip
    made.text(language.text("care.whale.axis"), (left + right) / 2, height - 7, look.text)
    return made


def curve_points(curve: WhaleCurve) -> list[tuple[float, float]]:
    """Rank and cumulative amount (€), from zero, at most ``POINTS`` of them, the peak among them."""
    count = len(curve.table)
    wanted = np.unique([*np.linspace(0, count - 1, min(count, POINTS)), max(curve.peak_customers - 1, 0)])
    rows = curve.table.iloc[wanted.astype("int64")] if count else curve.table
    return [(0.0, 0.0), *zip(rows["rank"].astype(float), rows["cumulative"].astype(float), strict=True)]


def beside_peak(curve: WhaleCurve) -> tuple[float, bool]:
    """Where words about the peak touch no curve: at which amount (€), and whether to the right of the peak, since it
    is early; else they stand left of it and below what the curve has reached half of all customers before."""
    back = curve.peak_customers - len(curve.table) // 2
    if back < 1:
        return curve.peak_total, True
    return float(curve.table["cumulative"].iloc[back - 1]), False


def bridge_drawing(steps: Sequence[Step], look: Look) -> Drawing:
    """A bar for each step, from where to where it leads, with its figure."""
    made, found = Drawing(ROW * len(steps) + 6), spans(steps)
    unit, ends = unit_of_steps(steps), [0.0, *(end for span in found for end in span)]
    place = _across(min(ends), max(ends), NAMES, 70.0 if min(ends) < 0 else 8.0, 70.0)
    made.line([(place(0), 0), (place(0), made.height)], look.muted)
    for at, (step, (start, end)) in enumerate(zip(steps, found, strict=True)):
        middle, colour = 3 + ROW * (at + 0.5), step_colour(step, look)
        filled = None if step.kind in ("plan", "goal") else colour
        width = place(end) - place(start)
        made.bar(place(start), middle - 0.36 * ROW, width, 0.72 * ROW, filled, colour, step.kind == "estimate")
        made.text(step.name, 0, middle, look.text, 1, NAMES - 6)
        made.text(look.language.short(step.amount, unit), place(max(start, end)) + 5, middle, look.text, 1)
    return made


def step_colour(step: Step, look: Look) -> str:
    """The colour of a bar, or of its outline."""
    return look.actual if step.kind in ("level", "plan", "goal") else look.sign(step.amount)


def tornado_drawing(summary: Summary) -> Drawing:
    """A bar to either side for each assumption: what its low and its high change, with these values."""
    look, effects = summary.look, summary.effects
    made, reach = Drawing(ROW * len(effects) + 6), max([*effects["effect"], 1.0])
    place = _across(-reach, reach, NAMES, 62.0, 62.0)
    for at, row in enumerate(effects.itertuples()):
        middle, name = 3 + ROW * (at + 0.5), str(row.Index)
        made.text(look.language.text(f"assumptions.{name}.label"), 0, middle, look.text, 1, NAMES - 6)
        for value, change, hatched in ((row.low, row.at_low, True), (row.high, row.at_high, False)):
            if abs(change) < 0.005:
                continue
            colour = look.sign(change)
            width = place(change) - place(0)
            made.bar(place(0), middle - 0.36 * ROW, width, 0.72 * ROW, colour, colour, hatched)
            side = 1 if change >= 0 else -1
            made.text(value_of(name, value, look.language), place(change) + 5 * side, middle, look.text, side)
    made.line([(place(0), 0), (place(0), made.height)], look.actual)
    return made


def _across(low: float, high: float, start: float, before: float, behind: float) -> Any:
    """The place of an amount between the names and the right margin, with room on both sides for figures."""
    left, right, span = start + before, WIDTH - behind, (high - low) or 1.0
    return lambda amount: left + (right - left) * (amount - low) / span
