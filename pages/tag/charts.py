"""The charts of step 2; returns the customers picked in them."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.tag import charts
from pages.parts import chart, session


def show(evaluation: Evaluation) -> list[int]:
    """Whale curve, quadrants and answers; the ids of the customers picked in the open one."""
    language, look = session.language(), session.look()
    first, last = evaluation.portfolio.period
    subtitle = language.text("tag.subtitle", first=first, last=last)
    customers = evaluation.customers
    tabs = st.tabs(
        [language.text(f"tag.tab.{name}") for name in ("whale", "quadrant", "answers")],
        key="tag_charts",
        on_change="rerun",
    )
    if tabs[0].open:
        with tabs[0]:
            sentence = charts.whale_sentence(evaluation.whale, look)
            figure = charts.whale_figure(evaluation.whale, customers["name"], look, subtitle)
            return chart.draw(figure, "tag_whale", alt=sentence, select="points")
    if tabs[1].open:
        with tabs[1]:
            figure = charts.quadrant_figure(customers, look, subtitle)
            return chart.draw(figure, "tag_quadrant", alt=figure.layout.title.text, select=("points", "box", "lasso"))
    if tabs[2].open:
        with tabs[2]:
            figure = charts.answers_figure(customers, look)
            chart.draw(figure, "tag_answers", alt=figure.layout.title.text)
    return []
