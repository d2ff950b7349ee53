"""What customers could buy: planted groups are found, and nobody who is not comparable moves anything."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.invoices.comparable import Middles, ranked
from analysis.invoices.selling import SellingPotential, largest_first, selling_potential
from analysis.shares import wilson

ASSUMED = InvoiceAssumptions()
MARGIN = pd.Series({f"P{n}": 0.3 + 0.1 * n for n in range(4)})
quick = settings(max_examples=8, deadline=None)
seeds = st.integers(0, 10_000)


def made(seed: int, customers: int = 60, often: float = 0.7) -> tuple[pd.DataFrame, pd.Series]:
    random = np.random.default_rng(seed)
    rows = [
        (customer, f"P{product}", float(np.round(random.lognormal(6, 1), 2)))
        for customer in range(customers)
        for product in range(4)
        if random.random() < often
    ]
    group = pd.Series(random.choice(["North", "South"], customers), index=range(customers))
    return pd.DataFrame(rows, columns=["customer_id", "product", "revenue"]), group


def potential(products: pd.DataFrame, group: pd.Series | None, customers: int = 60, **more) -> SellingPotential:
    volume = products.groupby("customer_id")["revenue"].sum().reindex(range(customers)).fillna(0.0)
    values = {"price_level": pd.Series(dtype="float64"), "per_year": 0.5} | more
    return selling_potential(products, volume, group, MARGIN, assumptions=ASSUMED, **values)


def test_nothing_where_all_buy_the_same():
    products, _ = made(1, often=1.1)
    assert potential(products.assign(revenue=100.0), None).table.empty


@quick
@given(seeds)
def test_a_customer_who_is_not_comparable_changes_nothing(seed):
    products, group = made(seed)
    before = potential(products, group).table
    theirs = products["customer_id"].map(group) == "South"
    after = potential(products.assign(revenue=products["revenue"].where(~theirs, 1e6)), group).table
    north = [table[table["customer_id"].map(group) == "North"].reset_index(drop=True) for table in (before, after)]
    pd.testing.assert_frame_equal(*north)


@quick
@given(seeds, st.randoms())
def test_row_order_does_not_matter(seed, random):
    products, group = made(seed)
    order = list(range(len(products)))
    random.shuffle(order)
    tables = [potential(rows, group).table for rows in (products, products.iloc[order])]
    pd.testing.assert_frame_equal(*tables)


@quick
@given(seeds, st.sampled_from([2.0, 4.0]))
def test_scaling_quantities_scales_the_potential(seed, factor):
    products, group = made(seed)
    before, after = (
        potential(rows, group).table for rows in (products, products.assign(revenue=products["revenue"] * factor))
    )
    np.testing.assert_allclose(after["margin"], before["margin"] * factor, atol=0.01 * factor)


@quick
@given(seeds, st.integers(0, 59))
def test_a_planted_missing_product_group_is_found(seed, planted):
    products, _ = made(seed, often=1.1)
    products = products[(products["customer_id"] != planted) | (products["product"] != "P2")]
    own = potential(products, None).of(planted)
    assert "P2" in set(own["product"])
    row = own.set_index("product").loc["P2"]
    assert (row["share"], row["bought"]) == (1.0, 0.0)
    assert (row["low"], row["high"]) == wilson(int(row["buyers"]), int(row["comparable"]))


def test_as_plain_loops_find_it():
    products, group = made(5)
    volume = products.groupby("customer_id")["revenue"].sum().reindex(range(60)).fillna(0.0)
    level = pd.Series(np.linspace(0.9, 1.1, 60), index=range(60))
    yearly = products.set_index(["customer_id", "product"])["revenue"] * 0.5
    found = {}
    for customer in range(60):
        alike = volume[group == group[customer]]
        at = np.ceil(alike.rank() / len(alike) * 3)
        peers = [other for other in alike.index if at[other] == at[customer] and other != customer]
        if len(peers) < ASSUMED.fewest_comparable:
            continue
        for product, share in MARGIN.items():
            amounts = [yearly[other, product] for other in peers if (other, product) in yearly]
            own = yearly.get((customer, product), 0.0)
            if len(amounts) >= max(5, len(peers) / 2) and own < 0.25 * np.median(amounts):
                more = np.median(amounts) - own
                found[customer, product] = more * level[customer] - more * (1 - share)
    table = potential(products, group, price_level=level).table.set_index(["customer_id", "product"])["margin"]
    assert len(found) > 10
    assert table.to_dict() == pytest.approx(found, abs=0.006)


@pytest.mark.parametrize("dear", [1.0, 1e14], ids=["in one number", "too large for one number"])
def test_the_largest_margin_of_a_customer_is_first(dear):
    random = np.random.default_rng(3)
    margin = np.append(np.round(random.lognormal(4, 2, 400), 2), [7.5, 7.5, dear])
    customers, product = np.append(random.integers(5, 20, 400), [3, 3, 4]), np.append(np.arange(400), [402, 401, 0])
    order = largest_first(customers, margin, product)
    assert order.tolist() == np.lexsort((product, -margin, customers)).tolist()


def test_small_whole_numbers_have_the_ranks_of_all_others():
    random = np.random.default_rng(4)
    groups, values = random.integers(0, 3, 500), random.integers(0, 40, 500).astype("float64")
    found = ranked(groups, values)
    usual = pd.Series(values).groupby(groups).rank().to_numpy()
    assert found.tolist() == usual.tolist() == ranked(groups, values + 0.5).tolist()
    assert ranked(groups, values * 1e9).tolist() == usual.tolist()


@pytest.mark.parametrize("groups", [7, 300], ids=["large groups", "small groups"])
@pytest.mark.parametrize("digits", [0, 3], ids=["many ties", "few ties"])
def test_medians_of_groups_and_of_the_others_in_them(groups, digits):
    random, rows = np.random.default_rng(5), 6_000
    group = np.append(random.integers(0, groups, rows), groups)  # the last one is alone
    values = random.normal(0, 3, rows + 1).round(digits)
    found = Middles(group, values, count=groups + 3)
    medians, of_others = found.medians(), found.of_others(group, values)
    for one in range(groups):
        theirs = values[group == one]
        assert medians[one] == pytest.approx(np.median(theirs), abs=1e-12)
        expected = [np.median(np.delete(theirs, place)) for place in range(len(theirs))]
        np.testing.assert_allclose(of_others[group == one], expected, atol=1e-12)
    assert of_others[-1] == values[-1]
