"""The customer card: figures, care signals, answers and notes, the same on every page."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.tag.card import facts, months_figure
from pages.parts import chart, fields, page, session


def show(evaluation: Evaluation, customer: int) -> None:
    """The card of one customer."""
    language = session.language()
    row = evaluation.customers.loc[customer]
    with st.container(border=True):
        st.markdown(f"#### {page.escaped(row['name'])}")
        st.caption(
            language.text(
                "card.verdict", verdict=language.text(f"tag.verdict.{row['verdict']}"), key=page.escaped(row["key"])
            )
        )
        left, right = st.columns([1, 1.4], gap="large")
        with left:
            st.table(facts(evaluation, customer, language), alt=language.text("card.figures"), width="stretch")
        with right:
            if len(evaluation.portfolio.months):
                figure = months_figure(evaluation, customer, session.look())
                chart.draw(figure, f"card:{customer}", alt=figure.layout.title.text)
            fields.text("tag.note", customer, label=language.text("card.note"), lines=3)
