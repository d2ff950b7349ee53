"""Figures that others published, through the mechanism every user has: a numeric column × a rate."""

from datetime import date

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.care.capacity import capacity_of
from analysis.care.levers import bearable_volume_loss
from analysis.care.own import OwnDriver
from analysis.evaluate import evaluate
from analysis.portfolio import Portfolio, empty_customers


def portfolio(columns: dict[str, list[float]], revenue: list[float], cost: list[float]) -> Portfolio:
    table = empty_customers(range(1, len(revenue) + 1))
    table["revenue"] = table["revenue_with_cost"] = revenue
    table["cost"] = cost
    for name, values in columns.items():
        table[name] = values
    return Portfolio(table, (), (date(2025, 1, 1), date(2025, 12, 31)), numbers=tuple(columns))


def test_spring_distribution() -> None:
    """Horngren, Cost Accounting, customer profitability: customer-level operating income of P, Q, R, S and T."""
    cases = [2_080.0, 8_750.0, 60_800.0, 31_800.0, 3_900.0]
    prices = [14.40, 14.16, 13.20, 13.92, 12.96]
    deliveries, miles = [10, 30, 60, 40, 20], [14, 4, 3, 8, 40]
    columns = {
        "Orders": [15.0, 25.0, 30.0, 25.0, 30.0],
        "Visits": [2.0, 3.0, 6.0, 2.0, 3.0],
        "Miles": [float(count * each) for count, each in zip(deliveries, miles, strict=True)],
        "Cases": cases,
        "Expedited": [0.0, 0.0, 0.0, 0.0, 1.0],
    }
    rates = {"Orders": 100.0, "Visits": 80.0, "Miles": 2.0, "Cases": 0.50, "Expedited": 300.0}
    revenue = [round(count * price, 2) for count, price in zip(cases, prices, strict=True)]
    there = portfolio(columns, revenue, [12 * count for count in cases])
    own = tuple(OwnDriver(name, name, rate) for name, rate in rates.items())
    net = evaluate(there, Assumptions(), own=own).customers["net_contribution"]
    assert net.tolist() == [2_012.0, 11_545.0, 38_720.0, 41_856.0, -3_346.0]


TIME = {"Orders": (49_000.0, 8), "Inquiries": (1_400.0, 44), "Credit checks": (2_500.0, 50)}


def test_time_driven_abc_charges_the_minutes_used() -> None:
    """Kaplan & Anderson, HBR November 2004: 578,600 minutes at 0.80 $."""
    there = portfolio({name: [count] for name, (count, _) in TIME.items()}, [1e6], [0.0])
    own = tuple(OwnDriver(name, name, minutes, per="minutes") for name, (_, minutes) in TIME.items())
    result = evaluate(there, Assumptions().changed({"care.hourly_rate": 48}), own=own)
    assert result.total("care_cost") == 462_880.0


def test_time_driven_abc_leaves_capacity_unused() -> None:
    used = sum(count * minutes for count, minutes in TIME.values()) / 60
    result = capacity_of(560_000, 700_000 / 60, used)
    assert (result.rate / 60, round(result.unused_hours * 60), result.unused_cost) == (
        pytest.approx(0.80),
        121_400,
        97_120.0,
    )


@pytest.mark.parametrize(("price", "volume"), [(0.05, 0.111), (-0.05, -0.143)])
def test_break_even_sales_change(price: float, volume: float) -> None:
    """At a margin of 40 %: 11.1 % may go at +5 %, 14.3 % more is needed at −5 %."""
    assert bearable_volume_loss(price, 0.40) == pytest.approx(volume, abs=5e-4)


def test_late_payment_costs_interest_on_euro_days() -> None:
    """The receivables file: Σ amount × days late = 527,462.78; a customer of its own for the whole sum."""
    there = portfolio({}, [1e6], [0.0])
    there.customers["euro_days_late"] = 527_462.78
    result = evaluate(there, Assumptions().changed({"care.interest": 0.08}))
    assert result.customers["care_late_payment"].tolist() == [pd.Series([527_462.78 * 0.08 / 365]).round(2)[0]]
