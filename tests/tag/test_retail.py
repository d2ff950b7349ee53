"""The whale curve of a retailer's lines at an assumed margin, through the app's own path and beside plain pandas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import Evaluation, evaluate
from analysis.upload.load import load

FILE = Path(__file__).parents[3] / "shared" / "data" / "retail" / "Online Retail.xlsx"
PERCENT = 35


def made_up(lines: int = 6_000, customers: int = 300) -> pd.DataFrame:
    """A year of a mail-order retailer: a few large customers and many small ones, returns as invoices of their own,
    some of them of goods bought before the year began, free goods, bad debt, and sales without a customer number."""
    random = np.random.default_rng(4)
    many = random.zipf(1.5, lines * 2)
    buyers = many[many <= customers][:lines]
    invoice = 536_000 + np.arange(lines) // 4
    table = pd.DataFrame(
        {
            "InvoiceNo": invoice.astype(str),
            "StockCode": random.integers(20_000, 20_400, lines).astype(str),
            "Description": random.choice(["WHITE LANTERN", "TEA SET", "CAKE STAND", "GIFT BAG"], lines),
            "Quantity": random.choice([1, 2, 3, 6, 12, 24, 48], lines),
            "InvoiceDate": pd.Timestamp("2025-01-02 08:26") + pd.to_timedelta(np.arange(lines) * 85, "min"),
            "UnitPrice": random.choice([0.0, 0.29, 0.85, 1.65, 2.55, 4.95, 12.75], lines),
            "CustomerID": 12_346.0 + buyers[np.arange(lines) // 4],
            "Country": random.choice(["United Kingdom", "Germany", "France"], lines, p=[0.9, 0.05, 0.05]),
        }
    )
    back = random.random(lines) < 0.05
    table.loc[back, "Quantity"] *= -1
    table.loc[back, "InvoiceNo"] = "C" + table.loc[back, "InvoiceNo"]
    gone = table.index[-40:]
    table.loc[gone, "CustomerID"] = 12_346.0 + customers + np.arange(40) // 2
    table.loc[gone, "Quantity"] = -table.loc[gone, "Quantity"].abs()
    table.loc[gone, "InvoiceNo"] = [f"C{number}" for number in 590_000 + np.arange(40) // 2]
    table.loc[(random.random(lines) < 0.2)[invoice - invoice[0]], "CustomerID"] = np.nan
    return table


def by_hand(lines: pd.DataFrame) -> dict[str, float]:
    """The same figures in plain pandas, in whole cents, sharing nothing with the app."""
    lines = lines[lines["CustomerID"].notna()]
    amount = (lines["Quantity"] * lines["UnitPrice"] * 100).round().astype("int64")
    revenue = amount.groupby(lines["CustomerID"]).sum()
    margin = np.sign(revenue) * ((revenue.abs() * PERCENT + 50) // 100) / 100
    curve = margin.sort_values(ascending=False).cumsum()
    return {
        "customers": len(curve),
        "total": curve.iloc[-1],
        "peak": curve.max(),
        "peak_share": curve.max() / curve.iloc[-1],
        "peak_customers": int((margin > 0).sum()),
        "losing_customers": int((margin < 0).sum()),
        "top20_share": curve.iloc[int(len(curve) * 0.2) - 1] / curve.iloc[-1],
    }


def by_keepworthy(evaluation: Evaluation) -> dict[str, float]:
    whale = evaluation.whale
    return {
        "customers": len(whale.table),
        "total": whale.total,
        "peak": whale.peak_total,
        "peak_share": whale.peak_share,
        "peak_customers": whale.peak_customers,
        "losing_customers": whale.losing_customers,
        "top20_share": whale.top20_share,
    }


def evaluated(file: Path, folder: Path) -> Evaluation:
    portfolio = load([(file, file.name)], folder).portfolio
    assert portfolio is not None
    return evaluate(portfolio, Assumptions().changed({"upload.margin": PERCENT / 100}))


def test_the_curve_of_a_made_up_retailer_is_what_plain_pandas_finds(tmp_path: Path) -> None:
    lines, file = made_up(), tmp_path / "lines.csv"
    lines.to_csv(file, index=False)
    found = by_keepworthy(evaluated(file, tmp_path))
    assert found == pytest.approx(by_hand(lines), rel=1e-9)
    assert found["losing_customers"] > 10 and found["peak_share"] > 1


@pytest.mark.skipif(not FILE.exists(), reason="the real tables are not on this machine")
def test_the_curve_of_the_real_retailer_is_what_plain_pandas_finds(tmp_path: Path) -> None:
    lines = pd.read_excel(FILE, engine="calamine")
    assert by_keepworthy(evaluated(FILE, tmp_path)) == pytest.approx(by_hand(lines), rel=1e-9)
