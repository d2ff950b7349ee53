"""Step 1 for the room."""

from __future__ import annotations

from analysis.evaluate import Evaluation
from analysis.slides import Slide
from pages.upload.answer import figures, sentence


def slides(evaluation: Evaluation, pointed: int | None) -> list[Slide]:
    """Whose portfolio this is, in one sentence and three figures."""
    return [Slide("portfolio", figures=figures(evaluation), title=sentence(evaluation))]
