"""The list for colleagues to fill in, and their answers back, with what contradicts decided here."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation
from analysis.tag.exchange import answers_in, as_csv, as_workbook, tagged_list
from analysis.tag.incoming import Incoming, incoming
from analysis.tag.verdict import QUESTIONS
from pages.parts import fields, page, session, table, watch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED = 5


def show(evaluation: Evaluation, rows: pd.DataFrame) -> None:
    """Export of ``rows``, and import."""
    language = session.language()
    with st.expander(language.text("tag.exchange.title"), icon=":material/group:", key="tag_exchange",
                     on_change="rerun") as box:  # fmt: skip
        if not box.open:
            return
        st.caption(language.text("tag.exchange.what"))
        _out(evaluation, rows)
        dropped = st.file_uploader(
            language.text("tag.exchange.upload"), key="tag_incoming", type=["xlsx", "csv", "xls", "ods", "txt"]
        )
        if dropped is not None:
            _in(evaluation, dropped)


def _out(evaluation: Evaluation, rows: pd.DataFrame) -> None:
    language, given, index = session.language(), session.workspace().fields("tag."), rows.index
    name = language.text("tag.exchange.file")
    with st.container(horizontal=True):
        for kind, mime, write in (("xlsx", XLSX, as_workbook), ("csv", "text/csv", as_csv)):
            st.download_button(
                language.text(f"tag.exchange.{kind}"),
                partial(lambda write: write(tagged_list(evaluation, index, given, language), language), write),
                file_name=f"{name}.{kind}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                disabled=rows.empty,
                key=f"tag_export_{kind}",
            )


def _in(evaluation: Evaluation, dropped: UploadedFile) -> None:
    language = session.language()
    try:
        found = incoming(_read(dropped), evaluation.customers, session.workspace().fields("tag."))
    except PortfolioError as trouble:
        page.tell_trouble(trouble)
        return
    fresh, against = found.of("new", "changed"), found.of("conflict")
    counts = {"conflicts": len(against), "same": len(found.of("same"))}
    st.markdown(language.text("tag.exchange.counts", n=len(fresh), **counts))
    for key, lines in (("strangers", found.strangers), ("unread", found.unread)):
        if lines:
            shown = "; ".join(page.escaped(line) for line in lines[:NAMED])
            st.warning(language.text(f"tag.exchange.{key}", n=len(lines), rows=shown))
    if fresh.empty and against.empty:
        st.info(language.text("tag.exchange.nothing"))
        return
    who = st.text_input(language.text("tag.exchange.who"), Path(dropped.name).stem, key="tag_incoming_who", width=320)
    if len(fresh):
        _listed(fresh, "fresh", None)
        _take(found, fresh.index, "tag.exchange.take_new", who)
    if len(against):
        st.markdown(f"**{language.text('tag.exchange.conflicts')}**")
        chosen = _listed(against, "conflicts", "multi-row")
        _take(found, pd.Index(chosen), "tag.exchange.take_chosen", who)


def _take(found: Incoming, rows: pd.Index, label: str, who: str) -> None:
    st.button(
        session.language().text(label, n=len(rows)),
        key=label,
        disabled=rows.empty or not session.workspace().writable,
        on_click=_filed,
        args=(found.edit(rows), who),
    )


def _filed(edit: dict, who: str) -> None:
    if fields.filed(edit, who.strip()):
        watch.tell(session.language().text("tag.exchange.done"))


def _read(dropped: UploadedFile) -> pd.DataFrame:
    """The answers in the file, read once."""
    kept = st.session_state.get("tag_incoming_read")
    if kept is None or kept[0] != dropped.file_id:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "list")
            with path.open("wb") as aside:
                copyfileobj(dropped, aside)
            kept = (dropped.file_id, answers_in(path, dropped.name, Path(folder)))
        st.session_state["tag_incoming_read"] = kept
    return kept[1]


def _listed(changes: pd.DataFrame, key: str, select: Literal["multi-row"] | None) -> list[int]:
    language = session.language()
    questions = {question: language.text(f"tag.list.{question}") for question in (*QUESTIONS, "note")}
    words = {answer: language.text(f"tag.answer.{answer}") for answer in ("yes", "no", "open")}
    shown = changes.assign(
        question_word=changes["question"].map(questions),
        here_word=[words.get(value, value) or "" for value in changes["here"]],
        there_word=[words.get(value, value) for value in changes["there"]],
    )
    return table.show(
        shown,
        f"tag_incoming_{key}",
        alt=language.text(f"tag.exchange.{'conflicts' if key == 'conflicts' else 'new_head'}"),
        select=select,
        columns={
            "name": table.Column(language.text("tag.customer"), width="medium"),
            "question_word": table.Column(language.text("tag.exchange.question")),
            "here_word": table.Column(language.text("tag.exchange.here")),
            "who": table.Column(language.text("tag.exchange.who_here")),
            "there_word": table.Column(language.text("tag.exchange.there")),
        },
    )
