"""Where files are dropped, and what became of them."""

from __future__ import annotations

import streamlit as st

from analysis.errors import PortfolioError
from analysis.language import Language
from analysis.upload.load import Loaded
from analysis.workspace import uploads
from pages.parts import page, session
from pages.parts.upload_actions import settle, take_in

KINDS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet", "zip"]


def show() -> None:
    """The uploader, the sample, what went wrong, and which files the portfolio is made of."""
    language = session.language()
    round_ = st.session_state.setdefault("upload:round", 0)
    dropped = st.file_uploader(
        language.text("upload.drop"),
        type=KINDS,
        accept_multiple_files=True,
        key=f"upload:drop:{round_}",
        help=language.text("upload.drop_help"),
    )
    if dropped:
        with st.status(language.text("upload.reading", n=len(dropped))):
            try:
                st.session_state["upload:said"] = told(take_in(dropped), language)
            except PortfolioError as trouble:
                kept = session.portfolio() is not None
                st.session_state["upload:said"] = ("error", [trouble.sentence(language)], kept)
        st.session_state["upload:round"] = round_ + 1
        st.rerun()
    if session.portfolio() is None:
        page.sample_button("sample_upload")
    _said(language)
    _files(language)


def told(loaded: Loaded, language: Language) -> tuple[str, list[str], bool]:
    """What came of an upload, to be shown after the page is drawn anew: kind, sentences, whether all stays as it
    was."""
    skipped = [
        PortfolioError(
            "errors.no_portfolio_table", file=mapping.table, why=language.text(f"roles.why.{mapping.why}")
        ).sentence(language)
        for mapping in loaded.mappings
        if not mapping.roles
    ]
    if loaded.nothing_usable:
        return "warning", skipped, session.portfolio() is not None
    return "info", skipped, False


def _said(language: Language) -> None:
    kind, sentences, kept = st.session_state.get("upload:said", ("info", [], False))
    for sentence in sentences:
        text = page.escaped(sentence)
        if kept:
            text += "  \n" + language.text("upload.kept")
        {"error": st.error, "warning": st.warning, "info": st.info}[kind](text)


def _files(language: Language) -> None:
    there = session.workspace()
    files = uploads.files(there)
    if not files:
        return
    with st.expander(language.text("upload.files", n=len(files))):
        for file in files:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(page.escaped(file.name), width="stretch")
                st.button(
                    language.text("upload.remove"),
                    key=f"remove:{file.id}",
                    icon=":material/delete:",
                    disabled=len(files) == 1,
                    on_click=_remove,
                    args=(file.id,),
                )


def _remove(file_id: str) -> None:
    language = session.language()
    left = [file for file in uploads.files(session.workspace()) if file.id != file_id]
    try:
        st.session_state["upload:said"] = told(settle(left), language)
    except PortfolioError as trouble:
        st.session_state["upload:said"] = ("error", [trouble.sentence(language)], True)
