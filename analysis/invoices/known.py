"""What the invoices already know of every customer: a fair price, what they could buy, who is drifting away."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.invoices.comparable import one_row_each
from analysis.invoices.drift import Drift, drift
from analysis.invoices.price import PriceGap, price_gap
from analysis.invoices.selling import SellingPotential, could_buy
from analysis.money import cents
from analysis.upload.aggregate import MONEY
from analysis.upload.assumptions import UploadAssumptions
from analysis.upload.margin import contribution_margin

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation
    from analysis.portfolio import Portfolio

DRAWN_PRICE = 0.3
"""The price lever of step 4 goes no further."""


@dataclass(frozen=True)
class Known:
    """``drift`` is None where no table has orders. ``quiet``: the rows of ``Drift.table`` of customers less likely
    active than not, or overdue by the own rhythm. ``at_risk``: those of them who earn something and whom no table names
    as lost, with ``net`` (net contribution, € a year), ``at_risk`` (€ a year: ``net`` × the probability of being gone),
    ``best`` (bool), the best first, then the most at risk. ``overdue``: where the model names nobody (see
    ``Drift.names_nobody``) the same customers by the rhythm, without ``at_risk``; else empty. ``lever``: price rise
    (share of revenue) that closes the gap, for customers who have one."""

    price: PriceGap
    selling: SellingPotential
    drift: Drift | None
    quiet: pd.DataFrame
    at_risk: pd.DataFrame
    overdue: pd.DataFrame
    lever: pd.Series

    def fair(self, customer: int) -> str:
        """Whether the data suggest that the customer pays a fair price: yes / no / open (nobody is comparable)."""
        table = self.price.customers
        return str(table.at[customer, "fair"]) if customer in table.index else "open"

    def drifting(self) -> tuple[str, pd.DataFrame, str, float]:
        """Who is to be shown: what is said of them (``answer`` / ``by_rhythm`` / ``nobody``), ``at_risk`` or
        ``overdue``, the column that says what is at stake, and its sum (€ a year)."""
        key, rows, measure = "answer" if len(self.at_risk) else "nobody", self.at_risk, "at_risk"
        if len(self.overdue):
            key, rows, measure = "by_rhythm", self.overdue, "net"
        return key, rows, measure, float(cents(rows[measure].sum()))

    def totals(self) -> dict[str, Any]:
        """What the command line says of it."""
        check = self.drift.check if self.drift else None
        return {
            "price_gap": {
                "total": self.price.total,
                "total_above": self.price.total_above,
                "customers": int((self.price.customers["gap"] > 0).sum()),
                "not_comparable": self.price.alone,
                "lines_set_apart": dict(self.price.apart),
                "products_in_several_units": list(self.price.mixed),
            },
            "selling_potential": {
                "margin_a_year": self.selling.total,
                "customers": len(self.selling.customers),
                "products": len(self.selling.table),
            },
            "at_risk": {
                **_counted(self.at_risk, "at_risk"),
                "rule": self.drift.rule if self.drift else None,
                "why": self.drift.why if self.drift else None,
                "error_by_model": round(check.model_error, 6) if check else None,
                "error_by_rhythm": round(check.rhythm_error, 6) if check else None,
                "overdue_by_rhythm": _counted(self.overdue, "net"),
            },
        }


def _counted(rows: pd.DataFrame, measure: str) -> dict[str, Any]:
    """What is at stake with these customers, and how many they are."""
    return {
        "net_contribution_a_year": float(cents(rows[measure].sum())),
        "customers": len(rows),
        "best_customers": int(rows["best"].sum()),
    }


def known(evaluation: Evaluation) -> Known:
    """The three answers, under the evaluation's assumptions. Nothing of them is in a figure of the evaluation."""
    with ThreadPoolExecutor(2) as beside:  # sorting a million amounts leaves the interpreter to others
        moving = beside.submit(_moves, evaluation)
        price, selling = _price_and_selling(evaluation, beside)
        moves = moving.result()
    assumed, customers = evaluation.assumptions, evaluation.customers
    revenue = customers["revenue"].reindex(price.customers.index)
    lever = (price.customers["gap"] / revenue.where(revenue > 0)).clip(upper=DRAWN_PRICE)
    quiet = _quiet(moves, assumed.invoices.overdue)
    earning = _earning(evaluation, quiet)
    overdue = earning if moves and moves.names_nobody else earning.head(0)
    return Known(price, selling, moves, quiet, _at_risk(earning), overdue, lever[lever > 0])


