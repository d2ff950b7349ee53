"""Segments hold everybody once, and their sums are the portfolio's."""

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.look import Look, title_of
from analysis.refill.charts import NAMED, losses_figure, profile_figure, profile_sentence
from analysis.refill.classes import bounds
from analysis.refill.found import voices
from analysis.refill.heat import heat_sentence
from analysis.refill.losses import review, totals
from analysis.refill.picks import targets, toggled
from analysis.refill.potential import two_answers
from analysis.refill.segments import classes_of, members, segments
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


def test_classes_of_a_number_come_from_the_smallest_on_and_of_a_text_from_a_to_z():
    words = classes_of(EVALUATION, "employees", ENGLISH)
    lows = [float(word.removeprefix("below ").split()[0].replace(",", "")) for word in words[1:-1]]
    assert words[0].startswith("below") and lows == sorted(lows) and len(words) > 3
    assert classes_of(EVALUATION, "region", ENGLISH) == ["Abroad", "East", "North", "South", "West"]


def test_of_many_segments_few_have_a_name_and_none_outgrows_the_chart():
    table = segments(EVALUATION, "industry", ENGLISH)
    many = pd.concat([table.assign(segment=table["segment"] + str(copy)) for copy in range(6)])
    many.index = pd.Index([f"{key}{place}" for place, key in enumerate(many.index)], name="key")
    many["growth"] = np.linspace(-0.1, 0.3, len(many))
    many["small"] = [False] * (len(many) - 1) + [True]
    many.iloc[-1, many.columns.get_loc("growth")] = 15.0
    drawn = profile_figure(many, [], Look(ENGLISH), "").data[0]
    assert 3 <= sum(bool(text) for text in drawn.text) <= NAMED + 1
    assert max(drawn.x) < 1 < 15


def test_a_title_says_where_a_smaller_segment_is_higher():
    table = segments(EVALUATION, ("industry", "region"), ENGLISH).assign(small=False)
    low = table.assign(small=[True, *[False] * (len(table) - 1)])
    sentences = [heat_sentence(rows, Look(ENGLISH)) for rows in (table, low)]
    assert ["smaller segments do not count" in sentence for sentence in sentences] == [False, True]


def test_where_chance_explains_the_differences_no_segment_leads():
    table = segments(EVALUATION, ("industry", "region"), ENGLISH).assign(small=False, growth=0.1, shrunk=41.0)
    assert profile_sentence(table, Look(ENGLISH)) == heat_sentence(table, Look(ENGLISH))
    assert heat_sentence(table, Look(ENGLISH)).startswith("The segments differ no more than chance")
    assert two_answers(table) is None and two_answers(table.assign(shrunk=range(len(table)))) is not None


def test_losses_without_a_reason_say_so():
    losses = pd.DataFrame({"kind": "deal", "status": "lost", "stage": "offer", "reason": [None, None], "value": 5.0})
    figure = losses_figure(review(losses, "reason"), "reason", Look(ENGLISH))
    assert title_of(figure).startswith("not given: ") and list(figure.data[0].y) == ["not given"]
