"""Who is who: close names are offered, never merged by themselves."""

import pandas as pd
import pytest

from analysis.upload.identity import close_names, resolve


def people(*pairs):
    return pd.DataFrame(pairs, columns=["number", "who"], dtype="object")


def offered(*names):
    table = pd.DataFrame({"key": [str(at) for at in range(len(names))], "name": list(names)})
    return {(pair.name, pair.other_name) for pair in close_names(table).itertuples(index=False)}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Müller GmbH", "Mueller GmbH & Co. KG", True),
        ("torres", "Torres", True),
        ("Schmidt Anlagenbau GmbH", "Schmitt Anlagenbau GmbH", True),
        ("Kunde 12", "Kunde 13", False),
        ("Alpha GmbH", "Beta GmbH", False),
    ],
)
def test_close_names_are_offered(one, other, alike):
    assert bool(offered(one, other)) == alike


def test_a_name_alone_belongs_to_the_number_that_bears_it():
    found = resolve(people(("10", "Müller GmbH"), (None, "MUELLER GmbH"), (None, "Anders AG")), {}, {})
    assert found.customers["key"].tolist() == ["10", "Anders AG"]


def test_a_name_two_numbers_bear_is_not_guessed():
    found = resolve(people(("1", "Meier"), ("2", "MEIER"), (None, "meier")), {}, {})
    assert set(found.customers["key"]) == {"1", "2", "meier"}


def test_merging_follows_chains_and_survives_a_circle():
    pairs = people(("1", "A"), ("2", "B"), ("3", "C"))
    assert resolve(pairs, {}, {"1": "2", "2": "3"}).customers["key"].tolist() == ["3"]
    assert len(resolve(pairs, {}, {"1": "2", "2": "1"}).customers) in (2, 3)


def test_leading_zeros_make_no_other_customer():
    found = resolve(people(("10010", "Alpha"), ("0000010010", None), ("0010010", "ALPHA"), (None, "alpha")), {}, {})
    assert found.customers.to_dict("list") == {"key": ["10010"], "name": ["Alpha"]}
    assert found.known("0000010010", None) == found.known("10010", None) == 1


def test_leading_zeros_tell_apart_whose_names_differ():
    found = resolve(people(("010", "Alpha"), ("10", "Beta"), ("K-010", None), ("K-10", None)), {}, {})
    assert set(found.customers["key"]) == {"010", "10", "K-010", "K-10"}


def test_the_spelling_known_from_before_stays_the_customers_key():
    found = resolve(people(("10010", "Alpha"), ("0010010", None)), {"0010010": 7}, {})
    assert found.customers["key"].to_dict() == {7: "0010010"}
