"""Step 2: who are our best customers, and why do we say so? Reads from top to bottom like the screen.

A threshold draws anew what it changes (``thresholds.changes``), which is why those parts are rooms and fetch their
figures themselves; everything else draws the whole page. The thresholds are a room themselves: what is moved in one
leaves the rest of the page alone in the browser too, which else takes all of it for old.
"""

import streamlit as st

from pages.parts import customer_card, page, rooms, session
from pages.tag import answer, charts, customers, decide, exchange, rule, thresholds

page.opening("tag")
evaluation, language = session.evaluation(), session.language()
rooms.show("tag_answer", lambda: answer.show(session.tagged()))

pictures, sliders = st.columns([2.1, 1], gap="large")
with pictures:
    in_sight, picked = charts.show()

st.subheader(language.text("tag.rule.title"), anchor=False)
rooms.show("tag_rule", lambda: rule.show(session.tagged()))
narrowed = customers.narrowed(evaluation, rule.picked(), picked)
selected = rooms.show(
    "tag_customers",
    lambda: customers.show(session.tagged(), narrowed),
    shows=lambda: customers.shown(narrowed),
)
rows = customers.rows(evaluation, narrowed)
decide.show(evaluation, selected or (list(rows) if picked else []))
in_drawer = customer_card.on_pick(evaluation, picked)
if len(selected) == 1 and not in_drawer:
    customer_card.show(evaluation, selected[0], "tag_customers")
exchanging = exchange.show(evaluation, rows)

with sliders:  # drawn last: what hangs on the rows in sight is drawn anew with the whole page
    changes = () if selected or picked or exchanging else thresholds.changes(in_sight)
    rooms.show("tag_thresholds", lambda: thresholds.show(session.tagged(), changes))
page.closing("tag")
