"""The customers with suggestion, answer and reason, narrowed by verdict, attribute, search or what a chart picks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill.segments import segment_of
from analysis.tag.answers import chosen, said_by
from analysis.tag.groups import words
from analysis.tag.suggestions import reason
from analysis.tag.verdict import QUESTIONS
from pages.parts import session, table
from pages.tag import charts


def narrowed(evaluation: Evaluation, verdict: str | None, picked: list[int]) -> pd.DataFrame:
    """The customers that the filters leave."""
    language, customers = session.language(), evaluation.customers
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            language.text("tag.search"), key=session.key("tag_search"), persist_state="session", width=240
        )
        attribute = st.selectbox(
            language.text("tag.by"),
            evaluation.portfolio.attributes,
            index=None,
            key="by",
            bind="query-params",
            placeholder=language.text("tag.signal.none"),
            width=240,
        )
        group, values = None, []
        if attribute:
            group = words(segment_of(evaluation, attribute, language), language.text("tag.none"))
            values = st.multiselect(
                language.text("tag.values"),
                sorted(group.unique()),
                key=session.key(f"tag_values_{attribute}"),
                persist_state="session",
                width=320,
            )
    rows = chosen(customers, verdict, search, group, values)
    if picked:
        rows = rows[rows.index.isin(picked)]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(language.text("tag.picked", n=len(set(picked))))
            st.button(language.text("tag.clear_pick"), on_click=charts.clear, type="tertiary", key="tag_clear")
    return rows


def show(evaluation: Evaluation, rows: pd.DataFrame) -> list[int]:
    """The table of ``rows``; the ids of those selected in it."""
    language = session.language()
    st.caption(language.text("tag.shown", n=len(rows), all=len(evaluation.customers)))
    if rows.empty:
        st.info(language.text("tag.nobody"))
        return []
    given = session.workspace().fields("tag.")
    return table.show(
        _answers_in_words(rows),
        "tag_customers",
        alt=language.text("tag.table"),
        select="multi-row",
        columns={
            "name": table.Column(language.text("tag.customer"), pinned=True, width="medium"),
            "verdict_word": table.Column(language.text("tag.rule.verdict")),
            **{
                f"{question}_word": table.Column(language.text(f"tag.question_short.{question}"))
                for question in QUESTIONS
            },
            "why": table.Column(language.text("tag.why_head"), width="large"),
            "said": table.Column(language.text("tag.said"), width="small"),
            "revenue": table.Column(language.text("tag.revenue"), "money"),
            "net_contribution": table.Column(language.text("tag.net"), "money"),
            "margin_after_care": table.Column(language.text("tag.share"), "percent"),
        },
        late=lambda sight: _in_sight(evaluation, sight, given),
    )


def _answers_in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with verdict and answers in words: a person's own is marked."""
    language = session.language()
    verdicts = {name: language.text(f"tag.verdict.{name}") for name in rows["verdict"].unique()}
    shown = rows.assign(verdict_word=rows["verdict"].map(verdicts))
    for question in QUESTIONS:
        words_for = {answer: language.text(f"tag.answer.{answer}") for answer in ("yes", "no", "open")}
        marks = rows[f"answered_{question}"].map({True: " ✓", False: ""})
        shown[f"{question}_word"] = rows[question].map(words_for) + marks
    return shown


def _in_sight(evaluation: Evaluation, sight: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Why the data suggest what they do, and who answered, in words: for the rows in sight."""
    language, of = session.language(), len(evaluation.customers)
    whys = [
        " · ".join(reason(row, question, of, language) for question in ("profitable", "repeat", "strategic"))
        for row in sight.to_dict("records")
    ]
    return sight.assign(why=whys, said=said_by(sight, given, language))
