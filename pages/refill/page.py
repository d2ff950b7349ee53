"""Step 5: with whom do we fill the gap? Reads from top to bottom like the screen."""

import streamlit as st

from pages.parts import page, session
from pages.refill import answer, contracts, losses, pairs, picking, plan, potential, profile, prospects, searched

page.opening("refill")
evaluation, language = session.evaluation(), session.language()
answer.show(evaluation)

if evaluation.portfolio.attributes:
    one, two, many = st.tabs(
        [language.text(f"refill.tab.{name}") for name in ("one", "two", "many")], key="refill_tabs", on_change="rerun"
    )
    if one.open:
        with one:
            profile.show(evaluation)
    if two.open:
        with two:
            pairs.show(evaluation)
    if many.open:
        with many:
            searched.show(evaluation)
    picking.show(evaluation)

below = {"plan_title": plan.show}
if evaluation.portfolio.attributes:
    below |= {"prospects.title": prospects.show, "potential.title": potential.show}
below |= {"contracts.title": contracts.show}
if len(evaluation.portfolio.losses):
    below |= {"losses_title": losses.show}
tabs = st.tabs([language.text(f"refill.{name}") for name in below], key="refill_below", on_change="rerun")
for tab, show in zip(tabs, below.values(), strict=True):
    if tab.open:
        with tab:
            show(evaluation)
page.closing("refill")
