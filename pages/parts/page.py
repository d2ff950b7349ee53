"""What every step's page has: its question on top, the way to the next step below, and a way in without data."""

from __future__ import annotations

import re

import streamlit as st

from analysis.errors import PortfolioError
from analysis.language import Language
from pages.parts import session
from pages.parts.upload_actions import load_sample

STEPS = ("upload", "tag", "listen", "care", "refill")
ICONS = {
    "upload": ":material/upload_file:",
    "tag": ":material/sell:",
    "listen": ":material/hearing:",
    "care": ":material/calculate:",
    "refill": ":material/group_add:",
}

# Arrows, dashes, icons and addresses are looked for in the text that is left when the markdown has been read, where a
# backslash no longer helps: something invisible in their midst does.
_READ_AGAIN = re.compile(r"(?<=[-<>~])(?=[-=>])|(?<=:)(?=//|material|streamlit)|(?<=www)(?=\.)", re.IGNORECASE)


def link(step: str, label: str | None = None, **options: object) -> None:
    """A link to a step's page that keeps workspace and language in the address."""
    st.page_link(
        f"{step}/page.py",
        label=label or session.language().text(f"parts.steps.{step}"),
        icon=ICONS[step],
        query_params=session.address(),
        **options,  # type: ignore[arg-type]
    )


def opening(step: str) -> None:
    """The step's question and what to do; without a portfolio the way to one, and nothing below it."""
    language = session.language()
    st.title(language.text(f"{step}.question"), anchor=False)
    st.markdown(language.text(f"{step}.what_to_do"))
    if session.hidden():
        st.caption(f":material/visibility_off: {language.text('hidden.told')}")
    if session.portfolio() is None and step != "upload":
        st.info(language.text("parts.no_portfolio"), icon=":material/info:")
        sample_button(f"sample_{step}")
        link("upload", language.text("parts.bring_your_own"))
        st.stop()


def sample_button(key: str) -> None:
    """One click to the sample portfolio."""
    language = session.language()
    if st.button(language.text("parts.take_sample"), icon=":material/science:", type="primary", key=key):
        with st.spinner(language.text("parts.loading_sample")):
            try:
                load_sample()
            except PortfolioError as trouble:
                tell_trouble(trouble)
                return
        st.rerun()


def hidden_here() -> bool:
    """Whether what comes next is not drawn since names are hidden; says so."""
    if session.hidden():
        st.caption(f":material/visibility_off: {session.language().text('hidden.here')}")
    return session.hidden()


def closing(step: str) -> None:
    """The way to the next step."""
    following = STEPS[STEPS.index(step) + 1 :]
    if following:
        st.divider()
        with st.container(horizontal=True, horizontal_alignment="right"):
            name = session.language().text(f"parts.steps.{following[0]}")
            link(following[0], session.language().text("parts.next", step=name), width="content")


def tell_trouble(trouble: PortfolioError, language: Language | None = None) -> None:
    """The sentence of a user's mistake; what it quotes of a file is shown as it is."""
    st.error(escaped(trouble.sentence(language or session.language())))


def escaped(text: str) -> str:
    """A user's text for markdown: nothing in it is read as markup, math, colour, an icon or a link, and no blank at its
    ends keeps it from being bold."""
    text = _READ_AGAIN.sub("\N{WORD JOINER}", str(text).strip())
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@^=])", r"\\\1", text).replace("\n", " ")
