"""A person's answer goes before a suggestion, and stays."""

import pandas as pd

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.tag.answers import chosen, rule_counts, sides
from analysis.tag.suggestions import REASONED, reason
from analysis.tag.verdict import QUESTIONS
from tests.portfolios import make_portfolio

PORTFOLIO = make_portfolio(60)


def test_a_new_threshold_changes_suggestions_but_no_answer_of_a_person():
    said = pd.DataFrame({"profitable": {1: "no", 2: "yes"}}, dtype="object").rename_axis("customer_id")
    strict = Assumptions().changed({"tag.margin_after_care": 0.5})
    before = evaluate(PORTFOLIO, Assumptions(), said).customers
    after = evaluate(PORTFOLIO, strict, said).customers
    assert (before["suggested_profitable"] != after["suggested_profitable"]).any()
    assert after.loc[[1, 2], "profitable"].tolist() == ["no", "yes"]


def test_both_sides_of_a_threshold_and_the_open_ones_are_all():
    customers = evaluate(PORTFOLIO, Assumptions()).customers
    assert sum(sides(customers)["profitable"]) == len(customers)


def test_the_filter_shows_as_many_as_it_counts():
    customers = evaluate(PORTFOLIO, Assumptions()).customers
    for verdict, count in rule_counts(customers)["customers"].items():
        assert len(chosen(customers, customers.index, verdict)) == count


def test_a_search_reads_no_pattern():
    customers = evaluate(PORTFOLIO, Assumptions()).customers
    assert len(chosen(customers, customers.index, None, "musterkunde 17 ")) == 1
    assert chosen(customers, customers.index, None, "(.*").empty


def test_a_reason_needs_no_other_columns_than_those_named():
    grows = Assumptions().changed({"tag.growth_signal": True})
    evaluation = evaluate(PORTFOLIO, grows, signals={"region": ["North"]})
    assert {"", "growth", "region"} == set(evaluation.customers["signal"])
    short = evaluation.customers[[*REASONED, "region"]]
    for question in QUESTIONS:
        for (_, whole), (_, part) in zip(evaluation.customers.iterrows(), short.iterrows(), strict=True):
            assert reason(part, question, 60, Language("de")) == reason(whole, question, 60, Language("de"))


def test_the_reason_says_its_figures_in_both_languages():
    customers = evaluate(PORTFOLIO, Assumptions()).customers
    row = customers.sort_values("revenue", ascending=False).iloc[0]
    assert "Rang 1 von 60" in reason(row, "repeat", 60, Language("de"))
    assert "rank 1 of 60" in reason(row, "repeat", 60, Language("en"))
