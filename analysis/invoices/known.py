"""What the invoices already know of every customer: a fair price, what they could buy, who is drifting away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.invoices.comparable import one_row_each
from analysis.invoices.drift import Drift, drift
from analysis.invoices.price import PriceGap, price_gap
from analysis.invoices.selling import SellingPotential, selling_potential
from analysis.money import cents
from analysis.upload.aggregate import MONEY
from analysis.upload.assumptions import UploadAssumptions
from analysis.upload.margin import contribution_margin

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation

DRAWN_PRICE = 0.3
"""The price lever of step 4 goes no further."""


@dataclass(frozen=True)
class Known:
    """``drift`` is None where no table has orders. ``quiet``: the rows of ``Drift.table`` of customers less likely
    active than not, or overdue by the own rhythm. ``at_risk``: those of them who earn something, with ``net`` (net
    contribution, € a year), ``at_risk`` (€ a year: ``net`` × the probability of being gone), ``best`` (bool), the best
    first, then the most at risk. ``lever``: price rise (share of revenue) that closes the gap, for customers who have
    one."""

    price: PriceGap
    selling: SellingPotential
    drift: Drift | None
    quiet: pd.DataFrame
    at_risk: pd.DataFrame
    lever: pd.Series

    def fair(self, customer: int) -> str:
        """Whether the data suggest that the customer pays a fair price: yes / no / open (nobody is comparable)."""
        table = self.price.customers
        return str(table.at[customer, "fair"]) if customer in table.index else "open"

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
                "net_contribution_a_year": float(cents(self.at_risk["at_risk"].sum())),
                "customers": len(self.at_risk),
                "best_customers": int(self.at_risk["best"].sum()),
                "rule": self.drift.rule if self.drift else None,
                "why": self.drift.why if self.drift else None,
                "error_by_model": round(check.model_error, 6) if check else None,
                "error_by_rhythm": round(check.rhythm_error, 6) if check else None,
            },
        }


def known(evaluation: Evaluation) -> Known:
    """The three answers, under the evaluation's assumptions. Nothing of them is in a figure of the evaluation."""
    portfolio, assumed, customers = evaluation.portfolio, evaluation.assumptions, evaluation.customers
    group = customers[evaluation.comparable_by] if evaluation.comparable_by else None
    products = one_row_each(portfolio.products)
    price = price_gap(products, group, assumed.invoices)
    reference = price.customers["revenue"] + price.customers["gap"] - price.customers["above"]
    level = price.customers["revenue"] / reference
    selling = selling_potential(
        products,
        customers["revenue"],
        group,
        _margin_share(products, assumed.upload),
        level,
        portfolio.per_year,
        assumed.invoices,
    )
    revenue = customers["revenue"].reindex(price.customers.index)
    lever = (price.customers["gap"] / revenue.where(revenue > 0)).clip(upper=DRAWN_PRICE)
    moves = None
    if len(portfolio.orders):
        first, last = map(pd.Timestamp, portfolio.period)
        moves = drift(portfolio.orders, (first, last), assumed.invoices)
    quiet = _quiet(moves, assumed.invoices.overdue)
    return Known(price, selling, moves, quiet, _at_risk(evaluation, quiet), lever[lever > 0])


def _margin_share(products: pd.DataFrame, assumed: UploadAssumptions) -> pd.Series:
    """Contribution margin of each product as a share of its revenue."""
    if products.empty:
        return pd.Series(dtype="float64")
    sums = products.groupby("product", observed=True)[list(MONEY)].sum()
    sums.index = sums.index.astype("str")
    margin = contribution_margin(sums, assumed)["contribution_margin"]
    return margin / sums["revenue"].where(sums["revenue"] > 0)


def _quiet(moves: Drift | None, overdue: float) -> pd.DataFrame:
    columns = ["since", "rhythm", "overdue", "active", "expected"]
    table = moves.table if moves else pd.DataFrame({name: pd.Series(dtype="float64") for name in columns})
    return table[(table["active"] < 0.5) | (table["overdue"] > overdue)]


def _at_risk(evaluation: Evaluation, quiet: pd.DataFrame) -> pd.DataFrame:
    customers = evaluation.customers
    table = quiet.reindex(customers.index.intersection(quiet.index))
    table["net"] = cents(customers["net_contribution"].reindex(table.index) * evaluation.portfolio.per_year)
    table["best"] = customers["best"].reindex(table.index)
    table["at_risk"] = cents(table["net"] * (1 - table["active"]))
    table = table[(table["net"] > 0) & (table["at_risk"] > 0)]
    return table.sort_index().sort_values(["best", "at_risk"], ascending=False, kind="stable")
