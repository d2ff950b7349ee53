"""The answer of step 5 in a sentence and three figures."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill import picks
from analysis.refill.plan import plan_for
from analysis.refill.segments import label
from pages.parts import page, session


def show(evaluation: Evaluation) -> None:
    language = session.language()
    chosen = session.workspace().get(picks.FIELD, default=[])
    made = plan_for(evaluation, picks.targets(evaluation, chosen))
    if not evaluation.portfolio.attributes:
        st.info(language.text("refill.no_attributes"))
    elif chosen:
        names = language.list([page.escaped(label(evaluation, key, language)) for key in chosen])
        st.markdown(f"#### {language.text('refill.answer_picked', names=names, n=made.customers)}")
    else:
        st.markdown(f"#### {language.text('refill.answer_open')}")
    figures = (
        ("gap", language.short(made.gap)),
        ("customers", language.count(made.customers)),
        ("first_year", language.short(made.first_year)),
    )
    for column, (name, value) in zip(st.columns(3), figures, strict=True):
        help_ = language.text(f"refill.figure_help.{name}")
        column.metric(language.text(f"refill.figure.{name}"), value, border=True, help=help_)
