"""Step 3: what the best customers say, and what we say about ourselves. Reads from top to bottom like the screen."""

import streamlit as st

from pages.listen import answer, conversation, guide, house_check, self_check, themes
from pages.parts import page, session

page.opening("listen")
evaluation, language = session.evaluation(), session.language()
waiting = answer.show(evaluation)

ask, said, paper, check, house = st.tabs(
    [language.text(f"listen.tab.{name}") for name in ("ask", "themes", "guide", "check", "house")],
    key="listen_tabs",
    on_change="rerun",
)
if ask.open:
    with ask:
        conversation.show(evaluation, waiting)
if said.open:
    with said:
        themes.show(evaluation)
if paper.open:
    with paper:
        guide.show(evaluation, waiting)
if check.open:
    with check:
        self_check.show(evaluation)
if house.open:
    with house:
        house_check.show()
page.closing("listen")
