"""The workspaces a user has: open, begin, bring in, and the way back from archive and deletion."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfileobj

import streamlit as st

from analysis.errors import PortfolioError
from analysis.language import Language
from analysis.workspace import portable, shelf
from analysis.workspace.shelf import Listed
from analysis.workspace.store import Workspace
from pages.parts import page, session, sign_in, this_workspace

SHOWN = 30
"""How many workspaces a list shows before it asks for a word of the name."""
ICONS = {"owner": ":material/folder:", "editor": ":material/folder_shared:", "reader": ":material/visibility:"}


def button() -> None:
    """The way to the workspaces, and out where people sign in."""
    language, hidden = session.language(), session.hidden()
    if not hidden and st.button(_text("title"), icon=":material/folder_open:", type="tertiary", key="workspaces"):
        _dialog()
    if sign_in.required():
        if not hidden:
            st.caption(language.text("workspace.sign_in.as", name=page.escaped(session.user().label)))
        if st.button(language.text("workspace.sign_in.out"), icon=":material/logout:", type="tertiary"):
            st.logout()


def instead(trouble: PortfolioError) -> None:
    """For a workspace that does not open: why, and the way to the others."""
    language = Language(session.language_code())
    if session.hidden():
        st.info(language.text("hidden.here"))
        return
    page.tell_trouble(trouble, language)
    for entry in shelf.listed(session.user())[:SHOWN]:
        if entry.trouble is None:
            _row(entry, language.text("workspace.open"), session.open_other, entry.id)
    if st.button(language.text("workspace.new"), icon=":material/add:"):
        session.turn_to(Workspace.create(session.user()))
        st.rerun()


def name_of(name: str | None) -> str:
    """A workspace's name as markdown; words of our own where it has none."""
    return page.escaped(name) if name else Language(session.language_code()).text("workspace.unnamed")


def _dialog() -> None:
    st.dialog(_text("title"), width="large")(_content)()


def _content() -> None:
    this, others, new = st.tabs([_text("this"), _text("others"), _text("new_tab")])
    try:
        with this:
            this_workspace.show()
        with others:
            _others()
        with new:
            _new()
    except PortfolioError as trouble:
        page.tell_trouble(trouble)


def _others() -> None:
    everything = [entry for entry in shelf.listed(session.user(), None) if entry.id != session.real_workspace().id]
    active = [entry for entry in everything if entry.state == "active"]
    if len(active) > SHOWN:
        word = st.text_input(_text("find"), key="workspace_find").casefold()
        active = [entry for entry in active if word in entry.name.casefold()]
    for entry in active[:SHOWN]:
        _row(entry, _text("open"), session.open_other, entry.id)
    if not active:
        st.caption(_text("no_others"))
    for state in ("archived", "deleted"):
        put_away = [entry for entry in everything if entry.state == state]
        if put_away:
            with st.expander(session.language().text(f"workspace.{state}", n=len(put_away))):
                for entry in put_away[:SHOWN]:
                    _row(entry, _text("bring_back"), _bring_back, entry.id)


def _row(entry: Listed, action: str, act: Callable[[str], object], workspace_id: str) -> None:
    language = Language(session.language_code())
    with st.container(horizontal=True, vertical_alignment="center"):
        told = language.text("workspace.used", at=session.local(entry.used))
        if entry.until:
            told = language.text("workspace.gone_at", at=session.local(entry.until))
        if entry.role != "owner":
            told += f" · {language.text(f'workspace.role.{entry.role}')}"
        if entry.trouble:
            told = page.escaped(entry.trouble.sentence(language))
        st.markdown(f"{ICONS[entry.role]} **{name_of(entry.name)}**  \n:small[{told}]")
        if not entry.trouble and st.button(action, key=f"workspace_{workspace_id}"):
            act(workspace_id)
            st.rerun()


def _new() -> None:
    with st.form("workspace_new", border=False):
        name = st.text_input(_text("name"), max_chars=120)
        if st.form_submit_button(_text("new"), icon=":material/add:"):
            there = Workspace.create(session.user())
            if name.strip():
                shelf.rename(there, name)
            session.turn_to(there)
            st.rerun()
    st.divider()
    file = st.file_uploader(_text("bring_in"), help=_text("bring_in_help"), key="workspace_file")
    if file is not None and st.button(_text("bring_in_now"), icon=":material/upload:"):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "file.zip"
            with path.open("wb") as there_too:
                copyfileobj(file, there_too)
            session.turn_to(portable.bring_in(path, session.user()))
        st.rerun()


def _bring_back(workspace_id: str) -> None:
    shelf.bring_back(workspace_id, session.user())
    session.open_other(workspace_id)


def _text(name: str) -> str:
    return session.language().text(f"workspace.{name}")
