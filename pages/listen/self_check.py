"""Are we the problem? One customer at a time; the result gates what step 4 recommends."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.listen.questions import CHECKS, RESULTS, hint
from analysis.listen.queue import to_check
from pages.parts import choose, fields, page, session


def show(evaluation: Evaluation) -> None:
    language = session.language()
    rows = to_check(evaluation)
    if rows.empty:
        st.success(language.text("listen.no_checks"))
        return
    st.markdown(language.text("listen.check_help"))
    marks = {"open": "○", "not_us": "✓", "we_are_the_cause": "!"}
    customer = choose.customer(
        language.text("listen.check_customer", n=len(rows)),
        list(rows.index),
        rows,
        "listen_check",
        lambda number, name: (
            f"{marks[rows.at[number, 'self_check']]} {name} · {language.money(rows.at[number, 'net_contribution'])}"
        ),
    )
    row = rows.loc[customer]
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        given = checks(customer)
    with right:
        st.markdown(f"**{page.escaped(row['name'])}**")
        suggested = hint(given)
        if suggested != "open":
            st.caption(language.text(f"listen.hint.{suggested}"))
        results = {result: language.text(f"listen.result.{result}") for result in RESULTS}
        # What the uploaded answers say holds until a person says otherwise here.
        uploaded = evaluation.portfolio.customers.at[customer, "self_check"]
        fields.choice(
            "listen.self_check",
            customer,
            label=language.text("listen.result_label"),
            options=results,
            default=uploaded or "open",
            widget=st.radio,
        )
        fields.text("listen.check_note", customer, label=language.text("listen.check_note"), lines=3)
        action = language.text(f"actions.{evaluation.customers.at[customer, 'action']}.label")
        st.info(language.text("listen.then", action=action))
    done = len(rows[rows["self_check"] != "open"])
    st.caption(language.text("listen.checks_done", done=done, n=len(rows)) if done else "")


def checks(customer: int | None) -> dict[str, str | None]:
    """The short list with yes / no / open, for a customer or (None) for the house; returns the answers."""
    language = session.language()
    options = {name: language.text(f"tag.answer.{name}") for name in ("yes", "no", "open")}
    return {
        check: fields.choice(
            f"listen.check.{check}", customer, label=language.text(f"listen.check.{check}"), options=options
        )
        for check in CHECKS
    }
