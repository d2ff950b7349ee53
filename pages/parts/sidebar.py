"""What is always in sight: which portfolio, which period, how far each step is, and the language."""

from __future__ import annotations

import streamlit as st

from analysis.language import LANGUAGES, Language, name_of
from analysis.portfolio import Portfolio
from analysis.tag.groups import text_attributes
from analysis.workspace.progress import progress
from pages.parts import fields, keyboard, page, rooms, session, watch, workspaces


def show(step: str) -> None:
    """``step`` is on the page. The steps, the portfolio at hand, how far each step is, and the language."""
    language, portfolio = session.language(), session.portfolio()
    _steps(step)
    st.markdown(f"**{workspaces.name_of(session.workspace().about('name'))}**")
    if portfolio is None:
        st.caption(language.text("parts.no_portfolio_yet"))
    else:
        (first, last), assumed = portfolio.period, portfolio.period_basis == "assumed"
        lines = [
            language.text("parts.customers", n=len(portfolio.customers)),
            language.text("parts.period_assumed" if assumed else "parts.period", first=first, last=last),
        ]
        st.caption("  \n".join(lines))
        rooms.show("progress", _progress)
    watch.show()
    with st.container(horizontal=True):
        watch.undo()
        workspaces.button()
        if portfolio is not None:
            st.button(
                language.text("present.start"),
                icon=":material/slideshow:",
                type="tertiary",
                key="present_start",
                on_click=session.show_slide,
                args=(None,),
            )
    _names(portfolio)
    _language()


def _progress() -> None:
    language, steps = session.language(), progress(session.workspace(), session.tagged())
    st.caption("  \n".join(_line(step, done, of, language) for step, (done, of) in steps.items()))


def _steps(present: str) -> None:
    """Links whose addresses say it all: opened in another tab they lead to the same workspace, and hide its names."""
    with st.container(key="steps", gap="xsmall"):
        for number, step in enumerate(page.STEPS, start=1):
            name = session.language().text(f"parts.steps.{step}")
            page.link(step, session.language().text("parts.numbered", n=number, step=name))
        keyboard.mount("steps", page.STEPS.index(present))


def _line(step: str, done: int, of: int, language: Language) -> str:
    name = language.text(f"parts.steps.{step}")
    return language.text(f"parts.progress.{step}", step=name, done=done, n=of)


def _names(portfolio: Portfolio | None) -> None:
    """The switch that hides names, and in which columns they stand."""
    language = session.language()
    st.toggle(
        language.text("hidden.switch"),
        session.hidden(),
        key="hide_names",
        help=language.text("hidden.help"),
        on_change=_hide_or_show,
    )
    if not session.hidden() or portfolio is None:
        return
    columns, texts = session.names().columns, text_attributes(portfolio)
    if columns:
        names = language.list([page.escaped(name) for name in columns])
        st.caption(language.text("hidden.also", columns=names))
    if texts:
        fields.choice(
            session.HIDDEN_COLUMNS,
            label=language.text("hidden.more"),
            options={name: name for name in texts},
            many=True,
            widget=st.multiselect,
            help=language.text("hidden.more_help"),
            placeholder=language.text("hidden.more_placeholder"),
        )


def _hide_or_show() -> None:
    st.session_state["hidden"] = st.session_state["hide_names"]


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
