"""The figures of a workspace, kept stage by stage by what they follow from, for every browser tab that shows them.

A workspace at a revision always has the same figures. Where an edit leaves the care costs as they are, or only what is
counted, the earlier stages are found ready.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from analysis.assumptions import Assumptions, every_name
from analysis.care.assumptions import CareAssumptions, GoalAssumptions
from analysis.care.drivers import counting, quantities
from analysis.care.levers import mildest
from analysis.care.typed import PREFIXES, typed_drivers, typed_quantities, typed_ranges
from analysis.costed import Costed, costed, with_typed
from analysis.evaluate import Evaluation, evaluated
from analysis.portfolio import Portfolio
from analysis.said import Said, what_was_said
from analysis.stand_ins import StandIns
from analysis.tagged import Tagged, tagged
from analysis.upload.assumptions import UploadAssumptions
from analysis.workspace.store import Workspace
from analysis.workspace.tables import kept_portfolio
from analysis.workspace.veiled import SIGNALS

_ANSWERS = {
    "profitable": "tag.profitable",
    "strategic": "tag.strategic",
    "repeat": "tag.repeat",
    "self_check": "listen.self_check",
    "refused": "decision.refused",
}
"""What persons say about a customer: the evaluation's column and the workspace's field."""
KEPT = 32
"""So many of each stage are kept at once."""
_ASSUMPTION = "assumption."


@dataclass(frozen=True)
class State:
    """A workspace as it stands. ``seen``: language and columns of the veil, where names are hidden."""

    workspace_id: str
    generation: str
    revision: int
    seen: tuple[str, tuple[str, ...]] | None
    workspace: Workspace = field(compare=False)
    veil: StandIns | None = field(compare=False)


@dataclass(frozen=True)
class _Counted:
    """What the quantities follow from. ``typed``: revisions of what was typed in step 4."""

    workspace_id: str
    generation: str
    typed: tuple[int, ...]
    rules: tuple[float, ...]
    workspace: Workspace = field(compare=False)
    care: CareAssumptions = field(compare=False)


@dataclass(frozen=True)
class _Answered:
    """What the answers follow from. ``edits``: how many stand there, and the revision of the last of them: with the
    same number no older one can have taken the place of another."""

    workspace_id: str
    generation: str
    edits: tuple[int, int]
    workspace: Workspace = field(compare=False)


@dataclass(frozen=True)
class _Basis:
    """What the care costs follow from."""

    counted: _Counted
    upload: UploadAssumptions
    care: CareAssumptions
    seen: tuple[str, tuple[str, ...]] | None
    veil: StandIns | None = field(compare=False)


def assumptions_of(there: Workspace) -> Assumptions:
    """A workspace's assumptions: the defaults, and what the user changed."""
    entries, known = there.entries(_ASSUMPTION), set(every_name())
    stored = {name.removeprefix(_ASSUMPTION): entry.value for (name, _), entry in entries.items()}
    return Assumptions().changed({name: value for name, value in stored.items() if name in known})


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def portfolio_of(workspace_id: str, generation: str, _workspace: Workspace) -> Portfolio:
    """The portfolio of an upload, with all its names."""
    kept = kept_portfolio(_workspace)
    assert kept is not None, generation
    # Columns of one kind in one block: every table made of them is made quicker.
    return replace(kept, customers=kept.customers.copy())


@lru_cache(KEPT)
def evaluation_of(state: State) -> Evaluation:
    """Every figure."""
    there, basis, second = state.workspace, _basis(state), _tagged(state)
    made = evaluated(
        second,
        _levers(basis, second.assumptions.goals),
        ranged=typed_ranges(there.fields()) if basis.counted.typed else None,
        comparable_by=there.get("invoices.by") or None,
    )
    return made if state.veil is None else state.veil.evaluation(made)


def tagged_of(state: State) -> Tagged:
    """The first two stages, there before the rest; every figure where names are hidden, which it holds."""
    return _tagged(state) if state.veil is None else evaluation_of(state)


def costed_of(state: State) -> Costed:
    """The first stage alone, there long before the rest; every figure where names are hidden, which it holds."""
    return _costed(_basis(state)) if state.veil is None else evaluation_of(state)


def _basis(state: State) -> _Basis:
    """Made anew each time: what is not found ready is read by whoever asks, not by whom others asked before."""
    (assumed, typed), care = _entered(state), _entered(state)[0].care
    counted = _Counted(state.workspace_id, state.generation, typed, counting(care), state.workspace, care)
    return _Basis(counted, assumed.upload, care, state.seen, state.veil)


@lru_cache(KEPT)
def _entered(state: State) -> tuple[Assumptions, tuple[int, ...]]:
    typed = state.workspace.entries(PREFIXES)
    return assumptions_of(state.workspace), tuple(entry.revision for entry in typed.values())


@lru_cache(KEPT)
def _tagged(state: State) -> Tagged:
    chosen = state.workspace.entries(SIGNALS)
    signals = {name.removeprefix(SIGNALS): entry.value for (name, _), entry in chosen.items()}
    return tagged(_costed(_basis(state)), _entered(state)[0], _said(_answered(state)), signals)


def _answered(state: State) -> _Answered:
    entries = state.workspace.entries(tuple(_ANSWERS.values()))
    edits = len(entries), max((entry.revision for entry in entries.values()), default=0)
    return _Answered(state.workspace_id, state.generation, edits, state.workspace)


@lru_cache(KEPT)
def _said(of: _Answered) -> Said:
    there = of.workspace
    answers = pd.DataFrame({column: pd.Series(there.values(name), dtype="object") for column, name in _ANSWERS.items()})
    answers.index = answers.index.astype("int64").rename("customer_id")
    return what_was_said(portfolio_of(of.workspace_id, of.generation, there).customers, answers)


@lru_cache(KEPT)
def _costed(basis: _Basis) -> Costed:
    portfolio, counted = _quantities(basis.counted)
    typed = basis.counted.typed
    own = typed_drivers(basis.counted.workspace.fields(), portfolio) if typed else ()
    return costed(portfolio, basis.upload, basis.care, own if basis.veil is None else basis.veil.drivers(own), counted)


@lru_cache(KEPT)
def _quantities(of: _Counted) -> tuple[Portfolio, pd.DataFrame]:
    portfolio = portfolio_of(of.workspace_id, of.generation, of.workspace)
    if of.typed:
        portfolio = with_typed(portfolio, typed_quantities(of.workspace.fields()))
    return portfolio, quantities(portfolio, of.care).copy()


@lru_cache(KEPT)
def _levers(basis: _Basis, goals: GoalAssumptions) -> pd.DataFrame:
    there = _costed(basis)
    return mildest(there.customers, there.costs, goals)
