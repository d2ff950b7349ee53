"""The contribution margin of each customer, and where it had to be assumed."""

from __future__ import annotations

import pandas as pd

from analysis.money import cents
from analysis.upload.assumptions import UploadAssumptions


def contribution_margin(customers: pd.DataFrame, assumptions: UploadAssumptions) -> pd.DataFrame:
    """One row per customer: ``contribution_margin`` (€, cents), ``variable_goods`` (€, revenue − margin) and
    ``margin_assumed`` (bool: part of it rests on the assumed margin).

    Lines with a cost: revenue − cost × variable share. Lines with a profit: the profit as it is. The rest: revenue ×
    assumed margin.
    """
    revenue, with_cost, cost, with_profit, profit = (
        customers[name].to_numpy("float64")
        for name in ("revenue", "revenue_with_cost", "cost", "revenue_with_profit", "profit")
    )
    rest = cents(revenue - with_cost - with_profit)
    known = cents(with_cost - cost * assumptions.variable_share) + cents(profit)
    margin = cents(known + cents(rest * assumptions.margin))
    return pd.DataFrame(
        {"contribution_margin": margin, "variable_goods": cents(revenue - margin), "margin_assumed": rest != 0},
        index=customers.index,
        copy=False,
    )
