"""Step 2: who are our best customers, and why do we say so? Reads from top to bottom like the screen."""

import streamlit as st

from pages.parts import customer_card, page, session
from pages.tag import answer, charts, customers, decide, exchange, rule, thresholds

page.opening("tag")
evaluation, language = session.evaluation(), session.language()
answer.show(evaluation)

pictures, sliders = st.columns([2.1, 1], gap="large")
with sliders:
    thresholds.show(evaluation)
with pictures:
    picked = charts.show(evaluation)

st.subheader(language.text("tag.rule.title"), anchor=False)
verdict = rule.show(evaluation)
rows = customers.narrowed(evaluation, verdict, picked)
selected = customers.show(evaluation, rows)
decide.show(evaluation, selected or (list(rows) if picked else []))
in_drawer = customer_card.on_pick(evaluation, picked)
if len(selected) == 1 and not in_drawer:
    customer_card.show(evaluation, selected[0])
exchange.show(evaluation, rows)
page.closing("tag")
