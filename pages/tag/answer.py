"""The answer of step 2 in a sentence and three figures."""

from __future__ import annotations

import streamlit as st

from analysis.slides import Figures
from analysis.tagged import Tagged
from pages.parts import session

VERDICTS_SHOWN = ("nurture", "open", "do_the_math")


def figures(evaluation: Tagged) -> Figures:
    """How many customers have the verdicts that matter most."""
    language, counts = session.language(), evaluation.verdicts["customers"]
    return [(language.text(f"tag.verdict.{name}"), language.count(counts[name])) for name in VERDICTS_SHOWN]


def show(evaluation: Tagged) -> None:
    """The sentence, the figures, and what they rest on."""
    language, counts = session.language(), evaluation.verdicts["customers"]
    key = "tag.answer_best" if counts["open"] else "tag.answer_decided"
    if counts["nurture"] == 0:
        key = "tag.answer_none" if counts["open"] else "tag.answer_none_decided"
    sentence = language.text(key, n=counts["nurture"], all=len(evaluation.customers), open=counts["open"])
    words, *columns = st.columns([2.4, 1, 1, 1], vertical_alignment="center")
    words.subheader(sentence, anchor=False)
    for column, verdict, figure in zip(columns, VERDICTS_SHOWN, figures(evaluation), strict=True):
        column.metric(*figure, border=True, help=language.text(f"tag.verdict_help.{verdict}"))
    lines = []
    if evaluation.customers["provisional"].any():
        lines.append(language.text("tag.provisional", share=evaluation.assumptions.upload.margin))
    if evaluation.top_fifth:
        lines.append(language.text("tag.top_fifth"))
    if lines:
        st.caption("  \n".join(lines))
