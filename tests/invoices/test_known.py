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
