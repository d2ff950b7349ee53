"""What a person said goes before what the invoices suggest, and stays when they say otherwise."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from analysis.assumptions import Assumptions
from analysis.care.outcome import Terms
from analysis.care.plan import prefilled
from analysis.evaluate import evaluate, summary
from analysis.invoices.words import could_buy, lever, suggested_mark
from analysis.language import Language
from analysis.portfolio import Portfolio
from analysis.report.workbook import write_workbook
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio, kept_portfolio
from tests.portfolios import make_portfolio

LARGEST = Assumptions().changed({"invoices.volume_classes": 1})


def bought(price: float) -> Portfolio:
    """Forty customers who buy five product groups at 10 € each; the first pays ``price`` and lacks two groups."""
    rows = pd.DataFrame(
        [(customer, group) for customer in range(1, 41) for group in "ABCDE" if customer > 1 or group in "ABC"],
        columns=["customer_id", "product"],
    )
    rows["quantity"] = rows["paid_quantity"] = 1000.0
    paid = np.where(rows["customer_id"] == 1, price, 10.0) * 1000
    rows["revenue"] = rows["paid_revenue"] = rows["revenue_with_cost"] = paid
    rows["cost"], rows["profit"], rows["revenue_with_profit"] = 6000.0, 0.0, 0.0
    return replace(make_portfolio(40), products=rows)


def test_a_persons_mark_survives_a_new_upload_that_suggests_no(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    workspace = Workspace.create(name="Nord")
    keep_portfolio(workspace, bought(10.0), {})
    workspace.put("listen.pays_fair_price", 5, 1)
    assert evaluate(kept_portfolio(workspace), LARGEST).invoices.fair(1) == "yes"
    keep_portfolio(workspace, bought(8.0), {})
    assert evaluate(kept_portfolio(workspace), LARGEST).invoices.fair(1) == "no"
    assert workspace.get("listen.pays_fair_price", 1) == 5


def quiet_for_long(lost: tuple[int, ...] = ()) -> Portfolio:
    """Forty customers who ordered every month for a year, and not at all in the next."""
    days = pd.date_range("2024-11-15", periods=12, freq="30D")
    orders = pd.DataFrame(
        [(customer, day) for customer in range(1, 41) for day in days], columns=["customer_id", "date"]
    )
    gone = pd.DataFrame({"customer_id": list(lost), "kind": "customer", "status": "lost"})
    made = make_portfolio(40, care=False)
    return replace(made, orders=orders.assign(revenue=100.0), losses=gone if lost else made.losses)


def test_who_is_known_to_be_lost_is_no_longer_at_risk():
    before, after = (evaluate(quiet_for_long(lost), LARGEST).invoices for lost in ((), (3, 4)))
    assert set(before.at_risk.index) - set(after.at_risk.index) == {3, 4}
    assert set(after.at_risk.index) < set(before.at_risk.index)


@pytest.mark.parametrize("active", [1.0, 0.4])
def test_where_the_model_takes_everybody_for_active_the_rhythm_says_who_is_overdue(active, monkeypatch):
    portfolio = quiet_for_long()
    moves = evaluate(portfolio, LARGEST).invoices.drift
    by_model = replace(moves, rule="model", table=moves.table.assign(active=active))
    monkeypatch.setattr("analysis.invoices.known.drift", lambda *_: by_model)
    known = evaluate(portfolio, LARGEST).invoices
    key, rows, measure, amount = known.drifting()
    assert by_model.names_nobody == (active == 1.0)
    assert (key, measure) == (("by_rhythm", "net") if active == 1.0 else ("answer", "at_risk"))
    assert len(rows) == 40
    assert amount == pytest.approx(rows["net"].sum() * (1 if active == 1.0 else 0.6), abs=0.3)
    told, empty = known.totals()["at_risk"], {"net_contribution_a_year": 0.0, "customers": 0, "best_customers": 0}
    shown, other = (told["overdue_by_rhythm"], told) if active == 1.0 else (told, told["overdue_by_rhythm"])
    assert (shown["net_contribution_a_year"], shown["customers"]) == (amount, 40)
    assert other.items() >= empty.items()


@pytest.mark.parametrize(("price", "mark"), [(10.2, 5), (10.0, 5), (9.8, 4), (9.5, 2), (8.0, 1)])
def test_the_prices_suggest_a_mark_for_a_fair_price(price, mark):
    assert suggested_mark(evaluate(bought(price), LARGEST), 1) == mark


def test_nobody_comparable_suggests_no_mark():
    strict = LARGEST.changed({"invoices.fewest_comparable": 50})
    assert suggested_mark(evaluate(bought(8.0), strict), 1) is None


def test_the_guide_says_what_comparable_customers_buy_and_in_how_many_cases():
    words = could_buy(evaluate(bought(8.0), LARGEST), 1, Language("en"))
    assert "39 of 39" in words
    assert words.index("D (") < words.index("E (")


def test_the_workbook_has_every_customers_answers_and_the_largest_gaps(tmp_path):
    evaluation, language = evaluate(bought(8.0), LARGEST), Language("en")
    write_workbook(tmp_path / "book.xlsx", evaluation, language)
    book = CalamineWorkbook.from_path(tmp_path / "book.xlsx")

    def rows(sheet: str) -> pd.DataFrame:
        head, *cells = book.get_sheet_by_name(language.text(f"report.sheet.{sheet}")).to_python()
        return pd.DataFrame(cells, columns=head)

    known, prices, offers = rows("known"), rows("prices"), rows("offers")
    assert len(known) == 40
    totals = summary(evaluation)
    assert pd.to_numeric(known["Price gap"]).sum() == totals["price_gap"]["total"] == prices["Price gap"].sum() == 6000
    could = pd.to_numeric(known["Possible margin a year"]).sum()
    assert could == pytest.approx(totals["selling_potential"]["margin_a_year"])
    assert offers["Possible margin a year"].sum() == pytest.approx(could)


def test_the_plan_names_two_product_groups_and_the_price():
    evaluation, language = evaluate(bought(8.0), LARGEST), Language("en")
    plan = prefilled(evaluation, 1, Terms(price=0.02), False, language)
    assert "D and E" in plan["alternatives"]
    assert "25%" in plan["ask"]


def test_the_lever_goes_up_to_the_reference_and_no_further():
    evaluation = evaluate(bought(8.0), LARGEST)
    share, _ = lever(evaluation, 1, Language("en"))
    revenue = evaluation.customers.at[1, "revenue"]
    assert share == round(min(6000 / revenue, 0.3), 3)
    assert lever(evaluation, 2, Language("en")) is None
