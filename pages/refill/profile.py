"""The optimal profile: segments by one attribute in a chart and a table, picked in either."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis import told
from analysis.evaluate import Evaluation
from analysis.refill.charts import profile_figure, profile_sentence
from analysis.refill.potential import two_answers
from analysis.refill.segments import segments
from pages.parts import chart, fields, page, session, table
from pages.refill import picking


def show(evaluation: Evaluation) -> None:
    language, attributes = session.language(), evaluation.portfolio.attributes
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        attribute = fields.choice(
            "refill.attribute",
            label=language.text("refill.attribute"),
            options={name: name for name in attributes},
            default=attributes[0],
            widget=st.selectbox,
        )
    with right:
        before = st.toggle(language.text("refill.before_care"), key="refill_before", persist_state="session")
    if attribute not in attributes:
        attribute = attributes[0]
    found, figure = picture(evaluation, attribute, not before)
    picked = chart.draw(
        figure,
        f"refill_profile:{attribute}:{before}:{picking.state()}",
        alt=profile_sentence(found, session.look()),
        select=("points", "box", "lasso"),
    )
    _two_answers(found)
    st.caption(language.text("refill.pick_help"))
    marked = table.show(
        found.assign(mark=["✓" if key in picking.chosen() else "" for key in found.index]),
        f"refill_table:{attribute}:{before}:{picking.state()}",
        alt=language.text("refill.table"),
        says=told.segments(found, language),
        select="multi-row",
        columns=columns(attribute),
    )
    picking.toggle(picked or marked)


def picture(evaluation: Evaluation, attribute: str, after_care: bool = True) -> tuple[pd.DataFrame, go.Figure]:
    """The segments by one attribute, and their chart."""
    language, (first, last) = session.language(), evaluation.portfolio.period
    found = segments(evaluation, attribute, language, after_care=after_care)
    subtitle = language.text("refill.profile.subtitle", attribute=attribute, first=first, last=last)
    return found, profile_figure(found, picking.chosen(), session.look(), subtitle)


def _two_answers(found: pd.DataFrame) -> None:
    """The most profitable and the fastest-growing segment, which are often two."""
    if (keys := two_answers(found)) is None:
        return
    profitable, growing = (found.loc[key] for key in keys)
    values = {"net": profitable["shrunk"], "growth": growing["growth"]}
    names = {"profitable": page.escaped(profitable["segment"]), "growing": page.escaped(growing["segment"])}
    key = "same" if keys[0] == keys[1] else "different"
    st.markdown(session.language().text(f"refill.two_answers.{key}", **names, **values))


def columns(attribute: str) -> dict[str, table.Column]:
    """The measures of a segment as the table shows them."""
    language = session.language()

    def column(name: str, kind: table.Kind, help_: str | None = None) -> table.Column:
        return table.Column(language.text(f"refill.column.{name}"), kind, help_)

    return {
        "mark": table.Column(language.text("refill.column.mark"), width="small"),
        "segment": table.Column(attribute, pinned=True),
        "n": column("n", "count"),
        "revenue": column("revenue", "money"),
        "net": column("net", "money"),
        "shrunk": column("shrunk", "money", language.text("refill.column.shrunk_help")),
        "low": column("low", "money"),
        "high": column("high", "money"),
        "per_hour": column("per_hour", "money"),
        "growth": column("growth", "percent"),
        "loss_rate": column("loss_rate", "percent", language.text("refill.column.loss_rate_help")),
        "best": column("best", "count"),
        "best_low": column("best_low", "percent"),
        "best_high": column("best_high", "percent"),
        "lift": column("lift", "number"),
    }
