"""Goals without them: the year with and without the customers who leave."""

import plotly.graph_objects as go
import streamlit as st

from analysis.care.decisions import PREFIX, WHOM, expected_repairs, parted, usual_whom
from analysis.care.goal_chart import bridge_chart
from analysis.care.goals import GoalCheck, check_goal
from analysis.evaluate import Evaluation
from analysis.look import title_of
from pages.parts import chart, fields, page, session

TALK = ("kind_parting", "listeners", "listeners_who_count", "listener_loss", "word_of_mouth_years", "viral_chance",
        "viral_listeners")  # fmt: skip


def show(evaluation: Evaluation) -> None:
    """The bridge, with its sliders beside it, and what a parting does not save."""
    language, goals = session.language(), evaluation.assumptions.goals
    left, right = st.columns([2.1, 1], gap="large")
    with left:
        options = {key: language.text(f"care.goal.whom_{key}") for key in ("decided", "recommended")}
        usual = usual_whom(session.workspace().fields(PREFIX), evaluation)
        fields.choice(WHOM, label=language.text("care.goal.whom"), options=options, default=usual)
        check, repaired = checked(evaluation)
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
        gap = check.gap_after(repaired)
        if goals.wanted and gap > 0:
            st.warning(page.escaped(language.text("care.goal.gap", gap=gap)))
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


def checked(evaluation: Evaluation) -> tuple[GoalCheck, float]:
    """The year without those who leave, as decided or as recommended, and what decided repairs bring (€ a year)."""
    there, goals = session.workspace(), evaluation.assumptions.goals
    filed = there.fields(PREFIX)
    gone = parted(filed, evaluation, there.get(WHOM, default=usual_whom(filed, evaluation)))
    check = check_goal(evaluation.customers, gone, goals, evaluation.portfolio.per_year, evaluation.hour_worth)
    return check, expected_repairs(filed, evaluation)


def bridge(evaluation: Evaluation) -> go.Figure:
    """The year with and without them."""
    return bridge_chart(*checked(evaluation), evaluation.assumptions.goals.wanted, session.look())


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
