"""A portfolio comes back from disk as it was."""

from dataclasses import fields

import pandas as pd

from analysis.portfolio import Finding, TableReport
from analysis.upload.question import Question
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio, kept_portfolio
from tests.portfolios import make_portfolio


def test_a_portfolio_comes_back_equal(workspace):
    from dataclasses import replace

    portfolio = replace(
        make_portfolio(30),
        tables=(TableReport("a.csv", None, "invoices", 3, 2, 1, {"no_customer": 1}, 3.0, 2.0, 1.0),),
        findings=(Finding("doubles", "a.csv", None, {"n": 2, "amount": 3.5}),),
        questions=(Question("date_order", "a.csv", column="Datum", options=("dmy", "mdy")),),
    )
    keep_portfolio(workspace, portfolio, {"K000001": 1})
    kept = kept_portfolio(Workspace.open(workspace.id))
    for entry in fields(portfolio):
        before, after = getattr(portfolio, entry.name), getattr(kept, entry.name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(before, after, check_dtype=False)
        else:
            assert before == after, entry.name


def test_there_is_none_before_the_first_upload(workspace):
    assert kept_portfolio(workspace) is None


def test_a_second_upload_takes_the_first_ones_place(workspace):
    keep_portfolio(workspace, make_portfolio(5), {})
    keep_portfolio(workspace, make_portfolio(7), {})
    assert len(kept_portfolio(workspace).customers) == 7
    assert len(list((workspace.folder / "portfolio").iterdir())) == 1


def test_customers_keep_their_ids(workspace):
    keep_portfolio(workspace, make_portfolio(2), {"a": 1, "b": 2})
    keep_portfolio(workspace, make_portfolio(2), {"a": 9, "c": 3})
    assert workspace.identities() == {"a": 1, "b": 2, "c": 3}
