"""What is always in sight: which portfolio, which period, how far each step is, and the language."""

from __future__ import annotations

import streamlit as st

from analysis.language import LANGUAGES, name_of
from analysis.workspace.progress import progress
from pages.parts import session, watch, workspaces


def show() -> None:
    """The portfolio at hand, how far each step is, and the language."""
    language, portfolio = session.language(), session.portfolio()
    st.markdown(f"**{workspaces.name_of(session.workspace().about('name'))}**")
    if portfolio is None:
        st.caption(language.text("parts.no_portfolio_yet"))
    else:
        first, last = portfolio.period
        lines = [
            language.text("parts.customers", n=len(portfolio.customers)),
            language.text("parts.period", first=first, last=last),
        ]
        st.caption("  \n".join(lines))
        steps = progress(session.workspace(), session.evaluation())
        st.caption("  \n".join(_line(step, done, of) for step, (done, of) in steps.items()))
    watch.show()
    with st.container(horizontal=True):
        watch.undo()
        workspaces.button()
    _language()


def _line(step: str, done: int, of: int) -> str:
    name = session.language().text(f"parts.steps.{step}")
    return session.language().text(f"parts.progress.{step}", step=name, done=done, n=of)


def _language() -> None:
    st.segmented_control(
        session.language().text("parts.language"),
        LANGUAGES,
        default=session.language_code(),
        format_func=name_of,
        key="language_choice",
        required=True,
        on_change=_choose,
    )


def _choose() -> None:
    st.session_state["language"] = st.session_state["language_choice"]
