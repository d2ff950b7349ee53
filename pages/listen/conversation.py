"""The conversation with one customer: four questions, three marks, who, when and how sure."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.listen.questions import MARKS, QUESTIONS, SCALE
from analysis.listen.queue import Queue
from pages.listen.answer import ADDED
from pages.parts import customer_card, fields, session


def show(evaluation: Evaluation, waiting: Queue) -> None:
    customer = _choose(evaluation, waiting)
    if customer is None:
        st.info(session.language().text("listen.nobody"))
        return
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        _questions(customer)
    with right:
        _marks(customer)
    with st.expander(session.language().text("listen.card")):
        customer_card.show(evaluation, customer)


def _choose(evaluation: Evaluation, waiting: Queue) -> int | None:
    """The customer to talk to: the next one at first, any other by choice; more can be added."""
    language, names = session.language(), evaluation.customers["name"]
    if not waiting.order:
        return None
    if session.talking_to() not in waiting.order:
        st.session_state["listen_customer"] = waiting.following or waiting.order[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        customer = st.selectbox(
            language.text("listen.customer"),
            waiting.order,
            format_func=lambda number: f"{'✓ ' if number in waiting.asked else ''}{names[number]}",
            key="listen_customer",
            persist_state="session",
        )
        at = waiting.order.index(customer)
        st.button(
            language.text("listen.following"),
            icon=":material/navigate_next:",
            shortcut="Alt+N",
            disabled=at + 1 >= len(waiting.order),
            on_click=_go,
            args=(waiting.order[min(at + 1, len(waiting.order) - 1)],),
        )
        others = [number for number in names.index if number not in waiting.order]
        st.selectbox(
            language.text("listen.add"),
            others,
            index=None,
            format_func=lambda number: names[number],
            key="listen_add",
            placeholder=language.text("listen.add_placeholder"),
            on_change=_add,
        )
    return customer


def _go(customer: int) -> None:
    st.session_state["listen_customer"] = customer


def _add() -> None:
    chosen, there = st.session_state["listen_add"], session.workspace()
    if chosen is not None:
        there.put(ADDED, [*there.get(ADDED, default=[]), int(chosen)])
        st.session_state["listen_customer"] = int(chosen)


def _questions(customer: int) -> None:
    language = session.language()
    for question in QUESTIONS:
        fields.text(f"listen.{question}", customer, label=language.text(f"listen.questions.{question}"), lines=3)


def _marks(customer: int) -> None:
    language = session.language()
    scale = {step: str(step) for step in SCALE}
    for mark in MARKS:
        label = language.text(f"listen.marks.{mark}")
        fields.choice(f"listen.{mark}", customer, label=label, options=scale)
    st.caption(language.text("listen.scale"))
    fields.text("listen.marks_note", customer, label=language.text("listen.marks_note"), lines=2)
    fields.text("listen.who", customer, label=language.text("listen.who"))
    fields.day("listen.when", customer, label=language.text("listen.when"))
    sure = {name: language.text(f"listen.sure_options.{name}") for name in ("heard", "believed", "guessed")}
    fields.choice("listen.sure", customer, label=language.text("listen.sure"), options=sure, widget=st.radio)
