"""Who has been asked, who is next, how many are left."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.listen.queue import Queue, asked_customers, queue, to_check
from analysis.slides import Figures
from pages.parts import page, session

ADDED, FIRST = "listen.added", "listen.first"


def waiting_of(evaluation: Evaluation) -> Queue:
    """Whom to ask, and who was asked."""
    there = session.workspace()
    drifting_first = there.get(FIRST) == "drifting"
    return queue(evaluation, asked_customers(there), there.get(ADDED, default=[]), drifting_first)


def sentence(evaluation: Evaluation, waiting: Queue) -> str:
    """How many are left, and who is next."""
    language = session.language()
    if waiting.following is None:
        return language.text("listen.answer_done", n=len(waiting.order))
    name = evaluation.customers.at[waiting.following, "name"]
    return language.text("listen.answer_next", n=waiting.left, name=name)


def figures(evaluation: Evaluation, waiting: Queue) -> Figures:
    """Asked, left to ask, and self-checks that are open."""
    language, checks = session.language(), to_check(evaluation)
    asked = language.text("listen.of", done=len(waiting.order) - waiting.left, all=len(waiting.order))
    counts = {"left": waiting.left, "checks": len(checks[checks["self_check"] == "open"])}
    counted = [(language.text(f"listen.figure.{name}"), language.count(value)) for name, value in counts.items()]
    return [(language.text("listen.figure.asked"), asked), *counted]


def show(evaluation: Evaluation) -> Queue:
    language, waiting = session.language(), waiting_of(evaluation)
    st.markdown(f"#### {page.escaped(sentence(evaluation, waiting))}")
    for column, figure in zip(st.columns(3), figures(evaluation, waiting), strict=True):
        column.metric(*figure, border=True)
    if evaluation.top_fifth:
        st.caption(language.text("tag.top_fifth"))
    return waiting
