"""A fair price: what each customer pays for a unit, against what comparable customers pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.comparable import Sorted, grouped, one_row_each, summed, volume_class
from analysis.money import cents

SPREAD = 20.0
"""Where dear customers (the ninth tenth) pay more than so many times what cheap ones (the first) pay for a unit, the
units are not the same: a piece, a box, a pallet."""
APART = ("free_lines", "returned_lines", "lines_without_quantity")


@dataclass(frozen=True)
class PriceGap:
    """``cells``: one row per customer and product that could be compared, by ``customer_id`` and ``product`` (a
    category): ``quantity`` (units), ``revenue`` (€), ``price`` (€ a unit), ``volume`` (class), ``comparable`` (count of
    customers), ``reference`` (€ a unit), ``relative`` (price / reference), ``gap`` and ``above`` (€ in the
    period, cents: what the reference would bring more or less; one of them is 0).
    ``customers``: one row per customer in ``cells``: ``gap``, ``above``, ``revenue`` (€, compared), ``share`` ((gap −
    above) / revenue), ``fair`` (yes / no), the largest gap first, ties by id.
    ``band``: the relative prices between which the corridor runs, at the assumed quantiles. ``apart``: count of invoice
    lines by reason.
    ``mixed``: products sold in several units of measure. ``alone``: count of rows without enough comparable customers.
    """

    cells: pd.DataFrame
    customers: pd.DataFrame
    band: tuple[float, float]
    apart: Mapping[str, int]
    mixed: tuple[str, ...]
    alone: int

    @property
    def total(self) -> float:
        """Σ gap, €."""
        return float(cents(self.cells["gap"].sum()))

    @property
    def total_above(self) -> float:
        """Σ above, €."""
        return float(cents(self.cells["above"].sum()))

    def of(self, customer: int) -> pd.DataFrame:
        """The products that make a customer's gap, the largest first."""
        own = self.cells[self.cells["customer_id"] == customer]
        return own.sort_values(["gap", "above", "product"], ascending=[False, True, True], kind="stable")

    def far_below(self, at_most: int = 3) -> pd.DataFrame:
        """Those to be named first: the lowest prices below the corridor in the smallest volume class that has one."""
        low = self.below()
        return low[low["volume"] == low["volume"].min()].head(at_most)

    def below(self) -> pd.DataFrame:
        """Rows of ``cells`` below the corridor, small volumes first, the lowest price first among them."""
        low = self.cells[self.cells["relative"] < self.band[0]]
        return low.sort_values(["volume", "relative", "customer_id", "product"], kind="stable")


def price_gap(products: pd.DataFrame, group: pd.Series | None, assumptions: InvoiceAssumptions) -> PriceGap:
    """The price gap of every customer.

    Parameters
    ----------
    products : as in ``Portfolio.products``.
    group : value of the attribute by which customers are comparable, index ``customer_id``; missing where not known.
        None: all are.

    The reference is the volume-weighted median of the unit prices of comparable customers: the same group, and the same
    volume class of the product within the group.
    """
    products = one_row_each(products)
    apart = {name: int(products[name].sum()) for name in APART if name in products}
    rows, within = _with_price(products, group)
    price, quantity = rows["price"].to_numpy(), rows["quantity"].to_numpy()
    prices, classes = Sorted(within, price), int(assumptions.volume_classes)
    in_several_units = (prices.quantile(0.9) > SPREAD * prices.quantile(0.1))[within]
    volume = volume_class(quantity, within, classes)
    alike = within * classes + volume - 1
    among = prices.within(alike, price)
    rows["volume"], rows["comparable"] = volume, among.sizes[alike]
    rows["reference"] = among.weighted_median(quantity)[alike]
    mixed = tuple(sorted(rows.loc[in_several_units, "product"].unique()))
    enough = (rows["comparable"] >= assumptions.fewest_comparable).to_numpy()
    alone = int((~enough & ~in_several_units).sum())
    cells = rows[enough & ~in_several_units].reset_index(drop=True)
    cells["relative"] = cells["price"] / cells["reference"]
    short = cents(((cells["reference"] - cells["price"]) * cells["quantity"]).to_numpy())
    cells["gap"], cells["above"] = np.maximum(short, 0.0), np.maximum(-short, 0.0) + 0.0
    low, high = (
        cells["relative"].quantile([assumptions.band_low, assumptions.band_high])
        if len(cells)
        else (float("nan"), float("nan"))
    )
    return PriceGap(cells, _by_customer(cells, assumptions), (float(low), float(high)), apart, mixed, alone)


def _with_price(products: pd.DataFrame, group: pd.Series | None) -> tuple[pd.DataFrame, np.ndarray]:
    """One row per customer of a known group and product with a unit price, from the sums where an earlier version kept
    the portfolio; and the number of its product and group."""
    names = ["paid_quantity", "paid_revenue"] if "paid_quantity" in products else ["quantity", "revenue"]
    rows = products.reindex(columns=["customer_id", "product", *names])
    rows = rows.set_axis(["customer_id", "product", "quantity", "revenue"], axis=1)
    groups, many = grouped(rows["customer_id"], group)
    priced = ((rows["quantity"] > 0) & (rows["revenue"] > 0)).to_numpy() & (groups >= 0)
    rows = rows[priced]
    rows["price"] = rows["revenue"] / rows["quantity"]
    return rows, rows["product"].cat.codes.to_numpy(dtype="int64") * many + groups[priced]


def _by_customer(cells: pd.DataFrame, assumptions: InvoiceAssumptions) -> pd.DataFrame:
    table = summed(
        cells["customer_id"].to_numpy(), **{name: cells[name].to_numpy() for name in ("gap", "above", "revenue")}
    )
    table["share"] = (table["gap"] - table["above"]) / table["revenue"]
    table["fair"] = (table["share"] <= assumptions.fair_gap).map({True: "yes", False: "no"}).astype("str")
    return table.sort_values("gap", ascending=False, kind="stable")
