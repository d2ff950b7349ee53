"""The price gap: what must never and what must always move it, and plain loops beside it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.price import price_gap

ASSUMED = InvoiceAssumptions()
quick = settings(max_examples=12, deadline=None)
seeds = st.integers(0, 10_000)


def made(seed: int, customers: int = 60, same: bool = False) -> tuple[pd.DataFrame, pd.Series]:
    """Customers of two groups who buy some of four products, at about one price each or exactly at it."""
    random = np.random.default_rng(seed)
    rows = pd.DataFrame(
        [(customer, f"P{product}") for customer in range(customers) for product in range(4) if random.random() < 0.7],
        columns=["customer_id", "product"],
    )
    base = rows["product"].map({f"P{n}": 10.0 * 3**n for n in range(4)})
    rows["paid_quantity"] = random.integers(1, 500, len(rows)).astype(float)
    price = base if same else base * random.lognormal(0, 0.1, len(rows))
    rows["paid_revenue"] = np.round(price * rows["paid_quantity"], 2)
    return rows, pd.Series(random.choice(["North", "South"], customers), index=range(customers))


@quick
@given(seeds)
def test_zero_when_all_pay_the_same(seed):
    products, group = made(seed, same=True)
    found = price_gap(products, group, ASSUMED)
    assert len(found.cells)
    assert (found.total, found.total_above) == (0, 0)
    assert (found.customers["fair"] == "yes").all()


@quick
@given(seeds, st.floats(0.1, 3))
def test_a_customer_who_is_not_comparable_changes_nothing(seed, factor):
    products, group = made(seed)
    before = price_gap(products, group, ASSUMED).cells
    theirs = products["customer_id"].map(group) == "South"
    products.loc[theirs, "paid_revenue"] *= factor
    products.loc[theirs, "paid_quantity"] *= 7
    after = price_gap(products, group, ASSUMED).cells
    north = [cells[cells["customer_id"].map(group) == "North"] for cells in (before, after)]
    pd.testing.assert_frame_equal(*[cells.reset_index(drop=True) for cells in north])


@quick
@given(seeds)
def test_neither_does_the_price_of_another_volume_class(seed):
    products, _ = made(seed)
    before = price_gap(products, None, ASSUMED).cells
    highest = before[before["volume"] == before["volume"].max()].set_index(["customer_id", "product"]).index
    theirs = pd.MultiIndex.from_frame(products[["customer_id", "product"]]).isin(highest)
    products.loc[theirs, "paid_revenue"] *= 0.7
    after = price_gap(products, None, ASSUMED).cells
    lower = [cells[cells["volume"] < before["volume"].max()].reset_index(drop=True) for cells in (before, after)]
    pd.testing.assert_frame_equal(*lower)


@quick
@given(seeds, st.sampled_from([2.0, 4.0, 0.5]))
def test_scaling_quantities_scales_the_gap(seed, factor):
    products, group = made(seed)
    before = price_gap(products, group, ASSUMED).cells
    scaled = products.assign(**{name: products[name] * factor for name in ("paid_quantity", "paid_revenue")})
    after = price_gap(scaled, group, ASSUMED).cells
    for column in ("gap", "above"):
        np.testing.assert_allclose(after[column], before[column] * factor, atol=0.006 * max(1, factor))


@quick
@given(seeds, st.randoms())
def test_row_order_does_not_matter(seed, random):
    products, group = made(seed)
    order = list(range(len(products)))
    random.shuffle(order)
    one, other = (price_gap(rows, group, ASSUMED) for rows in (products, products.iloc[order]))
    pd.testing.assert_frame_equal(one.cells, other.cells)
    pd.testing.assert_frame_equal(one.customers, other.customers)


@quick
@given(seeds, st.integers(0, 59))
def test_a_planted_underpriced_customer_is_first(seed, planted):
    products, _ = made(seed)
    products = products[products["customer_id"] != planted]
    theirs = [(planted, f"P{n}", 250.0, 250.0 * 10 * 3**n * 0.3) for n in range(4)]
    products = pd.concat([products, pd.DataFrame(theirs, columns=products.columns)], ignore_index=True)
    found = price_gap(products, None, ASSUMED)
    assert found.customers.index[0] == planted
    assert found.customers.at[planted, "fair"] == "no"
    assert planted in set(found.below()["customer_id"])


def test_as_plain_loops_find_it():
    products, group = made(3)
    found = price_gap(products, group, replace(ASSUMED, volume_classes=1)).cells
    for row in found.itertuples():
        same = products[
            (products["product"] == row.product) & (products["customer_id"].map(group) == group[row.customer_id])
        ]
        prices = same.assign(price=same["paid_revenue"] / same["paid_quantity"]).sort_values("price")
        heavy = prices["paid_quantity"].cumsum() >= prices["paid_quantity"].sum() / 2
        reference = prices.loc[heavy, "price"].iloc[0]
        assert row.reference == pytest.approx(reference)
        assert row.gap - row.above == pytest.approx((reference - row.price) * row.quantity, abs=0.006)
        assert row.comparable == len(same)


def test_a_product_in_several_units_is_set_apart_and_said():
    products, _ = made(1)
    piece = products["product"].eq("P0") & (products["customer_id"] % 2 == 0)
    products.loc[piece, "paid_revenue"] /= 100
    found = price_gap(products.assign(free_lines=1), None, ASSUMED)
    assert found.mixed == ("P0",)
    assert "P0" not in set(found.cells["product"])
    assert found.apart == {"free_lines": len(products)}


def test_too_few_comparable_customers_say_nothing():
    products, _ = made(1, customers=4)
    found = price_gap(products, None, ASSUMED)
    assert found.cells.empty
    assert found.alone == len(products)
    assert price_gap(pd.DataFrame(), None, ASSUMED).customers.empty


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.1, 0.9), (0.25, 0.75)])
def test_the_band_runs_between_the_quantiles_that_the_user_chose(low, high):
    products, _ = made(3)
    found = price_gap(products, None, replace(ASSUMED, band_low=low, band_high=high))
    relative = found.cells["relative"]
    assert found.band == pytest.approx(tuple(np.quantile(relative, [low, high])))
    assert len(found.below()) == (relative < found.band[0]).sum()


def test_far_below_at_small_volume_comes_first():
    found = price_gap(made(3)[0], None, ASSUMED)
    first = found.far_below()
    assert (first["volume"] == found.below()["volume"].min()).all()
    assert first["relative"].is_monotonic_increasing
    assert first["relative"].max() < found.band[0]
