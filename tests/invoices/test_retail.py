"""The three answers on a real table, reconciled and beside plain pandas."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import Evaluation, evaluate, summary
from analysis.upload.load import load

FILE = Path(__file__).parents[3] / "shared" / "data" / "retail" / "Online Retail.xlsx"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the real tables are not on this machine")
ASSUMED = Assumptions().changed({"upload.margin": 0.35, "invoices.bought_by": 0.02, "invoices.volume_classes": 1})


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory) -> Evaluation:
    mapping = {"Online Retail.xlsx:Sheet1": {"Description": "product"}}
    loaded = load([(FILE, FILE.name)], tmp_path_factory.mktemp("retail"), corrections=mapping)
    return evaluate(loaded.portfolio, ASSUMED)


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    table = pd.read_excel(FILE, engine="calamine")
    table = table[table["CustomerID"].notna()]
    return table.assign(
        revenue=(table["Quantity"] * table["UnitPrice"]).round(2),
        key=table["CustomerID"].astype(int),
        Description=table["Description"].str.split().str.join(" "),
    )


def test_price_gap_as_plain_pandas_has_it(evaluation, lines):
    paid = lines[(lines["Quantity"] > 0) & (lines["revenue"] > 0)]
    cells = paid.groupby(["key", "Description"])[["Quantity", "revenue"]].sum()
    cells["price"] = cells["revenue"] / cells["Quantity"]
    gap = above = 0.0
    for _, own in cells.groupby("Description"):
        prices = own["price"]
        if len(own) < 5 or prices.quantile(0.9) > 20 * prices.quantile(0.1):
            continue
        sold = own.sort_values("price")
        share = sold["Quantity"].cumsum() / sold["Quantity"].sum()
        low, high = sold.loc[share >= 0.5 - 1e-9, "price"].iloc[0], sold.loc[share > 0.5 + 1e-9, "price"].iloc[0]
        short = ((low + high) / 2 - own["price"]) * own["Quantity"]
        gap, above = gap + short.clip(lower=0).sum(), above - short.clip(upper=0).sum()
    found = evaluation.invoices.price
    assert (found.total, found.total_above) == (pytest.approx(gap, abs=1), pytest.approx(above, abs=1))


def test_days_since_the_last_order_and_rhythm_as_plain_pandas_has_them(evaluation, lines):
    invoices = lines.groupby(["key", "InvoiceNo"]).agg(revenue=("revenue", "sum"), date=("InvoiceDate", "min"))
    invoices = invoices[invoices["revenue"] > 0].assign(day=lambda rows: rows["date"].dt.normalize()).reset_index()
    days = invoices.drop_duplicates(["key", "day"]).sort_values("day").groupby("key")["day"]
    end = pd.Timestamp(evaluation.portfolio.period[1])
    table = evaluation.invoices.drift.table.set_axis(
        evaluation.customers["key"].reindex(evaluation.invoices.drift.table.index).astype(int)
    )
    since = (end - days.max()).dt.days
    gaps = days.apply(lambda own: own.diff().dt.days.median() if len(own) > 2 else np.nan)
    pd.testing.assert_series_equal(table["since"].sort_index(), since.astype(float), check_names=False)
    pd.testing.assert_series_equal(table["rhythm"].sort_index(), gaps.astype(float), check_names=False)


def test_sums_over_products_and_customers_are_what_is_shown(evaluation):
    evaluation = evaluate(evaluation.portfolio, ASSUMED.changed({"invoices.volume_classes": 5}))
    known, said = evaluation.invoices, summary(evaluation)
    assert said["price_gap"]["total"] == pytest.approx(known.price.customers["gap"].sum(), abs=0.005)
    assert said["selling_potential"]["margin_a_year"] == pytest.approx(known.selling.customers["margin"].sum())
    assert said["selling_potential"]["products"] > 0
    assert said["at_risk"]["net_contribution_a_year"] == pytest.approx(known.at_risk["at_risk"].sum())
    assert said["at_risk"]["why"] == "better"


def test_no_headline_figure_changes(evaluation):
    stricter = ASSUMED.changed({"invoices.fair_gap": 0.0, "invoices.overdue": 1.0})
    other = evaluate(evaluation.portfolio, stricter)
    pd.testing.assert_frame_equal(other.customers, evaluation.customers)
