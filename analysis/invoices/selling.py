"""What they could buy: product groups that comparable customers buy and this one does not, or buys much less of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.comparable import Sorted, grouped, one_row_each, volume_class
from analysis.money import cents
from analysis.shares import wilsons


@dataclass(frozen=True)
class SellingPotential:
    """``table``: one row per customer and product they could buy (more of): ``customer_id``, ``product``,
    ``comparable`` (count of other comparable customers), ``buyers`` (of those), ``share`` (0–1) with ``low`` and
    ``high`` (90 % Wilson), ``bought`` (€ a year, what the customer buys already), ``median`` (€ a year of those who
    buy), ``revenue`` and ``margin`` (€ a year, what it would bring more, at the customer's own price level); the
    largest margin of a customer first. ``customers``: their sums per customer, the largest margin first, ties by id."""

    table: pd.DataFrame
    customers: pd.DataFrame

    def of(self, customer: int) -> pd.DataFrame:
        """What one customer could buy, the largest margin first."""
        return self.table[self.table["customer_id"] == customer]

    @property
    def total(self) -> float:
        """Σ margin, € a year."""
        return float(cents(self.table["margin"].sum()))


def selling_potential(
    products: pd.DataFrame,
    volume: pd.Series,
    group: pd.Series | None,
    margin_share: pd.Series,
    price_level: pd.Series,
    per_year: float,
    assumptions: InvoiceAssumptions,
) -> SellingPotential:
    """What every customer could buy.

    Parameters
    ----------
    products : as in ``Portfolio.products``.
    volume : revenue of every customer (€), index ``customer_id``: who is about as large is comparable.
    group : see ``price_gap``.
    margin_share : contribution margin of each product as a share of its revenue, index the product.
    price_level : what each customer pays as a share of the reference (0.95: 5 % less); 1 where not known.
    per_year : see ``Portfolio.per_year``.
    """
    groups, _ = grouped(volume.index, group)
    known, classes = groups >= 0, int(assumptions.volume_classes)
    alike = np.where(known, groups * classes, -1)
    alike[known] += volume_class(volume.to_numpy()[known], groups[known], classes) - 1
    products = one_row_each(products)
    names = products["product"].cat.categories
    table, product = _found(products, volume.index, alike, per_year, assumptions)
    level = table["customer_id"].map(price_level).to_numpy("float64", na_value=1.0)
    share = margin_share.reindex(names).to_numpy("float64", na_value=0.0)[product]
    more = (table["median"] - table["bought"]).to_numpy()
    margin = cents(more * level - more * (1 - share))
    table["revenue"], table["margin"] = cents(more * level), margin
    brings = np.flatnonzero(margin > 0)
    # Products are numbered in the order of their names.
    table = table.take(brings[np.lexsort((product[brings], -margin[brings], table["customer_id"].to_numpy()[brings]))])
    table.insert(1, "product", names.take(product[table.index]).astype("str"))
    sums = cents(table.groupby("customer_id")[["revenue", "margin"]].sum())
    return SellingPotential(
        table.reset_index(drop=True), sums.sort_index().sort_values("margin", ascending=False, kind="stable")
    )


def _found(
    products: pd.DataFrame, customers: pd.Index, alike: np.ndarray, per_year: float, assumptions: InvoiceAssumptions
) -> tuple[pd.DataFrame, np.ndarray]:
    """What the customers could buy (see ``SellingPotential.table``), and the number of each row's product. ``alike``:
    the number of the set of comparable customers to which each of ``customers`` belongs, −1: to none. Others are all of
    it but the customer."""
    rows, customer, names = _bought(products, customers, alike)
    product, amounts = rows["product"].cat.codes.to_numpy(dtype="int64"), rows["revenue"].to_numpy() * per_year
    others = np.bincount(alike[alike >= 0], minlength=1) - 1
    needed = np.maximum(assumptions.bought_by * others, assumptions.fewest_comparable)
    among = alike[customer] * len(names) + product
    sold = Sorted(among, amounts, count=len(others) * len(names))
    median = sold.median_of_others()
    less = (sold.sizes[among] - 1 >= needed[alike[customer]]) & (amounts < assumptions.much_less * median)
    nobody, nothing = _who_does_not(sold.sizes.reshape(len(others), -1) >= needed[:, None], alike, customer, product)
    lacking = alike[nobody] * len(names) + nothing
    every, of = np.append(customer[less], nobody), np.append(product[less], nothing)
    buyers = np.append(sold.sizes[among[less]] - 1, sold.sizes[lacking])
    comparable = others[alike[every]]
    low, high = wilsons(buyers, comparable)
    table = pd.DataFrame(
        {
            "customer_id": customers.to_numpy(dtype="int64")[every],
            "comparable": comparable,
            "buyers": buyers,
            "share": buyers / comparable,
            "low": low,
            "high": high,
            "bought": np.append(amounts[less], np.zeros(len(nobody))),
            "median": np.append(median[less], sold.quantile(0.5)[lacking]),
        }
    )
    return table, of


def _bought(
    products: pd.DataFrame, customers: pd.Index, alike: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray, pd.Index]:
    """The rows above zero of customers with others comparable, the place of each row's customer, all products."""
    rows = products.reindex(columns=["customer_id", "product", "revenue"])
    rows = rows[(rows["revenue"] > 0).to_numpy()]
    place = customers.get_indexer(rows["customer_id"])
    there = (place >= 0) & (alike[place] >= 0)
    return rows[there], place[there], rows["product"].cat.categories


def _who_does_not(
    common: np.ndarray, alike: np.ndarray, customer: np.ndarray, product: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Customers and the products they do not buy, though enough of those comparable do. ``common``: bool, one row per
    set of comparable customers, a column per product; ``customer`` buys ``product``."""
    asked = np.flatnonzero(common.any(axis=0))
    column = np.full(common.shape[1], -1)
    column[asked] = np.arange(len(asked))
    lacking = common[:, asked][alike] & (alike >= 0)[:, None]
    told = column[product] >= 0
    lacking[customer[told], column[product[told]]] = False
    customers, products = np.nonzero(lacking)
    return customers, asked[products]
