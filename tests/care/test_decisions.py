"""Decisions, the board, levers' outcome, and the plan for the conversation."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.care.assumptions import CareAssumptions
from analysis.care.books import bridge_to_books
from analysis.care.capacity import capacity, practical_hours
from analysis.care.decisions import board, decided, decision_to_file, expected_repairs
from analysis.care.groups import by_certainty, groups, named
from analysis.care.outcome import Terms, mildest_terms, outcome
from analysis.care.plan import SECTIONS, prefilled
from analysis.care.plan_document import document
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from tests.portfolios import make_portfolio

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    portfolio = make_portfolio(40)
    portfolio.customers["cost"] = portfolio.customers["revenue"] * 0.99
    portfolio.customers["abusive_incidents"] = 3.0
    answers = pd.DataFrame({"self_check": "not_us"}, index=portfolio.customers.index)
    return evaluate(portfolio, Assumptions().changed({"care.intangible": True}), answers)


def filed(*entries: tuple[int, str, object]) -> pd.DataFrame:
    rows = [(customer, f"decision.{name}", value) for customer, name, value in entries]
    return pd.DataFrame(rows, columns=["customer_id", "field", "value"])


def test_overdue_decisions_stand_first(evaluation: Evaluation) -> None:
    fields = filed(
        (1, "action", "repair"), (1, "due", "2026-12-24"),
        (2, "action", "keep"),
        (3, "action", "part_ways"), (3, "due", "2026-11-01"), (3, "state", "agreed"),
        (4, "action", "repair"), (4, "due", "2026-11-20"),
    )  # fmt: skip
    assert board(fields, evaluation, TODAY).index.tolist() == [4, 3, 1, 2]


def test_what_is_agreed_is_not_overdue(evaluation: Evaluation) -> None:
    fields = filed((3, "action", "part_ways"), (3, "due", "2026-11-01"), (3, "state", "agreed"))
    assert not board(fields, evaluation, TODAY)["overdue"].any()


def test_no_decisions_give_an_empty_board(evaluation: Evaluation) -> None:
    assert board(filed(), evaluation, TODAY).empty


def test_a_customer_who_is_gone_from_the_portfolio_leaves_the_board(evaluation: Evaluation) -> None:
    assert board(filed((999, "action", "keep")), evaluation, TODAY).empty


def test_the_board_says_when_another_rule_fires(evaluation: Evaluation) -> None:
    now = evaluation.customers.loc[1, "rule"]
    fields = filed((1, "action", "keep"), (1, "rule", "earns" if now != "earns" else "strategic"))
    assert board(fields, evaluation, TODAY)["changed"].all()


def test_a_decision_keeps_the_rule_it_was_taken_under(evaluation: Evaluation) -> None:
    kept = decision_to_file(evaluation, 1, "repair", None)
    assert kept["decision.rule"] == evaluation.customers.loc[1, "rule"]
    assert decision_to_file(evaluation, 1, "repair", "repair") == {}


def test_a_decision_taken_back_leaves_nothing(evaluation: Evaluation) -> None:
    assert set(decision_to_file(evaluation, 1, None, "repair").values()) == {None}


def test_only_what_is_decided_counts(evaluation: Evaluation) -> None:
    fields = filed((1, "action", "part_ways"), (2, "action", "repair"), (2, "expected", 500.0), (3, "expected", 7.0))
    assert decided(fields, evaluation, "part_ways").sum() == 1
    assert expected_repairs(fields, evaluation) == 500.0


def test_terms_that_are_enough_bring_the_customer_to_zero(evaluation: Evaluation) -> None:
    reachable = evaluation.customers.index[
        evaluation.customers["reachable"] & (evaluation.customers["net_contribution"] < 0)
    ]
    assert len(reachable)
    for customer in reachable:
        terms, enough = mildest_terms(evaluation, int(customer))
        assert enough and outcome(evaluation, pd.Index([customer]), terms).net_after >= -0.05


def test_gains_lead_from_before_to_after(evaluation: Evaluation) -> None:
    result = outcome(evaluation, evaluation.customers.index, Terms(0.03, 0.05, 0.2, 0.5))
    gains = result.hours_gain + result.fee_gain + result.price_gain
    assert result.net_before + gains == pytest.approx(result.net_after, abs=0.01 * len(evaluation.customers))


def test_who_surely_leaves_saves_no_more_than_the_avoidable_cost(evaluation: Evaluation) -> None:
    row = evaluation.customers.loc[1]
    result = outcome(evaluation, pd.Index([1]), Terms(0.05, risk=1.0))
    assert result.expected == pytest.approx(row["avoidable_care"] - row["care_cost"])


def test_a_group_of_nobody_has_figures(evaluation: Evaluation) -> None:
    assert outcome(evaluation, evaluation.customers.index[:0], Terms(0.1)).net_after == 0


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("parting", [True, False])
def test_a_plan_says_nothing_of_abuse(evaluation: Evaluation, code: str, parting: bool) -> None:
    language = Language(code)
    plan = " ".join(prefilled(evaluation, 1, Terms(0.02, 0.0, 0.1, 0.2), parting, language).values())
    assert language.text("drivers.abuse.label") not in plan
    assert language.text("drivers.aggravation.label") not in plan


def test_a_plan_has_every_section(evaluation: Evaluation) -> None:
    plan = prefilled(evaluation, 1, Terms(), False, Language("de"))
    assert tuple(plan) == SECTIONS and all(plan[name] for name in SECTIONS if name != "facts")


def test_the_document_can_be_read_by_another_program(evaluation: Evaluation) -> None:
    name = 'Müller & Söhne <GmbH>\x0b "Nord"'
    plans = [(name, prefilled(evaluation, 1, Terms(0.02), False, Language("de"))), ("B", {})]
    archive = zipfile.ZipFile(io.BytesIO(document(plans, Language("de"))))
    text = "".join(ElementTree.fromstring(archive.read("word/document.xml")).itertext())
    assert 'Müller & Söhne <GmbH> "Nord"' in text and "Was wir für den Kunden leisten" in text


def test_every_group_holds_the_customers_it_says(evaluation: Evaluation) -> None:
    found = groups(evaluation)
    assert found["losing"].equals(evaluation.customers.index[evaluation.customers["net_contribution"] < 0])
    assert "part_ways" not in found or (evaluation.customers.loc[found["part_ways"], "action"] == "part_ways").all()


def test_every_customer_is_certain_or_not(evaluation: Evaluation) -> None:
    assert sum(len(index) for index in by_certainty(evaluation).values()) == len(evaluation.customers)


def test_a_search_finds_by_name_and_number(evaluation: Evaluation) -> None:
    assert list(named(evaluation, "k000007")) == [7]
    assert 7 in named(evaluation, "kunde 7 gmbh")


def test_the_customer_chosen_before_stays_in_the_list(evaluation: Evaluation) -> None:
    assert 3 in named(evaluation, "k000007", always=3)


def test_practical_hours_in_germany() -> None:
    """About 2,080 → 1,640 → 1,310 hours."""
    assert practical_hours(CareAssumptions(team_people=1)) == pytest.approx(1_312)


def test_no_team_cost_no_rate() -> None:
    assert capacity(CareAssumptions(), 100) is None


def test_more_hours_than_the_team_has_show_as_negative() -> None:
    found = capacity(CareAssumptions(team_cost=100_000, team_people=1), 2_000)
    assert found is not None and found.unused_hours < 0


@pytest.mark.parametrize(("result", "large"), [(50_000.0, False), (45_000.0, False), (30_000.0, True)])
def test_the_bridge_warns_above_one_percent_of_revenue(result: float, large: bool) -> None:
    bridge = bridge_to_books(200_000, 1_000_000, 120_000, 100_000, 130_000, result)
    assert bridge.expected == 50_000 and bridge.large == large
    assert bridge.expected + bridge.difference == result
