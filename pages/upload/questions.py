"""What the tables leave open, with the likely answer first."""

from __future__ import annotations

import streamlit as st

from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio
from analysis.upload.question import Question
from analysis.workspace import uploads
from pages.parts import page, session
from pages.parts.upload_actions import settle
from pages.upload.drop import told


def show(portfolio: Portfolio) -> None:
    """The questions of the portfolio's tables; the likely answer holds until another one is chosen."""
    if portfolio.questions:
        st.subheader(session.language().text("upload.questions"), anchor=False)
        for question in portfolio.questions:
            _ask(question, uploads.files(session.real_workspace()))


def show_pending() -> None:
    """Files that wait: their needed questions."""
    there = session.real_workspace()
    waiting = uploads.pending(there)
    if not waiting:
        return
    try:
        loaded = uploads.read(there, waiting)
    except PortfolioError as trouble:
        page.tell_trouble(trouble)
        return
    st.subheader(session.language().text("upload.before"), anchor=False)
    for question in loaded.questions:
        _ask(question, waiting)


def _ask(question: Question, files: list[uploads.KeptFile]) -> None:
    language = session.language()
    given = session.real_workspace().get(uploads.ANSWERS, default={})
    options = list(question.options)
    chosen = given.get(question.key, None if question.needed else question.likely)
    st.radio(
        f"**{page.escaped(question.table)}** · {page.escaped(question.sentence(language))}",
        options,
        index=options.index(chosen) if chosen in options else None,
        format_func=lambda option: _label(question, option),
        key=f"question:{question.key}",
        horizontal=True,
        on_change=_answer,
        args=(question.key, files),
    )


def _label(question: Question, option: str) -> str:
    key = f"questions.{question.kind}_options.{option}"
    return session.language().text(key) if session.language().has(key) else page.escaped(option)


def _answer(key: str, files: list[uploads.KeptFile]) -> None:
    there, language = session.real_workspace(), session.language()
    chosen = st.session_state[f"question:{key}"]
    answers = {**there.get(uploads.ANSWERS, default={}), key: chosen}
    try:
        st.session_state["upload:said"] = told(settle(files, {uploads.ANSWERS: answers}), language)
    except PortfolioError as trouble:
        st.session_state["upload:said"] = ("error", [trouble.sentence(language)], True)
