"""What a person typed into step 4, from the workspace's fields to what the evaluation takes."""

from __future__ import annotations

import pandas as pd

from analysis.care.own import DRIVER_FIELD, OwnDriver, own_drivers
from analysis.portfolio import QUANTITIES, Portfolio

QUANTITY_FIELD = "quantity."
"""Typed quantities are fields ``quantity.<quantity>`` of a customer."""
RANGE_FIELD = "range."
"""Ranges the analyst sets are fields ``range.<room>.<field>``: low and high."""

PREFIXES = (DRIVER_FIELD, QUANTITY_FIELD, RANGE_FIELD)
"""Every field that changes the evaluation's care costs, beside the assumptions themselves."""


def typed_drivers(fields: pd.DataFrame, portfolio: Portfolio) -> tuple[OwnDriver, ...]:
    """The user's own drivers that the portfolio has a column for. ``fields``: ``Workspace.fields()``."""
    found = fields[fields["field"].str.startswith(DRIVER_FIELD)]
    return own_drivers(dict(zip(found["field"], found["value"], strict=True)), portfolio)


def typed_quantities(fields: pd.DataFrame) -> pd.DataFrame:
    """Quantities typed in: one row per customer with any, index ``customer_id``, one column per quantity."""
    found = fields[fields["field"].str.startswith(QUANTITY_FIELD)]
    found = found.assign(field=found["field"].str.removeprefix(QUANTITY_FIELD))
    found = found[found["field"].isin(list(QUANTITIES))]
    table = found.pivot(index="customer_id", columns="field", values="value").astype("float64")
    return table.rename_axis(columns=None)


def typed_ranges(fields: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Low and high of the rates whose range the analyst set, by ``room.field``."""
    found = fields[fields["field"].str.startswith(RANGE_FIELD)]
    names = found["field"].str.removeprefix(RANGE_FIELD)
    return {name: (float(low), float(high)) for name, (low, high) in zip(names, found["value"], strict=True)}
