"""The sliders of every driver, grouped, with where its quantity came from and for whom it is known."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.care.drivers import COUNTING, DRIVERS, GROUPS, TIME_EQUATION, Driver
from analysis.care.trace import sources, terms
from analysis.costed import Costed
from analysis.evaluate import Evaluation
from pages.parts import fields, rooms, session

SWITCHES = {"small_orders": "care.small_orders", "time_equation": "care.time_equation"}
MORE = {"small_orders": ("small_order_value",)}
"""Assumptions that change what is counted, beside the rates of a driver."""
MORE_GROUPS = {
    "high_maintenance": ("care.high_care_share", "care.high_deductions", "care.high_days_late",
                         "care.high_extra_hours"),
    "margin": ("upload.margin", "upload.variable_share"),
}  # fmt: skip
"""Sliders that belong to no driver."""
CHANGES = ("care_chart", "care_customers", "progress", "care_answer", "care_told")
"""The rooms that a rate draws anew: first the chart, then what waits for every figure, so that the browser has drawn
the chart before much else reaches it. A tab without a room of its own draws the whole page."""


def show(evaluation: Evaluation, alone: bool) -> None:
    """One expander per group of drivers, drawn where it is open; the hourly rate, which most of them share, stands
    above. ``alone``: nothing but the rooms hangs on the rates."""
    language, changes = session.language(), CHANGES if alone else ()
    fields.slider("care.hourly_rate", changes)
    places: dict[str, DeltaGenerator] = {}
    with st.container(height=520, border=False):
        for group in GROUPS:
            label, first = language.text(f"care.groups.{group}"), group == "time"
            with st.expander(label, expanded=first, key=f"care_rates_{group}", on_change="rerun") as opened:
                if not opened.open:
                    continue
                if group == "intangible":
                    fields.toggle("care.intangible")
                for driver in (entry for entry in DRIVERS if entry.key in GROUPS[group]):
                    places[driver.key] = _driver(evaluation, driver, changes)
        for group, names in MORE_GROUPS.items():
            label = language.text(f"care.groups.{group}")
            with st.expander(label, key=f"care_rates_{group}", on_change="rerun") as opened:
                for name in names if opened.open else ():
                    fields.slider(name, changes)
    where = sources(evaluation, _typed())  # which no rate changes
    rooms.show("care_told", lambda: _tell(session.costed(), places, where))


def _tell(costed: Costed, places: Mapping[str, DeltaGenerator], where: Mapping[str, list[str]]) -> None:
    """What each driver costs, and of whom it is known."""
    language = session.language()
    for driver, place in places.items():
        on, known = driver in costed.drivers, costed.known.get(driver, 0.0)
        amount = costed.total(f"care_{driver}") if on and known else float("nan")
        source = language.list([language.text(f"drivers.source.{entry}") for entry in where[driver]])
        key = "not_known" if known == 0 else "known" if on else "off"
        place.caption(language.text(f"care.driver.{key}", source=source, share=known, amount=amount))


def _driver(evaluation: Evaluation, driver: Driver, changes: Sequence[str]) -> DeltaGenerator:
    """A driver's name and sliders; returns the place between them where its cost is told."""
    language, on = session.language(), driver.key in evaluation.drivers
    name = language.text(f"drivers.{driver.key}.label")
    st.markdown(f"**{name}**", help=language.text(f"drivers.{driver.key}.help"))
    place = st.container()
    if driver.key in SWITCHES:
        fields.toggle(SWITCHES[driver.key])
    rates = dict.fromkeys(rate for part in driver.parts for rate in part.rates if rate != "hourly_rate")
    if driver.key == "terms":  # its interest is the slider of late payment, just above
        return place
    if driver is TIME_EQUATION:
        if evaluation.assumptions.care.time_equation:
            _terms(evaluation, changes)
        return place
    for rate in (*MORE.get(driver.key, ()), *rates):
        # What is counted, and where from, is told beside every driver: a change of it draws the whole page.
        fields.slider(f"care.{rate}", () if rate in COUNTING else changes, disabled=not on)
    return place


def _terms(evaluation: Evaluation, changes: Sequence[str]) -> None:
    """What the time equation can count, each with its source, to pick from."""
    language = session.language()
    st.caption(language.text("care.driver.elsewhere"))
    for term in terms(evaluation, _typed()):
        picked = fields.toggle(f"care.{term.part.switch}")
        source = language.text(f"drivers.source.{term.source}")
        key = "term" if term.known else "not_known"
        st.caption(language.text(f"care.driver.{key}", units=term.units, share=term.known, source=source))
        if picked:
            fields.slider(f"care.{term.part.rates[0]}", changes)


def _typed() -> set[str]:
    found = session.workspace().fields("quantity.")
    return set(found["field"].str.removeprefix("quantity."))
