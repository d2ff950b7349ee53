"""The customers with suggestion, answer and reason, narrowed by verdict, attribute, search or what a chart picks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill.segments import classes_of, segment_of
from analysis.tag.answers import chosen, said_by
from analysis.tag.groups import words
from analysis.tag.suggestions import reason
from analysis.tag.verdict import QUESTIONS
from pages.parts import session, table
from pages.tag import charts


def narrowed(evaluation: Evaluation, verdict: str | None, picked: list[int]) -> pd.Index:
    """Ids of the customers that the filters leave, the largest net contribution first."""
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
            none = language.text("tag.none")
            group = words(segment_of(evaluation, attribute, language), none)
            there = set(group)
            values = st.multiselect(
                language.text("tag.values"),
                [name for name in (*classes_of(evaluation, attribute, language), none) if name in there],
                key=session.key(f"tag_values_{attribute}"),
                persist_state="session",
                width=320,
            )
    rows = chosen(customers, verdict, search, group, values)
    if picked:
        rows = rows[rows.isin(picked)]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(language.text("tag.picked", n=len(set(picked))))
            st.button(language.text("tag.clear_pick"), on_click=charts.clear, type="tertiary", key="tag_clear")
    return rows


def show(evaluation: Evaluation, rows: pd.Index) -> list[int]:
    """The table of ``rows``; the ids of those selected in it."""
    language = session.language()
    st.caption(language.text("tag.shown", n=len(rows), all=len(evaluation.customers)))
    if rows.empty:
        st.info(language.text("tag.nobody"))
        return []
    given = session.workspace().fields("tag.")
    sorts = ["name", "verdict", *QUESTIONS, "revenue", "net_contribution", "margin_after_care"]
    return table.show(
        evaluation.customers.loc[rows, sorts],
        "tag_customers",
        alt=language.text("tag.table"),
        select="multi-row",
        columns={
            "name": table.Column(language.text("tag.customer"), pinned=True, width="medium"),
            "verdict": table.Column(language.text("tag.rule.verdict")),
            **{question: table.Column(language.text(f"tag.question_short.{question}")) for question in QUESTIONS},
            "why": table.Column(language.text("tag.why_head"), width="large"),
            "said": table.Column(language.text("tag.said"), width="small"),
            "revenue": table.Column(language.text("tag.revenue"), "money"),
            "net_contribution": table.Column(language.text("tag.net"), "money"),
            "margin_after_care": table.Column(language.text("tag.share"), "percent"),
        },
        late=lambda sight: _in_words(evaluation, sight.index, given),
    )


def _in_words(evaluation: Evaluation, sight: pd.Index, given: pd.DataFrame) -> pd.DataFrame:
    """The rows in sight, in words: verdict, answers (a person's own is marked), why the data suggest what they do, and
    who answered."""
    language, of = session.language(), len(evaluation.customers)
    rows = evaluation.customers.loc[sight]
    whys = [
        " · ".join(reason(row, question, of, language) for question in ("profitable", "repeat", "strategic"))
        for row in rows.to_dict("records")
    ]
    shown = rows.assign(
        verdict=[language.text(f"tag.verdict.{verdict}") for verdict in rows["verdict"]],
        why=whys,
        said=said_by(rows, given, language),
    )
    for question in QUESTIONS:
        marks = rows[f"answered_{question}"].map({True: " ✓", False: ""})
        shown[question] = [language.text(f"tag.answer.{answer}") for answer in rows[question]] + marks
    return shown
