"""The result to take away: a workbook whose formulas go on computing, and a summary for those who were not there."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.report.made import Made
from analysis.report.summary_file import KINDS, summary_file
from analysis.report.workbook import write_workbook
from pages.parts import session


def show(evaluation: Evaluation) -> None:
    """Makes the workbook on a click, and offers it as long as it shows what the page shows; the summary beside it."""
    book, paper = st.columns(2, gap="large")
    with book:
        _workbook(evaluation)
    with paper:
        _summary(evaluation)


def _workbook(evaluation: Evaluation) -> None:
    language, made = session.language(), _made()
    st.markdown(language.text("care.take.what"))
    shown = (language.code, session.workspace().revision)
    if st.button(language.text("care.take.make"), icon=":material/table_view:", type="primary"):
        with st.spinner(language.text("care.take.making")):
            file = io.BytesIO()
            write_workbook(file, evaluation, language, made)
            st.session_state["care:workbook"] = (evaluation, shown, file.getvalue())
    found = st.session_state.get("care:workbook")
    if found is not None and found[0] is evaluation and found[1] == shown:
        st.download_button(
            language.text("care.take.download"),
            data=found[2],
            file_name="keepworthy.xlsx",
            on_click="ignore",
            icon=":material/download:",
        )


def _summary(evaluation: Evaluation) -> None:
    """Both files, made with the page: a file made on the click can get lost when the page is drawn anew."""
    language = session.language()
    st.markdown(language.text("care.take.summary"))
    shown = (language.code, session.workspace().revision)
    found = st.session_state.get("care:summary")
    if found is None or found[0] is not evaluation or found[1] != shown:
        with st.spinner(language.text("care.take.making_summary")):
            files = {kind: summary_file(kind, evaluation, language, _made()) for kind in KINDS}
            found = st.session_state["care:summary"] = (evaluation, shown, files)
    with st.container(horizontal=True):
        for kind, content in found[2].items():
            st.download_button(
                language.text(f"care.take.{kind}"),
                data=content,
                file_name=f"{language.text('care.take.file')}.{kind}",
                on_click="ignore",
                icon=":material/download:",
                key=f"care_summary_{kind}",
            )


def _made() -> Made:
    """What an export says of where it comes from."""
    there = session.workspace()
    name = there.about("name") or session.language().text("workspace.unnamed")
    return Made(name, there.fields(), session.local(datetime.now(UTC)).date())
