"""The care drivers: what each counts, what a unit costs, and how much of it a parting would save at once.

Every part of a driver is ``quantity × rate × rate … × factor``: the same definition feeds the page, the workbook's
formulas and the Monte Carlo draws.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.care.assumptions import CareAssumptions
from analysis.language import Language
from analysis.portfolio import Portfolio


@dataclass(frozen=True)
class Part:
    """€ = ``quantity`` (a column of ``quantities()``) × the product of ``rates`` (fields of ``CareAssumptions``) ×
    ``factor`` (changes units). ``avoidable``: the share (0–1) of it that a parting saves at once; ``time``: it is
    people's hours, not cash; ``switch``: the field of ``CareAssumptions`` that picks it, None where the driver always
    has it."""

    quantity: str
    rates: tuple[str, ...] = ()
    factor: float = 1.0
    avoidable: float = 0.0
    time: bool = False
    switch: str | None = None


GROUPS: dict[str, tuple[str, ...]] = {
    "time": ("rework", "staff_time", "out_of_scope", "small_orders", "time_equation"),
    "given": ("unjustified_credits", "free_services", "deductions", "late_discount"),
    "payment": ("late_payment", "terms"),
    "goods": ("freight", "returns"),
    "intangible": ("abuse", "aggravation"),
}
"""Drivers of a kind, as sliders and charts show them together; the user's own drivers follow under ``own``."""


@dataclass(frozen=True)
class Driver:
    """A care driver; its name is the message ``drivers.<key>.label``.

    ``tangible`` is False for what stands apart as an estimate; ``switch`` is the field of ``CareAssumptions`` that
    switches it on, None where it is always on; ``from_revenue``: it is added back to revenue and margin first, so that
    net does not depend on it; ``estimate``: its minutes are assumed, and charts mark it so; ``name`` is the user's own
    word for a driver of their own.
    """

    key: str
    parts: tuple[Part, ...]
    tangible: bool = True
    switch: str | None = None
    from_revenue: bool = False
    estimate: bool = False
    name: str | None = None


def _hours(quantity: str, *more: str, factor: float = 1.0) -> Part:
    return Part(quantity, (*more, "hourly_rate"), factor, avoidable=0.0, time=True)


def _term(quantity: str, minutes: str, switch: str) -> Part:
    """A term of the time equation: a count × minutes each × hourly rate."""
    return Part(quantity, (minutes, "hourly_rate"), 1 / 60, avoidable=0.0, time=True, switch=switch)


DRIVERS: tuple[Driver, ...] = (
    Driver("rework", (_hours("rework_hours"), _hours("rework_cases_alone", "rework_hours_per_case"))),
    Driver("staff_time", (_hours("staff_hours"),)),
    Driver("out_of_scope", (_hours("out_of_scope_hours"),)),
    Driver(
        "unjustified_credits",
        (
            Part("credits_unjustified", avoidable=1.0),
            Part("credits_without_reason", ("unjustified_share",), avoidable=1.0),
        ),
        from_revenue=True,
    ),
    Driver("free_services", (Part("free_goods_units", ("free_unit_value",), avoidable=1.0), _hours("free_hours"))),
    Driver(
        "deductions",
        (Part("deductions", ("deductions_written_off",), avoidable=1.0), Part("deduction_cases", ("deduction_case",))),
    ),
    Driver("late_discount", (Part("late_discount", avoidable=1.0),)),
    Driver(
        "late_payment",
        (Part("euro_days_late", ("interest",), 1 / 365, avoidable=1.0), Part("reminders", ("reminder",))),
    ),
    Driver("terms", (Part("terms_euro_days", ("interest",), 1 / 365, avoidable=1.0),)),
    Driver("freight", (Part("freight_unpaid", avoidable=1.0),)),
    Driver(
        "returns",
        (
            _hours("return_cases", "return_minutes", factor=1 / 60),
            Part("return_goods", ("return_value_loss",), avoidable=1.0),
        ),
    ),
    Driver(
        "small_orders",
        (
            _hours("small_orders", "small_order_minutes", factor=1 / 60),
            Part("surcharges_of_small_orders", factor=-1.0),
        ),
        switch="small_orders",
        estimate=True,
    ),
    Driver(
        "time_equation",
        (
            _term("orders", "minutes_per_order", "time_orders"),
            _term("lines", "minutes_per_line", "time_lines"),
            _term("deliveries", "minutes_per_delivery", "time_deliveries"),
            _term("credit_notes", "minutes_per_credit_note", "time_credit_notes"),
            _term("late_invoices", "minutes_per_late_invoice", "time_late_invoices"),
            _term("visits", "minutes_per_visit", "time_visits"),
        ),
        switch="time_equation",
        estimate=True,
    ),
    Driver("abuse", (_hours("abusive_incidents", "abuse_hours"),), tangible=False, switch="intangible"),
    Driver(
        "aggravation",
        (Part("aggravation_years", ("quit_risk", "replacement_cost", "people_in_contact")),),
        tangible=False,
        switch="intangible",
    ),
)


