"""Levers: their limits, their break-evens, and the mildest combination against trying everything."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.care.assumptions import GoalAssumptions
from analysis.care.levers import (
    allowed_care_hours,
    break_even_price_rise,
    break_even_price_rise_with_loss,
    mildest,
    statutory_late_fee,
    what_if,
)

STEPS = 41
money = st.floats(0, 50_000).map(lambda value: round(value, 2))


@st.composite
def customer(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    costs = {key: draw(money) for key in ("rework", "staff_time", "out_of_scope", "late_payment", "small_orders")}
    revenue = draw(st.floats(100, 500_000).map(lambda value: round(value, 2)))
    goods = round(revenue * draw(st.floats(0, 1)), 2)
    net = round(revenue - goods - sum(costs.values()), 2)
    customers = pd.DataFrame({"revenue": [revenue], "variable_goods": [goods], "net_contribution": [net]})
    return customers, pd.DataFrame([costs])


def by_trying(
    customers: pd.DataFrame, costs: pd.DataFrame, limits: GoalAssumptions
) -> tuple[float, float, float] | None:
    """Of all combinations on a grid that reach zero: least price rise, then least fees (€), then fewest hours."""
    customer, cost = customers.iloc[0], costs.iloc[0]
    price, hours, fee = np.meshgrid(
        *(np.linspace(0, limit, STEPS) for limit in (limits.price_limit, limits.hours_limit, limits.fee_limit)),
        indexing="ij",
    )
    loss = limits.volume_loss * price / limits.price_limit
    saved = hours * (cost["rework"] + cost["staff_time"] + cost["out_of_scope"])
    charged = fee * ((1 - hours) * cost["rework"] + cost["late_payment"] + cost["small_orders"])
    raised = customer["revenue"] * ((1 - loss) * (1 + price) - 1) + customer["variable_goods"] * loss
    reach = customer["net_contribution"] + saved + charged + raised >= 0
    return min(zip(price[reach], charged[reach], hours[reach], strict=True), default=None)


@settings(max_examples=25, deadline=None)
@given(customer(), st.sampled_from([0.0, 0.1, 0.3]))
def test_the_mildest_combination_is_never_beaten_by_trying(
    case: tuple[pd.DataFrame, pd.DataFrame], volume_loss: float
) -> None:
    customers, costs = case
    limits = GoalAssumptions(volume_loss=volume_loss)
    result, tried = mildest(customers, costs, limits).iloc[0], by_trying(customers, costs, limits)
    if tried is not None:
        assert result["reachable"]
        assert result["price_needed"] <= tried[0] + 1e-9
        if tried[0] == 0:
            assert result["fee_needed"] <= tried[1] + 0.011


@settings(max_examples=60, deadline=None)
@given(customer(), st.sampled_from([0.0, 0.1, 0.3]))
def test_what_it_says_it_takes_does_reach_zero(case: tuple[pd.DataFrame, pd.DataFrame], volume_loss: float) -> None:
    customers, costs = case
    limits = GoalAssumptions(volume_loss=volume_loss)
    result = mildest(customers, costs, limits).iloc[0]
    price = result["price_needed"]
    raised = what_if(customers, costs, price, 0.0, 0.0, volume_loss * price / limits.price_limit)["price_gain"].iloc[0]
    saved = what_if(customers, costs, 0.0, result["hours_needed"], 0.0, 0.0)["hours_gain"].iloc[0]
    after = customers["net_contribution"].iloc[0] + saved + result["fee_needed"] + raised
    assert not result["reachable"] or after >= -0.02


@settings(max_examples=60, deadline=None)
@given(customer())
def test_no_lever_goes_beyond_its_limit(case: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    limits = GoalAssumptions()
    result = mildest(*case, limits).iloc[0]
    assert result["hours_needed"] <= limits.hours_limit + 1e-12
    assert result["price_needed"] <= limits.price_limit + 1e-12


def test_a_customer_above_zero_needs_nothing() -> None:
    customers = pd.DataFrame({"revenue": [100.0], "variable_goods": [50.0], "net_contribution": [50.0]})
    result = mildest(customers, pd.DataFrame({"rework": [0.0]}), GoalAssumptions()).iloc[0]
    assert (result["hours_needed"], result["fee_needed"], result["price_needed"]) == (0, 0, 0)


def test_the_break_even_price_rise_brings_exactly_zero() -> None:
    rise = float(break_even_price_rise(-500.0, 10_000.0))
    customers = pd.DataFrame({"revenue": [10_000.0], "variable_goods": [8_000.0], "net_contribution": [-500.0]})
    assert what_if(customers, pd.DataFrame(index=[0]), rise, 0, 0, 0)["net_after"].iloc[0] == 0


def test_so_does_the_one_with_lost_volume() -> None:
    rise = break_even_price_rise_with_loss(10_000.0, 8_000.0, 2_500.0, 0.2)
    customers = pd.DataFrame({"revenue": [10_000.0], "variable_goods": [8_000.0], "net_contribution": [-500.0]})
    assert what_if(customers, pd.DataFrame(index=[0]), rise, 0, 0, 0.2)["net_after"].iloc[0] == pytest.approx(
        0, abs=0.01
    )


def test_allowed_hours_leave_exactly_the_target() -> None:
    hours = allowed_care_hours(3_000.0, 500.0, 0.10, 10_000.0, 65.0)
    assert 3_000 - 500 - hours * 65 == pytest.approx(0.10 * 10_000)


def test_the_statutory_fee_is_ten_point_two_seven_percent_and_forty_euro() -> None:
    assert statutory_late_fee(365_000.0, 2, GoalAssumptions()) == 182.70
