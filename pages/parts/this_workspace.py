"""What can be done with the workspace that is open: its name, a copy, a file, who shares it, and what was before."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import streamlit as st

from analysis.workspace import copies, portable, shelf
from analysis.workspace.copies import Copy
from analysis.workspace.users import ROLES
from pages.parts import edits, page, session, sign_in, take_away


def show() -> None:
    """Everything about the workspace that is open."""
    there = session.real_workspace()
    _name()
    with st.container(horizontal=True):
        _duplicate()
        _export()
        if there.role == "owner":
            if st.button(_text("archive"), icon=":material/archive:"):
                shelf.archive(there)
                _leave()
            if st.button(_text("delete"), icon=":material/delete:", help=_text("delete_help")):
                shelf.delete(there)
                _leave()
    if sign_in.required() and there.role == "owner":
        with st.expander(_text("share")):
            _share()
    with st.expander(_text("history")):
        edits.show()
    kept = copies.kept(there.folder)
    with st.expander(session.language().text("workspace.copies", n=len(kept))):
        st.caption(_text("copies_help"))
        for copy in kept:
            _copy(copy)


def _name() -> None:
    there = session.real_workspace()
    name = there.about("name") or ""
    with st.form("workspace_name", border=False):
        wanted = st.text_input(_text("name"), name, max_chars=120, disabled=not there.writable)
        if st.form_submit_button(_text("rename"), disabled=not there.writable) and wanted.strip() and wanted != name:
            shelf.rename(there, wanted)
            st.rerun()


def _duplicate() -> None:
    if st.button(_text("duplicate"), icon=":material/content_copy:"):
        there = session.real_workspace()
        name = session.language().text("workspace.duplicate_name", name=there.about("name") or _text("unnamed"))
        session.turn_to(shelf.duplicate(there, name))
        st.rerun()


def _export() -> None:
    there = session.real_workspace()

    def content() -> bytes:
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "out.zip"
            portable.export(there, path)
            return path.read_bytes()

    name = "".join(letter if letter.isalnum() else "-" for letter in there.about("name") or "").strip("-") or there.id
    take_away.offer(
        _text("export"),
        content,
        f"{name}{portable.ENDING}",
        key="workspace_export",
        shown=lambda: there.about("portfolio"),
        at_once=False,
        mime="application/zip",
        help=_text("export_help"),
    )


def _share() -> None:
    there = session.real_workspace()
    for address, role in there.shares().items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{page.escaped(address)} · {_text(f'role.{role}')}")
            if st.button(_text("unshare"), key=f"unshare_{address}", type="tertiary"):
                shelf.share(there, address, None)
                st.rerun(scope="fragment")
    with st.form("workspace_share", border=False):
        address = st.text_input(_text("address"))
        role = st.radio(_text("as"), ROLES, format_func=lambda value: _text(f"role.{value}"), horizontal=True)
        if st.form_submit_button(_text("share_now")):
            shelf.share(there, address, role)
            st.rerun(scope="fragment")


def _copy(copy: Copy) -> None:
    language = session.language()
    before = copy.day and datetime(copy.day.year, copy.day.month, copy.day.day)
    told = language.text("workspace.copy_day", day=before) if before else _text("copy_older")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(told)
        if st.button(_text("open_copy"), key=f"copy_{copy.name}", type="tertiary"):
            there = session.real_workspace()
            name = language.text("workspace.copy_name", name=there.about("name") or _text("unnamed"), state=told)
            session.turn_to(shelf.open_copy(there, copy, name))
            st.rerun()


def _leave() -> None:
    for key in ("workspace", "workspace_open"):
        st.session_state.pop(key, None)
    st.query_params.pop("workspace", None)
    st.rerun()


def _text(name: str) -> str:
    return session.language().text(f"workspace.{name}")
