"""Goals without them: the year with and without the customers who leave."""

import plotly.graph_objects as go
import streamlit as st

from analysis.care.decisions import PREFIX, WHOM, usual_whom
from analysis.care.goal_chart import bridge_chart
from analysis.evaluate import Evaluation
from analysis.look import title_of
from pages.parts import chart, fields, page, session, year

TALK = ("kind_parting", "listeners", "listeners_who_count", "listener_loss", "word_of_mouth_years", "viral_chance",
        "viral_listeners")  # fmt: skip


def show(evaluation: Evaluation) -> None:
    """The bridge, with its sliders beside it, and what a parting does not save."""
    language, goals = session.language(), evaluation.assumptions.goals
    left, right = st.columns([2.1, 1], gap="large")
    with left:
        options = {key: language.text(f"care.goal.whom_{key}") for key in ("decided", "recommended")}
        seen = year.ahead(evaluation)
        usual = usual_whom(session.workspace().fields(PREFIX), evaluation)
        fields.choice(WHOM, label=language.text("care.goal.whom"), options=options, default=usual)
        check = seen.check
        figure = bridge(evaluation)
        chart.draw(figure, "care_bridge", alt=title_of(figure))
        lines = [
            language.text("care.goal.staying", amount=check.staying) if check.customers else "",
            language.text("care.goal.hours", hours=check.hours, worth=evaluation.hour_worth, share=goals.redeployed)
            if check.hours > 0 and evaluation.hour_worth == evaluation.hour_worth else "",
            language.text("care.goal.no_hours") if check.customers and check.hours == 0 else "",
            language.text("care.goal.viral", amount=check.viral, chance=goals.viral_chance) if check.customers else "",
        ]  # fmt: skip
        st.markdown("\n".join(f"- {page.escaped(line)}" for line in lines if line))
        if goals.wanted and seen.gap > 0:
            st.warning(page.escaped(language.text("care.goal.gap", gap=seen.gap)))
            page.link("refill", language.text("care.goal.refill"))
        elif goals.wanted:
            st.success(language.text("care.goal.reached"))
        elif goals.goal_set:
            st.info(language.text("care.goal.no_target"))
    with right:
        if fields.toggle("goals.goal_set"):
            _target(evaluation)
        fields.slider("goals.redeployed")
        with st.expander(language.text("care.goal.talk"), key="care_goal_talk"):
            fields.toggle("goals.kind_parting")
            for name in TALK[1:]:
                fields.slider(f"goals.{name}")


def bridge(evaluation: Evaluation) -> go.Figure:
    """The year with and without them."""
    seen = year.ahead(evaluation)
    return bridge_chart(seen.check, seen.repaired, evaluation.assumptions.goals.wanted, session.look())


def _target(evaluation: Evaluation) -> None:
    language = session.language()
    fields.number(
        "assumption.goals.target",
        label=language.text("assumptions.goals.target.label"),
        help=language.text("assumptions.goals.target.help"),
        step=10_000.0,
        min_value=-10_000_000.0,
        max_value=1_000_000_000.0,
        default=float(evaluation.assumptions.goals.target),
    )
