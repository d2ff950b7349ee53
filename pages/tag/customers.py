"""The customers with suggestion, answer and reason; answers for one or many, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.tag.answers import back_to_suggestion, bulk, chosen
from analysis.tag.suggestions import reason
from analysis.tag.verdict import QUESTIONS
from pages.parts import customer_card, page, session, table


def show(evaluation: Evaluation, verdict: str | None, picked: list[int]) -> None:
    """The table, narrowed by verdict, search or what is picked in the chart, and the answers to give."""
    language = session.language()
    search = st.text_input(language.text("tag.search"), key="tag_search", persist_state="session", width=320)
    rows = chosen(evaluation.customers, verdict, search)
    if picked:
        rows = rows[rows.index.isin(picked)]
        st.caption(language.text("tag.picked", n=len(rows)))
    if rows.empty:
        st.info(language.text("tag.nobody"))
        return
    selected = table.show(
        _words(evaluation, rows),
        f"tag_customers:{verdict}:{search}:{len(picked)}",
        alt=language.text("tag.table"),
        select="multi-row",
        columns={
            "name": table.Column(language.text("tag.customer"), pinned=True, width="medium"),
            "verdict_word": table.Column(language.text("tag.verdict_head")),
            **{
                f"{question}_word": table.Column(language.text(f"tag.question_short.{question}"))
                for question in QUESTIONS
            },
            "revenue": table.Column(language.text("tag.revenue"), "money"),
            "net_contribution": table.Column(language.text("tag.net"), "money"),
            "why": table.Column(language.text("tag.why"), width="large"),
        },
        late=lambda sight: _reasons(evaluation, sight),
    )
    _answer(selected or ([] if not picked else list(rows.index)), evaluation)
    if len(selected) == 1:
        customer_card.show(evaluation, selected[0])


def _words(evaluation: Evaluation, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their answers in words: a person's own is marked."""
    language = session.language()
    verdicts = {name: language.text(f"tag.verdict.{name}") for name in rows["verdict"].unique()}
    shown = rows.assign(verdict_word=rows["verdict"].map(verdicts))
    for question in QUESTIONS:
        words = {answer: language.text(f"tag.answer.{answer}") for answer in ("yes", "no", "open")}
        marks = rows[f"answered_{question}"].map({True: " ✓", False: ""})
        shown[f"{question}_word"] = rows[question].map(words) + marks
    return shown


def _reasons(evaluation: Evaluation, sight: pd.DataFrame) -> pd.DataFrame:
    """Why the data suggest what they do, in sentences, for the rows in sight."""
    language, of = session.language(), len(evaluation.customers)
    whys = [
        " · ".join(reason(row, question, of, language) for question in ("profitable", "repeat"))
        for _, row in sight.iterrows()
    ]
    return sight.assign(why=whys)


def _answer(selected: list[int], evaluation: Evaluation) -> None:
    """Bulk answers for the selected customers, back to the suggestion, and undo."""
    language = session.language()
    with st.container(border=True):
        if selected:
            names = [page.escaped(evaluation.customers.at[customer, "name"]) for customer in selected[:3]]
            st.markdown(language.text("tag.answer_for", n=len(selected), names=", ".join(names)))
        else:
            st.caption(language.text("tag.select_first"))
        columns = st.columns(len(QUESTIONS) + 1)
        for column, question in zip(columns, QUESTIONS, strict=False):
            with column:
                st.caption(language.text(f"tag.question_short.{question}"))
                with st.container(horizontal=True):
                    for said in ("yes", "no", "open"):
                        st.button(
                            language.text(f"tag.answer.{said}"),
                            key=f"tag:{question}:{said}",
                            disabled=not selected,
                            on_click=_file,
                            args=(bulk(selected, question, said),),
                        )
        with columns[-1]:
            st.caption(language.text("tag.back_caption"))
            with st.container(horizontal=True):
                st.button(
                    language.text("tag.back"),
                    key="tag:back",
                    disabled=not selected,
                    on_click=_file,
                    args=(back_to_suggestion(selected),),
                )
                st.button(language.text("tag.undo"), key="tag:undo", on_click=_undo)


def _file(edit: Mapping[tuple[str, int], Any]) -> None:
    session.workspace().put_many(edit)


def _undo() -> None:
    session.workspace().undo("tag.")