def _moves(evaluation: Evaluation) -> Drift | None:
    portfolio = evaluation.portfolio
    if not len(portfolio.orders):
        return None
    first, last = map(pd.Timestamp, portfolio.period)
    return drift(portfolio.orders, (first, last), evaluation.assumptions.invoices)


def _price_and_selling(evaluation: Evaluation, beside: Executor) -> tuple[PriceGap, SellingPotential]:
    portfolio, assumed, customers = evaluation.portfolio, evaluation.assumptions, evaluation.customers
    group = customers[evaluation.comparable_by] if evaluation.comparable_by else None
    products = one_row_each(portfolio.products)
    lacking = beside.submit(could_buy, products, customers["revenue"], group, portfolio.per_year, assumed.invoices)
    price = price_gap(products, group, assumed.invoices)
    reference = price.customers["revenue"] + price.customers["gap"] - price.customers["above"]
    level = price.customers["revenue"] / reference
    margins = _margin_share(products, assumed.upload)
    return price, lacking.result().at(level, margins)


def known_lost(portfolio: Portfolio) -> pd.Index:
    """Ids of the customers whom a table of losses names as lost."""
    losses = portfolio.losses
    if losses.empty:
        return pd.Index([], dtype="int64")
    gone = losses[(losses["kind"] == "customer") & (losses["status"] == "lost")]
    return pd.Index(gone["customer_id"].dropna().unique()).astype("int64")


def _margin_share(products: pd.DataFrame, assumed: UploadAssumptions) -> pd.Series:
    """Contribution margin of each product as a share of its revenue."""
    if products.empty:
        return pd.Series(dtype="float64")
    codes, names = products["product"].cat.codes.to_numpy(), products["product"].cat.categories
    money = {name: np.bincount(codes, products[name].fillna(0), minlength=len(names)) for name in MONEY}
    sums = pd.DataFrame(money, index=names.astype("str"))
    margin = contribution_margin(sums, assumed)["contribution_margin"]
    return margin / sums["revenue"].where(sums["revenue"] > 0)


def _quiet(moves: Drift | None, overdue: float) -> pd.DataFrame:
    columns = ["since", "rhythm", "overdue", "active", "expected"]
    table = moves.table if moves else pd.DataFrame({name: pd.Series(dtype="float64") for name in columns})
    return table[(table["active"] < 0.5) | (table["overdue"] > overdue)]


def _earning(evaluation: Evaluation, quiet: pd.DataFrame) -> pd.DataFrame:
    """Those gone quiet who earn something and are not lost already, the best first, then the largest."""
    customers = evaluation.customers
    here = customers.index.intersection(quiet.index).difference(known_lost(evaluation.portfolio)).sort_values()
    table = quiet.reindex(here)
    table["net"] = cents(customers["net_contribution"].reindex(here) * evaluation.portfolio.per_year)
    table["best"] = customers["best"].reindex(here)
    return table[table["net"] > 0].sort_values(["best", "net"], ascending=False, kind="stable")


def _at_risk(earning: pd.DataFrame) -> pd.DataFrame:
    table = earning.assign(at_risk=cents(earning["net"] * (1 - earning["active"])))
    table = table[table["at_risk"] > 0]
    return table.sort_index().sort_values(["best", "at_risk"], ascending=False, kind="stable")
