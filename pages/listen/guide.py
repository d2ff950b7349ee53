"""The interview guide out, the answers in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.language import LANGUAGES, Language, name_of
from analysis.listen.guide import INTERVIEW, guide, interview_list
from analysis.listen.queue import Queue
from pages.parts import incoming, session, take_away

AT_ONCE = 20
"""A guide for more customers is made on the click."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(evaluation: Evaluation, waiting: Queue) -> None:
    language = session.language()
    st.markdown(language.text("listen.guide.what"))
    if not waiting.order:
        st.info(language.text("listen.nobody"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whom = _whom(evaluation, waiting)
        code = st.segmented_control(
            language.text("listen.guide.in"),
            LANGUAGES,
            default=language.code,
            required=True,
            format_func=name_of,
            key="guide_language",
            persist_state="session",
        )
    written = Language(code or language.code, language.currency)
    given = session.workspace().fields("listen.")
    with st.container(horizontal=True):
        for kind, mime, make in (
            ("docx", WORD, guide),
            ("xlsx", incoming.XLSX, _to_fill_in),
        ):
            take_away.offer(
                language.text(f"listen.guide.{kind}"),
                partial(_made, make, evaluation, whom, given, written),
                f"{written.text('listen.guide.file')}.{kind}",
                key=f"listen_guide_{kind}",
                of=evaluation,
                shown=lambda: (written.code, tuple(whom)),
                at_once=len(whom) <= AT_ONCE,
                mime=mime,
                disabled=not whom,
            )
    incoming.show(evaluation, INTERVIEW)


def _to_fill_in(evaluation: Evaluation, whom: list[int], given: pd.DataFrame, language: Language, footer: str) -> bytes:
    return INTERVIEW.workbook(interview_list(evaluation, whom, given, language), language, footer)


def _made(
    make: Callable[..., bytes], evaluation: Evaluation, whom: list[int], given: pd.DataFrame, language: Language
) -> bytes:
    return make(evaluation, whom, given, language, take_away.footer(language))


def _whom(evaluation: Evaluation, waiting: Queue) -> list[int]:
    """The customers whom the guide is for."""
    language = session.language()
    one = session.talking_to()
    one = one if one in waiting.order else waiting.following or waiting.order[0]
    left = [customer for customer in waiting.order if customer not in waiting.asked]
    groups = {"left": left, "all": list(waiting.order), "one": [one]}
    chosen = st.selectbox(
        language.text("listen.guide.whom"),
        list(groups),
        format_func=lambda name: language.text(
            f"listen.guide.whom_options.{name}", n=len(groups[name]), name=evaluation.customers.at[one, "name"]
        ),
        key="guide_whom",
        width=420,
    )
    return groups[chosen]
