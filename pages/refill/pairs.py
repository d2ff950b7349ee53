"""Segments by two attributes together, picked in the chart."""

from __future__ import annotations

import streamlit as st

from analysis import told
from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.refill.heat import MEASURES, heat_figure
from analysis.refill.segments import segments
from pages.parts import chart, fields, session, table
from pages.refill import picking, profile


def show(evaluation: Evaluation) -> None:
    language, attributes = session.language(), list(evaluation.portfolio.attributes)
    if len(attributes) < 2:
        st.info(language.text("refill.heat.two"))
        return
    sides = st.columns(4, vertical_alignment="bottom")
    chosen = []
    for side, name, place in zip(sides[:2], ("across", "down"), (0, 1), strict=True):
        with side:
            default = attributes[place]
            one = fields.choice(
                f"refill.{name}",
                label=language.text(f"refill.heat.{name}"),
                options={attribute: attribute for attribute in attributes},
                default=default,
                widget=st.selectbox,
            )
        chosen.append(one if one in attributes else default)
    with sides[2]:
        measure = fields.choice(
            "refill.heat_measure",
            label=language.text("refill.heat.measure"),
            options={name: language.text(f"refill.heat.measures.{name}") for name in MEASURES},
            default="shrunk",
            widget=st.selectbox,
        )
        measure = measure if measure in MEASURES else "shrunk"
    with sides[3]:
        before = st.toggle(language.text("refill.before_care"), key="refill_before_two", persist_state="session")
    if chosen[0] == chosen[1]:
        st.info(language.text("refill.heat.two"))
        return
    across, down = chosen
    found = segments(evaluation, chosen, language, after_care=not before)
    first, last = evaluation.portfolio.period
    subtitle = language.text(f"refill.heat.subtitle.{measure}", first=first, last=last)
    figure = heat_figure(evaluation, found, (across, down), picking.chosen(), session.look(), subtitle, measure)
    picked = chart.draw(
        figure,
        f"refill_heat:{across}:{down}:{measure}:{before}:{picking.state()}",
        alt=title_of(figure),
        select=("points", "box", "lasso"),
    )
    st.caption(language.text("refill.heat.help"))
    marked = table.show(
        found.assign(mark=["✓" if key in picking.chosen() else "" for key in found.index]),
        f"refill_heat_table:{across}:{down}:{before}:{picking.state()}",
        alt=language.text("refill.table"),
        says=told.segments(found, language),
        select="multi-row",
        columns=profile.columns(f"{across} · {down}"),
    )
    picking.toggle(picked or marked)
