"""Test contracts: whom they could be for, their terms, and which are due for review."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill import picks
from analysis.refill.contracts import PREFIX, STATES, contracts, new_contract, outside, removed
from analysis.workspace import home
from pages.parts import fields, page, session, table
from pages.refill import picking

LISTED = 200
"""Customers offered; a name beyond these can be typed."""


def show(evaluation: Evaluation) -> None:
    language, there = session.language(), session.workspace()
    st.caption(language.text("refill.contracts.what"))
    if not session.hidden():
        _new(evaluation)
    rows = contracts(there.fields(PREFIX), today())
    if rows.empty:
        return
    due = rows[rows["due"]]
    if len(due):
        names = language.list([page.escaped(name) for name in due["who"]])
        st.warning(language.text("refill.contracts.due_now", n=len(due), names=names), icon=":material/event:")
    _table(rows)
    if page.hidden_here():
        return
    for contract, row in rows[rows["open"]].iterrows():
        _terms(str(contract), row)


def today() -> date:
    """This day, by which reviews are due."""
    return datetime.now(UTC).date()


def _new(evaluation: Evaluation) -> None:
    language = session.language()
    names = outside(evaluation, picks.targets(evaluation, picking.chosen()))
    st.markdown(language.text("refill.contracts.outside", n=len(names)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options = [int(customer) for customer in names.index[:LISTED]]
        who = st.selectbox(
            language.text("refill.contracts.who"),
            options,
            index=None,
            format_func=lambda one: names.get(one, str(one)),
            accept_new_options=True,
            key="refill_contract_who",
            placeholder=language.text("refill.contracts.who_placeholder"),
        )
        st.button(
            language.text("refill.contracts.new"),
            icon=":material/add:",
            key="refill_contract_new",
            disabled=who is None or not session.workspace().writable,
            on_click=_file,
            args=(who, names.get(who, who)),
        )


def _file(who: int | str, name: str) -> None:
    customer = who if isinstance(who, int) else None
    contract = home.new_id()
    session.workspace().put_many(new_contract(contract, str(name), customer, today()))
    st.session_state["refill_contract_who"], st.session_state["refill_contract_fresh"] = None, contract


def _remove(contract: str) -> None:
    session.workspace().put_many(removed(contract))


def _table(rows: pd.DataFrame) -> None:
    language = session.language()
    states = {state: language.text(f"refill.contracts.states.{state}") for state in STATES}
    marks = rows["due"].map({True: language.text("refill.contracts.due"), False: ""})
    lacking = rows["incomplete"].map({True: language.text("refill.contracts.incomplete"), False: ""})
    kinds: dict[str, table.Kind] = {"who": "text", "status": "text", "mark": "text", "review": "date", "start": "date"}
    kinds |= {"end": "date", "value": "money", "scope": "text", "price": "text", "success": "text", "exit": "text"}
    table.show(
        rows.assign(status=rows["status"].map(states), mark=marks.where(rows["due"], lacking)),
        "refill_contracts",
        alt=language.text("refill.contracts.title"),
        says=language.text("refill.contracts.told", n=len(rows), due=len(rows[rows["due"]])),
        columns={
            name: table.Column(language.text(f"refill.contracts.{name}"), kind, pinned=name == "who")
            for name, kind in kinds.items()
        },
    )


def _terms(contract: str, row: pd.Series) -> None:
    """The terms of one contract, to be filled in."""
    language = session.language()
    states = {state: language.text(f"refill.contracts.states.{state}") for state in STATES}

    def field(name: str) -> str:
        return f"{PREFIX}{contract}.{name}"

    def label(name: str) -> str:
        return language.text(f"refill.contracts.{name}")

    fresh = st.session_state.get("refill_contract_fresh") == contract
    with st.expander(page.escaped(row["who"]), expanded=fresh, key=f"refill_contract:{contract}"):
        left, right = st.columns([1.6, 1], gap="large")
        with left:
            for name, lines in (("scope", 2), ("price", 1), ("success", 2), ("exit", 2), ("note", 2)):
                fields.text(field(name), label=label(name), lines=lines)
        with right:
            fields.choice(field("status"), label=label("status"), options=states, default="draft")
            with st.container(horizontal=True):
                for name in ("start", "end", "review"):
                    fields.day(field(name), label=label(name))
            unit = fields.unit_word("money")
            worth = f"{label('value')} ({unit})" if unit else label("value")
            fields.number(field("value"), label=worth, step=500.0, format="%.0f")
            fields.text(field("owner"), label=label("owner"))
            st.button(
                language.text("refill.contracts.remove"),
                key=f"refill_contract_remove:{contract}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=(contract,),
                disabled=not session.workspace().writable,
            )
