"""Where files are dropped, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from analysis.errors import PortfolioError
from analysis.language import Language
from analysis.upload.content import DATABASE_ENDINGS
from analysis.upload.load import Loaded, Step
from analysis.upload.template import template
from analysis.workspace import uploads
from pages.parts import page, session
from pages.parts.upload_actions import take_in
from pages.upload import said

KINDS = [
    *("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet", "zip"),
    *(ending.lstrip(".") for ending in DATABASE_ENDINGS),
]


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
        names = [file.name for file in dropped]
        work(lambda step: take_in(dropped, step), language.text("upload.reading", n=len(dropped)), names)
    with st.container(horizontal=True):
        if session.portfolio() is None:
            page.sample_button("sample_upload")
        st.download_button(
            language.text("upload.template"),
            data=_template(language.code),
            file_name=language.text("upload.template_file"),
            on_click="ignore",
            icon=":material/table_view:",
            help=language.text("upload.template_help"),
        )
    said.show()
    _files(language)


@st.cache_data(show_spinner=False)
def _template(code: str) -> bytes:
    return template(Language(code))


def work(task: Callable[[Step], Loaded], label: str, names: Collection[str]) -> None:
    """Does ``task``, which brings files called ``names``, with words on what is being done and a button to give it up,
    then draws the page anew."""
    language = session.language()
    with st.container(horizontal=True, vertical_alignment="center"):
        status = st.status(label, width="stretch")
        # A click ends this run where the next step is told, and everything stays as it was.
        st.button(language.text("upload.cancel"), key="upload:cancel", on_click=_afresh)
    try:
        loaded = task(lambda name, file: status.update(label=language.text(f"upload.step.{name}", file=file)))
        said.came_of(loaded, names)
    except PortfolioError as trouble:
        said.failed(trouble)
    _afresh()
    st.rerun()


def _afresh() -> None:
    """The uploader forgets what was dropped."""
    st.session_state["upload:round"] = st.session_state.get("upload:round", 0) + 1


def _files(language: Language) -> None:
    there = session.real_workspace()
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
                    args=(file,),
                )


def _remove(gone: uploads.KeptFile) -> None:
    left = [file for file in uploads.files(session.real_workspace()) if file.id != gone.id]
    said.settled({}, left, session.language().text("upload.removed", file=gone.name))
