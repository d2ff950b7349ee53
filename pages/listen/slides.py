"""Step 3 for the room."""

from __future__ import annotations

from functools import partial

import plotly.graph_objects as go

from analysis.evaluate import Evaluation
from analysis.listen.counts import heard
from analysis.slides import Slide
from pages.listen import themes
from pages.listen.answer import figures, sentence, waiting_of
from pages.parts import session

THEMES = 5
"""More rows than these cannot be read from the back of a room."""


def slides(evaluation: Evaluation, pointed: int | None) -> list[Slide]:
    """Who was asked, and what the answers are about, where anything was said."""
    waiting, told = waiting_of(evaluation), heard(evaluation, session.workspace().fields("listen."))
    found = [Slide("asked", figures=figures(evaluation, waiting), title=sentence(evaluation, waiting))]
    if told["theme"].notna().any():

        def chart(view: str) -> go.Figure:
            return themes.picture(evaluation, told, view, *themes.columns(told, view), most=THEMES)[1]

        found += [Slide(view, partial(chart, view)) for view in ("question", "best")]
    return found
