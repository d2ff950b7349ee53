"""A list that colleagues filled in comes back: what is new is taken, what contradicts is decided here."""

from __future__ import annotations

import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation
from analysis.tag.form import Form
from analysis.tag.incoming import Incoming, incoming
from pages.parts import fields, page, session, table, watch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED = 5


def show(evaluation: Evaluation, form: Form) -> None:
    """The way in for a list of this kind."""
    language, room = session.language(), form.room
    if page.hidden_here():
        return
    dropped = st.file_uploader(
        language.text("tag.exchange.upload"), key=f"{room}_incoming", type=["xlsx", "csv", "xls", "ods", "txt"]
    )
    if dropped is None:
        return
    try:
        answers = _read(form, dropped)
        found = incoming(form, answers, evaluation.customers, session.workspace().fields(f"{room}."))
    except PortfolioError as trouble:
        page.tell_trouble(trouble)
        return
    fresh, against = found.of("new", "changed"), found.of("conflict")
    counts = {"conflicts": len(against), "same": len(found.of("same"))}
    st.markdown(language.text("tag.exchange.counts", n=len(fresh), **counts))
    for key, lines in ((f"{room}.exchange.unread", found.unread), ("tag.exchange.strangers", found.strangers)):
        if lines:
            shown = "; ".join(page.escaped(line) for line in lines[:NAMED])
            st.warning(language.text(key, n=len(lines), rows=shown))
    if fresh.empty and against.empty:
        st.info(language.text("tag.exchange.nothing"))
        return
    who = st.text_input(
        language.text("tag.exchange.who"), Path(dropped.name).stem, key=f"{room}_incoming_who", width=320
    )
    if len(fresh):
        _listed(form, fresh, "new_head", None)
        _take(found, fresh.index, "take_new", who)
    if len(against):
        st.markdown(f"**{language.text('tag.exchange.conflicts')}**")
        chosen = _listed(form, against, "conflicts", "multi-row")
        _take(found, pd.Index(chosen), "take_chosen", who)


def _take(found: Incoming, rows: pd.Index, label: str, who: str) -> None:
    st.button(
        session.language().text(f"tag.exchange.{label}", n=len(rows)),
        key=f"{found.form.room}.exchange.{label}",
        disabled=rows.empty or not session.workspace().writable,
        on_click=_filed,
        args=(found.edit(rows), who),
    )


def _filed(edit: dict, who: str) -> None:
    if fields.filed(edit, who.strip()):
        watch.tell(session.language().text("tag.exchange.done"))


def _read(form: Form, dropped: UploadedFile) -> pd.DataFrame:
    """The answers in the file, read once."""
    kept = st.session_state.get(f"{form.room}_incoming_read")
    if kept is None or kept[0] != dropped.file_id:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "list")
            with path.open("wb") as aside:
                copyfileobj(dropped, aside)
            kept = (dropped.file_id, form.read(path, dropped.name, Path(folder)))
        st.session_state[f"{form.room}_incoming_read"] = kept
    return kept[1]


def _listed(form: Form, changes: pd.DataFrame, key: str, select: Literal["multi-row"] | None) -> list[int]:
    language = session.language()

    def written(question: str, value: Any) -> str:
        return "" if value is None or value != value else str(form.entries[question].write(value, language))

    shown = changes.assign(
        question_word=[form.header(question, language) for question in changes["question"]],
        here_word=[written(*pair) for pair in zip(changes["question"], changes["here"], strict=True)],
        there_word=[written(*pair) for pair in zip(changes["question"], changes["there"], strict=True)],
    )
    return table.show(
        shown,
        f"{form.room}_incoming_{key}",
        alt=language.text(f"tag.exchange.{key}"),
        select=select,
        columns={
            "name": table.Column(language.text("tag.customer"), width="medium"),
            "question_word": table.Column(language.text("tag.exchange.question")),
            "here_word": table.Column(language.text("tag.exchange.here")),
            "who": table.Column(language.text("tag.exchange.who_here")),
            "there_word": table.Column(language.text("tag.exchange.there")),
        },
    )
