"""Step 4: do the math, then decide. Reads from top to bottom like the screen."""

import streamlit as st

from pages.care import answer, customers, decide, goal, own, rates, sets, sure, take, views, work
from pages.parts import page, session, tabs

page.opening("care")
evaluation = session.evaluation()
answer.show(evaluation)

charts, sliders = st.columns([2.1, 1], gap="large")
with sliders:
    rates.show(evaluation)
views_of = {
    "whale": views.whale,
    "waterfall": views.waterfall,
    "drivers": views.drivers,
    "quadrant": views.quadrant,
    "sure": sure.show,
}
with charts:
    tabs.show("care_charts", "care.tab", evaluation, views_of)

work_on = {
    "customers": customers.show,
    "decide": decide.show,
    "goal": goal.show,
    "work": work.show,
    "own": own.show,
    "sets": sets.show,
    "take": take.show,
}
tabs.show("care_work", "care.tab", evaluation, work_on)

page.closing("care")
