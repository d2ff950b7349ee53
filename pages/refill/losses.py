"""Loss review: where in the sales process, and why."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.refill.charts import losses_figure
from analysis.refill.losses import review, totals
from pages.parts import chart, session


def show(evaluation: Evaluation) -> None:
    language, losses = session.language(), evaluation.portfolio.losses
    st.subheader(language.text("refill.losses_title"), anchor=False)
    counted = totals(losses)
    st.markdown(
        language.text(
            "refill.losses_sum",
            won=counted["won"][0],
            won_value=counted["won"][1],
            lost=counted["lost"][0],
            lost_value=counted["lost"][1],
            open=counted["open"][0],
        )
    )
    for column, by in zip(st.columns(2, gap="large"), ("stage", "reason"), strict=True):
        with column:
            figure = losses_figure(review(losses, by), session.look())
            figure.update_layout(title_subtitle_text=language.text(f"refill.losses.by_{by}"))
            chart.draw(figure, f"refill_losses_{by}", alt=title_of(figure))
