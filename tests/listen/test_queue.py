"""Whom to ask next, and what the self-check suggests."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.listen.questions import CHECKS, hint
from analysis.listen.queue import queue, to_check
from tests.portfolios import make_portfolio

EVALUATION = evaluate(make_portfolio(60), Assumptions())


def test_the_largest_net_contribution_is_asked_first():
    order = list(queue(EVALUATION, []).order)
    assert EVALUATION.customers.loc[order, "net_contribution"].is_monotonic_decreasing
    assert set(order) == set(EVALUATION.customers.index[EVALUATION.customers["listened"]])


def test_the_next_one_is_the_first_not_asked():
    order = queue(EVALUATION, []).order
    waiting = queue(EVALUATION, [order[0], order[2]])
    assert (waiting.following, waiting.left) == (order[1], len(order) - 2)


def test_those_at_risk_come_first_where_the_user_says_so():
    usual = queue(EVALUATION, []).order
    risk = pd.DataFrame({"at_risk": [10.0, 20.0, 99.0]}, index=[usual[4], usual[2], 10_000])
    drifting = replace(EVALUATION)
    drifting.__dict__["invoices"] = SimpleNamespace(at_risk=risk)
    others = [customer for customer in usual if customer not in (usual[4], usual[2])]
    assert queue(drifting, [], drifting_first=True).order == (usual[2], usual[4], *others)
    assert queue(drifting, []).order == usual


def test_who_is_added_comes_last_and_once():
    other = next(number for number in EVALUATION.customers.index if number not in queue(EVALUATION, []).order)
    assert queue(EVALUATION, [], [other, other]).order[-1] == other


def test_who_has_answered_stays_in_the_queue():
    other = next(number for number in EVALUATION.customers.index if number not in queue(EVALUATION, []).order)
    waiting = queue(EVALUATION, [other, 10_000])
    assert (waiting.order[-1], waiting.left) == (other, len(waiting.order) - 1)


def test_everybody_asked_leaves_nobody():
    assert queue(EVALUATION, queue(EVALUATION, []).order).following is None


def test_the_self_check_is_for_the_difficult_ones():
    rows = to_check(EVALUATION)
    assert (rows["high_maintenance"] | (rows["net_contribution"] < 0)).all()


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({}, "open"),
        ({"delivered_as_agreed": "no"}, "we_are_the_cause"),
        ({"promised_too_much": "yes"}, "we_are_the_cause"),
        ({check: "no" if check == "promised_too_much" else "yes" for check in CHECKS}, "not_us"),
        (dict.fromkeys(CHECKS, "open"), "open"),
    ],
)
def test_answers_suggest_a_result(answers, result):
    assert hint(answers) == result
