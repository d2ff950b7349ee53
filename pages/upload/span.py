"""The analysed period, and what has to be assumed about the margin."""

from __future__ import annotations

import streamlit as st

from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio
from analysis.workspace import uploads
from pages.parts import fields, session
from pages.parts.upload_actions import settle
from pages.upload.drop import told


def show(portfolio: Portfolio) -> None:
    """The period to choose, and the sliders of step 1."""
    language = session.language()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(language.text("upload.period"), anchor=False)
        st.date_input(
            language.text("upload.period_label"),
            value=portfolio.period,
            format="DD.MM.YYYY" if language.code == "de" else "DD/MM/YYYY",
            key=f"period:{portfolio.period}",
            help=language.text("upload.period_help"),
            on_change=_file_period,
            args=(f"period:{portfolio.period}",),
        )
        if session.real_workspace().get(uploads.PERIOD):
            st.button(language.text("upload.whole_period"), on_click=_settle, args=(None,))
    with right:
        st.subheader(language.text("upload.margin"), anchor=False)
        evaluation = session.evaluation()
        assumed = bool(evaluation.customers["margin_assumed"].any())
        st.caption(language.text("upload.margin_assumed" if assumed else "upload.margin_known"))
        if assumed:
            fields.slider("upload.margin")
        if evaluation.total("cost"):
            fields.slider("upload.variable_share")


def _file_period(key: str) -> None:
    chosen = st.session_state[key]
    if len(chosen) == 2:
        _settle([day.isoformat() for day in chosen])


def _settle(period: list[str] | None) -> None:
    language = session.language()
    try:
        loaded = settle(uploads.files(session.real_workspace()), {uploads.PERIOD: period})
        st.session_state["upload:said"] = told(loaded, language)
    except PortfolioError as trouble:
        st.session_state["upload:said"] = ("error", [trouble.sentence(language)], True)
