"""The answer of step 1: whose portfolio this is, and whether the sum can be trusted."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.portfolio import Portfolio
from analysis.slides import Figures
from analysis.upload.trust import trust
from pages.parts import session


def sentence(evaluation: Evaluation) -> str:
    """Whose portfolio this is."""
    language, (first, last) = session.language(), evaluation.portfolio.period
    revenue, customers = language.short(evaluation.total("revenue")), trust(evaluation.portfolio).customers
    return language.text("upload.answer", n=customers, revenue=revenue, first=first, last=last)


def figures(evaluation: Evaluation) -> Figures:
    """Customers, revenue, and how many rows count."""
    language, found = session.language(), trust(evaluation.portfolio)
    return [
        (language.text("upload.customers"), language.count(found.customers)),
        (language.text("upload.revenue"), language.short(evaluation.total("revenue"))),
        (language.text("upload.rows_used"), language.text("upload.of", part=found.rows_used, all=found.rows_read)),
    ]


def show(portfolio: Portfolio) -> None:
    """A sentence and three figures."""
    language, evaluation = session.language(), session.evaluation()
    st.markdown(f"#### {sentence(evaluation)}")
    if portfolio.period_basis == "assumed":
        first, last = portfolio.period
        st.warning(language.text("upload.period_assumed", first=first, last=last), icon=":material/event_busy:")
    helps = {
        "customers": None,
        "revenue": language.text("upload.revenue_help", revenue=evaluation.total("revenue")),
        "rows_used": language.text("upload.rows_used_help"),
    }
    for column, figure, told in zip(st.columns(3), figures(evaluation), helps.values(), strict=True):
        column.metric(*figure, border=True, help=told)
    st.caption(language.text(f"upload.growth_{portfolio.growth_basis}"))
