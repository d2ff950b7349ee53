"""Customers gone quiet, beside the known losses."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill.quiet import gone_quiet, yearly_revenue
from pages.parts import session, table


def show(evaluation: Evaluation) -> None:
    language = session.language()
    st.markdown(f"##### {language.text('refill.losses.quiet.title')}")
    if evaluation.invoices.drift is None:
        st.caption(language.text("refill.losses.quiet.no_orders"))
        return
    rows = gone_quiet(evaluation)
    if rows.empty:
        st.caption(language.text("refill.losses.quiet.nobody"))
        return
    values = {"n": len(rows), "revenue": yearly_revenue(rows)}
    st.markdown(f"**{language.text('refill.losses.quiet.answer', **values)}**")
    st.caption(language.text("refill.losses.quiet.what", times=evaluation.assumptions.invoices.overdue))
    kinds: dict[str, table.Kind] = {"since": "count", "rhythm": "number", "overdue": "number"}
    drift = evaluation.invoices.drift
    kinds |= {"active": "percent"} if drift.rule == "model" and not drift.names_nobody else {}
    table.show(
        rows,
        "refill_quiet",
        alt=language.text("refill.losses.quiet.title"),
        says=language.text("refill.losses.quiet.answer", **values),
        order=language.text("parts.told.largest_first"),
        columns={
            "name": table.Column(language.text("invoices.table.customer"), pinned=True, width="medium"),
            "revenue": table.Column(language.text("refill.losses.quiet.revenue"), "money"),
            "net": table.Column(language.text("refill.losses.quiet.net"), "money"),
            **{name: table.Column(language.text(f"invoices.table.{name}"), kind) for name, kind in kinds.items()},
        },
    )
