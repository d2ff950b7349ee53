"""The profile search: combinations of up to three attributes, each with the chance of one as good by luck."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill.found import TARGETS, luck, profile_table, sentence
from analysis.refill.profile import SHUFFLES, Search, search
from pages.parts import fields, page, session
from pages.refill import picking

SHOWN = 5


def show(evaluation: Evaluation) -> None:
    language, attributes = session.language(), evaluation.portfolio.attributes
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        wanted = fields.choice(
            "refill.search_for",
            label=language.text("refill.search.target"),
            options={name: language.text(f"refill.search.targets.{name}") for name in TARGETS},
            default="best",
        )
    with right:
        among = fields.choice(
            "refill.search_among",
            label=language.text("refill.search.among"),
            help=language.text("refill.search.among_help"),
            options={name: name for name in attributes},
            many=True,
            widget=st.multiselect,
            placeholder=language.text("refill.search.all"),
        )
    among = [name for name in attributes if name in (among or attributes)]
    fewest = int(evaluation.assumptions.refill.small_segment)
    with st.spinner(language.text("refill.search.running")):
        target = evaluation.customers[TARGETS.get(wanted, "listened")]
        found = _search(evaluation.customers[among], target, fewest)
    if not found.profiles:
        st.info(language.text("refill.search.nothing", fewest=fewest))
        return
    st.markdown(language.text("refill.search.tried", tried=found.tried, shuffles=found.shuffles))
    rows = profile_table(evaluation, found.profiles[:SHOWN], language)
    for place, (key, row) in enumerate(rows.iterrows()):
        _card(evaluation, place, str(key), row)
    st.caption(language.text("refill.search.honest"))


def _card(evaluation: Evaluation, place: int, key: str, row: pd.Series) -> None:
    language = session.language()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            st.markdown(f"**{page.escaped(row['profile'])}**")
            st.markdown(sentence(row, len(evaluation.customers), language))
            st.caption(luck(row["chance"], SHUFFLES, language))
        picked = key in picking.chosen()
        if st.button(
            language.text("refill.search.unpick" if picked else "refill.search.pick"),
            key=f"refill_found:{place}",
            icon=":material/check:" if picked else ":material/add:",
            width="content",
        ):
            picking.toggle([key])


@st.cache_data(show_spinner=False, max_entries=16)
def _search(attributes: pd.DataFrame, target: pd.Series, fewest: int) -> Search:
    return search(attributes, target, fewest)
