"""What they could buy: product groups that comparable customers buy and this one does not, or buys much less of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.comparable import Middles, grouped, one_row_each, summed, volume_class
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


@dataclass(frozen=True)
class CouldBuy:
    """What customers could buy, not yet at a price: one entry per customer and product, sorted by neither.

    ``customers``, ``products``: ids and names, to which ``customer`` and ``product`` point; ``columns``: those of
    ``SellingPotential.table`` from ``comparable`` to ``median``.
    """

    customers: pd.Index
    products: pd.Index
    customer: np.ndarray
    product: np.ndarray
    columns: dict[str, np.ndarray]

    def at(self, price_level: pd.Series, margin_share: pd.Series) -> SellingPotential:
        """What it would bring, at the prices that each customer pays and the margin that each product has (see
        ``selling_potential``)."""
        level = price_level.reindex(self.customers).fillna(1.0).to_numpy("float64")[self.customer]
        share = margin_share.reindex(self.products).fillna(0.0).to_numpy("float64")[self.product]
        more = self.columns["median"] - self.columns["bought"]
        margin = cents(more * level - more * (1 - share))
        ids = self.customers.to_numpy(dtype="int64")[self.customer]
        brings = np.flatnonzero(margin > 0)
        order = brings[largest_first(ids[brings], margin[brings], self.product[brings])]
        ids, revenue, margin = ids[order], cents((more * level)[order]), margin[order]
        table = pd.DataFrame(
            {
                "customer_id": ids,
                "product": self.products.take(self.product[order]).astype("str"),
                **{name: values[order] for name, values in self.columns.items()},
                "revenue": revenue,
                "margin": margin,
            },
            copy=False,
        )
        sums = summed(ids, revenue=revenue, margin=margin)
        return SellingPotential(table, sums.sort_values("margin", ascending=False, kind="stable"))


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
    return could_buy(products, volume, group, per_year, assumptions).at(price_level, margin_share)


def could_buy(
    products: pd.DataFrame,
    volume: pd.Series,
    group: pd.Series | None,
    per_year: float,
    assumptions: InvoiceAssumptions,
) -> CouldBuy:
    """The part of ``selling_potential`` that needs no price."""
    groups, _ = grouped(volume.index, group)
    known, classes = groups >= 0, int(assumptions.volume_classes)
    alike = np.where(known, groups * classes, -1)
    alike[known] += volume_class(volume.to_numpy()[known], groups[known], classes) - 1
    return _found(one_row_each(products), volume.index, alike, per_year, assumptions)


def _found(
    products: pd.DataFrame, customers: pd.Index, alike: np.ndarray, per_year: float, assumptions: InvoiceAssumptions
) -> CouldBuy:
    """``alike``: the number of the set of comparable customers to which each of ``customers`` belongs, −1: to none.
    Others are all of it but the customer."""
    amounts, customer, product = _bought(products, customers, alike)
    names, amounts = products["product"].cat.categories, amounts * per_year
    others = np.bincount(alike[alike >= 0], minlength=1) - 1
    needed = np.maximum(assumptions.bought_by * others, assumptions.fewest_comparable)
    among = alike[customer] * len(names) + product
    sold = Middles(among, amounts, count=len(others) * len(names))
    median = sold.of_others(among, amounts)
    less = (sold.sizes[among] - 1 >= needed[alike[customer]]) & (amounts < assumptions.much_less * median)
    nobody, nothing = _who_does_not(sold.sizes.reshape(len(others), -1) >= needed[:, None], alike, customer, product)
    lacking = alike[nobody] * len(names) + nothing
    every, of = np.append(customer[less], nobody), np.append(product[less], nothing)
    buyers = np.append(sold.sizes[among[less]] - 1, sold.sizes[lacking])
    comparable = others[alike[every]]
    low, high = wilsons(buyers, comparable)
    columns = {
        "comparable": comparable,
        "buyers": buyers,
        "share": buyers / comparable,
        "low": low,
        "high": high,
        "bought": np.append(amounts[less], np.zeros(len(nobody))),
        "median": np.append(median[less], sold.medians()[lacking]),
    }
    return CouldBuy(customers, names, every, of, columns)


def largest_first(customers: np.ndarray, margin: np.ndarray, product: np.ndarray) -> np.ndarray:
    """The order by customer, the largest margin (€, cents, above zero) first, then by product: products are numbered in
    the order of their names."""
    if not len(margin):
        return np.empty(0, dtype="int64")
    amount, first = np.rint(margin * 100).astype("int64"), int(customers.min())
    amounts, products = int(amount.max()) + 1, int(product.max()) + 1
    if (int(customers.max()) - first + 1) * amounts * products >= 1 << 63:
        return np.lexsort((product, -amount, customers))
    # One number of all three is sorted in half the time.
    return np.argsort(((customers - first) * amounts + amounts - 1 - amount) * products + product)


def _bought(
    products: pd.DataFrame, customers: pd.Index, alike: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What customers with others comparable bought: revenue above zero (€), the place of the customer, the number of
    the product."""
    revenue, product = products["revenue"].to_numpy(), products["product"].cat.codes.to_numpy(dtype="int64")
    ids = products["customer_id"].to_numpy()
    first = np.flatnonzero(np.diff(ids, prepend=-1))  # sorted, so each customer is looked for once
    place = np.repeat(customers.get_indexer(ids[first]), np.diff(first, append=len(ids)))
    there = np.flatnonzero((revenue > 0) & (place >= 0) & (alike[place] >= 0))
    return revenue[there], place[there], product[there]


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
