"""Answers for one or many, back to the suggestion, and undo."""

from __future__ import annotations

import streamlit as st

from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation
from analysis.tag.answers import back_to_suggestion, bulk
from analysis.tag.verdict import QUESTIONS
from pages.parts import edits, fields, page, session, watch

NAMED = 3


def show(evaluation: Evaluation, selected: list[int]) -> None:
    """The buttons that answer for the ``selected`` customers; with none, how to select some."""
    language, writable = session.language(), session.workspace().writable
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            if selected:
                st.markdown(f"**{_for_whom(evaluation, selected)}**", width="stretch")
            else:
                st.caption(language.text("tag.select_first"), width="stretch")
            st.button(language.text("tag.undo"), key="tag:undo", disabled=not writable, on_click=_undo)
        if selected:
            _buttons(selected, not writable)


def _buttons(selected: list[int], off: bool) -> None:
    """Every answer to every question, and back to the suggestions."""
    language = session.language()
    columns = st.columns(len(QUESTIONS) + 1)
    for column, question in zip(columns, QUESTIONS, strict=False):
        with column:
            st.caption(language.text(f"tag.question_long.{question}"))
            with st.container(horizontal=True, gap="small"):
                for said in ("yes", "no", "open"):
                    st.button(
                        language.text(f"tag.answer.{said}"),
                        key=f"tag:{question}:{said}",
                        disabled=off,
                        on_click=fields.put,
                        args=(bulk(selected, question, said),),
                    )
    with columns[-1]:
        st.caption(language.text("tag.back_caption"))
        st.button(
            language.text("tag.back"),
            key="tag:back",
            disabled=off,
            on_click=fields.put,
            args=(back_to_suggestion(selected),),
        )


def _for_whom(evaluation: Evaluation, selected: list[int]) -> str:
    language = session.language()
    names = [page.escaped(evaluation.customers.at[customer, "name"]) for customer in selected]
    shown, more = names[:NAMED], len(names) - NAMED
    words = language.list(shown) if more <= 0 else language.text("tag.and_others", n=more, names=", ".join(shown))
    return language.text("tag.answer_for", n=len(names), names=words)


def _undo() -> None:
    try:
        done = session.workspace().undo("tag.")
    except PortfolioError as trouble:
        watch.trouble(trouble)
        return
    watch.tell(edits.undone() if done else session.language().text("tag.nothing_to_undo"))
