"""Who has been asked, who is next, how many are left."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.listen.queue import Queue, asked_customers, queue, to_check
from pages.parts import page, session

ADDED, FIRST = "listen.added", "listen.first"


def show(evaluation: Evaluation) -> Queue:
    language, there = session.language(), session.workspace()
    drifting_first = there.get(FIRST) == "drifting"
    waiting = queue(evaluation, asked_customers(there), there.get(ADDED, default=[]), drifting_first)
    if waiting.following is None:
        sentence = language.text("listen.answer_done", n=len(waiting.order))
    else:
        name = page.escaped(evaluation.customers.at[waiting.following, "name"])
        sentence = language.text("listen.answer_next", n=waiting.left, name=name)
    st.markdown(f"#### {sentence}")
    checks = to_check(evaluation)
    open_checks = checks[checks["self_check"] == "open"]
    figures = (
        ("asked", language.text("listen.of", done=len(waiting.order) - waiting.left, all=len(waiting.order))),
        ("left", language.count(waiting.left)),
        ("checks", language.count(len(open_checks))),
    )
    for column, (name, value) in zip(st.columns(3), figures, strict=True):
        column.metric(language.text(f"listen.figure.{name}"), value, border=True)
    if evaluation.top_fifth:
        st.caption(language.text("tag.top_fifth"))
    return waiting
