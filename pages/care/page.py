"""Step 4: do the math, then decide. Reads from top to bottom like the screen."""

import streamlit as st

from pages.care import answer, customers, decide, goal, own, rates, sets, sure, take, views, work
from pages.parts import page, session

page.opening("care")
evaluation, language = session.evaluation(), session.language()
answer.show(evaluation)

charts, sliders = st.columns([2.1, 1], gap="large")
with sliders:
    rates.show(evaluation)
with charts:
    whale, waterfall, drivers, quadrant, certainty = st.tabs(
        [language.text(f"care.tab.{name}") for name in ("whale", "waterfall", "drivers", "quadrant", "sure")],
        key="care_charts",
        on_change="rerun",
    )
    if whale.open:
        with whale:
            views.whale(evaluation)
    if waterfall.open:
        with waterfall:
            views.waterfall(evaluation)
    if drivers.open:
        with drivers:
            views.drivers(evaluation)
    if quadrant.open:
        with quadrant:
            views.quadrant(evaluation)
    if certainty.open:
        with certainty:
            sure.show(evaluation)

every, hit, target, hours, additions, saved, away = st.tabs(
    [language.text(f"care.tab.{name}") for name in ("customers", "decide", "goal", "work", "own", "sets", "take")],
    key="care_work",
    on_change="rerun",
)
if every.open:
    with every:
        customers.show(evaluation)
if hit.open:
    with hit:
        decide.show(evaluation)
if target.open:
    with target:
        goal.show(evaluation)
if hours.open:
    with hours:
        work.show(evaluation)
if additions.open:
    with additions:
        own.show(evaluation)
if saved.open:
    with saved:
        sets.show(evaluation)
if away.open:
    with away:
        take.show(evaluation)

page.closing("care")
