"""What an hour costs, how much of the team's time is charged, and the bridge to the books."""

import streamlit as st

from analysis.care.books import bridge_of
from analysis.care.capacity import capacity, practical_hours
from analysis.evaluate import Evaluation
from pages.parts import fields, page, session

ROWS = ("net_contribution", "unused_capacity", "other_fixed", "expected", "operating_result", "difference")


def show(evaluation: Evaluation) -> None:
    """The capacity calculator on the left, the books on the right."""
    left, right = st.columns(2, gap="large")
    with left:
        _capacity(evaluation)
    with right:
        _books(evaluation)


def _capacity(evaluation: Evaluation) -> None:
    language, care = session.language(), evaluation.assumptions.care
    st.markdown(f"**{language.text('care.capacity.title')}**")
    st.caption(language.text("care.capacity.what"))
    fields.number("assumption.care.team_cost", label=fields.label_of("care.team_cost"), step=10_000.0, format="%.0f",
                  min_value=0.0, max_value=50_000_000.0, default=float(care.team_cost),
                  help=language.text("assumptions.care.team_cost.help"))  # fmt: skip
    fields.number("assumption.care.team_people", label=fields.label_of("care.team_people"), step=0.5, format="%g",
                  min_value=0.5, max_value=500.0, default=float(care.team_people),
                  help=language.text("assumptions.care.team_people.help"))  # fmt: skip
    for name in ("paid_hours", "absent_hours", "practical_share"):
        fields.slider(f"care.{name}")
    found = capacity(care, evaluation.charged_hours)
    if found is None:
        st.info(language.text("care.capacity.no_cost", hours=practical_hours(care)))
        return
    st.markdown(page.escaped(language.text("care.capacity.rate", rate=found.rate, hours=found.practical_hours)))
    if found.unused_hours < 0:
        st.warning(language.text("care.capacity.too_much", charged=found.charged_hours, hours=found.practical_hours))
    else:
        st.markdown(page.escaped(language.text(
            "care.capacity.unused", charged=found.charged_hours, hours=found.unused_hours, cost=found.unused_cost
        )))  # fmt: skip
    if found.settable and st.button(language.text("care.capacity.set"), icon=":material/check:", key="care_set_rate"):
        session.workspace().put("assumption.care.hourly_rate", found.rounded)
        st.rerun()
    if not found.settable:
        st.caption(language.text("care.capacity.out_of_range"))


def _books(evaluation: Evaluation) -> None:
    language, there = session.language(), session.workspace()
    st.markdown(f"**{language.text('care.books.title')}**")
    st.caption(language.text("care.books.what"))
    for name in ("team_cost", "other_fixed", "operating_result"):
        fields.number(f"books.{name}", label=language.text(f"care.books.{name}"), step=1_000.0,
                      help=language.text(f"care.books.{name}_help"))  # fmt: skip
    entered = [there.get(f"books.{name}") for name in ("team_cost", "other_fixed", "operating_result")]
    if any(value is None for value in entered):
        st.info(language.text("care.books.enter"))
        return
    bridge = bridge_of(evaluation, *entered)
    rows = [
        f"| {language.text(f'care.books.row_{name}')} | {page.escaped(language.money(getattr(bridge, name)))} |"
        for name in ROWS
    ]
    st.markdown("\n".join(["| | |", "|---|---:|", *rows]))
    if bridge.large:
        st.warning(language.text("care.books.large"))
