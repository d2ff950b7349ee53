"""What they could buy: product groups that comparable customers buy and this one does not, or buys much less of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.comparable import volume_class
from analysis.money import cents
from analysis.shares import wilson


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
    customers = pd.DataFrame({"volume": volume})
    customers["group"] = "" if group is None else group.astype("str").where(group.notna()).reindex(volume.index)
    customers = customers[customers["group"].notna()]
    customers["class"] = volume_class(customers["volume"], [customers["group"]], int(assumptions.volume_classes))
    customers["peers"] = customers.groupby(["group", "class"]).ngroup()
    yearly = _yearly(products, per_year)
    peers = yearly["customer_id"].map(customers["peers"])
    found = [
        _among(rows, customers.index[customers["peers"] == group_of], assumptions)
        for group_of, rows in yearly.groupby(peers)
    ]
    table = pd.concat([_nothing(), *found], ignore_index=True).astype({"customer_id": "int64", "product": "str"})
    level = table["customer_id"].map(price_level).astype("float64").fillna(1.0)
    more = table["median"] - table["bought"]
    cost = more * (1 - table["product"].map(margin_share).astype("float64").fillna(0.0))
    table["revenue"], table["margin"] = cents(more * level), cents(more * level - cost)
    table = table[table["margin"] > 0]
    table = table.sort_values(["customer_id", "margin", "product"], ascending=[True, False, True], kind="stable")
    sums = cents(table.groupby("customer_id")[["revenue", "margin"]].sum())
    return SellingPotential(
        table.reset_index(drop=True), sums.sort_index().sort_values("margin", ascending=False, kind="stable")
    )


def _yearly(products: pd.DataFrame, per_year: float) -> pd.DataFrame:
    """One row per customer and product bought: ``customer_id``, ``product``, ``revenue`` (€ a year, above 0)."""
    if products.empty:
        return pd.DataFrame({"customer_id": pd.Series(dtype="int64"), "product": [], "revenue": []})
    rows = products.assign(product=products["product"].astype("str"))
    rows = rows.groupby(["customer_id", "product"], as_index=False)["revenue"].sum()
    return rows[rows["revenue"] > 0].assign(revenue=lambda kept: kept["revenue"] * per_year)


def _among(rows: pd.DataFrame, members: pd.Index, assumptions: InvoiceAssumptions) -> pd.DataFrame:
    """What the customers of one set of comparable ones (``members``) could buy, of whom ``rows`` are the purchases:
    others are all of it but the customer."""
    others = len(members) - 1
    needed = max(assumptions.bought_by * others, assumptions.fewest_comparable)
    common = rows.groupby("product")["customer_id"].transform("size") >= needed
    if not common.any():
        return _nothing()
    bought = rows[common].pivot(index="customer_id", columns="product", values="revenue")
    bought = bought.reindex(members).fillna(0.0)
    buys = bought > 0
    buyers = buys.sum() - buys.astype("int64")
    median = _median_of_others(bought)
    wanted = (buyers >= needed) & (bought < assumptions.much_less * median).where(buys, True)
    rows, columns = np.nonzero(wanted.to_numpy())
    counts = buyers.to_numpy()[rows, columns]
    intervals = {int(count): wilson(int(count), others) for count in np.unique(counts)}
    return pd.DataFrame(
        {
            "customer_id": bought.index.to_numpy()[rows],
            "product": bought.columns.to_numpy()[columns],
            "comparable": others,
            "buyers": counts,
            "share": counts / others,
            "low": [intervals[int(count)][0] for count in counts],
            "high": [intervals[int(count)][1] for count in counts],
            "bought": bought.to_numpy()[rows, columns],
            "median": median.to_numpy()[rows, columns],
        }
    )


def _median_of_others(bought: pd.DataFrame) -> pd.DataFrame:
    """For each customer and product, the median (€ a year) of the other customers who buy it; NaN where none does.

    For one who buys it is the median of the sorted amounts without the own: it needs no second sorting.
    """
    result = pd.DataFrame(np.nan, index=bought.index, columns=bought.columns)
    for product in bought:
        amounts = bought[product]
        sold = amounts[amounts > 0].sort_values(kind="stable")
        if sold.empty:
            continue
        result[product] = sold.median()
        own, others = np.arange(len(sold)), len(sold) - 1
        if others:
            low, high = (others - 1) // 2, others // 2
            values = sold.to_numpy()
            without = (values[np.where(own <= low, low + 1, low)] + values[np.where(own <= high, high + 1, high)]) / 2
            result.loc[sold.index, product] = without
    return result


def _nothing() -> pd.DataFrame:
    kinds = {"customer_id": "int64", "product": "str", "comparable": "int64", "buyers": "int64"}
    amounts = dict.fromkeys(("share", "low", "high", "bought", "median"), "float64")
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in {**kinds, **amounts}.items()})
