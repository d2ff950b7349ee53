"""Portfolios made up on the spot, for tests and benchmarks that need customers rather than files."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.portfolio import Portfolio, empty_customers

INDUSTRIES = ("Food", "Medical", "Machines", "Logistics", "Energy", "Retail")
REGIONS = ("North", "South", "East", "West", "Abroad")
CHANNELS = ("direct", "partner", "online")


def make_portfolio(customers: int = 240, seed: int = 0, care: bool = True, cost: bool = True) -> Portfolio:
    """A portfolio of ``customers`` customers over two years, with care quantities for about four in five.

    ``care=False`` leaves every care quantity unknown; ``cost=False`` leaves the margin to be assumed.
    """
    random = np.random.default_rng(seed)
    table = empty_customers(range(1, customers + 1))
    ranks = random.permutation(customers) + 1
    revenue = np.round(2_000_000 / ranks**0.9 * random.lognormal(0, 0.3, customers), 2)
    table["key"] = [f"K{number:06d}" for number in table.index]
    table["name"] = [f"Musterkunde {number} GmbH" for number in table.index]
    table["industry"] = random.choice(INDUSTRIES, customers)
    table["region"] = random.choice(REGIONS, customers)
    table["channel"] = random.choice(CHANNELS, customers)
    table["employees"] = np.round(random.lognormal(4, 1, customers))
    table["revenue"] = revenue
    if cost:
        table["cost"] = np.round(revenue * random.uniform(0.5, 0.8, customers), 2)
        table["revenue_with_cost"] = revenue
    table["orders"] = random.integers(1, 60, customers).astype(float)
    table["lines"] = table["orders"] * 3
    table["orders_per_year"] = table["orders"] / 2
    table["months_active"] = np.minimum(table["orders"], 24)
    table["first_order"] = pd.Timestamp("2024-11-01") + pd.to_timedelta(random.integers(0, 500, customers), "D")
    table["last_order"] = pd.Timestamp("2026-10-31") - pd.to_timedelta(random.integers(0, 200, customers), "D")
    table["growth"] = random.normal(0.03, 0.2, customers).round(4)
    if care:
        known = random.random(customers) < 0.8
        for column, values in {
            "rework_hours": random.gamma(0.6, 20, customers),
            "staff_hours": random.gamma(1.0, 20, customers),
            "standard_hours": random.gamma(2.0, 15, customers),
            "out_of_scope_hours": random.gamma(0.4, 15, customers),
            "credits": random.gamma(0.3, 2_000, customers),
            "deductions": random.gamma(0.2, 1_000, customers),
            "deduction_cases": random.poisson(1, customers).astype(float),
            "late_discount": random.gamma(0.2, 300, customers),
            "euro_days_late": revenue * random.gamma(0.7, 10, customers),
            "terms_euro_days": revenue * 30,
            "reminders": random.poisson(2, customers).astype(float),
            "abusive_incidents": random.poisson(0.1, customers).astype(float),
        }.items():
            table[column] = np.where(known, np.round(values, 2), np.nan)
        table["average_days_late"] = table["euro_days_late"] / table["revenue"]
    months = pd.DataFrame(
        {
            "customer_id": np.repeat(table.index.to_numpy(), 24),
            "month": np.tile(pd.date_range("2024-11-01", periods=24, freq="MS"), customers),
            "orders": 1,
            "revenue": np.round(np.repeat(revenue, 24) / 24, 2),
            "cost": np.round(np.repeat(table["cost"].to_numpy(), 24) / 24, 2),
            "profit": 0.0,
            "revenue_with_cost": np.round(np.repeat(table["revenue_with_cost"].to_numpy(), 24) / 24, 2),
            "revenue_with_profit": 0.0,
        }
    )
    return Portfolio(
        customers=table.copy(),
        attributes=("industry", "region", "channel", "employees"),
        period=(date(2024, 11, 1), date(2026, 10, 31)),
        months=months,
        growth_basis="months",
    )
