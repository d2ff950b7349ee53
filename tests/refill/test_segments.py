"""Segments hold everybody once, and their sums are the portfolio's."""

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.look import Look
from analysis.refill.charts import profile_figure
from analysis.refill.classes import bounds
from analysis.refill.found import voices
from analysis.refill.losses import review, totals
from analysis.refill.picks import targets, toggled
from analysis.refill.segments import members, segments
from tests.portfolios import make_portfolio

EVALUATION = evaluate(make_portfolio(120), Assumptions())
ENGLISH = Language("en")


@pytest.mark.parametrize("attribute", EVALUATION.portfolio.attributes)
def test_segments_add_up_to_the_portfolio(attribute):
    table = segments(EVALUATION, attribute, ENGLISH)
    assert table["n"].sum() == 120
    assert table["net"].sum() == pytest.approx(EVALUATION.total("net_contribution"), abs=0.01)
    assert table["revenue"].sum() == pytest.approx(EVALUATION.total("revenue"), abs=0.01)


@pytest.mark.parametrize("attribute", EVALUATION.portfolio.attributes)
def test_a_segment_has_as_many_members_as_it_says(attribute):
    for key, row in segments(EVALUATION, attribute, ENGLISH).iterrows():
        assert members(EVALUATION, key).sum() == row["n"]


def test_classes_have_round_bounds():
    employees = pd.Series(np.random.default_rng(0).lognormal(4, 1, 500))
    assert all(bound in {15, 20, 25, 30, 40, 50, 75, 100, 150, 200} for bound in bounds(employees))


def test_lift_is_one_where_best_customers_are_as_frequent_as_everywhere():
    table = segments(EVALUATION, "industry", ENGLISH)
    assert (table["lift"] * table["n"]).sum() / table["n"].sum() == pytest.approx(1.0)


def test_the_chart_shows_what_the_table_says():
    table = segments(EVALUATION, "industry", ENGLISH)
    trace = profile_figure(table, [], Look(ENGLISH), "").data[0]
    shown = {entry[0]: (x, y) for entry, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)}
    for key, row in table[table["growth"].notna()].iterrows():
        assert shown[key] == (row["growth"], row["shrunk"])


def test_a_second_pick_takes_the_first_back():
    assert toggled(toggled(["a"], ["b"]), ["a"]) == ["b"]


def test_a_pick_that_is_no_more_hurts_nobody():
    assert not targets(EVALUATION, ["gone=nowhere"]).any()


def test_lost_deals_and_lost_customers_stay_apart():
    losses = pd.DataFrame(
        {
            "status": ["lost", "lost", "won", "open"],
            "kind": ["deal", "customer", "deal", "deal"],
            "stage": ["Offer", None, "Offer", "Offer"],
            "reason": ["price", "price", None, None],
            "value": [100.0, 40.0, 70.0, np.nan],
        }
    )
    assert review(losses).to_dict("index") == {
        "Offer": {"deals": 1, "customers": 0, "lost": 1, "value": 100.0},
        "–": {"deals": 0, "customers": 1, "lost": 1, "value": 40.0},
    }
    assert totals(losses) == {"won": (1, 70.0), "lost": (2, 140.0), "open": (1, 0.0)}


def test_what_a_segment_said_counts_customers_not_answers() -> None:
    told = pd.DataFrame({"customer_id": [1, 1, 2, 3, 9], "theme": ["Preis", "Preis", "Liefertreue", None, "Service"]})
    inside = pd.Series({1: True, 2: True, 3: True, 9: False})
    said = voices(told, inside, Language("de"))
    assert said == "Gehört: Liefertreue (1 von 3 Befragten), Preis (1 von 3 Befragten)."
    assert voices(told, inside & (inside.index == 3), Language("de")) == ""
