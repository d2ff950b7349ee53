"""Step 5 for the room."""

from __future__ import annotations

from analysis.evaluate import Evaluation
from analysis.refill.charts import losses_figure
from analysis.refill.losses import review
from analysis.slides import Slide
from pages.parts import session
from pages.refill import plan, planned, profile
from pages.refill.answer import figures

WORST = 7
"""More bars than these cannot be read from the back of a room."""


def slides(evaluation: Evaluation, pointed: int | None) -> list[Slide]:
    """The profile, the plan, and why customers and deals were lost; those without data are left out."""
    attributes, losses, language = evaluation.portfolio.attributes, evaluation.portfolio.losses, session.language()
    found = []
    if attributes:
        chosen = session.workspace().get("refill.attribute")
        attribute = chosen if chosen in attributes else attributes[0]
        found.append(Slide("profile", lambda: profile.picture(evaluation, attribute)[1]))
    made = planned.plan(evaluation)
    found.append(Slide("plan", lambda: plan.picture(evaluation, made), figures(evaluation)))
    if len(losses):
        words = language.text("refill.losses.by.reason")
        lost = review(losses, losses["reason"])
        found.append(Slide("losses", lambda: losses_figure(lost, words, session.look(), most=WORST)))
    return found
