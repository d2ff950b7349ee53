"""The rhythm of orders, the probability active where it proved itself, and what decides between the two."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.days import order_days
from analysis.invoices.drift import drift, rhythm

ASSUMED = InvoiceAssumptions()
PERIOD = (pd.Timestamp("2025-01-01"), pd.Timestamp("2026-12-31"))


def ordered(days: dict[int, list[int]]) -> pd.DataFrame:
    """Orders of each customer on days counted from the start of the period."""
    rows = [(customer, PERIOD[0] + pd.Timedelta(days=day), 100.0) for customer, own in days.items() for day in own]
    return pd.DataFrame(rows, columns=["customer_id", "date", "revenue"])


def random_orders(
    customers: int, seed: int, regular: bool = False, even: float = 1.0, leaving: bool = True
) -> pd.DataFrame:
    """Customers who order at random (the more ``even``, the less so; or each in an own rhythm, to the day) and leave by
    chance after an order."""
    random, days = np.random.default_rng(seed), {}
    for customer in range(customers):
        gap, leaves, day, own = 10 / random.gamma(1.0), random.beta(0.6, 5), random.uniform(0, 200), []
        while day < 730:
            own.append(int(day))
            if leaving and random.random() < leaves:
                break
            day += gap if regular else random.gamma(even, gap / even)
        days[customer] = own
    return ordered(days)


def test_rhythm_is_the_median_gap_and_silence_counts_from_the_last_order():
    found = rhythm(order_days(ordered({1: [0, 10, 20, 30, 90], 2: [0, 5]})), PERIOD[0] + pd.Timedelta(days=120))
    assert found.loc[1].to_dict() == {"since": 30.0, "rhythm": 10.0, "overdue": 3.0}
    assert np.isnan(found.at[2, "overdue"])


@pytest.mark.parametrize(
    ("assumed", "orders", "why"),
    [
        (ASSUMED, random_orders(400, 1), "better"),
        (replace(ASSUMED, contractual=True), random_orders(400, 1), "contractual"),
        (ASSUMED, random_orders(30, 1), "too_few"),
        (ASSUMED, random_orders(400, 1, regular=True), "regular"),
        (ASSUMED, ordered({customer: list(range(customer % 30, 730, 30)) for customer in range(80)}), "regular"),
        (ASSUMED, random_orders(400, 1, even=6.0), "no_better"),
        (ASSUMED, random_orders(400, 3, leaving=False), "no_fit"),
    ],
)
def test_the_model_counts_only_where_it_has_proved_itself(assumed, orders, why):
    found = drift(orders, PERIOD, assumed)
    assert found.why == why
    assert found.rule == ("model" if why == "better" else "rhythm")
    known = found.table["active"].dropna()
    assert known.between(0, 1).all()
    assert found.rule == "model" or known.isin([0, 1]).all()


def test_a_customer_gone_quiet_is_less_likely_active_than_one_of_the_same_rhythm():
    orders = random_orders(400, 2)
    two = ordered({1001: list(range(0, 400, 20)), 1002: list(range(320, 720, 20))})
    table = drift(pd.concat([orders, two], ignore_index=True), PERIOD, ASSUMED).table
    assert table.at[1001, "active"] < 0.1 < 0.8 < table.at[1002, "active"]
    assert table.at[1001, "expected"] < table.at[1002, "expected"]
