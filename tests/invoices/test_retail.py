"""The three answers on a real table, reconciled and beside plain pandas."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import Evaluation, evaluate, summary
from analysis.invoices.selling import selling_potential
from analysis.upload.load import load

REAL = Path(__file__).parents[3] / "shared" / "data" / "retail" / "Online Retail.xlsx"
ASSUMED = Assumptions().changed({"upload.margin": 0.35, "invoices.bought_by": 0.02, "invoices.volume_classes": 1})
PERIOD = (pd.Timestamp("2024-11-01"), pd.Timestamp("2026-10-31"))


def made(path: Path) -> None:
    """A wholesaler's lines as awkward as the real ones: cancelled invoices, lines without a customer, price or
    quantity, the same line twice, one product sold by the piece and by the box; customers who come at random and leave.
    """
    random, rows = np.random.default_rng(11), []
    days = (PERIOD[1] - PERIOD[0]).days
    for customer in range(12_000, 12_240):
        day, gap, leaves = random.uniform(0, 200), 10 / random.gamma(1.0), random.beta(0.8, 6)
        while day <= days:
            number = f"{len(rows):06d}"
            for product in random.choice(30, random.integers(1, 6), replace=False):
                price = (1 + product) * random.lognormal(0, 0.15) * (40 if product == 3 and customer % 3 == 0 else 1)
                price = 0.0 if random.random() < 0.02 else round(price, 2)
                when = PERIOD[0] + pd.Timedelta(days=int(day))
                line = [number, f"ITEM  {product}", int(random.integers(1, 30)), when, price, customer]
                rows.append(line)
                if random.random() < 0.03:
                    rows.append([f"C{number}", *line[1:2], -line[2], *line[3:]])
            if random.random() < leaves:
                break
            day += random.exponential(gap)
    names = ["InvoiceNo", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]
    table = pd.DataFrame([*rows, *rows[:5]], columns=names)
    table["CustomerID"] = table["CustomerID"].astype("Int64").where(~table["InvoiceNo"].str.endswith("7"))
    table.to_csv(path, index=False, date_format="%Y-%m-%d %H:%M")


@pytest.fixture(scope="module", params=["made", "real"])
def file(request, tmp_path_factory) -> Path:
    if request.param == "made":
        path = tmp_path_factory.mktemp("made") / "retail.csv"
        made(path)
        return path
    if not REAL.exists():
        pytest.skip("the real tables are not on this machine")
    return REAL


@pytest.fixture(scope="module")
def evaluation(file, tmp_path_factory) -> Evaluation:
    mapping = {"Online Retail.xlsx:Sheet1": {"Description": "product"}, "retail.csv": {"Description": "product"}}
    mapping = {name: fields for name, fields in mapping.items() if name.startswith(file.stem)}
    loaded = load([(file, file.name)], tmp_path_factory.mktemp("retail"), corrections=mapping)
    return evaluate(loaded.portfolio, ASSUMED)


@pytest.fixture(scope="module")
def lines(file) -> pd.DataFrame:
    if file.suffix == ".csv":
        table = pd.read_csv(file, parse_dates=["InvoiceDate"])
    else:
        table = pd.read_excel(file, engine="calamine")
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
    assert min(gap, above) > 100 and found.mixed
    assert (found.total, found.total_above) == (pytest.approx(gap, abs=1), pytest.approx(above, abs=1))


def test_selling_potential_as_plain_pandas_has_it(evaluation, lines):
    """One class of customers: whoever lacks a product that enough others buy, or buys less than a quarter of theirs."""
    yearly = lines.groupby(["key", "Description"])["revenue"].sum() * evaluation.portfolio.per_year
    yearly = yearly[yearly > 0]
    many = len(evaluation.customers)
    needed, counts = max(0.02 * (many - 1), 5), yearly.groupby("Description").size()
    found = 0.0
    for product in counts[counts >= needed].index:
        sold = yearly.xs(product, level="Description")
        found += (many - len(sold)) * sold.median()
        for customer, own in sold.items():
            others = sold.drop(customer)
            if len(others) >= needed and own < 0.25 * others.median():
                found += others.median() - own
    # At the reference price, so that nothing that could be sold falls away for a loss.
    priced = pd.Series(1.0, index=evaluation.customers.index)
    table = selling_potential(
        evaluation.portfolio.products, evaluation.customers["revenue"], None,
        pd.Series(0.35, index=counts.index), priced, evaluation.portfolio.per_year, evaluation.assumptions.invoices,
    ).table  # fmt: skip
    assert table["revenue"].sum() == pytest.approx(found, abs=0.006 * len(table))


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
