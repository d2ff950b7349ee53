"""What happens in the same workspace in other windows, and what became of one's own edits."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from analysis.errors import PortfolioError
from pages.parts import edits, page, session, upload_actions

EVERY_SECONDS = 2


def begin() -> None:
    """Notes what the page about to be drawn shows; whatever comes later from elsewhere draws it again."""
    there = session.workspace()
    before, now = st.session_state.get("watched"), (there.id, there.revision, there.role)
    st.session_state["watched"] = now
    if before and before[0] == there.id:
        edits = there.edits_elsewhere(before[1])
        history = there.history(limit=edits) if edits else None
        if history is not None and history.loc[history["revision"] > before[1], "unseen"].any():
            tell(session.language().text("workspace.both"))


@st.fragment(run_every=EVERY_SECONDS)
def show() -> None:
    """When the last edit was saved. Draws the page anew when someone else has edited, within a few seconds."""
    there, (workspace_id, revision, role) = session.workspace(), st.session_state["watched"]
    if there.id != workspace_id or there.role != role or there.edits_elsewhere(revision):
        st.rerun()
    last = there.history(limit=1)
    if not last.empty:
        at = session.local(datetime.fromisoformat(last["at"].iloc[0]))
        st.caption(session.language().text("workspace.saved", at=at))


def undo() -> None:
    """A button that takes back one's last edit."""
    language, there = session.language(), session.workspace()
    if there.writable:
        st.button(
            language.text("workspace.undo"),
            icon=":material/undo:",
            type="tertiary",
            key="undo",
            on_click=take_back,
        )


def trouble(error: PortfolioError) -> None:
    """Says that an edit was not saved, and why, until it is read."""
    st.toast(page.escaped(error.sentence(session.language())), icon=":material/error:", duration="infinite")


def tell(sentence: str) -> None:
    """Says something that needs no answer."""
    st.toast(sentence, icon=":material/info:", duration="long")


def take_back() -> None:
    """Takes back one's last edit and says what became of it."""
    try:
        done = upload_actions.undo()
    except PortfolioError as error:
        trouble(error)
    else:
        tell(edits.undone() if done else session.language().text("workspace.nothing_to_undo"))
