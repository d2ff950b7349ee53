"""Charts show what the table holds, in both languages, for every size of portfolio."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.assumptions import Assumptions
from analysis.care.driver_chart import cost_by_driver, shortened, worst
from analysis.care.goal_chart import bridge_chart
from analysis.care.goals import check_goal
from analysis.care.quadrant import quadrant
from analysis.care.steps_chart import Step, fine_unit, unit_of_steps
from analysis.care.tornado_chart import tornado_chart
from analysis.care.trace import in_numbers, trace
from analysis.care.uncertainty import tornado, triples
from analysis.care.waterfall import steps, waterfall
from analysis.care.whale_chart import POINTS, whale_before_and_after
from analysis.evaluate import Evaluation, evaluate
from analysis.language import NO_BREAK, Language
from analysis.look import POINTS_AT_MOST, Look
from tests.portfolios import make_portfolio


def evaluated(customers: int = 60, care: bool = True, **values: float | bool) -> Evaluation:
    named = {name.replace("__", "."): value for name, value in values.items()}
    return evaluate(make_portfolio(customers, care=care), Assumptions().changed(named))


def losing() -> Evaluation:
    portfolio = make_portfolio(10)
    portfolio.customers["cost"] = portfolio.customers["revenue"] * 1.5
    return evaluate(portfolio, Assumptions())


def every_chart(evaluation: Evaluation, look: Look) -> list[go.Figure]:
    everybody = evaluation.customers.index
    parted = pd.Series(np.arange(len(everybody)) < 2, index=everybody)
    check = check_goal(
        evaluation.customers,
        parted,
        evaluation.assumptions.goals,
        evaluation.portfolio.per_year,
        evaluation.hour_worth,
    )
    return [
        whale_before_and_after(evaluation, look),
        waterfall(evaluation, everybody, "Müller & Söhne <b>GmbH</b>", look),
        cost_by_driver(evaluation, 20, look),
        quadrant(evaluation, look),
        tornado_chart(tornado(evaluation.linear, triples(evaluation.assumptions)), 1.0, "Alle", look),
        bridge_chart(check, 1_000.0, True, look),
    ]


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize(
    "evaluation",
    [
        evaluated(0),
        evaluated(1),
        evaluated(60),
        evaluated(60, care=False),
        evaluated(60, care__intangible=True),
        losing(),
    ],
    ids=["none", "one", "sixty", "no care", "intangible", "losing"],
)
def test_every_chart_can_be_drawn(evaluation: Evaluation, code: str) -> None:
    for figure in every_chart(evaluation, Look(Language(code))):
        assert figure.to_json()
        assert len(figure.layout.title.text) > 10
        assert not re.search(r"\bnan\b|–", figure.layout.title.text)


def test_no_markup_of_a_name_reaches_a_chart() -> None:
    figure = waterfall(evaluated(5), evaluated(5).customers.index, "<b>Bold</b>", Look(Language("de")))
    assert "<b>Bold" not in figure.layout.title.text


def test_the_waterfall_adds_up() -> None:
    evaluation = evaluated(care__intangible=True, care__time_equation=True)
    table = steps(evaluation, evaluation.customers.index[:20])
    taken = table["amount"][~table["total"]].drop("goods").sum()
    assert table.loc["contribution_margin", "amount"] + taken == pytest.approx(table.loc["net_contribution", "amount"])


def test_the_waterfall_shows_no_driver_of_which_nothing_is_known() -> None:
    assert "freight" not in steps(evaluated(), evaluated().customers.index).index


def test_the_worst_stand_first_and_add_up() -> None:
    table = worst(evaluated(), 10)
    groups = table.drop(columns="care_cost").sum(axis=1)
    assert table["care_cost"].is_monotonic_decreasing
    assert groups.round(2).tolist() == table["care_cost"].round(2).tolist()


def test_the_whale_says_how_many_lose_and_how_much() -> None:
    evaluation = losing()
    text = whale_before_and_after(evaluation, Look(Language("en"))).layout.title.text
    assert f"{evaluation.whale.losing_customers} customers are below zero" in text.replace("<br>", " ")


def test_the_words_of_an_early_peak_stand_to_its_right() -> None:
    early = losing()
    early.portfolio.customers.loc[early.portfolio.customers.index[:2], "cost"] = 0.0
    for evaluation, side in ((evaluate(early.portfolio, Assumptions()), "left"), (evaluated(300), "right")):
        figure = whale_before_and_after(evaluation, Look(Language("de")))
        (peak,) = (note for note in figure.layout.annotations if note.showarrow is None)
        assert evaluation.whale.losing_customers and peak.xanchor == side


def test_fifty_thousand_customers_are_thinned() -> None:
    evaluation = evaluate(make_portfolio(20_000), Assumptions())
    points = whale_before_and_after(evaluation, Look(Language("de"))).data[0].x
    dots = sum(len(trace.x) for trace in quadrant(evaluation, Look(Language("de"))).data)
    assert len(points) <= POINTS + 2 and dots <= POINTS_AT_MOST


def test_a_point_carries_its_customer() -> None:
    evaluation = evaluated(30)
    ids = {int(entry[0]) for trace in quadrant(evaluation, Look(Language("de"))).data for entry in trace.customdata}
    assert ids == set(evaluation.customers.index)


@pytest.mark.parametrize(("amounts", "unit"), [([16e6, -28_000.0], 1e3), ([16e6, 4e6], 1e6), ([5_000.0, 20.0], 1.0)])
def test_one_unit_in_which_no_step_reads_as_zero(amounts: list[float], unit: float) -> None:
    assert fine_unit(amounts) == unit


def test_a_long_name_is_cut_with_an_ellipsis() -> None:
    assert shortened("x" * 60) == "x" * 33 + "…"


def test_the_trace_leads_to_the_care_cost() -> None:
    evaluation = evaluated(care__unjustified_share=0.5)
    rows = trace(evaluation, evaluation.customers.index, Language("de"))
    assert rows["cost"].sum() == pytest.approx(evaluation.total("care_cost"), abs=0.005 * 60 * 10)


def test_the_figures_in_numbers_add_up() -> None:
    found = in_numbers(evaluation := evaluated(), evaluation.customers.index)
    assert round(found["revenue"] - found["goods"] - found["care"], 2) == found["net"]
    assert found["net"] == evaluation.total("net_contribution")


def test_the_trace_says_the_rate_with_its_unit() -> None:
    rows = trace(evaluated(), evaluated().customers.index, Language("de")).set_index("quantity")
    assert rows.loc["Stunden Betreuung über Standard", "formula"].replace(NO_BREAK, " ") == "× 65 €/h"


def test_a_chart_and_the_table_beside_it_agree() -> None:
    evaluation = evaluated()
    figure = waterfall(evaluation, evaluation.customers.index, "Alle", Look(Language("de")))
    shown = dict(zip(figure.layout.yaxis.ticktext, figure.data[0].x, strict=True))
    assert shown["Kundendeckungsbeitrag"] == evaluation.total("net_contribution")


def test_customers_without_any_margin_stand_at_the_edge() -> None:
    portfolio = make_portfolio(3)
    portfolio = replace(portfolio, customers=portfolio.customers.assign(cost=portfolio.customers["revenue"]))
    portfolio.customers["staff_hours"] = 10.0
    marked = quadrant(evaluate(portfolio, Assumptions()), Look(Language("de"))).data[1]
    assert list(marked.x) == [1.5, 1.5, 1.5]


def test_a_level_never_has_a_single_digit_beside_larger_ones():
    bars = [Step("revenue", 2_500_000.0, "level", ""), Step("goods", -2_270_000.0, "neutral", "")]
    assert unit_of_steps(bars) == 1e6
    assert unit_of_steps([*bars, Step("margin", 230_000.0, "level", "")]) == 1e3
