"""Slides: the pages' own charts, large enough for the last row, with the customer marked whom someone points at."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from analysis.assumptions import Assumptions
from analysis.care.driver_chart import cost_by_driver, worst
from analysis.care.quadrant import quadrant
from analysis.care.waterfall import waterfall
from analysis.care.whale_chart import whale_before_and_after
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.look import Look, title_of
from analysis.slides import FONT, Slide, of_customer, shown
from analysis.tag.quadrant_chart import quadrant_figure
from analysis.tag.whale_chart import whale_figure
from tests.portfolios import make_portfolio

LOOK = Look(Language("en"))
CHARTS: dict[str, Callable[[Evaluation, int], go.Figure]] = {
    "whale": lambda one, _: whale_figure(one.whale, one.customers["name"], LOOK, ""),
    "big and small": lambda one, _: quadrant_figure(one.customers, LOOK, ""),
    "before and after": lambda one, customer: whale_before_and_after(one, LOOK, pointed=customer),
    "high-maintenance": lambda one, _: quadrant(one, LOOK),
    "drivers": lambda one, _: cost_by_driver(one, 8, LOOK),
}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(make_portfolio(400), Assumptions())


@pytest.fixture(scope="module")
def customer(evaluation: Evaluation) -> int:
    """One that every chart shows, with a long name and markup in it."""
    number = int(worst(evaluation, 8).index[3])
    evaluation.customers.loc[number, "name"] = "<b>Nordwestdeutsche</b> " + "Förderanlagen " * 4
    return number


@pytest.mark.parametrize("name", CHARTS)
def test_a_slide_is_the_page_s_chart_in_large_letters(name: str, evaluation: Evaluation, customer: int) -> None:
    chart = CHARTS[name](evaluation, customer)
    title = title_of(chart)
    slide = shown(Slide(name, lambda: chart), LOOK, 480, evaluation.customers)
    assert slide.title == title
    assert slide.figure is not None
    layout = slide.figure.layout
    assert (layout.title.text, layout.height) == (None, 480)
    sizes = [layout.font.size, layout.legend.font.size, layout.hoverlabel.font.size]
    sizes += [note.font.size for note in layout.annotations]
    sizes += [axis.tickfont.size for axis in (*slide.figure.select_xaxes(), *slide.figure.select_yaxes())]
    assert min(sizes) >= FONT
    assert all(axis.automargin for axis in (*slide.figure.select_xaxes(), *slide.figure.select_yaxes()))


@pytest.mark.parametrize("name", CHARTS)
def test_the_customer_pointed_at_is_marked_and_named(name: str, evaluation: Evaluation, customer: int) -> None:
    slide = Slide(name, lambda: CHARTS[name](evaluation, customer))
    plain, pointed = (shown(slide, LOOK, 480, evaluation.customers, one).figure for one in (None, customer))
    assert plain is not None and pointed is not None
    new = [note.text for note in pointed.layout.annotations[len(plain.layout.annotations) :]]
    if name == "drivers":  # its name stands beside the bar
        assert new == []
    else:
        assert len(new) == 1 and new[0].startswith("<b>&lt;b&gt;Nordwest") and len(new[0]) < 70
    marks = len(pointed.data) - len(plain.data) + len(pointed.layout.shapes) - len(plain.layout.shapes)
    assert marks == (2 if name == "before and after" else 1)


def test_a_customer_whom_a_chart_does_not_show_is_not_marked(evaluation: Evaluation) -> None:
    absent = int(worst(evaluation, 400).index[-1])
    slide = Slide("drivers", lambda: cost_by_driver(evaluation, 8, LOOK))
    plain, pointed = (shown(slide, LOOK, 480, evaluation.customers, one).figure for one in (None, absent))
    assert plain == pointed


def test_a_chart_that_shows_no_customers_takes_a_pointer(evaluation: Evaluation, customer: int) -> None:
    slide = Slide("waterfall", lambda: waterfall(evaluation, evaluation.customers.index, "all", LOOK))
    assert shown(slide, LOOK, 480, evaluation.customers, customer).figure is not None


def test_the_customer_s_figures_are_those_of_the_evaluation(evaluation: Evaluation, customer: int) -> None:
    row, language = evaluation.customers.loc[customer], LOOK.language
    values = [value for _, value in of_customer(evaluation.customers, customer, language)]
    names = ("contribution_margin", "care_cost", "net_contribution")
    assert values == [language.short(row[name]) for name in names]


def test_a_long_statement_and_measure_stand_on_a_slide_without_markup(evaluation):
    figure = LOOK.figure("A statement & more " * 6, "A measure in €, and a period " * 6)
    slide = shown(Slide("long", lambda: figure), LOOK, 480, evaluation.customers)
    assert "<" not in slide.title + slide.subtitle and "&amp;" not in slide.title
    assert slide.subtitle.startswith("A measure in €, and a period A measure")
    assert slide.figure is not None and slide.figure.layout.margin.t == 16  # nothing is left of the title's room
