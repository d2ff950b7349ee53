"""The conversation with one customer: four questions with their themes, three marks, who, when and how sure."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.invoices.words import fair_price, suggested_mark
from analysis.listen.questions import MARKS, QUESTIONS, SCALE, SURE
from analysis.listen.queue import Queue
from analysis.listen.themes import FIELD, answers, known, suggestions
from pages.listen import keys
from pages.listen.answer import ADDED, FIRST
from pages.parts import choose, customer_card, fields, page, session

CHOSEN = "listen_customer"
TALK = "listen_talk"
PRICE = "listen.pays_fair_price"


def show(evaluation: Evaluation, waiting: Queue) -> None:
    customer = _choose(evaluation, waiting)
    if customer is None:
        st.info(session.language().text("listen.nobody"))
        return
    with st.container(key=TALK):
        left, right = st.columns([1.6, 1], gap="large")
        with left:
            _questions(customer)
        with right:
            _marks(evaluation, customer)
    keys.mount(TALK, customer, following="listen_following", previous="listen_previous")
    with st.expander(session.language().text("listen.card")):
        customer_card.show(evaluation, customer)


def _choose(evaluation: Evaluation, waiting: Queue) -> int | None:
    """The customer to talk to: the next one at first, any other by choice; more can be added."""
    language, customers, order = session.language(), evaluation.customers, waiting.order
    if not order:
        return None
    if session.talking_to() not in order:
        st.session_state[CHOSEN] = waiting.following or order[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        customer = choose.customer(
            language.text("listen.customer"),
            order,
            customers,
            CHOSEN,
            lambda number, name: f"✓ {name}" if number in waiting.asked else name,
        )
        at = order.index(customer)
        for name, shortcut, there in (("previous", keys.PREVIOUS, order[:at][-1:]),
                                      ("following", keys.NEXT, order[at + 1 :][:1])):  # fmt: skip
            st.button(
                language.text(f"listen.{name}"),
                icon=f":material/navigate_{'next' if name == 'following' else 'before'}:",
                shortcut=shortcut,
                key=f"listen_{name}",
                disabled=not there,
                on_click=_go,
                args=there,
            )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = choose.names(customers.index.difference(order), customers)
        st.selectbox(
            language.text("listen.add"),
            list(others),
            index=None,
            format_func=lambda number: others[number],
            key=f"listen_add:{len(others)}",
            placeholder=language.text("listen.add_placeholder"),
            on_change=_add,
            args=(f"listen_add:{len(others)}",),
        )
        if evaluation.invoices.drift is not None:
            first = {name: language.text(f"listen.first.{name}") for name in ("net", "drifting")}
            fields.choice(FIRST, label=language.text("listen.first.label"), options=first, default="net")
    st.caption(language.text("listen.keys"))
    return customer


def _go(customer: int) -> None:
    st.session_state[CHOSEN] = customer


def _add(key: str) -> None:
    chosen, there = st.session_state[key], session.workspace()
    if chosen is not None and fields.filed({(ADDED, 0): [*there.get(ADDED, default=[]), int(chosen)]}):
        st.session_state[CHOSEN] = int(chosen)


def _questions(customer: int) -> None:
    language, answered = session.language(), answers(session.workspace().fields("listen."))
    for question in QUESTIONS:
        # Each by itself: the themes that come with an answer must not move the field in which one is typing by then.
        with st.container():
            quote = fields.text(
                f"listen.{question}", customer, label=language.text(f"listen.questions.{question}"), lines=3
            )
            if quote.strip() and not session.hidden():
                _themes(customer, question, quote, answered)


def _themes(customer: int, question: str, quote: str, answered: pd.DataFrame) -> None:
    """The answer's themes, to choose or to type, and what may fit, to accept by click."""
    language, there = session.language(), session.workspace()
    given = there.get(FIELD + question, customer, default=[])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        fields.choice(
            FIELD + question,
            customer,
            label=language.text("listen.themes.of", question=language.text(f"listen.short.{question}")),
            options={theme: theme for theme in [*known(answered), *given]},
            many=True,
            widget=st.multiselect,
            accept_new_options=True,
            label_visibility="collapsed",
            placeholder=language.text("listen.themes.placeholder"),
            width=340,
            wrap=True,
        )
        for theme in suggestions(answered, quote, given):
            st.button(
                page.escaped(theme),
                icon=":material/add:",
                type="tertiary",
                key=f"theme:{customer}:{question}:{theme}",
                disabled=not there.writable,
                help=language.text("listen.themes.accept"),
                on_click=fields.put,
                args=({(FIELD + question, customer): [*given, theme]},),
            )


def _marks(evaluation: Evaluation, customer: int) -> None:
    language = session.language()
    scale = {step: str(step) for step in SCALE}
    for mark in MARKS:
        label = language.text(f"listen.marks.{mark}")
        fields.choice(f"listen.{mark}", customer, label=label, options=scale)
        if mark == "pays_fair_price":
            _suggested(evaluation, customer)
    st.caption(language.text("listen.scale"))
    fields.text("listen.marks_note", customer, label=language.text("listen.marks_note"), lines=2)
    fields.text("listen.who", customer, label=language.text("listen.who"))
    fields.day("listen.when", customer, label=language.text("listen.when"))
    sure = {name: language.text(f"listen.sure_options.{name}") for name in SURE}
    fields.choice("listen.sure", customer, label=language.text("listen.sure"), options=sure)


def _suggested(evaluation: Evaluation, customer: int) -> None:
    """What the invoices say of the price, and the mark they suggest where no person has given one."""
    language, there = session.language(), session.workspace()
    st.caption(page.escaped(fair_price(evaluation, customer, language)))
    mark = suggested_mark(evaluation, customer)
    if mark is None:
        return
    st.caption(language.text("invoices.card.suggested", mark=str(mark)))
    if there.get(PRICE, customer) is None:
        st.button(
            language.text("invoices.card.take", mark=str(mark)),
            icon=":material/add:",
            type="tertiary",
            key=f"listen_price:{customer}",
            disabled=not there.writable,
            on_click=fields.put,
            args=({(PRICE, customer): mark},),
        )
