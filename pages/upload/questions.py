"""What the tables leave open, with the likely answer first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio
from analysis.upload.question import Question
from analysis.workspace import uploads
from pages.parts import page, session
from pages.upload import said

MOST_AT_A_GLANCE = 8
"""More options than these are a list to search in."""


def show(portfolio: Portfolio) -> None:
    """The questions of the portfolio's tables; the likely answer holds until another one is chosen."""
    if portfolio.questions:
        st.subheader(session.language().text("upload.questions"), anchor=False)
        for question in portfolio.questions:
            _ask(question, uploads.files(session.real_workspace()), {})


def show_pending() -> None:
    """Files that wait: their needed questions."""
    there, language = session.real_workspace(), session.language()
    waiting = uploads.pending(there)
    if not waiting:
        return
    try:
        loaded = uploads.read(there, waiting, uploads.pending_said(there))
    except PortfolioError as trouble:
        page.tell_trouble(trouble)
        loaded = None
    st.subheader(language.text("upload.before"), anchor=False)
    for question in loaded.questions if loaded else ():
        _ask(question, waiting, uploads.pending_said(there))
    st.button(language.text("upload.leave_out"), icon=":material/close:", key="upload:leave_out", on_click=_leave_out)


def _leave_out() -> None:
    there = session.real_workspace()
    there.put_many({(uploads.PENDING, 0): None, (uploads.PENDING_SAID, 0): None})
    said.tell()


def _ask(question: Question, files: list[uploads.KeptFile], others: dict[str, Any]) -> None:
    """``others``: what is said with the answer."""
    language = session.language()
    given = others.get(uploads.ANSWERS) or session.real_workspace().get(uploads.ANSWERS, default={})
    options = list(question.options)
    chosen = given.get(question.key, None if question.needed else question.likely)
    key = said.key("question", question.key, chosen)
    label = f"**{page.escaped(question.table)}** · {page.escaped(question.sentence(language))}"
    index = options.index(chosen) if chosen in options else None
    filed: dict[str, Any] = {
        "key": key,
        "on_change": _answer,
        "args": (key, question.key, files, {**others, uploads.ANSWERS: given}),
        "format_func": lambda option: _label(question, option),
    }
    if len(options) <= MOST_AT_A_GLANCE:
        st.radio(label, options, index, horizontal=True, **filed)
    else:
        st.selectbox(label, options, index, placeholder=session.language().text("upload.please_choose"), **filed)


def _label(question: Question, option: str) -> str:
    language, key = session.language(), f"questions.{question.kind}_options.{option}"
    if language.has(key):
        return language.text(key)
    name = language.currency_name(option) if question.kind.startswith("currency") else ""
    shown = f"{option} – {name}" if name else option
    return page.escaped(shown) if len(question.options) <= MOST_AT_A_GLANCE else shown


def _answer(key: str, question: str, files: list[uploads.KeptFile], others: dict[str, Any]) -> None:
    answers = {**others[uploads.ANSWERS], question: st.session_state[key]}
    said.settled({**others, uploads.ANSWERS: answers}, files)
