"""The whole evaluation: one truth for page, workbook and command line."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions, every_name
from analysis.care.actions import ACTIONS
from analysis.evaluate import evaluate, summary
from analysis.language import messages
from analysis.tag.verdict import VERDICTS
from tests.portfolios import make_portfolio


def test_the_summary_has_exactly_the_keys_of_the_command_line() -> None:
    keys = [
        *("customers", "period", "revenue", "contribution_margin", "margin_assumed", "care_cost"),
        *("care_cost_by_driver", "net_contribution", "whale", "verdicts", "actions"),
        *("price_gap", "selling_potential", "at_risk", "price_waterfall"),
    ]
    assert list(summary(evaluate(make_portfolio(), Assumptions()))) == keys


def test_the_summary_is_json_without_nan() -> None:
    portfolio = make_portfolio(3, care=False)
    portfolio.customers[["revenue", "revenue_with_cost"]] = 0.0
    assert json.loads(json.dumps(summary(evaluate(portfolio, Assumptions())), allow_nan=False))["whale"]


def test_every_customer_has_one_verdict_and_one_action() -> None:
    result = summary(evaluate(make_portfolio(), Assumptions()))
    assert sum(result["verdicts"].values()) == sum(result["actions"].values()) == 240
    assert (tuple(result["verdicts"]), tuple(result["actions"])) == (VERDICTS, ACTIONS)


def test_drivers_add_up_to_the_care_cost() -> None:
    result = summary(evaluate(make_portfolio(), Assumptions()))
    assert sum(value or 0 for value in result["care_cost_by_driver"].values()) == pytest.approx(result["care_cost"])


def test_an_unknown_driver_is_none_and_never_zero() -> None:
    assert summary(evaluate(make_portfolio(), Assumptions()))["care_cost_by_driver"]["freight"] is None


def test_a_person_has_the_last_word() -> None:
    portfolio = make_portfolio()
    portfolio.customers.loc[1, "strategic"] = "no"
    answers = pd.DataFrame({"strategic": ["yes"]}, index=pd.Index([1], name="customer_id"))
    customers = evaluate(portfolio, Assumptions(), answers).customers
    assert (customers.loc[1, "strategic"], customers.loc[1, "answered_strategic"]) == ("yes", True)


def test_what_a_table_says_counts_where_nobody_said_more() -> None:
    portfolio = make_portfolio()
    portfolio.customers.loc[1, "strategic"] = "no"
    answers = pd.DataFrame({"strategic": ["yes"]}, index=pd.Index([2], name="customer_id"))
    assert evaluate(portfolio, Assumptions(), answers).customers.loc[1, "strategic"] == "no"


def test_an_answer_for_a_customer_who_is_gone_is_left_alone() -> None:
    answers = pd.DataFrame({"strategic": ["yes"]}, index=pd.Index([999], name="customer_id"))
    assert 999 not in evaluate(make_portfolio(5), Assumptions(), answers).customers.index


def test_fewer_than_five_best_customers_give_the_top_fifth() -> None:
    result = evaluate(make_portfolio(), Assumptions())
    top = result.customers["net_contribution"].nlargest(48).index
    assert result.top_fifth and set(result.customers.index[result.customers["listened"]]) == set(top)


def test_assumed_margins_are_marked() -> None:
    assert evaluate(make_portfolio(cost=False), Assumptions()).customers["margin_assumed"].all()


@pytest.mark.parametrize("customers", [0, 1, 2])
def test_very_small_portfolios_have_figures(customers: int) -> None:
    assert summary(evaluate(make_portfolio(customers), Assumptions()))["customers"] == customers


def test_the_portfolio_is_left_as_it_was() -> None:
    portfolio = make_portfolio(20)
    before = portfolio.customers.copy()
    evaluate(portfolio, Assumptions().changed({"care.unjustified_share": 0.5}))
    pd.testing.assert_frame_equal(portfolio.customers, before)


@pytest.mark.parametrize("header", ["care_rework", "action", "suggested_strategic", "reachable"])
def test_a_header_called_like_a_figure_does_no_harm(header: str) -> None:
    portfolio = make_portfolio(20)
    expected = evaluate(portfolio, Assumptions()).customers[header]
    named = replace(portfolio, customers=portfolio.customers.assign(**{header: "x"}), attributes=(header,))
    pd.testing.assert_series_equal(evaluate(named, Assumptions()).customers[header], expected)


def test_amounts_are_whole_cents() -> None:
    customers = evaluate(make_portfolio(), Assumptions()).customers
    amounts = customers[["revenue", "contribution_margin", "care_cost", "net_contribution", "parting_gain"]] * 100
    assert np.abs(amounts - amounts.round()).max().max() < 1e-4


def test_who_lost_money_long_ago_is_not_new() -> None:
    portfolio = make_portfolio(20)
    portfolio.customers["cost"] = portfolio.customers["revenue"] * 2
    portfolio.customers["first_order"] = pd.Timestamp("2020-01-01")
    answers = pd.DataFrame({"self_check": "not_us"}, index=portfolio.customers.index)
    old = evaluate(portfolio, Assumptions(), answers).customers
    portfolio = replace(portfolio, customers=portfolio.customers.assign(first_order=pd.Timestamp("2026-06-01")))
    new = evaluate(portfolio, Assumptions(), answers).customers
    assert "new_customer" not in set(old["rule"]) and set(new["rule"]) == {"new_customer"}


@pytest.mark.parametrize("name", [name for name in every_name() if name.split(".")[0] in ("care", "goals")])
@pytest.mark.parametrize("code", ["de", "en"])
def test_every_assumption_of_step_4_has_words(name: str, code: str) -> None:
    assert {f"assumptions.{name}.label", f"assumptions.{name}.help"} <= messages(code).keys()
