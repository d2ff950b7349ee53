"""Who is looking at what: language, theme, workspace, portfolio, and the one evaluation every page shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from analysis.assumptions import Assumptions
from analysis.costed import Costed
from analysis.evaluate import Evaluation
from analysis.language import LANGUAGES, Language, closest
from analysis.look import Look
from analysis.portfolio import Portfolio
from analysis.stand_ins import StandIns, stand_ins
from analysis.tagged import Tagged
from analysis.workspace import home, shelf
from analysis.workspace.database import Database
from analysis.workspace.store import Workspace
from analysis.workspace.users import User
from analysis.workspace.veiled import Veiled
from pages.parts import sign_in, stages

KEPT = ("present", "slide", "pointed")
"""What the address keeps of a presentation."""
HIDDEN_COLUMNS = "hidden.columns"
"""The field with the attributes that hold names though they do not look it."""


def language_code() -> str:
    """The language chosen in this browser tab, at first the browser's."""
    chosen = st.session_state.get("language") or st.query_params.get("language")
    if chosen not in LANGUAGES:
        return closest(st.context.locale)
    st.session_state["language"] = chosen  # links in the sidebar drop the address's
    return chosen


def language() -> Language:
    """The reader's language, with the currency of the portfolio at hand."""
    there = real_workspace()
    shown = (there.id, there.about("portfolio"))
    if st.session_state.get("currency", (None, ""))[0] != shown:
        made = _real_portfolio()
        st.session_state["currency"] = (shown, made.currency if made else "EUR")
    return Language(language_code(), st.session_state["currency"][1])


def look() -> Look:
    """How charts look to this reader."""
    return Look(language(), dark=st.context.theme.type == "dark")


def user() -> User:
    """Who is looking; the one user of this computer where nobody must sign in."""
    return sign_in.user()


def hidden() -> bool:
    """Whether names are hidden in this browser tab; the address keeps it over a reload."""
    if "hidden" not in st.session_state:
        st.session_state["hidden"] = st.query_params.get("hidden", "0") != "0"
    return st.session_state["hidden"]


def key(name: str) -> str:
    """The key of a widget that holds a name or a search for one: another one while names are hidden."""
    return f"{name}:hidden" if hidden() else name


def names() -> StandIns:
    """What stands for the names of this workspace's customers and people."""
    there = real_workspace()
    more = tuple(there.get(HIDDEN_COLUMNS, default=[]))
    return _stand_ins(there.id, there.about("portfolio"), language_code(), more, there)


def workspace() -> Workspace:
    """The workspace of this browser tab, as a page may show it: without names where they are hidden."""
    there = real_workspace()
    if not hidden():
        return there
    veil = names()
    kept = st.session_state.get("workspace_veiled")
    if kept is None or kept[0] is not there or kept[1].stand_ins is not veil:
        st.session_state["workspace_veiled"] = kept = (there, Veiled(there, veil))
    return kept[1]


def real_workspace() -> Workspace:
    """The workspace the address names, else the one written last, else a new one; only such as the user may read.
    With all its names, whether they are hidden or not: for what is never shown."""
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


def presenting() -> bool:
    """Whether slides are shown in place of the pages."""
    return _kept("present") == "1"


def slide() -> str | None:
    """The name of the slide in sight, within its step."""
    return _kept("slide")


def pointed() -> int | None:
    """The customer pointed at on the slides."""
    named = _kept("pointed") or ""
    return int(named) if named.isdecimal() else None


def show_slide(name: str | None) -> None:
    """Goes to a slide of the page at hand, the first for None."""
    st.session_state["present"], st.session_state["slide"] = "1", name


def stop_presenting() -> None:
    """Back to the pages."""
    st.session_state["present"] = st.session_state["slide"] = None


def point_at(customer: int | None) -> None:
    """Points at a customer on every slide; at nobody for None."""
    st.session_state["pointed"] = None if customer is None else str(customer)


def address() -> dict[str, str]:
    """What the address keeps over a reload and on every page."""
    kept = {name: _kept(name) for name in KEPT} if presenting() else {}
    shown = {"hidden": "1"} if hidden() else {}
    named = {name: value for name, value in kept.items() if value}
    return {"workspace": real_workspace().id, "language": language_code(), **shown, **named}


def address_of_customer() -> dict[str, str]:
    """What the address keeps of the customer chosen on the Listen page."""
    customer = talking_to()
    return {"customer": str(customer)} if customer else {}


def portfolio() -> Portfolio | None:
    """The workspace's portfolio; None before the first upload."""
    if hidden():
        return evaluation().portfolio if real_workspace().about("portfolio") else None
    return _real_portfolio()


def assumptions() -> Assumptions:
    """The workspace's assumptions: the defaults, and what the user changed."""
    return stages.assumptions_of(real_workspace())


def evaluation() -> Evaluation:
    """The evaluation of the workspace's portfolio under its assumptions and answers. Not to be changed."""
    return stages.evaluation_of(_state())


def tagged() -> Tagged:
    """The first two stages of the evaluation, for what shows no action."""
    return stages.tagged_of(_state())


def costed() -> Costed:
    """The first stage of the evaluation, for what shows no verdict and no action."""
    return stages.costed_of(_state())


def _state() -> stages.State:
    there = real_workspace()
    generation = there.about("portfolio")
    if generation is None:
        raise LookupError("no portfolio yet: page.opening() stops before this")
    veil = names() if hidden() else None
    seen = None if veil is None else (language_code(), tuple(there.get(HIDDEN_COLUMNS, default=[])))
    return stages.State(there.id, generation, there.revision, seen, there, veil)


def _real_portfolio() -> Portfolio | None:
    there = real_workspace()
    generation = there.about("portfolio")
    return stages.portfolio_of(there.id, generation, there) if generation else None


def _kept(name: str) -> str | None:
    """A word that the address keeps, read from it where a browser tab begins."""
    if name not in st.session_state:
        st.session_state[name] = st.query_params.get(name)
    return st.session_state[name]


def _opened(workspace_id: str, reader: User) -> Workspace | None:
    folder = home.folder_of(workspace_id)
    there = Workspace(_database(folder), reader) if folder else None
    return there if there and there.role else None


@st.cache_resource(show_spinner=False, max_entries=64)
def _database(folder: Path) -> Database:
    """One open file for all who work in it."""
    return Database(folder)


@st.cache_resource(show_spinner=False, max_entries=stages.KEPT)
def _stand_ins(
    workspace_id: str, generation: str | None, code: str, more: tuple[str, ...], _workspace: Workspace
) -> StandIns:
    made = stages.portfolio_of(workspace_id, generation, _workspace) if generation else None
    return stand_ins(made, Language(code), more)
