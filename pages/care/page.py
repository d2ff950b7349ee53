"""Step 4: do the math, then decide. Reads from top to bottom like the screen.

A rate draws anew what it changes (``rates.CHANGES``), which is why those parts are rooms and fetch their figures
themselves; everything else draws the whole page.
"""

import streamlit as st

from pages.care import answer, customers, decide, goal, own, rates, sets, sure, take, views, work
from pages.parts import page, rooms, session, tabs

VIEWS = {
    "whale": lambda: views.whale(session.costed()),  # does not wait for verdicts and actions
    "waterfall": lambda: views.waterfall(session.evaluation()),
    "drivers": lambda: views.drivers(session.evaluation()),
    "quadrant": lambda: views.quadrant(session.evaluation()),
    "sure": lambda: sure.show(session.evaluation()),
}
WORK = {
    "customers": customers.show,
    "decide": decide.show,
    "goal": goal.show,
    "work": work.show,
    "own": own.show,
    "sets": sets.show,
    "take": take.show,
}

page.opening("care")
rooms.show("care_answer", lambda: answer.show(session.costed()))

charts, sliders = st.columns([2.1, 1], gap="large")
with charts, tabs.opened("care_charts", "care.tab", VIEWS) as view:
    rooms.show("care_chart", lambda: VIEWS[view]())

with tabs.opened("care_work", "care.tab", WORK) as tab:
    if tab == "customers":
        rooms.show("care_customers", lambda: WORK[tab](session.evaluation()))
    else:
        WORK[tab](session.evaluation())

with sliders:  # drawn last: what they change is known by then
    rates.show(session.evaluation())

page.closing("care")
