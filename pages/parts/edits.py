"""What was entered, by whom and when, with the way back to what stood there before."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import page, session, table

SHOWN = 200


def show() -> None:
    """The last edits, newest first; one can be picked to put what stood before back in its place."""
    language, there = session.language(), session.workspace()
    history = there.history(limit=SHOWN)
    history = history[~history["field"].str.startswith("upload.")].reset_index(drop=True)
    if history.empty:
        st.caption(_text("no_edits"))
        return
    portfolio = session.portfolio()
    names = portfolio.customers["name"] if portfolio is not None else pd.Series(dtype="object")
    shown = pd.DataFrame(
        {
            _text("when"): [language.moment(session.local(datetime.fromisoformat(at))) for at in history["at"]],
            _text("who"): history["who"],
            _text("step"): [_what(field) for field in history["field"]],
            _text("customer"): [names.get(number, "") for number in history["customer_id"]],
            _text("before"): history["before"].map(_value),
            _text("after"): history["after"].map(_value),
            _text("both_column"): ["●" if unseen else "" for unseen in history["unseen"]],
        }
    )
    shown = shown.loc[:, shown.astype(bool).any()]
    picked = st.dataframe(
        shown,
        hide_index=True,
        key="edits",
        alt=table.told(_text("edits"), len(shown), order=language.text("parts.told.last_first")),
        on_select="rerun",
        selection_mode="single-row",
        height=300,
    )
    rows = picked["selection"]["rows"]
    if there.writable and st.button(_text("put_back"), disabled=not rows, icon=":material/settings_backup_restore:"):
        edit = history.loc[rows[0]]
        there.put(edit["field"], edit["before"], edit["customer_id"])
        st.rerun()


def undone() -> str:
    """Says which edit has just been taken back: its field, and of which customer, or of how many."""
    language, history = session.language(), session.workspace().history(limit=SHOWN)
    last = history[history["edit"] == history["edit"].iloc[0]]
    what, portfolio = _what(last["field"].iloc[-1]), session.portfolio()
    names = portfolio.customers["name"] if portfolio is not None else pd.Series(dtype="object")
    whose = [page.escaped(names[number]) for number in dict.fromkeys(last["customer_id"]) if number in names.index]
    if len(whose) > 1:
        whose = [language.text("parts.customers", n=len(whose))]
    return language.text("workspace.undone", what=" · ".join([what, *whose]))


def _what(field: str) -> str:
    language = session.language()
    room, _, name = field.partition(".")
    if room == "assumption" and language.has(f"assumptions.{name}.label"):
        return language.text(f"assumptions.{name}.label")
    if language.has(f"workspace.field.{field}"):
        return language.text(f"workspace.field.{field}")
    step = {"decision": "care", "assumption": name.split(".")[0]}.get(room, room)
    return language.text(f"parts.steps.{step}") if language.has(f"parts.steps.{step}") else room


def _value(value: Any) -> str:
    language = session.language()
    if isinstance(value, str) and language.has(f"workspace.value.{value}"):
        return language.text(f"workspace.value.{value}")
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _text(name: str) -> str:
    return session.language().text(f"workspace.{name}")
