"""The customer card: figures, orders over time, care, answers and notes of one customer, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.care.drivers import name_of
from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.tag.card import by_period, care, facts, months_figure
from analysis.tag.suggestions import reason
from analysis.tag.verdict import QUESTIONS
from pages.parts import chart, closing, fields, known, page, session, table


def on_pick(evaluation: Evaluation, picked: Sequence[int], key: str = "card") -> bool:
    """Opens the card in a drawer when exactly one customer has just been picked in a chart; True if it did.

    ``key`` : tells one place from another where a page has several.
    """
    before, now = st.session_state.get(f"{key}:picked"), tuple(dict.fromkeys(picked))
    st.session_state[f"{key}:picked"] = now
    if len(now) != 1 or now == before or now[0] not in evaluation.customers.index:
        return False
    drawer = st.dialog(
        page.escaped(evaluation.customers.at[now[0], "name"]), width="large", position="right", on_dismiss="rerun"
    )(_in_drawer)
    drawer(now[0])
    return True


def _in_drawer(customer: int) -> None:
    # The drawer is drawn anew by itself: what was just answered in it counts.
    _card(session.evaluation(), customer)


def show(evaluation: Evaluation, customer: int, of_table: str | None = None) -> None:
    """The card of one customer, within the page; ``of_table``: the one whose row opened it, which closing clears."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"#### {page.escaped(evaluation.customers.at[customer, 'name'])}", width="stretch")
            if of_table:
                closing.offer(of_table)
        _card(evaluation, customer)


def _card(evaluation: Evaluation, customer: int) -> None:
    language, row = session.language(), evaluation.customers.loc[customer]
    st.caption(" · ".join(_marks(row)))
    amounts = ("revenue", "contribution_margin", "care_cost", "net_contribution")
    for column, name in zip(st.columns(4), amounts, strict=True):
        column.metric(language.text(f"card.{name}"), language.short(row[name]), help=language.money(row[name]))
    left, right = st.columns([1, 1.25], gap="large")
    with left:
        _answers(evaluation, customer, row)
        fields.text("tag.note", customer, label=language.text("card.note"), lines=3)
    with right:
        if len(evaluation.portfolio.months):
            figure = months_figure(evaluation, customer, session.look())
            chart.draw(figure, f"card:{customer}", alt=title_of(figure))
            _table(by_period(evaluation, customer, language), "card.periods")
    left, right = st.columns([1, 1.25], gap="large")
    with left:
        names = {driver: name_of(driver, language) for driver in evaluation.drivers}
        _table(care(evaluation, customer, names, language), "card.care", "card.no_care")
    with right:
        _table(facts(evaluation, customer, language), "card.figures")
    known.show(evaluation, customer)


def _marks(row: pd.Series) -> list[str]:
    """What is known of the customer at a glance."""
    language = session.language()
    verdict = language.text(f"tag.verdict.{row['verdict']}")
    marks = [
        *([language.text("card.number", key=page.escaped(row["key"]))] if row["key"] != row["name"] else []),
        f"**{verdict}**",
        language.text("card.class", abc=row["abc"]),
    ]
    if row["high_maintenance"]:
        marks.append(language.text("card.high_maintenance"))
    if pd.notna(row["care_share"]) and row["care_cost"] > 0:
        marks.append(language.text("card.care_share", share=row["care_share"]))
    elif row["care_cost"] > 0:
        marks.append(language.text("card.care_without_margin"))
    marks.append(language.text("card.recommended", action=language.text(f"actions.{row['action']}.label")))
    return marks


def _answers(evaluation: Evaluation, customer: int, row: pd.Series) -> None:
    """The three questions: what is suggested and why, and a person's answer, which a second click takes back."""
    language, of = session.language(), len(evaluation.customers)
    words = {answer: language.text(f"tag.answer.{answer}") for answer in ("yes", "no", "open")}
    for question in QUESTIONS:
        field, answered = f"tag.{question}", row[f"answered_{question}"]
        in_file = answered and session.workspace().entry(field, customer) is None
        label = f"**{language.text(f'tag.question_long.{question}')}**"
        fields.choice(field, customer, label=label, options=words, default=row[question] if in_file else None)
        why = reason(row, question, of, language)
        lines = [language.text("card.suggested", answer=words[row[f"suggested_{question}"]], why=why)]
        if in_file:
            lines.append(language.text("card.in_file", answer=words[row[question]]))
        st.caption("  \n".join(map(page.escaped, lines)))


def _table(rows: pd.DataFrame, title: str, instead: str | None = None) -> None:
    language = session.language()
    if rows.empty and instead is None:
        return
    st.markdown(f"**{language.text(title)}**")
    if rows.empty:
        st.caption(language.text(str(instead)))
    else:
        st.table(rows.map(page.escaped).rename(index=page.escaped), alt=table.told(language.text(title), len(rows)))
