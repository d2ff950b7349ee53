"""The conversation plan for one customer: prefilled from the figures, edited here, printed as a document."""

from functools import partial

import streamlit as st

from analysis.care.outcome import Terms
from analysis.care.plan import SECTIONS, prefilled
from analysis.care.plan_document import document
from analysis.evaluate import Evaluation
from analysis.language import Language
from pages.parts import fields, page, session

LINES = {"value": 3, "facts": 4, "ask": 3, "alternatives": 4, "walk_away": 2, "others": 2, "who": 2}
AT_ONCE = 20
"""More plans than this are made into one file on the click, not whenever one of them changes."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(evaluation: Evaluation, customer: int, terms: Terms) -> None:
    """The plan of one customer, closed at first."""
    if page.hidden_here():
        return
    language, there = session.language(), session.workspace()
    with st.expander(
        language.text("care.plan.title"), icon=":material/forum:", key="care_plan", on_change="rerun"
    ) as box:
        if not box.open:
            return
        st.caption(language.text("care.plan.what"))
        action = there.get("decision.action", customer) or evaluation.customers.loc[customer, "action"]
        with st.container(horizontal=True):
            if st.button(language.text("care.plan.prefill"), icon=":material/auto_fix_high:", key="care_plan_fill"):
                drafted = prefilled(evaluation, customer, terms, action == "part_ways", language)
                empty = {name: text for name, text in drafted.items() if not there.get(f"plan.{name}", customer)}
                there.put_many({(f"plan.{name}", customer): text for name, text in empty.items()})
                st.rerun()
            # Made with the page, not on the click: a file made on the click can get lost when the page is drawn anew.
            st.download_button(
                language.text("care.plan.download"),
                _document(_plans(evaluation, [customer]), language.code),
                on_click="ignore",
                file_name=language.text("care.plan.file"),
                mime=WORD,
                icon=":material/description:",
                key="care_plan_one",
            )
            every = sorted(set(there.fields("plan.")["customer_id"]) & set(evaluation.customers.index))
            if len(every) > 1:
                st.download_button(
                    language.text("care.plan.download_all", n=len(every)),
                    partial(document, _plans(evaluation, every), language)
                    if len(every) > AT_ONCE
                    else _document(_plans(evaluation, every), language.code),
                    on_click="ignore",
                    file_name=language.text("care.plan.file_all"),
                    mime=WORD,
                    icon=":material/folder_copy:",
                    key="care_plan_all",
                )
        left, right = st.columns(2, gap="large")
        for position, name in enumerate(SECTIONS):
            with left if position < 4 else right:
                fields.text(f"plan.{name}", customer, label=language.text(f"care.plan.section.{name}"),
                            lines=LINES[name])  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=16)
def _document(plans: list[tuple[str, dict[str, str]]], code: str) -> bytes:
    return document(plans, Language(code))


def _plans(evaluation: Evaluation, chosen: list[int]) -> list[tuple[str, dict[str, str]]]:
    there = session.workspace()
    return [
        (
            evaluation.customers.loc[customer, "name"],
            {name: there.get(f"plan.{name}", customer, "") for name in SECTIONS},
        )
        for customer in chosen
    ]
