"""The answer of step 1: whose portfolio this is, and whether the sum can be trusted."""

from __future__ import annotations

import streamlit as st

from analysis.portfolio import Portfolio
from analysis.upload.trust import trust
from pages.parts import session


def show(portfolio: Portfolio) -> None:
    """A sentence and three figures."""
    language, figures = session.language(), trust(portfolio)
    first, last = portfolio.period
    total = session.evaluation().total("revenue")
    revenue = language.short(total)
    sentence = language.text("upload.answer", customers=figures.customers, revenue=revenue, first=first, last=last)
    st.markdown(f"#### {sentence}")
    customers, amount, rows = st.columns(3)
    customers.metric(language.text("upload.customers"), language.count(figures.customers), border=True)
    amount.metric(
        language.text("upload.revenue"), revenue, border=True, help=language.text("upload.revenue_help", revenue=total)
    )
    rows.metric(
        language.text("upload.rows_used"),
        language.text("upload.of", part=figures.rows_used, all=figures.rows_read),
        border=True,
        help=language.text("upload.rows_used_help"),
    )
    st.caption(language.text(f"upload.growth_{portfolio.growth_basis}"))
