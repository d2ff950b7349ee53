"""The conversation plan for one customer: prefilled from the figures, edited here, printed as a document."""

import streamlit as st

from analysis.care.outcome import Terms
from analysis.care.plan import SECTIONS, prefilled
from analysis.care.plan_document import document
from analysis.evaluate import Evaluation
from pages.parts import fields, page, session, take_away

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
            take_away.offer(
                language.text("care.plan.download"),
                lambda: document(_plans(evaluation, [customer]), language, take_away.footer()),
                language.text("care.plan.file"),
                key="care_plan_one",
                of=evaluation,
                shown=lambda: customer,
                at_once=True,
                mime=WORD,
                icon=":material/description:",
            )
            every = sorted(set(there.fields("plan.")["customer_id"]) & set(evaluation.customers.index))
            if len(every) > 1:
                take_away.offer(
                    language.text("care.plan.download_all", n=len(every)),
                    lambda: document(_plans(evaluation, every), language, take_away.footer()),
                    language.text("care.plan.file_all"),
                    key="care_plan_all",
                    of=evaluation,
                    at_once=len(every) <= AT_ONCE,
                    mime=WORD,
                    icon=":material/folder_copy:",
                )
        left, right = st.columns(2, gap="large")
        for position, name in enumerate(SECTIONS):
            with left if position < 4 else right:
                fields.text(f"plan.{name}", customer, label=language.text(f"care.plan.section.{name}"),
                            lines=LINES[name])  # fmt: skip


def _plans(evaluation: Evaluation, chosen: list[int]) -> list[tuple[str, dict[str, str]]]:
    there = session.workspace()
    return [
        (
            evaluation.customers.loc[customer, "name"],
            {name: there.get(f"plan.{name}", customer, "") for name in SECTIONS},
        )
        for customer in chosen
    ]
