"""The result to take away: a workbook whose formulas go on computing."""

from __future__ import annotations

import io

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.report.workbook import write_workbook
from pages.parts import session, workspaces


def show(evaluation: Evaluation) -> None:
    """Makes the workbook on a click, and offers it as long as it shows what the page shows."""
    language = session.language()
    st.markdown(language.text("care.take.what"))
    if st.button(language.text("care.take.make"), icon=":material/table_view:", type="primary"):
        with st.spinner(language.text("care.take.making")):
            file, name = io.BytesIO(), workspaces.name_of(session.workspace().about("name"))
            write_workbook(file, evaluation, language, name)
            st.session_state["care:workbook"] = (evaluation, language.code, file.getvalue())
    made = st.session_state.get("care:workbook")
    if made is not None and made[0] is evaluation and made[1] == language.code:
        st.download_button(
            language.text("care.take.download"),
            data=made[2],
            file_name="keepworthy.xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
