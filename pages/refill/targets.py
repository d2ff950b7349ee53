"""The plan per picked segment: a number each, and how many of them the team can really work."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill.plan import Plan
from analysis.refill.targets import NUMBER, by_target, numbers_of, workable
from pages.parts import fields, page, session, table
from pages.refill import picking


def show(evaluation: Evaluation, made: Plan) -> None:
    language, picks = session.language(), picking.chosen()
    if not picks:
        return
    st.markdown(f"##### {language.text('refill.targets.title')}")
    rows = by_target(evaluation, picks, made, numbers_of(session.workspace().fields(NUMBER)), language)
    with st.container(horizontal=True):
        for key in picks:
            fields.number(
                f"{NUMBER}{key}",
                label=page.escaped(rows.at[key, "segment"]),
                help=language.text("refill.targets.number_help"),
                placeholder=language.count(rows.at[key, "wanted"]),
                min_value=0,
                step=1,
                width=240,
            )
    columns: dict[str, table.Kind] = {
        "today": "count",
        "worth": "money",
        "hours_each": "number",
        "wanted": "count",
        "hours": "number",
        "first_year": "money",
    }
    table.show(
        rows,
        "refill_targets",
        alt=language.text("refill.targets.title"),
        columns={
            "segment": table.Column(language.text("refill.targets.segment"), pinned=True, width="medium"),
            **{name: table.Column(language.text(f"refill.targets.{name}"), kind) for name, kind in columns.items()},
        },
    )
    can = workable(rows, made.freed)
    if can.segments is None:
        st.caption(language.text("refill.targets.no_hours"))
    elif can.segments < len(picks):
        names = language.list([page.escaped(name) for name in rows["segment"][: can.segments]])
        key = "refill.targets.too_many" if can.segments else "refill.targets.none"
        st.warning(language.text(key, n=can.segments, all=len(picks), hours=can.hours, freed=can.freed, names=names))
    else:
        st.caption(language.text("refill.targets.enough", hours=can.hours, freed=can.freed))
