"""The analysed period, and what has to be assumed about the margin."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analysis.portfolio import Portfolio
from analysis.workspace import uploads
from pages.parts import fields, session
from pages.upload import said


def show(portfolio: Portfolio) -> None:
    """The period to choose, and the sliders of step 1."""
    language = session.language()
    left, right = st.columns(2, gap="large")
    key = said.key("period", *portfolio.period)
    with left:
        st.subheader(language.text("upload.period"), anchor=False)
        st.date_input(
            language.text("upload.period_label"),
            value=portfolio.period,
            format="DD.MM.YYYY" if language.code == "de" else "DD/MM/YYYY",
            key=key,
            help=language.text("upload.period_help"),
            on_change=_file_period,
            args=(key, portfolio.period),
        )
        if session.real_workspace().get(uploads.PERIOD):
            st.button(language.text("upload.whole_period"), on_click=_settle, args=(None,))
    with right:
        st.subheader(language.text("upload.margin"), anchor=False)
        evaluation = session.evaluation()
        assumed = bool(evaluation.customers["margin_assumed"].any())
        basis = "assumed" if assumed else "known" if evaluation.customers["revenue"].any() else "unknown"
        st.caption(language.text(f"upload.margin_{basis}"))
        if assumed:
            fields.slider("upload.margin")
        if evaluation.total("cost"):
            fields.slider("upload.variable_share")


def _file_period(key: str, holding: tuple[date, date]) -> None:
    chosen = st.session_state[key]
    if len(chosen) == 2 and chosen != holding:  # a browser may report what it was given
        _settle([day.isoformat() for day in chosen])


def _settle(period: list[str] | None) -> None:
    said.settled({uploads.PERIOD: period})
