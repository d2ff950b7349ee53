"""What is said of the uploads, settled, and what came of it, told when the page is drawn anew."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

import streamlit as st

from analysis.errors import PortfolioError
from analysis.upload.load import Loaded
from analysis.workspace import uploads
from analysis.workspace.uploads import KeptFile
from pages.parts import page, session, watch
from pages.parts.upload_actions import settle

_SAID, _DRAWN = "upload:said", "upload:drawn"


@dataclass(frozen=True)
class Said:
    """Something to tell; ``kept``: and that the portfolio is as it was; ``undo``: the revision that has the way back
    beside it, as long as it is the last one."""

    kind: Literal["error", "warning", "info", "success"]
    sentence: str
    kept: bool = False
    undo: int | None = None


def key(*parts: object) -> str:
    """The key of a widget that shows what holds, which is one of ``parts``: another one after a change that could not
    be made."""
    return ":".join(map(str, (*parts, st.session_state.get(_DRAWN, 0))))


def settled(said: dict[str, Any], files: list[KeptFile] | None = None, done: str = "") -> None:
    """Makes the portfolio anew with what was ``said`` of it, or of other ``files``; ``done`` tells that it could."""
    try:
        loaded = settle(uploads.files(session.real_workspace()) if files is None else files, said)
    except PortfolioError as trouble:
        failed(trouble)
        return
    if loaded.portfolio is None:
        _draw_anew()
    finished = []
    if done and loaded.portfolio is not None:
        finished = [Said("success", done, undo=session.real_workspace().revision)]
    tell(*(_useless(loaded, [table.name for table in loaded.tables]) if loaded.nothing_usable else finished))


def failed(trouble: PortfolioError) -> None:
    """Tells why something could not be done."""
    _draw_anew()
    tell(*_last_kept([Said("error", trouble.sentence(session.language()))]))


def came_of(loaded: Loaded, names: Collection[str]) -> None:
    """Tells which of the new files, called ``names``, were refused, and which of their tables are of no use."""
    language = session.language()
    refused = [Said("error", trouble.sentence(language)) for trouble in loaded.refused.values()]
    new = [table.name for table in loaded.tables if table.file in names or table.file.split("/")[0] in names]
    sentences = [*refused, *_useless(loaded, new)]
    if loaded.portfolio is None:
        tell(*_last_kept(sentences))
        return
    rest = len(names) - len(refused)
    tell(*sentences, *([Said("info", language.text("upload.rest_taken", n=rest))] if refused else []))


def tell(*sentences: Said) -> None:
    """Tells this instead of what was told before."""
    st.session_state[_SAID] = (session.real_workspace().id, sentences)


def show() -> None:
    """What there is to tell."""
    language = session.language()
    workspace_id, sentences = st.session_state.get(_SAID, ("", ()))
    for said in sentences if workspace_id == session.real_workspace().id else ():
        text = page.escaped(said.sentence) + ("  \n" + language.text("upload.kept") if said.kept else "")
        with st.container(horizontal=True, vertical_alignment="center"):
            told = {"error": st.error, "warning": st.warning, "info": st.info, "success": st.success}[said.kind]
            told(text, width="stretch")
            if said.undo == session.real_workspace().revision:
                st.button(language.text("workspace.undo"), icon=":material/undo:", key="upload:undo", on_click=_undo)


def _draw_anew() -> None:
    st.session_state[_DRAWN] = st.session_state.get(_DRAWN, 0) + 1


def _undo() -> None:
    tell()
    watch.take_back()


def _useless(loaded: Loaded, among: Collection[str]) -> list[Said]:
    """A sentence for each of the tables called so that is no portfolio table."""
    language = session.language()
    sentences = [
        PortfolioError("errors.no_portfolio_table", file=mapping.table, why=language.text(f"roles.why.{mapping.why}"))
        for mapping in loaded.mappings
        if not mapping.roles and mapping.table in among
    ]
    kind: Literal["warning", "info"] = "warning" if loaded.nothing_usable else "info"
    said = [Said(kind, sentence.sentence(language)) for sentence in sentences]
    return _last_kept(said) if loaded.nothing_usable else said


def _last_kept(sentences: list[Said]) -> list[Said]:
    kept = session.portfolio() is not None
    return [*sentences[:-1], *(replace(said, kept=kept) for said in sentences[-1:])]
