"""Step 2: who are our best customers, and why do we say so? Reads from top to bottom like the screen."""

import streamlit as st

from pages.parts import page, session
from pages.tag import answer, charts, customers, rule, thresholds

page.opening("tag")
evaluation, language = session.evaluation(), session.language()
answer.show(evaluation)

pictures, sliders = st.columns([2.1, 1], gap="large")
with sliders:
    thresholds.show(evaluation)
with pictures:
    picked = charts.show(evaluation)

st.subheader(language.text("tag.rule_title"), anchor=False)
verdict = rule.show(evaluation)
customers.show(evaluation, verdict, picked)
page.closing("tag")
