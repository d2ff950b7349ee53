"""When the data suggest yes, with the number of customers on each side."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.tag.answers import sides
from pages.parts import fields, session


def show(evaluation: Evaluation) -> None:
    language, counted = session.language(), sides(evaluation.customers)
    st.markdown(f"**{language.text('tag.thresholds')}**")
    for question, names in (
        ("profitable", ("tag.margin_after_care",)),
        ("strategic", ()),
        ("repeat", ("tag.orders_per_year", "tag.top_share")),
    ):
        yes, no = counted[question]
        with st.container(border=True):
            st.markdown(f"**{language.text(f'tag.question_long.{question}')}**")
            st.caption(language.text("tag.sides", yes=yes, no=no, open=len(evaluation.customers) - yes - no))
            if question == "strategic" and fields.toggle("tag.growth_signal"):
                fields.slider("tag.growth")
            for name in names:
                fields.slider(name)
