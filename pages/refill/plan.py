"""The refill plan from the picked segments: what binds, and the year by month."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.refill import contracts, picks
from analysis.refill.charts import month_figure
from analysis.refill.plan import Plan, by_month, win_rate
from analysis.refill.plan_words import binding, bounds, whose
from pages.parts import chart, fields, session, year
from pages.refill import contracts as contracts_
from pages.refill import picking, planned
from pages.refill import targets as targets_


def show(evaluation: Evaluation) -> None:
    language, chosen = session.language(), picking.chosen()
    targets = picks.targets(evaluation, chosen)
    made = planned.plan(evaluation)
    st.caption(whose(bool(chosen), len(targets[targets]), language))
    left, right = st.columns([2.1, 1], gap="large")
    with right:
        if fields.toggle("goals.goal_set"):
            label = fields.label_of("goals.target")
            fields.number("assumption.goals.target", label=label, default=0.0, step=10_000.0, format="%.0f")
        for name in ("first_year_share", "prospects", "win_rate", "acquisition_cost", "ramp_up_months"):
            fields.slider(f"refill.{name}")
            if name == "win_rate":
                _own_rate(evaluation)
    with left:
        figure = picture(evaluation, made)
        chart.draw(figure, "refill_months", alt=title_of(figure))
        st.markdown(f"**{binding(made, language)}**")
        st.markdown("\n".join(f"- {line}" for line in (*bounds(evaluation, made, language), *_tests())))
    targets_.show(evaluation, made)


def picture(evaluation: Evaluation, made: Plan) -> go.Figure:
    """The plan by month."""
    seen, assumed = year.ahead(evaluation), evaluation.assumptions
    months = by_month(made, seen.before_new, seen.check.target, assumed.refill)
    return month_figure(months, made, assumed.goals.wanted, session.look())


def _own_rate(evaluation: Evaluation) -> None:
    """The win rate that the deals say, to be taken over by a click."""
    found = win_rate(evaluation)
    if found is None or found.rate == evaluation.assumptions.refill.win_rate:
        return
    language, off = session.language(), not session.workspace().writable
    st.caption(language.text("refill.plan.deals_won", won=found.won, decided=found.decided))
    label = language.text("refill.plan.own_rate", rate=found.rate)
    if st.button(label, key="refill_own_rate", type="tertiary", icon=":material/add:", disabled=off):
        session.workspace().put("assumption.refill.win_rate", found.rate)
        st.rerun()


def _tests() -> list[str]:
    """What the test contracts are expected to bring: beside the plan, never in it."""
    rows = contracts.contracts(session.workspace().fields(contracts.PREFIX), contracts_.today())
    n, due = len(rows[rows["open"]]), len(rows[rows["due"]])
    value = contracts.expected(rows)
    return [session.language().text("refill.contracts.plan", n=n, value=value, due=due)] if n else []
