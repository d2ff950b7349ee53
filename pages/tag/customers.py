"""The customers with suggestion, answer and reason, narrowed by verdict, attribute, search or what a chart picks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from analysis import told
from analysis.language import Language
from analysis.refill.segments import classes_of, segment_of
from analysis.tag.answers import chosen, said_by
from analysis.tag.groups import words
from analysis.tag.suggestions import REASONED, reason
from analysis.tag.verdict import QUESTIONS
from analysis.tagged import Tagged
from pages.parts import session, table
from pages.tag import charts

TABLE = "tag_customers"
SORTED_BY = ["name", "verdict", *QUESTIONS, "revenue", "net_contribution", "margin_after_care"]


@dataclass(frozen=True)
class Narrowed:
    """What the filters say: a verdict, a text to look for, the values of an attribute, who is picked in a chart."""

    verdict: str | None
    search: str
    attribute: str | None
    values: tuple[str, ...]
    picked: frozenset[int]


def narrowed(evaluation: Tagged, verdict: str | None, picked: list[int]) -> Narrowed:
    """The filters."""
    language = session.language()
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
        values = []
        if attribute:
            there = set(_groups(evaluation, attribute))
            values = st.multiselect(
                language.text("tag.values"),
                [
                    name
                    for name in (*classes_of(evaluation, attribute, language), language.text("tag.none"))
                    if name in there
                ],
                key=session.key(f"tag_values_{attribute}"),
                persist_state="session",
                width=320,
            )
    if picked:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(language.text("tag.picked", n=len(set(picked))))
            st.button(language.text("tag.clear_pick"), on_click=charts.clear, type="tertiary", key="tag_clear")
    return Narrowed(verdict, search, attribute, tuple(values), frozenset(picked))


def rows(evaluation: Tagged, by: Narrowed) -> pd.Index:
    """Ids of the customers that the filters leave, the largest net contribution first."""
    group = _groups(evaluation, by.attribute) if by.attribute else None
    found = chosen(evaluation.customers, evaluation.whale.table.index, by.verdict, by.search, group, list(by.values))
    return found[found.isin(by.picked)] if by.picked else found


def show(evaluation: Tagged, by: Narrowed) -> list[int]:
    """The table of the customers that the filters leave; the ids of those selected in it."""
    language, left = session.language(), rows(evaluation, by)
    st.caption(language.text("tag.shown", n=len(left), all=len(evaluation.customers)))
    if left.empty:
        st.info(language.text("tag.nobody"))
        return []
    return table.show(
        evaluation.customers[SORTED_BY],
        TABLE,
        rows=left,
        alt=language.text("tag.table"),
        says=told.customers(evaluation.customers.loc[left, "net_contribution"], language),
        order=language.text("parts.told.best_first"),
        select="multi-row",
        columns=_columns(language),
        late=lambda sight: _in_words(evaluation, sight.index, language),
    )


def shown(by: Narrowed) -> Hashable:
    """What the table shows, in short. A threshold changes few of the rows in sight, mostly none."""
    evaluation = session.tagged()
    left = rows(evaluation, by)
    sight = table.in_sight(evaluation.customers, TABLE, _columns(session.language()), left)
    of_now = session.workspace().revision if table.as_file(TABLE) else None
    return crc32(left.to_numpy().tobytes()), repr(_told(sight).to_numpy().tolist()), of_now


def _columns(language: Language) -> Mapping[str, table.Column]:
    said = language.text("tag.said")
    return {
        "name": table.Column(language.text("tag.customer"), pinned=True, width="medium"),
        "verdict": table.Column(language.text("tag.rule.verdict")),
        **{question: table.Column(language.text(f"tag.question_short.{question}")) for question in QUESTIONS},
        "why": table.Column(language.text("tag.why_head"), width="large"),
        "said": table.Column(said, width=table.head_width(said)),
        "revenue": table.Column(language.text("tag.revenue"), "money"),
        "net_contribution": table.Column(language.text("tag.net"), "money"),
        "margin_after_care": table.Column(language.text("tag.share"), "percent"),
    }


def _groups(evaluation: Tagged, attribute: str) -> pd.Series:
    language = session.language()
    return words(segment_of(evaluation, attribute, language), language.text("tag.none"))


def _in_words(evaluation: Tagged, sight: pd.Index, language: Language) -> pd.DataFrame:
    """The rows in sight, in words: verdict, answers (a person's own is marked), why the data suggest what they do, and
    who answered."""
    of, given = len(evaluation.customers), session.workspace().fields("tag.")
    rows = _told(evaluation.customers.loc[sight])
    records = rows.to_dict("records")

    def answer(row: dict[Hashable, Any], question: str) -> str:
        return language.text(f"tag.answer.{row[question]}") + (" ✓" if row[f"answered_{question}"] else "")

    found = {question: [answer(row, question) for row in records] for question in QUESTIONS}
    whys = [
        " · ".join(reason(row, question, of, language) for question in ("profitable", "repeat", "strategic"))
        for row in records
    ]
    verdicts = [language.text(f"tag.verdict.{row['verdict']}") for row in records]
    return rows.assign(**found, verdict=verdicts, why=whys, said=said_by(rows, given, language))


def _told(sight: pd.DataFrame) -> pd.DataFrame:
    """What the rows in sight tell, before it is put in words."""
    signs = [name for name in sight["signal"].unique() if name in sight]
    told = ["name", "verdict", "revenue", *QUESTIONS, *(f"answered_{question}" for question in QUESTIONS)]
    return sight[list(dict.fromkeys([*told, *REASONED, *signs]))]
