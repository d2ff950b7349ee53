"""What a person said goes before what the invoices suggest, and stays when they say otherwise."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions
from analysis.care.outcome import Terms
from analysis.care.plan import prefilled
from analysis.evaluate import evaluate
from analysis.invoices.words import lever
from analysis.language import Language
from analysis.portfolio import Portfolio
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