def active(assumptions: CareAssumptions, own: Iterable[Driver] = ()) -> tuple[Driver, ...]:
    """The drivers that are switched on, each with the parts that are picked; the user's own last."""
    on = frozenset(switch for switch in _SWITCHES if getattr(assumptions, switch))
    return (*_of_the_house(on), *_picked(own, on))


@lru_cache(64)
def _of_the_house(on: frozenset[str]) -> tuple[Driver, ...]:
    """Asked for some twenty times by all that a page shows."""
    return tuple(_picked(DRIVERS, on))


def _picked(drivers: Iterable[Driver], on: Collection[str]) -> Iterator[Driver]:
    there = {None, *on}
    for driver in drivers:
        parts = tuple(part for part in driver.parts if part.switch in there)
        if parts and driver.switch in there:
            yield replace(driver, parts=parts)


def switches(drivers: Iterable[Driver]) -> set[str]:
    """Fields of ``CareAssumptions`` that switch any of ``drivers`` or of their parts on."""
    return {
        switch for driver in drivers for switch in (driver.switch, *(part.switch for part in driver.parts)) if switch
    }


_SWITCHES = frozenset(switches(DRIVERS))
TIME_EQUATION = next(driver for driver in DRIVERS if driver.key == "time_equation")
ESTIMATES = frozenset(driver.key for driver in DRIVERS if driver.estimate)
"""Keys of the drivers whose minutes are assumed."""


COUNTING = ("unjustified_share", "discount_tolerance", "small_order_value")
"""Assumptions that decide what is counted; all others are only rates."""


def counting(assumptions: CareAssumptions) -> tuple[float, ...]:
    """What ``quantities`` follow from beside the portfolio: of the share of unjustified credits, whether any is."""
    share, *others = (getattr(assumptions, name) for name in COUNTING)
    return share > 0, *others


def quantities(portfolio: Portfolio, assumptions: CareAssumptions) -> pd.DataFrame:
    """What the drivers count: one row per customer, the numeric columns of ``portfolio.customers`` and those made of
    them. NaN: not known."""
    table = portfolio.customers.select_dtypes("number")
    table["rework_cases_alone"] = table["rework_cases"].where(table["rework_hours"].isna())
    table["credits_without_reason"] = (
        _credits_without_reason(portfolio) if assumptions.unjustified_share > 0 else np.nan
    )
    if len(portfolio.discounts):
        late = portfolio.discounts[portfolio.discounts["days"] > assumptions.discount_tolerance]
        taken = late.groupby("customer_id")["amount"].sum().reindex(table.index).fillna(0)
        table["late_discount"] = taken.where(table["late_discount"].notna())
    table["freight_unpaid"] = table["freight_cost"] - table["freight_charged"].fillna(0)
    table["aggravation_years"] = table["aggravation_level"] / 5 / portfolio.per_year
    table["small_orders"] = _small_orders(table, assumptions, portfolio.orders)
    table["surcharges_of_small_orders"] = table["surcharges"].where(table["small_orders"].notna())
    notes = portfolio.credits
    counted = notes.groupby("customer_id").size() if len(notes) else pd.Series(dtype="float64")
    table["deliveries"] = table["deliveries"].fillna(table["order_days"])
    table["credit_notes"] = counted.reindex(table.index).fillna(0.0 if len(notes) else np.nan).astype("float64")
    return table


def _credits_without_reason(portfolio: Portfolio) -> pd.Series:
    customers, notes = portfolio.customers, portfolio.credits
    if notes.empty:
        return customers["credits"].where(customers["credits_unjustified"].isna())
    silent = notes[notes["unjustified"].isna()].groupby("customer_id")["amount"].sum().reindex(customers.index)
    return silent.astype("float64").fillna(0.0).where(customers["credits"].notna())


def _small_orders(table: pd.DataFrame, assumptions: CareAssumptions, orders: pd.DataFrame) -> pd.Series:
    if orders.empty:
        return pd.Series(np.nan, index=table.index)
    small = orders[(orders["revenue"] > 0) & (orders["revenue"] < assumptions.small_order_value)]
    counted = small.groupby("customer_id").size().reindex(table.index).astype("float64")
    return counted.fillna(0.0).where(table.index.isin(orders["customer_id"].unique()))


def group_of(driver: str) -> str:
    """The group of ``GROUPS`` a driver belongs to; ``own`` for the user's own."""
    return next((group for group, keys in GROUPS.items() if driver in keys), "own")


def name_of(driver: str, language: Language) -> str:
    """A driver's name as a person reads it; the user's own word for a driver of their own."""
    return driver.removeprefix("own_") if group_of(driver) == "own" else language.text(f"drivers.{driver}.label")


Rates = Callable[[str], "float | np.ndarray"]


def price(part: Part, rates: Rates) -> float | np.ndarray:
    """€ per unit of the part's quantity; ``rates`` gives a rate by its name (a number, or one per draw)."""
    result: float | np.ndarray = part.factor
    for name in part.rates:
        result = result * rates(name)
    return result
