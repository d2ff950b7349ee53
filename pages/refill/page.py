"""Step 5: with whom do we fill the gap? Reads from top to bottom like the screen."""

from pages.parts import page, session
from pages.refill import answer, losses, plan, profile

page.opening("refill")
evaluation = session.evaluation()
answer.show(evaluation)
if evaluation.portfolio.attributes:
    profile.show(evaluation)
plan.show(evaluation)
if len(evaluation.portfolio.losses):
    losses.show(evaluation)
page.closing("refill")
