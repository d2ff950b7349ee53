"""The price waterfall: from list price to revenue, to the cent, where the tables tell it."""

from __future__ import annotations

import pandas as pd

from analysis.money import cents
from analysis.portfolio import DEDUCTIONS


def price_steps(customers: pd.DataFrame) -> dict[str, float]:
    """What lies between list price and revenue of ``customers`` (``Evaluation.customers``), €: ``list_revenue``, what
    each of ``DEDUCTIONS`` takes off, ``price_rest`` (what no column explains) and ``credited`` (credit notes, those
    without our fault added back), the last four negative where they take off; ``revenue`` is their sum. Empty where no
    table tells a list price.
    """
    if not customers["list_revenue"].notna().any():
        return {}
    listed, revenue = float(cents(customers["list_revenue"].sum())), float(cents(customers["revenue"].sum()))
    invoiced = float(cents(customers["invoiced"].sum()))
    taken = {name: -float(cents(customers[name].sum())) for name in DEDUCTIONS if customers[name].notna().any()}
    rest = float(cents(invoiced - listed - sum(taken.values())))
    steps = {**taken, "price_rest": rest, "credited": float(cents(revenue - invoiced))}
    return {"list_revenue": listed, **{name: amount for name, amount in steps.items() if abs(amount) >= 0.005}}
