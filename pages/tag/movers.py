"""Who rose and who fell most against the period before: arrows on the curve, and the list."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.tag.movers import movers
from analysis.tag.movers_chart import movers_figure
from pages.parts import chart, session, table
from pages.tag import charts

LISTED = 10


def show(evaluation: Evaluation) -> list[int]:
    """The ids of the customers picked in the chart or in one of the lists."""
    language, moved = session.language(), movers(evaluation)
    if moved is None:
        st.caption(language.text("tag.no_dates"))
        return []
    figure = movers_figure(moved, evaluation.customers["name"], session.look())
    picked = chart.draw(figure, charts.key_of("movers"), alt=title_of(figure), select="points")
    st.caption(language.text("tag.movers.care"))
    return picked + _list(evaluation, moved.rose(LISTED), moved.fell(LISTED))


def _list(evaluation: Evaluation, rose: pd.DataFrame, fell: pd.DataFrame) -> list[int]:
    """Those who moved most, the largest rise first, the largest fall last."""
    language, rows = session.language(), pd.concat([rose, fell.iloc[::-1]])
    most = {"up": rose["change"].max(), "down": fell["change"].abs().max()}
    kinds = {kind: language.text(f"tag.movers.{kind}") for kind in ("both", "new", "gone")}
    shown = rows.assign(name=evaluation.customers["name"].reindex(rows.index), kind_word=rows["kind"].map(kinds))
    drift = evaluation.invoices.drift
    if drift is not None:
        shown = shown.join(drift.table["overdue"])
    return table.show(
        shown,
        charts.key_of("movers_list"),
        alt=language.text("tag.movers.table"),
        says=language.text("tag.movers.told", rose=len(rose), fell=len(fell), **most),
        select="multi-row",
        columns={
            "name": table.Column(language.text("tag.customer"), width=110),
            "change": table.Column(language.text("tag.movers.change"), "money", width=84),
            "before": table.Column(language.text("tag.movers.before"), "money", width=82),
            "now": table.Column(language.text("tag.movers.now"), "money", width=82),
            "kind_word": table.Column(language.text("tag.movers.kind"), width=72),
            **({"overdue": table.Column(language.text("invoices.table.overdue"), "number", width=78)} if drift else {}),
        },
    )
