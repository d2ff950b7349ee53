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
    with_cost = customers["revenue_with_cost"] - customers["cost"] * assumptions.variable_share
    rest = cents(customers["revenue"] - customers["revenue_with_cost"] - customers["revenue_with_profit"])
    margin = cents(cents(with_cost) + cents(customers["profit"]) + cents(rest * assumptions.margin))
    return pd.DataFrame(
        {
            "contribution_margin": margin,
            "variable_goods": cents(customers["revenue"] - margin),
            "margin_assumed": rest != 0,
        }
    )
