"""Step 5: with whom do we fill the gap? Reads from top to bottom like the screen."""

from pages.parts import page, session, tabs
from pages.refill import answer, contracts, losses, pairs, picking, plan, potential, profile, prospects, searched

page.opening("refill")
evaluation = session.evaluation()
answer.show(evaluation)

if evaluation.portfolio.attributes:
    ways = {"one": profile.show, "two": pairs.show, "many": searched.show}
    tabs.show("refill_tabs", "refill.tab", evaluation, ways)
    picking.show(evaluation)

below = {"plan_title": plan.show}
if evaluation.portfolio.attributes:
    below |= {"prospects.title": prospects.show, "potential.title": potential.show}
below |= {"contracts.title": contracts.show, "losses_title": losses.show}
tabs.show("refill_below", "refill", evaluation, below)
page.closing("refill")
