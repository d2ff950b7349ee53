"""Prospects: a list, or the firms behind deals, ranked by how well they fit, with the reason for each."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation
from analysis.refill.fit import Check, fit_model, held_out
from analysis.refill.prospects import (
    SOURCES,
    ProspectList,
    from_deals,
    from_list,
    known_attributes,
    match,
    read_list,
)
from analysis.refill.ranking import as_csv, ranked, reasons
from analysis.workspace import uploads
from analysis.workspace.uploads import KeptFile
from pages.parts import fields, page, session, table, take_away
from pages.parts.upload_actions import take_prospects
from pages.refill import picking

MATCH = "refill.match."
"""Fields with the header the user assigned to an attribute end with its name; an empty one: to none."""


def show(evaluation: Evaluation) -> None:
    language = session.language()
    st.caption(language.text("refill.prospects.what"))
    source = "list"
    if len(evaluation.portfolio.losses):
        options = {name: language.text(f"refill.prospects.sources.{name}") for name in SOURCES}
        source = fields.choice(
            "refill.source", label=language.text("refill.prospects.source"), options=options, default="list"
        )
    prospects = _from_file(evaluation) if source not in ("open", "lost") else from_deals(evaluation, source)
    if prospects is None:
        return
    if prospects.empty:
        st.info(language.text("refill.prospects.no_deals"))
        return
    _ranking(evaluation, prospects)


def _ranking(evaluation: Evaluation, prospects: pd.DataFrame) -> None:
    language, customers = session.language(), evaluation.customers
    known = known_attributes(prospects, evaluation.portfolio.attributes)
    if not known:
        st.warning(language.text("refill.prospects.nothing_known"))
        return
    check = _held_out(customers[known], customers["listened"], known)
    if check is None:
        st.info(language.text("refill.prospects.check_none"))
    else:
        values = {name: getattr(check, name) for name in ("auc", "low", "high", "top", "found", "best")}
        key = "check" if check.better_than_chance else "check_chance"
        st.markdown(
            f"**{language.text(f'refill.prospects.{key}', **values)}**",
            help=language.text("refill.prospects.check_help"),
        )
    model, picks = fit_model(customers, customers["listened"], known), picking.chosen()
    rows = ranked(evaluation, prospects, picks, model, check)
    st.caption(language.text("refill.prospects.how" if picks else "refill.prospects.how_no_picks"))

    def column(name: str, kind: table.Kind = "text", **more: object) -> table.Column:
        return table.Column(language.text(f"refill.prospects.{name}"), kind, **more)  # type: ignore[arg-type]

    shown = {
        "place": column("place", "count", width="small"),
        "name": column("name", pinned=True, width="medium"),
        "fit": column("fit", "percent", help=language.text("refill.prospects.fit_help"), width="small"),
        "why": column("why", width=900),
    }
    if rows["customer"].any():
        shown["already"] = column("customer", width="small")
    yes = {True: language.text("refill.prospects.yes"), False: ""}
    table.show(
        rows,
        "refill_prospects",
        alt=language.text("refill.prospects.table"),
        says=language.text("refill.prospects.told", n=len(rows)),
        columns=shown,
        late=lambda sight: sight.assign(
            why=reasons(evaluation, sight, prospects, model, language), already=sight["customer"].map(yes)
        ),
    )
    take_away.offer(
        language.text("refill.prospects.export"),
        lambda: as_csv(evaluation, rows, prospects, model, language, take_away.footer()),
        f"{language.text('refill.prospects.file')}.csv",
        key="refill_prospects_csv",
        of=evaluation,
        shown=lambda: take_away.content_of(prospects),
        at_once=len(rows) <= take_away.ROWS_AT_ONCE,
        mime="text/csv",
    )


def _from_file(evaluation: Evaluation) -> pd.DataFrame | None:
    """The kept list's prospects with the customers' attributes; None where there is no list yet."""
    language, there = session.language(), session.real_workspace()
    if not page.hidden_here():
        _drop()
    kept = uploads.prospects(there)
    if kept is None:
        return None
    try:
        listed = _listed(there.id, kept, uploads.path_of(there, kept))
    except (PortfolioError, FileNotFoundError) as trouble:
        told = isinstance(trouble, PortfolioError) and not session.hidden()
        known = page.escaped(trouble.sentence(language)) if told else None  # type: ignore[union-attr]
        st.error(known or language.text("refill.trouble.list_gone"))
        return None
    customers, attributes = evaluation.customers, evaluation.portfolio.attributes
    said = "refill.prospects.read_nameless" if listed.nameless else "refill.prospects.read"
    file = language.text("hidden.table", n=1) if session.hidden() else page.escaped(kept.name)
    if session.hidden():
        listed = replace(listed, cells=session.names().prospects(listed.cells, listed.name))
    st.markdown(language.text(said, n=len(listed.cells), nameless=listed.nameless, file=file))
    return from_list(listed, customers, attributes, _matched(evaluation, listed))


def _matched(evaluation: Evaluation, listed: ProspectList) -> dict[str, str]:
    """Attribute to header: as found, and as the user says."""
    language, there = session.language(), session.workspace()
    attributes = evaluation.portfolio.attributes
    found = match(listed, evaluation.customers, attributes)
    headers = {"": language.text("refill.prospects.match_none"), **{name: name for name in listed.cells}}
    said = {name: there.get(f"{MATCH}{name}", default=found.get(name, "")) for name in attributes}
    matched = {name: header for name, header in said.items() if header in listed.cells}
    missing = [page.escaped(name) for name in attributes if name not in matched]
    names = language.list([page.escaped(name) for name in matched]) if matched else "–"
    key = "refill.prospects.matched_not" if missing else "refill.prospects.matched"
    st.caption(language.text(key, known=names, missing=language.list(missing) if missing else ""))
    with st.expander(language.text("refill.prospects.match")):
        sides = st.columns(3)
        for place, name in enumerate(attributes):
            with sides[place % 3]:
                default = found.get(name, "")
                fields.choice(
                    f"{MATCH}{name}", label=page.escaped(name), options=headers, default=default, widget=st.selectbox
                )
    return matched


def _drop() -> None:
    language, there = session.language(), session.real_workspace()
    round_ = st.session_state.setdefault("refill:round", 0)
    dropped = st.file_uploader(
        language.text("refill.prospects.drop"),
        type=["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet", "zip"],
        key=f"refill:drop:{round_}",
        disabled=not there.writable,
    )
    sample = (
        there.about("sample")
        and uploads.prospects(there) is None
        and st.button(language.text("refill.prospects.sample"), icon=":material/science:", key="refill_sample_list")
    )
    if dropped or sample:
        with st.spinner(language.text("refill.prospects.reading")):
            try:
                take_prospects(dropped)
                st.session_state["refill:said"] = None
            except PortfolioError as trouble:
                st.session_state["refill:said"] = trouble.sentence(language)
        st.session_state["refill:round"] = round_ + 1
        st.rerun()
    if st.session_state.get("refill:said"):
        st.error(page.escaped(st.session_state["refill:said"]))


@st.cache_data(show_spinner=False, max_entries=8)
def _listed(workspace_id: str, kept: KeptFile, _path: Path) -> ProspectList:
    with tempfile.TemporaryDirectory() as scratch:
        return read_list(_path, kept.name, Path(scratch))


@st.cache_data(show_spinner=False, max_entries=16)
def _held_out(attributes: pd.DataFrame, best: pd.Series, names: list[str]) -> Check | None:
    return held_out(attributes, best, names)
