"""When the data suggest yes, with the number of customers on each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.tag.answers import sides
from analysis.tag.groups import text_attributes
from analysis.tagged import Tagged
from analysis.workspace.veiled import SIGNALS
from pages.parts import fields, rooms, session
from pages.tag import charts


def changes(chart: str) -> tuple[str, ...]:
    """The rooms that a threshold draws anew while ``chart`` is in sight, first what is looked at."""
    drawn = ("tag_chart",) if chart in charts.ANSWERED else ()
    return ("tag_sides", *drawn, "tag_answer", "tag_rule", "tag_customers", "progress")


def show(evaluation: Tagged, changes: Sequence[str]) -> None:
    """The sliders, question by question. ``changes``: the rooms they draw anew; none: the whole page."""
    language = session.language()
    st.markdown(f"**{language.text('tag.thresholds')}**")
    places: dict[str, DeltaGenerator] = {}
    for question in ("profitable", "strategic", "repeat"):
        with st.container(border=True):
            # No st.empty(): Streamlit loses track of it where this room is drawn by itself.
            places[question] = st.container()
            if question == "profitable":
                fields.slider("tag.margin_after_care", changes)
            elif question == "strategic":
                _signals(evaluation, changes)
            else:
                fields.slider("tag.orders_per_year", changes)
                fields.slider("tag.top_share", changes)
                with st.popover(language.text("tag.abc")):
                    fields.slider("tag.class_a", changes)
                    fields.slider("tag.class_b", changes)
    rooms.show("tag_sides", lambda: _sides(session.tagged(), places))


def _sides(evaluation: Tagged, places: Mapping[str, DeltaGenerator]) -> None:
    """Each question, and how many customers are on each side of it."""
    language, counted = session.language(), sides(evaluation.customers)
    for question, place in places.items():
        yes, no = counted[question]
        told = language.text("tag.sides", yes=yes, no=no, open=len(evaluation.customers) - yes - no)
        place.markdown(f"**{language.text(f'tag.question_long.{question}')}**  \n:small[:gray[{told}]]")


def _signals(evaluation: Tagged, changes: Sequence[str]) -> None:
    """What the data may take as a sign of strategic importance: growth, and values of attributes."""
    language, attributes = session.language(), text_attributes(evaluation.portfolio)
    if fields.toggle("tag.growth_signal"):
        fields.slider("tag.growth", changes)
    if not attributes:
        return
    in_use = [name for name in attributes if session.workspace().get(f"{SIGNALS}{name}")]
    attribute = st.selectbox(
        language.text("tag.signal.attribute"),
        attributes,
        index=attributes.index(in_use[0]) if in_use else None,
        key="tag_signal_attribute",
        persist_state="session",
        placeholder=language.text("tag.signal.none"),
        help=language.text("tag.signal.attribute_help"),
    )
    if attribute:
        values = list(map(str, sorted(evaluation.customers[attribute].dropna().unique())))
        fields.choice(
            f"{SIGNALS}{attribute}",
            label=language.text("tag.signal.values"),
            options={value: value.removesuffix(".0") for value in values},
            many=True,
            widget=st.multiselect,
        )
    others = [name for name in in_use if name != attribute]
    if others:
        st.caption(language.text("tag.signal.others", names=language.list(others)))
