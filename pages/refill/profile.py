"""The optimal profile: segments in a chart and a table, picked in either."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill import picks
from analysis.refill.charts import profile_figure, profile_sentence
from analysis.refill.segments import label, segments
from pages.parts import chart, fields, page, session, table


def show(evaluation: Evaluation) -> None:
    language, look, there = session.language(), session.look(), session.workspace()
    attributes = {name: name for name in evaluation.portfolio.attributes}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        attribute = fields.choice(
            "refill.attribute",
            label=language.text("refill.attribute"),
            options=attributes,
            default=evaluation.portfolio.attributes[0],
            widget=st.selectbox,
        )
    with right:
        before = st.toggle(language.text("refill.before_care"), key="refill_before", persist_state="session")
    if attribute not in attributes:
        attribute = evaluation.portfolio.attributes[0]
    found = segments(evaluation, attribute, language, after_care=not before)
    chosen = there.get(picks.FIELD, default=[])
    first, last = evaluation.portfolio.period
    subtitle = language.text("refill.profile.subtitle", attribute=attribute, first=first, last=last)
    figure = profile_figure(found, chosen, look, subtitle)
    # The key changes with the picks, so that a click on the same segment again is a new click.
    picked = chart.draw(
        figure,
        f"refill_profile:{attribute}:{before}:{'|'.join(chosen)}",
        alt=profile_sentence(found, look),
        select=("points", "box", "lasso"),
    )
    st.caption(language.text("refill.pick_help"))
    marked = table.show(
        found.assign(mark=["✓" if key in chosen else "" for key in found.index]),
        f"refill_table:{attribute}:{before}:{'|'.join(chosen)}",
        alt=language.text("refill.table"),
        select="multi-row",
        columns={
            "mark": table.Column(language.text("refill.column.mark"), width="small"),
            "segment": table.Column(attribute, pinned=True),
            "n": table.Column(language.text("refill.column.n"), "count"),
            "revenue": table.Column(language.text("refill.column.revenue"), "money"),
            "net": table.Column(language.text("refill.column.net"), "money"),
            "shrunk": table.Column(
                language.text("refill.column.shrunk"), "money", language.text("refill.column.shrunk_help")
            ),
            "low": table.Column(language.text("refill.column.low"), "money"),
            "high": table.Column(language.text("refill.column.high"), "money"),
            "per_hour": table.Column(language.text("refill.column.per_hour"), "money"),
            "growth": table.Column(language.text("refill.column.growth"), "percent"),
            "best": table.Column(language.text("refill.column.best"), "count"),
            "lift": table.Column(language.text("refill.column.lift"), "number"),
        },
    )
    changed = picked or marked
    if changed:
        there.put(picks.FIELD, picks.toggled(chosen, changed))
        st.rerun()
    if chosen:
        with st.container(horizontal=True, vertical_alignment="center"):
            names = " · ".join(page.escaped(label(evaluation, key, language)) for key in chosen)
            st.markdown(f"**{language.text('refill.picked')}** {names}", width="stretch")
            st.button(language.text("refill.clear"), key="refill_clear", on_click=_clear)


def _clear() -> None:
    session.workspace().put(picks.FIELD, [])
