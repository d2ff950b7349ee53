"""Test contracts: what is filed comes back, and what is due or incomplete is said."""

from datetime import date

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.refill.contracts import PREFIX, contracts, expected, new_contract, outside, removed
from analysis.workspace.store import Workspace
from tests.portfolios import make_portfolio

TODAY = date(2026, 11, 24)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    return Workspace.create()


def file(workspace, contract, **values):
    workspace.put_many({(f"{PREFIX}{contract}.{name}", 0): value for name, value in values.items()})


def test_a_contract_comes_back_as_it_was_filed_and_goes_with_one_undo(workspace):
    workspace.put_many(new_contract("a", "Alpha GmbH", 7, TODAY))
    file(
        workspace, "a", scope="10 pallets a month", success="margin above 10 %", exit="two late payments", value=1200.5
    )
    row = contracts(workspace.fields(PREFIX), TODAY).loc["a"]
    assert (row["who"], row["customer"], row["scope"], row["status"]) == (
        "Alpha GmbH",
        7,
        "10 pallets a month",
        "draft",
    )
    assert row["start"] < row["review"] < row["end"]
    workspace.put_many(removed("a"))
    assert contracts(workspace.fields(PREFIX), TODAY).empty
    workspace.undo(PREFIX)
    assert contracts(workspace.fields(PREFIX), TODAY).loc["a", "value"] == 1200.5


@pytest.mark.parametrize(
    ("status", "review", "end", "is_open", "due"),
    [
        ("running", "2026-11-24", "2027-01-01", True, True),
        ("running", "2026-11-25", "2027-01-01", True, False),
        ("running", None, "2026-11-01", True, True),
        ("running", None, None, True, False),
        ("draft", "2026-01-01", "2026-02-01", True, False),
        ("kept", "2026-01-01", "2026-02-01", False, False),
        ("ended", "2026-01-01", "2026-02-01", False, False),
    ],
)
def test_a_review_is_due_where_a_running_contract_has_come_to_it(workspace, status, review, end, is_open, due):
    file(workspace, "a", who="Alpha", status=status, review=review, end=end)
    row = contracts(workspace.fields(PREFIX), TODAY).loc["a"]
    assert (row["open"], row["due"]) == (is_open, due)


def test_those_due_stand_first_and_only_open_ones_are_expected_to_bring_anything(workspace):
    full = {"success": "x", "exit": "y"}
    file(workspace, "ended", who="C", status="ended", value=9_000, review="2026-01-01", **full)
    file(workspace, "later", who="B", status="running", value=2_000, review="2027-01-01", **full)
    file(workspace, "due", who="A", status="running", value=1_000, review="2026-11-01", exit="y")
    table = contracts(workspace.fields(PREFIX), TODAY)
    assert table.index.tolist() == ["due", "later", "ended"]
    assert table["incomplete"].tolist() == [True, False, False]
    assert expected(table) == 3_000


def test_nobody_in_the_profile_and_nobody_who_is_simply_kept_is_outside():
    evaluation = evaluate(make_portfolio(120), Assumptions())
    targets = pd.Series(evaluation.customers["industry"] == "Food")
    rows = evaluation.customers.loc[outside(evaluation, targets).index]
    assert len(rows) and not rows["industry"].eq("Food").any() and not rows["action"].isin(["invest", "keep"]).any()
    assert rows["net_contribution"].is_monotonic_increasing
