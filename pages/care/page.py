"""Step 4: do the math, then decide. Reads from top to bottom like the screen.

A rate draws anew what it changes (``rates.CHANGES``), which is why those parts are rooms and fetch their figures
themselves; everything else draws the whole page. The rates are a room themselves, as the thresholds of step 2 are.
"""

from collections.abc import Callable

import streamlit as st

from analysis.evaluate import Evaluation
from pages.care import answer, customers, decide, goal, own, rates, sets, sure, take, views, work
from pages.parts import page, rooms, session, tabs

VIEWS = {
    "whale": lambda: views.whale(session.costed()),  # does not wait for verdicts and actions
    "waterfall": lambda: views.waterfall(session.evaluation()),
    "drivers": lambda: views.drivers(session.evaluation()),
    "quadrant": lambda: views.quadrant(session.evaluation()),
    "sure": lambda: sure.show(session.evaluation()),
}
WORK: dict[str, Callable[[Evaluation], list[int] | None]] = {
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
with charts:
    view = tabs.opened("care_charts", "care.tab", VIEWS)
    rooms.show("care_chart", lambda: VIEWS[view]())

picked = tabs.show("care_work", "care.tab", session.evaluation(), WORK)

with sliders:  # drawn last: where a customer is picked, the page below hangs on the rates as well
    rooms.show("care_rates", lambda: rates.show(session.evaluation(), alone=not picked))

page.closing("care")
