"""The verdict table as the rule it is, with counts, each a filter."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.tag.answers import verdict_counts
from analysis.tag.verdict import VERDICTS
from pages.parts import session


def show(evaluation: Evaluation) -> str | None:
    """Returns the verdict to narrow the customers to; None for all."""
    language, counts = session.language(), verdict_counts(evaluation.customers)
    lines = [f"| {language.text('tag.verdict_head')} | {language.text('tag.rule_head')} |", "|---|---|"]
    lines += [
        f"| **{language.text(f'tag.verdict.{name}')}** | {language.text(f'tag.rule.{name}')} |" for name in VERDICTS
    ]
    with st.expander(language.text("tag.rule_show")):
        st.markdown("\n".join(lines))
    return st.pills(
        language.text("tag.filter"),
        VERDICTS,
        format_func=lambda name: f"{language.text(f'tag.verdict.{name}')} · {language.count(counts[name])}",
        key="tag_verdict",
        persist_state="session",
    )
