"""The sliders of every driver, grouped, with where its quantity came from and for whom it is known."""

import streamlit as st

from analysis.care.drivers import DRIVERS, GROUPS, TIME_EQUATION, Driver
from analysis.care.trace import sources, terms
from analysis.evaluate import Evaluation
from pages.parts import fields, session

SWITCHES = {"small_orders": "care.small_orders", "time_equation": "care.time_equation"}
MORE = {"small_orders": ("small_order_value",)}
"""Assumptions that change what is counted, beside the rates of a driver."""


def show(evaluation: Evaluation) -> None:
    """One expander per group of drivers; the hourly rate, which most of them share, stands above."""
    language = session.language()
    fields.slider("care.hourly_rate")
    where = sources(evaluation, _typed())
    with st.container(height=520, border=False):
        for group in GROUPS:
            label, first = language.text(f"care.groups.{group}"), group == "time"
            with st.expander(label, expanded=first, key=f"care_rates_{group}"):
                if group == "intangible":
                    fields.toggle("care.intangible")
                for driver in (entry for entry in DRIVERS if entry.key in GROUPS[group]):
                    _driver(evaluation, driver, where[driver.key])
        with st.expander(language.text("care.groups.high_maintenance"), key="care_rates_high"):
            for name in ("high_care_share", "high_deductions", "high_days_late", "high_extra_hours"):
                fields.slider(f"care.{name}")
        with st.expander(language.text("care.groups.margin"), key="care_rates_margin"):
            fields.slider("upload.margin")
            fields.slider("upload.variable_share")


def _driver(evaluation: Evaluation, driver: Driver, where: list[str]) -> None:
    language = session.language()
    name, known = language.text(f"drivers.{driver.key}.label"), evaluation.known.get(driver.key, 0.0)
    st.markdown(f"**{name}**", help=language.text(f"drivers.{driver.key}.help"))
    on = driver.key in evaluation.drivers
    amount = evaluation.total(f"care_{driver.key}") if on and known else float("nan")
    source = language.list([language.text(f"drivers.source.{entry}") for entry in where])
    key = "not_known" if known == 0 else "known" if on else "off"
    st.caption(language.text(f"care.driver.{key}", source=source, share=known, amount=amount))
    if driver.key in SWITCHES:
        fields.toggle(SWITCHES[driver.key])
    rates = dict.fromkeys(rate for part in driver.parts for rate in part.rates if rate != "hourly_rate")
    if driver.key == "terms":  # its interest is the slider of late payment, just above
        return
    if driver is TIME_EQUATION:
        _terms(evaluation)
        return
    for rate in (*MORE.get(driver.key, ()), *rates):
        fields.slider(f"care.{rate}", disabled=not on)


def _terms(evaluation: Evaluation) -> None:
    """What the time equation can count, each with its source, to pick from."""
    language, care = session.language(), evaluation.assumptions.care
    st.caption(language.text("care.driver.elsewhere"))
    for term in terms(evaluation, _typed()):
        picked = fields.toggle(f"care.{term.part.switch}", disabled=not care.time_equation)
        source = language.text(f"drivers.source.{term.source}")
        key = "term" if term.known else "not_known"
        st.caption(language.text(f"care.driver.{key}", units=term.units, share=term.known, source=source))
        if picked and care.time_equation:
            fields.slider(f"care.{term.part.rates[0]}")


def _typed() -> set[str]:
    found = session.workspace().fields("quantity.")
    return set(found["field"].str.removeprefix("quantity."))
