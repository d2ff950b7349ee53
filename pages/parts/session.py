"""Who is looking at what: language, theme, workspace, portfolio, and the one evaluation every page shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import streamlit as st

from analysis.assumptions import Assumptions, every_name
from analysis.care.typed import PREFIXES, typed_drivers, typed_quantities, typed_ranges
from analysis.evaluate import Evaluation, evaluate
from analysis.language import LANGUAGES, Language, closest
from analysis.look import Look
from analysis.portfolio import Portfolio
from analysis.workspace import home, shelf
from analysis.workspace.database import Database
from analysis.workspace.store import Workspace
from analysis.workspace.tables import kept_portfolio
from analysis.workspace.users import User
from pages.parts import sign_in

ANSWERS = {
    "profitable": "tag.profitable",
    "strategic": "tag.strategic",
    "repeat": "tag.repeat",
    "self_check": "listen.self_check",
    "refused": "decision.refused",
}
"""What persons say about a customer: the evaluation's column and the workspace's field."""
EVALUATIONS = 32
"""So many evaluations are kept at once, each with its portfolio."""
SIGNALS = "tag.signal."
"""Fields ``tag.signal.<attribute>``: the list of its values that suggest strategic importance."""


def language_code() -> str:
    """The language chosen in this browser tab, at first the browser's."""
    chosen = st.session_state.get("language") or st.query_params.get("language")
    return chosen if chosen in LANGUAGES else closest(st.context.locale)


def language() -> Language:
    """The reader's language, with the currency of the portfolio at hand."""
    there = workspace()
    shown = (there.id, there.about("portfolio"))
    if st.session_state.get("currency", (None, ""))[0] != shown:
        made = portfolio()
        st.session_state["currency"] = (shown, made.currency if made else "EUR")
    return Language(language_code(), st.session_state["currency"][1])


def look() -> Look:
    """How charts look to this reader."""
    return Look(language(), dark=st.context.theme.type == "dark")


def user() -> User:
    """Who is looking; the one user of this computer where nobody must sign in."""
    return sign_in.user()


def workspace() -> Workspace:
    """The workspace the address names, else the one written last, else a new one; only such as the user may read."""
    there = st.session_state.get("workspace_open")
    if there is not None and there.user == user() and there.role:
        return there
    wanted = st.session_state.get("workspace") or st.query_params.get("workspace")
    there = _opened(wanted, user()) if wanted else None
    if there is None:
        known = (entry.id for entry in shelf.listed(user()) if entry.trouble is None)
        there = next(filter(None, (_opened(known_id, user()) for known_id in known)), None)
    return turn_to(there or Workspace.create(user()))


def turn_to(there: Workspace) -> Workspace:
    """Makes ``there`` the workspace of this browser tab."""
    st.session_state["workspace"], st.session_state["workspace_open"] = there.id, there
    return there


def open_other(workspace_id: str) -> None:
    """Opens another workspace in this browser tab, where there is one that the user may read."""
    if there := _opened(workspace_id, user()):
        turn_to(there)


def local(at: datetime) -> datetime:
    """A moment in the reader's time zone."""
    try:
        return at.astimezone(ZoneInfo(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return at


def talking_to() -> int | None:
    """The customer chosen on the Listen page; the address keeps it over a reload. None: nobody chosen yet."""
    if "listen_customer" not in st.session_state:
        named = st.query_params.get("customer", "")
        if named.isdecimal():
            st.session_state["listen_customer"] = int(named)
    return st.session_state.get("listen_customer")


def portfolio() -> Portfolio | None:
    """The workspace's portfolio; None before the first upload."""
    there = workspace()
    generation = there.about("portfolio")
    return _portfolio(there.id, generation, there) if generation else None


def assumptions() -> Assumptions:
    """The workspace's assumptions: the defaults, and what the user changed."""
    there = workspace()
    stored = {name: there.get(f"assumption.{name}") for name in every_name()}
    return Assumptions().changed({name: value for name, value in stored.items() if value is not None})


def evaluation() -> Evaluation:
    """The evaluation of the workspace's portfolio under its assumptions and answers. Not to be changed."""
    there = workspace()
    generation = there.about("portfolio")
    if generation is None:
        raise LookupError("no portfolio yet: page.opening() stops before this")
    fields = there.fields()
    said = {column: there.values(field) for column, field in ANSWERS.items()}
    typed = fields[fields["field"].str.startswith(PREFIXES)]
    key = tuple((column, tuple(values.items())) for column, values in said.items())
    chosen = fields[fields["field"].str.startswith(SIGNALS)]
    pairs = zip(chosen["field"], chosen["value"], strict=True)
    signals = tuple((field.removeprefix(SIGNALS), tuple(values)) for field, values in pairs)
    by = there.get("invoices.by") or None
    return _evaluation(there.id, generation, assumptions(), key, tuple(typed["revision"]), signals, by, there)


def _opened(workspace_id: str, reader: User) -> Workspace | None:
    folder = home.folder_of(workspace_id)
    there = Workspace(_database(folder), reader) if folder else None
    return there if there and there.role else None


@st.cache_resource(show_spinner=False, max_entries=64)
def _database(folder: Path) -> Database:
    """One open file for all who work in it."""
    return Database(folder)


@st.cache_resource(show_spinner=False, max_entries=EVALUATIONS)
def _portfolio(workspace_id: str, generation: str, _workspace: Workspace) -> Portfolio:
    kept = kept_portfolio(_workspace)
    assert kept is not None, generation
    return kept


@st.cache_resource(show_spinner=False, max_entries=EVALUATIONS)
def _evaluation(
    workspace_id: str,
    generation: str,
    assumed: Assumptions,
    said: tuple[tuple[str, tuple], ...],
    typed: tuple,
    signals: tuple[tuple[str, tuple[str, ...]], ...],
    comparable_by: str | None,
    _workspace: Workspace,
) -> Evaluation:
    answers = pd.DataFrame({column: pd.Series(dict(values), dtype="object") for column, values in said})
    answers.index = answers.index.astype("int64").rename("customer_id")
    portfolio, fields = _portfolio(workspace_id, generation, _workspace), _workspace.fields()
    return evaluate(
        portfolio,
        assumed,
        answers,
        own=typed_drivers(fields, portfolio),
        typed=typed_quantities(fields),
        ranged=typed_ranges(fields),
        signals=dict(signals),
        comparable_by=comparable_by,
    )
