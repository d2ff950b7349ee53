"""The result to take away: a workbook whose formulas go on computing, and a summary for those who were not there."""

from __future__ import annotations

import io
from functools import partial

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.report.summary_file import KINDS, summary_file
from analysis.report.workbook import write_workbook
from pages.parts import session, take_away


def show(evaluation: Evaluation) -> None:
    """The workbook, which is made on a click, and the summary beside it."""
    book, paper = st.columns(2, gap="large")
    with book:
        _workbook(evaluation)
    with paper:
        _summary(evaluation)


def _workbook(evaluation: Evaluation) -> None:
    language, made = session.language(), take_away.source()

    def written() -> bytes:
        file = io.BytesIO()
        write_workbook(file, evaluation, language, made)
        return file.getvalue()

    st.markdown(language.text("care.take.what"))
    take_away.offer(
        language.text("care.take.make"),
        written,
        "keepworthy.xlsx",
        key="care_workbook",
        of=evaluation,
        at_once=False,
        icon=":material/table_view:",
        type="primary",
        making=language.text("care.take.making"),
    )


def _summary(evaluation: Evaluation) -> None:
    """Both files are quick to make."""
    language, made = session.language(), take_away.source()
    st.markdown(language.text("care.take.summary"))
    with st.container(horizontal=True):
        for kind in KINDS:
            take_away.offer(
                language.text(f"care.take.{kind}"),
                partial(summary_file, kind, evaluation, language, made),
                f"{language.text('care.take.file')}.{kind}",
                key=f"care_summary_{kind}",
                of=evaluation,
                at_once=True,
                making=language.text("care.take.making_summary"),
            )
