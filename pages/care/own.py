"""Care drivers of the user's own: any numeric column × a rate."""

from typing import Literal

import streamlit as st

from analysis.care.own import DRIVER_FIELD, OwnDriver, column_name, numeric_columns
from analysis.evaluate import Evaluation
from pages.parts import fields, page, session

UNITS: list[Literal["money", "minutes"]] = ["money", "minutes"]


def show(evaluation: Evaluation) -> None:
    """What there is, and a form for one more."""
    if page.hidden_here():
        return
    language = session.language()
    st.caption(language.text("care.own.what"))
    left, right = st.columns(2, gap="large")
    with left:
        _new(evaluation)
    with right:
        _existing(evaluation)


def _existing(evaluation: Evaluation) -> None:
    language, there = session.language(), session.workspace()
    filed = there.fields(DRIVER_FIELD)
    active = {driver.name for driver in evaluation.own}
    for field, stored in zip(filed["field"], filed["value"], strict=True):
        driver = OwnDriver(**stored)
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            column = f"care_own_{driver.name}"
            key = "off" if driver.name not in active else "on" if column in evaluation.customers else "apart"
            amount = evaluation.total(column) if key == "on" else float("nan")
            st.markdown(page.escaped(
                language.text(f"care.own.line_{key}", name=driver.name, column=_column(driver.column),
                              rate=_rate(driver), amount=amount)
            ))  # fmt: skip
            if st.button(language.text("care.own.remove"), key=f"remove:{field}", icon=":material/delete:"):
                there.put(field, None)
                st.rerun()


def _rate(driver: OwnDriver) -> str:
    language = session.language()
    unit = fields.unit_word("minutes") if driver.per == "minutes" else fields.unit_word("money")
    return f"{language.number(driver.rate)} {unit}".rstrip()


def _column(column: str) -> str:
    key = column_name(column)
    return session.language().text(key) if key and session.language().has(key) else column


def _new(evaluation: Evaluation) -> None:
    """Fields for one more driver, emptied once it is there. No form: a pause in typing would send it half filled."""
    language = session.language()
    count = len(session.workspace().fields(DRIVER_FIELD))
    with st.container(border=True):
        name = st.text_input(language.text("care.own.name"), max_chars=60, key=f"care_own_name_{count}")
        column = st.selectbox(
            language.text("care.own.column"), numeric_columns(evaluation.portfolio), format_func=_column,
            key="care_own_column",
        )  # fmt: skip
        with st.container(horizontal=True):
            rate = st.number_input(language.text("care.own.rate"), value=0.0, step=1.0, key=f"care_own_rate_{count}")
            per = st.selectbox(
                language.text("care.own.per"), UNITS, key="care_own_per",
                format_func=lambda unit: language.text(f"care.own.per_{unit}"),
            )  # fmt: skip
        avoidable = st.slider(
            language.text("care.own.avoidable"), 0.0, 1.0, 0.0, 0.05, format="percent", disabled=per == "minutes",
            help=language.text("care.own.avoidable_help"), key=f"care_own_avoidable_{count}",
        )  # fmt: skip
        intangible = st.checkbox(
            language.text("care.own.intangible"), help=language.text("care.own.intangible_help"),
            key=f"care_own_intangible_{count}",
        )  # fmt: skip
        if st.button(language.text("care.own.add"), icon=":material/add:", type="primary", key="care_own_add"):
            if not name.strip() or column is None:
                st.warning(language.text("care.own.needs_name"))
                return
            driver = OwnDriver(name.strip(), column, rate, avoidable, not intangible, per)
            session.workspace().put(f"{DRIVER_FIELD}{driver.name}", driver.stored())
            st.rerun()
