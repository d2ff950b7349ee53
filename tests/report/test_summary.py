"""The summary as PDF and slides holds the app's own figures and the user's own words, and reads well when parts are
empty."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from pptx import Presentation
from pypdf import PdfReader

from analysis.assumptions import Assumptions
from analysis.care.decisions import PREFIX, Year, expected_repairs, parted
from analysis.care.goal_chart import bridge_chart
from analysis.care.goals import check_goal
from analysis.care.tornado_chart import tornado_chart
from analysis.care.uncertainty import tornado, triples
from analysis.care.whale_chart import whale_before_and_after
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language, messages
from analysis.look import Look, title_of
from analysis.refill import picks
from analysis.refill.charts import month_figure
from analysis.refill.plan import by_month, plan_for
from analysis.refill.segments import label, segment_keys
from analysis.report.made import Made
from analysis.report.summary import summary_of
from analysis.report.summary_file import KINDS, summary_file
from tests.hostile import TEXTS
from tests.portfolios import make_portfolio

DAY = date(2026, 11, 24)
LONG = ("W" * 60, "#let x = 1; #x", "$x$", "[*b*] _i_ @ref <label> `raw`", "W" * 24 + " " + "l" * 35)
GOAL = Assumptions().changed({"goals.goal_set": True, "goals.target": 20_000_000.0})


def fields(values: dict[tuple[str, int], object]) -> pd.DataFrame:
    rows = [
        (customer, field, value, "", "2026-11-20T10:00:00+00:00", at)
        for at, ((field, customer), value) in enumerate(values.items())
    ]
    return pd.DataFrame(rows, columns=["customer_id", "field", "value", "who", "at", "revision"])


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(make_portfolio(), GOAL)


@pytest.fixture(scope="module")
def made(evaluation) -> Made:
    """A workspace in which ten customers are decided about and two segments picked."""
    losing = evaluation.customers["net_contribution"].nsmallest(10).index
    values: dict[tuple[str, int], object] = {}
    for at, customer in enumerate(losing):
        action = "repair" if at % 2 else "part_ways"
        values |= {(f"{PREFIX}action", customer): action, (f"{PREFIX}expected", customer): 1000.0 + at}
        values[f"{PREFIX}state", customer] = "agreed" if at < 3 else "planned"
    keys = segment_keys(evaluation, ["industry"]).dropna().unique()
    values[picks.FIELD, 0] = [str(key) for key in keys[:2]]
    return Made("Nord & Süd", fields(values), DAY)


def pdf_text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    assert 1 <= len(pages) <= 3
    return "\n".join(page.extract_text() for page in pages)


def slides_text(content: bytes) -> str:
    deck = Presentation(io.BytesIO(content))
    assert len(deck.slides) == 3
    found = []
    for shape in (shape for slide in deck.slides for shape in slide.shapes):
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
        elif shape.has_chart:
            found.append(shape._element.nvGraphicFramePr.cNvPr.get("descr"))
            found += re.findall("<(?:a:t|c:v)>([^<]*)<", shape.chart.part.blob.decode())
    return "\n".join(found)


READ: dict[str, Callable[[bytes], str]] = {"pdf": pdf_text, "pptx": slides_text}


def plain(text: str) -> str:
    """Without what a line's end or a long word's break may add or take."""
    return re.sub(r"[\s\u200b\u2060\u00a0]", "", text)


def read(kind: str, evaluation: Evaluation, language: Language, made: Made) -> str:
    return plain(READ[kind](summary_file(kind, evaluation, language, made)))


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_its_figures_are_those_of_the_app(kind, code, evaluation, made):
    language = Language(code)
    look, goals, per_year = Look(language), evaluation.assumptions.goals, evaluation.portfolio.per_year
    gone = parted(made.fields, evaluation, "decided")
    check = check_goal(evaluation.customers, gone, goals, per_year, evaluation.hour_worth)
    repaired = expected_repairs(made.fields, evaluation)
    chosen = made.get(picks.FIELD)
    plan = plan_for(evaluation, picks.targets(evaluation, chosen), Year("decided", check, repaired))
    effects, net = tornado(evaluation.linear, triples(evaluation.assumptions)), evaluation.total("net_contribution")
    months = by_month(plan, check.without - check.redeployed + repaired, check.target, evaluation.assumptions.refill)
    titles = [
        whale_before_and_after(evaluation, look),
        bridge_chart(check, repaired, True, look),
        tornado_chart(effects, net, language.text("care.group.all"), look),
        month_figure(months, plan, True, look),
    ]
    shown = [title_of(figure) for figure in titles]
    shown += [language.short(evaluation.total(name)) for name in ("contribution_margin", "care_cost")]
    shown += [language.text("report.paper.decided_title", n=10, expected=10_045.0, done=3)]
    shown += [label(evaluation, key, language) for key in chosen]
    shown += [language.text("care.goal.gap", gap=check.gap_after(repaired)), language.date(DAY), "Nord & Süd"]
    text = read(kind, evaluation, language, made)
    assert [sentence for sentence in shown if plain(sentence) not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_adds_up_to_the_decisions(kind, evaluation, made):
    rows = summary_of(evaluation, Language("en"), made).decisions.rows
    assert [(row[0], row[1]) for row in rows] == [("Repair: renegotiate", "5"), ("Part ways, kindly", "5")]
    worst = evaluation.customers.loc[evaluation.customers["net_contribution"].nsmallest(2).index, "name"]
    assert [plain(row[4]).startswith(plain(name)) for row, name in zip(reversed(rows), worst, strict=True)] == [
        True
    ] * 2
    text = read(kind, evaluation, Language("en"), made)
    assert [cell for row in rows for cell in row if plain(cell) not in text] == []


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_part_is_left_unfilled(kind, code, evaluation, made):
    text = READ[kind](summary_file(kind, evaluation, Language(code), made))
    assert not re.search(r"[{}]|\bnan\b", text)
    assert [key for key in messages(code) if re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.])", text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_come_back_equal(kind):
    names = [*(text for text in TEXTS if "zq7" in text), *LONG]
    portfolio = make_portfolio(3 * len(names))
    for at in range(0, len(names), 3):
        some = names[at : at + 3]
        values: dict[tuple[str, int], object] = {}
        customers = portfolio.customers.copy()
        customers.loc[range(1, len(some) + 1), "name"] = some
        customers.loc[range(1, len(some) + 1), "industry"] = some
        for customer in range(1, len(some) + 1):
            values[f"{PREFIX}action", customer] = "repair"
        values[picks.FIELD, 0] = [f"industry={some[0]}"]
        told = evaluate(replace(portfolio, customers=customers), Assumptions())
        text = read(kind, told, Language("de"), Made(some[-1], fields(values), DAY))
        assert [name for name in (*some, f"industry: {some[0]}") if plain(name) not in text] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("portfolio", "said"),
    [
        (
            make_portfolio(12, care=False),
            ["Ohne bekannte Betreuungskosten", "Noch ist nichts entschieden", "Annahmen: S"],
        ),
        (make_portfolio(1), ["Ohne Ziel für das Jahr", "Noch nichts ausgewählt", "Noch ist niemand zur Trennung"]),
        (
            make_portfolio(40, cost=False),
            ["beruht der Deckungsbeitrag auf der angenommenen Marge", "Am meisten bewegt"],
        ),
    ],
    ids=["no care known", "one customer", "margin assumed"],
)
def test_what_is_not_there_is_said(kind, portfolio, said):
    text = read(kind, evaluate(portfolio, Assumptions()), Language("de"), Made(day=DAY))
    assert [words for words in said if plain(words) not in text] == []


def test_the_footer_names_the_saved_set(evaluation):
    saved = {("set.Vorsichtig", 0): {"values": {"goals.goal_set": True, "goals.target": 20_000_000.0}}}
    footers = [
        Made("", fields(saved), DAY).footer(evaluation, Language("de")),
        Made("", day=DAY).footer(evaluation, Language("de")),
    ]
    assert ["Annahmen: Vorsichtig" in footers[0], "Annahmen: 2 geändert" in footers[1]] == [True, True]
