"""When the data suggest yes, with the number of customers on each side."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.tag.answers import sides
from analysis.tag.groups import text_attributes
from pages.parts import fields, session


def show(evaluation: Evaluation) -> None:
    """The sliders, question by question."""
    language, counted = session.language(), sides(evaluation.customers)
    st.markdown(f"**{language.text('tag.thresholds')}**")
    for question in ("profitable", "strategic", "repeat"):
        yes, no = counted[question]
        with st.container(border=True):
            st.markdown(f"**{language.text(f'tag.question_long.{question}')}**")
            st.caption(language.text("tag.sides", yes=yes, no=no, open=len(evaluation.customers) - yes - no))
            if question == "profitable":
                fields.slider("tag.margin_after_care")
            elif question == "strategic":
                _signals(evaluation)
            else:
                fields.slider("tag.orders_per_year")
                fields.slider("tag.top_share")
                with st.popover(language.text("tag.abc")):
                    fields.slider("tag.class_a")
                    fields.slider("tag.class_b")


def _signals(evaluation: Evaluation) -> None:
    """What the data may take as a sign of strategic importance: growth, and values of attributes."""
    language, attributes = session.language(), text_attributes(evaluation.portfolio)
    if fields.toggle("tag.growth_signal"):
        fields.slider("tag.growth")
    if not attributes:
        return
    in_use = [name for name in attributes if session.workspace().get(f"{session.SIGNALS}{name}")]
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
            f"{session.SIGNALS}{attribute}",
            label=language.text("tag.signal.values"),
            options={value: value.removesuffix(".0") for value in values},
            many=True,
            widget=st.multiselect,
        )
    others = [name for name in in_use if name != attribute]
    if others:
        st.caption(language.text("tag.signal.others", names=language.list(others)))
