"""Care costs: what must hold for any portfolio and any rates."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.care.assumptions import CareAssumptions
from analysis.care.drivers import DRIVERS, switches
from analysis.care.own import OwnDriver, own_drivers
from analysis.errors import PortfolioError
from analysis.evaluate import evaluate
from analysis.portfolio import QUANTITIES
from analysis.ranges import ranges
from tests.portfolios import make_portfolio

ALL_ON = {**{f"care.{switch}": True for switch in switches(DRIVERS)}, "care.unjustified_share": 0.5}
RATES = sorted({rate for driver in DRIVERS for part in driver.parts for rate in part.rates})
seeds = st.integers(0, 10_000)
few = settings(max_examples=10, deadline=None)
AMOUNTS = ["revenue", "contribution_margin", "care_cost", "net_contribution", "avoidable_care", "cash_care"]


@few
@given(seeds)
def test_a_portfolio_is_the_sum_of_its_customers(seed: int) -> None:
    portfolio = make_portfolio(6, seed)
    alone = [
        evaluate(replace(portfolio, customers=portfolio.customers.loc[[customer]]), Assumptions())
        for customer in portfolio.customers.index
    ]
    together = evaluate(portfolio, Assumptions())
    for amount in AMOUNTS:
        assert round(sum(one.total(amount) for one in alone), 2) == together.total(amount)


@few
@given(seeds)
def test_care_cost_is_the_sum_of_its_drivers(seed: int) -> None:
    result = evaluate(make_portfolio(30, seed), Assumptions().changed({**ALL_ON, "care.intangible": False}))
    assert result.costs.fillna(0).sum(axis=1).round(2).tolist() == result.customers["care_cost"].tolist()


@few
@given(seeds)
def test_order_of_rows_does_not_matter(seed: int) -> None:
    portfolio = make_portfolio(30, seed)
    turned = replace(portfolio, customers=portfolio.customers.sample(frac=1, random_state=seed))
    straight, other = (evaluate(one, Assumptions()) for one in (portfolio, turned))
    pd.testing.assert_frame_equal(straight.customers, other.customers.sort_index())
    pd.testing.assert_frame_equal(straight.whale.table, other.whale.table)


@few
@given(seeds, st.sampled_from(["interest", "reminder", "deduction_case", "deductions_written_off"]))
def test_a_rate_at_zero_removes_its_part_and_nothing_else(seed: int, rate: str) -> None:
    portfolio = make_portfolio(30, seed)
    before = evaluate(portfolio, Assumptions()).costs
    after = evaluate(portfolio, Assumptions().changed({f"care.{rate}": 0})).costs
    touched = [driver.key for driver in DRIVERS if any(rate in part.rates for part in driver.parts)]
    pd.testing.assert_frame_equal(before.drop(columns=touched), after.drop(columns=touched))


@few
@given(seeds)
def test_interest_at_zero_removes_the_terms(seed: int) -> None:
    result = evaluate(make_portfolio(30, seed), Assumptions().changed({"care.interest": 0}))
    assert result.total("care_terms") == 0


@few
@given(seeds, st.sampled_from(RATES), st.floats(0, 1), st.floats(0, 1))
def test_net_never_rises_when_a_rate_rises(seed: int, rate: str, one: float, two: float) -> None:
    limits = ranges(CareAssumptions)[rate]
    low, high = (limits.low + share * (limits.high - limits.low) for share in sorted((one, two)))
    portfolio = make_portfolio(20, seed)
    cheap, dear = (
        evaluate(portfolio, Assumptions().changed({**ALL_ON, f"care.{rate}": value})).customers["net_contribution"]
        for value in (low, high)
    )
    assert (dear <= cheap + 1e-9).all()


@few
@given(seeds)
def test_intangible_cost_changes_no_headline_figure(seed: int) -> None:
    portfolio = make_portfolio(30, seed)
    portfolio.customers["abusive_incidents"] = 1.0
    off, on = (evaluate(portfolio, Assumptions().changed({"care.intangible": value})) for value in (False, True))
    same = [column for column in off.customers if column != "intangible"]
    pd.testing.assert_frame_equal(off.customers[same], on.customers[same])
    assert on.total("intangible") > 0


@few
@given(seeds, st.floats(0, 1))
def test_unjustified_credits_move_and_leave_net_as_it_is(seed: int, share: float) -> None:
    portfolio = make_portfolio(30, seed)
    nothing, moved = (
        evaluate(portfolio, Assumptions().changed({"care.unjustified_share": value})).customers for value in (0, share)
    )
    assert moved["net_contribution"].tolist() == nothing["net_contribution"].tolist()
    assert moved["revenue"].sum() >= nothing["revenue"].sum()


def test_a_quantity_no_table_gives_is_not_known() -> None:
    result = evaluate(make_portfolio(5, care=False), Assumptions())
    assert result.costs.isna().all().all()
    assert set(result.known.values()) == {0.0, 1.0}  # only orders and lines, which a time equation would count
    assert result.total("care_cost") == 0


def test_a_typed_quantity_goes_before_the_tables() -> None:
    portfolio = make_portfolio(5)
    typed = pd.DataFrame({"staff_hours": [100.0]}, index=pd.Index([2], name="customer_id"))
    result = evaluate(portfolio, Assumptions(), typed=typed)
    assert result.customers.loc[2, "care_staff_time"] == 6_500.0
    assert result.customers.loc[3, "staff_hours"] == portfolio.customers.loc[3, "staff_hours"]


def test_small_orders_are_counted_from_the_orders() -> None:
    portfolio = make_portfolio(2)
    orders = pd.DataFrame({"customer_id": [1, 1, 1, 2], "revenue": [49.99, 50.0, -10.0, 500.0]})
    result = evaluate(
        replace(portfolio, orders=orders), Assumptions().changed({"care.small_orders": True, "care.hourly_rate": 60})
    )
    assert result.customers["care_small_orders"].tolist() == [30.0, 0.0]


def test_every_quantity_drives_something() -> None:
    used = {part.quantity for driver in DRIVERS for part in driver.parts}
    behind = {"rework_cases", "credits", "freight_cost", "freight_charged", "surcharges", "aggravation_level"}
    assert set(QUANTITIES) - used - behind == {"standard_hours"}


def test_time_stays_when_a_customer_goes() -> None:
    time = [part for driver in DRIVERS for part in driver.parts if part.time]
    assert time and all(part.avoidable == 0 for part in time)


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("Besuche=80", OwnDriver("Besuche", "Besuche", 80.0)),
        ("Anfragen=44min", OwnDriver("Anfragen", "Anfragen", 44.0, per="minutes")),
        ("A=B=2.5:1", OwnDriver("A=B", "A=B", 2.5, avoidable=1.0)),
    ],
)
def test_own_drivers_from_the_command_line(text: str, driver: OwnDriver) -> None:
    assert OwnDriver.parsed(text) == driver


@pytest.mark.parametrize("text", ["Besuche", "=80", "Besuche=viel", "Besuche=80:2", "Besuche=nan"])
def test_what_is_no_driver_is_said(text: str) -> None:
    with pytest.raises(PortfolioError):
        OwnDriver.parsed(text)


def test_an_own_driver_rests_while_its_column_is_missing() -> None:
    portfolio = make_portfolio(5)
    entries = {
        "driver.a": OwnDriver("a", "orders", 10).stored(),
        "driver.b": OwnDriver("b", "no such column", 1).stored(),
    }
    assert [driver.name for driver in own_drivers(entries, portfolio)] == ["a"]
