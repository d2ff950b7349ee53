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
plan.show(evaluation)
if evaluation.portfolio.attributes:
    prospects.show(evaluation)
    potential.show(evaluation)
contracts.show(evaluation)
if len(evaluation.portfolio.losses):
    losses.show(evaluation)
page.closing("refill")
