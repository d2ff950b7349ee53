"""The answer of step 2 in a sentence and three figures."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.tag.answers import verdict_counts
from pages.parts import session


def show(evaluation: Evaluation) -> None:
    language, counts = session.language(), verdict_counts(evaluation.customers)
    key = "tag.answer_none" if counts["nurture"] == 0 else "tag.answer_best"
    st.markdown(f"#### {language.text(key, n=counts['nurture'], all=len(evaluation.customers), open=counts['open'])}")
    for column, verdict in zip(st.columns(3), ("nurture", "open", "do_the_math"), strict=True):
        column.metric(
            language.text(f"tag.verdict.{verdict}"),
            language.count(counts[verdict]),
            border=True,
            help=language.text(f"tag.verdict_help.{verdict}"),
        )
    if evaluation.customers["provisional"].any():
        st.caption(language.text("tag.provisional", share=evaluation.assumptions.upload.margin))
    if evaluation.top_fifth:
        st.caption(language.text("tag.top_fifth"))
