"""The whale curve of groups: product group, sales person, region or any other attribute."""

from __future__ import annotations

import pandas as pd

from analysis.money import cents
from analysis.portfolio import Portfolio
from analysis.upload.aggregate import MONEY
from analysis.upload.assumptions import UploadAssumptions
from analysis.upload.margin import contribution_margin

AMOUNTS = ("revenue", "contribution_margin", "care_cost", "net_contribution")


def by_group(customers: pd.DataFrame, group: pd.Series, missing: str) -> pd.DataFrame:
    """What the customers of each group bring together, the largest net contribution first, ties by name.

    Parameters
    ----------
    customers : the evaluation's customers.
    group : the group of each customer, in words; missing where nothing is known.
    missing : what those without a group are called.

    Returns
    -------
    Index the group's name; ``customers`` (count) and ``AMOUNTS`` (€).
    """
    named = words(group, missing).reindex(customers.index)
    table = cents(customers[list(AMOUNTS)].groupby(named).sum())
    table.insert(0, "customers", named.value_counts().reindex(table.index))
    return table.sort_index().sort_values("net_contribution", ascending=False, kind="stable").rename_axis("group")


def by_product(portfolio: Portfolio, assumptions: UploadAssumptions) -> pd.DataFrame:
    """What each product group brings before care, which customers cause and products do not: index the product group;
    ``customers`` (count), ``revenue`` and ``contribution_margin`` (€), the largest margin first, ties by name.

    Credits that stand in a table of their own belong to no product and are not in it. Empty where no table names
    products.
    """
    lines = portfolio.products
    if lines.empty:
        columns = ["customers", "revenue", "contribution_margin"]
        return pd.DataFrame(columns=columns, index=pd.Index([], name="group"))
    grouped = lines.groupby(lines["product"].astype("str").rename("group"))
    table = cents(grouped[list(MONEY)].sum())
    table["contribution_margin"] = contribution_margin(table, assumptions)["contribution_margin"]
    table.insert(0, "customers", grouped["customer_id"].nunique())
    table = table[["customers", "revenue", "contribution_margin"]]
    return table.sort_index().sort_values("contribution_margin", ascending=False, kind="stable")


def buyers(portfolio: Portfolio, products: list[str]) -> list[int]:
    """Ids of the customers who bought any of ``products``."""
    lines = portfolio.products
    return sorted(set(lines.loc[lines["product"].astype("str").isin(products), "customer_id"].astype("int64")))


def words(group: pd.Series, missing: str) -> pd.Series:
    """The groups as text, ``missing`` where nothing is known."""
    return group.astype("object").where(group.notna(), missing).astype("str")


def text_attributes(portfolio: Portfolio) -> list[str]:
    """The attributes that name a kind rather than a quantity."""
    return [name for name in portfolio.attributes if portfolio.customers[name].dtype.kind not in "fiu"]
