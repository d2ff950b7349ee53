"""Stages kept from one evaluation serve the next: under other thresholds, answers and goals it is as made anew."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.assumptions import Assumptions, every_name, range_named
from analysis.care.assumptions import CareAssumptions
from analysis.care.drivers import COUNTING, counting, quantities
from analysis.care.levers import mildest
from analysis.costed import costed
from analysis.evaluate import evaluate, evaluated, summary
from analysis.invoices.corridor import corridor_figure
from analysis.language import Language
from analysis.look import Look
from analysis.portfolio import Portfolio
from analysis.refill.segments import segment_of
from analysis.said import what_was_said
from analysis.tag.answers_chart import answers_figure
from analysis.tag.curves import pareto
from analysis.tag.groups import by_group
from analysis.tag.movers import movers
from analysis.tag.movers_chart import movers_figure
from analysis.tag.pareto_chart import pareto_figure
from analysis.tag.quadrant_chart import quadrant_figure
from analysis.tag.whale_chart import whale_figure
from analysis.tagged import tagged
from analysis.upload.load import load
from pages.tag import charts
from tests.portfolios import make_portfolio

SAMPLE = Path(__file__).parents[1] / "sample_data"
PORTFOLIO = make_portfolio(120)
FIRST = costed(PORTFOLIO, Assumptions().upload, Assumptions().care)
SAID = pd.DataFrame(
    {
        "profitable": {3: "yes", 5: "no", 999: "yes"},
        "strategic": {1: "yes", 2: "open"},
        "self_check": dict.fromkeys(range(1, 60), "not_us"),
        "refused": {4: True, 6: False},
    },
    dtype="object",
).rename_axis("customer_id")
CHANGES = [
    {"tag.margin_after_care": 0.3, "tag.orders_per_year": 12, "tag.top_share": 0.5},
    {"tag.class_a": 0.5, "tag.class_b": 0.6, "tag.growth_signal": True, "tag.growth": 0.1},
    {"goals.goal_set": True, "goals.target": 9_000_000.0, "goals.price_limit": 0.2, "goals.robust_share": 0.8},
]


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("answers", [None, SAID])
def test_the_care_costs_of_another_evaluation_give_the_same_figures(changes, answers):
    assumptions, signals = Assumptions().changed(changes), {"industry": ["Medical"]}
    levers = mildest(FIRST.customers, FIRST.cost.by_driver, assumptions.goals)
    anew = evaluate(PORTFOLIO, assumptions, answers, signals=signals)
    kept = evaluated(tagged(FIRST, assumptions, what_was_said(PORTFOLIO.customers, answers), signals), levers)
    pd.testing.assert_frame_equal(kept.customers, anew.customers, check_exact=True)
    assert (kept.goal, kept.hour_worth, kept.top_fifth) == (anew.goal, anew.hour_worth, anew.top_fifth)
    assert summary(kept) == summary(anew)


def test_an_answer_that_is_none_is_a_mistake():
    answers = pd.DataFrame({"strategic": {1: "perhaps"}}).rename_axis("customer_id")
    with pytest.raises(ValueError, match="strategic"):
        evaluate(PORTFOLIO, Assumptions(), answers)


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Portfolio:
    files = [(path, path.name) for path in sorted(SAMPLE.iterdir()) if path.suffix in (".csv", ".xlsx")]
    loaded = load(files, tmp_path_factory.mktemp("sample"))
    assert loaded.portfolio is not None
    return loaded.portfolio


def test_only_what_is_said_to_count_changes_what_is_counted(sample):
    usual = CareAssumptions()
    counted, changing = quantities(sample, usual), set()
    for name in (name.removeprefix("care.") for name in every_name() if name.startswith("care.")):
        limits = range_named(f"care.{name}")
        values = (not getattr(usual, name),) if limits is None else (limits.low, limits.high)
        for care in (replace(usual, **{name: value}) for value in values):
            if not quantities(sample, care).equals(counted):
                changing.add(name)
                assert counting(care) != counting(usual), name
    assert changing and changing <= set(COUNTING)


def test_a_threshold_changes_only_charts_that_it_draws_anew(sample):
    """``charts.ANSWERED`` are those that it does."""
    thresholds = {name: value for changes in CHANGES[:2] for name, value in changes.items()}
    one, other = (evaluate(sample, Assumptions().changed(changes)) for changes in ({}, thresholds))
    look = Look(Language("en"))

    def shown(evaluation):
        names, moved = evaluation.customers["name"], movers(evaluation)
        segments = [segment_of(evaluation, attribute, look.language) for attribute in sample.attributes]
        groups = [by_group(evaluation.customers, group, "-") for group in segments]
        return {
            "whale": whale_figure(evaluation.whale, names, look, "").to_json(),
            "pareto": pareto_figure(
                pareto(evaluation.customers["revenue"], evaluation.assumptions.tag), names, look, ""
            ).to_json(),
            "quadrant": quadrant_figure(evaluation.customers, look, "").to_json(),
            "answers": answers_figure(evaluation.customers, look).to_json(),
            "groups": [group.to_json() for group in groups],
            "movers": movers_figure(moved, names, look).to_json() + moved.table.to_json(),
            "risk": evaluation.invoices.at_risk.to_json(),
            "prices": corridor_figure(evaluation, look).to_json() + evaluation.invoices.price.below().to_json(),
        }

    before, after = shown(one), shown(other)
    changed = {name for name in before if before[name] != after[name]}
    assert {"answers", "pareto"} <= changed <= set(charts.ANSWERED)
