"""The answer of step 5 in a sentence and three figures."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill.segments import label
from analysis.slides import Figures
from pages.parts import page, session
from pages.refill import picking, planned

SHOWN = ("gap", "customers", "first_year")


def show(evaluation: Evaluation) -> None:
    language = session.language()
    if not evaluation.portfolio.attributes:
        st.info(language.text("refill.no_attributes"))
    else:
        st.markdown(f"#### {page.escaped(sentence(evaluation))}")
    for column, name, figure in zip(st.columns(3), SHOWN, figures(evaluation), strict=True):
        column.metric(*figure, border=True, help=language.text(f"refill.figure_help.{name}"))


def sentence(evaluation: Evaluation) -> str:
    """With whom the gap is filled."""
    language, chosen = session.language(), picking.chosen()
    if not chosen:
        return language.text("refill.answer_open")
    names = language.list([label(evaluation, key, language) for key in chosen])
    return language.text("refill.answer_picked", names=names, n=planned.plan(evaluation).customers)


def figures(evaluation: Evaluation) -> Figures:
    """The gap, how many new customers the plan has, and what they bring in the first year."""
    language, made = session.language(), planned.plan(evaluation)
    gap = language.short(made.gap) if evaluation.assumptions.goals.wanted else language.text("refill.figure.no_goal")
    values = (gap, language.count(made.customers), language.short(made.first_year))
    return [(language.text(f"refill.figure.{name}"), value) for name, value in zip(SHOWN, values, strict=True)]
