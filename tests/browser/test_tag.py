"""Step 2 in a real browser: thresholds, a person's answers, a lasso, undo, the filter, and a reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from analysis.language import Language
from analysis.tag.verdict import VERDICTS
from tests.browser.conftest import click, settle, views

GERMAN = Language("de")
YES, NO = (GERMAN.text(f"tag.answer.{answer}") for answer in ("yes", "no"))
CUSTOMER, PROFITABLE = 1, 3
"""Columns of the table; the first holds the boxes that select rows."""

LARGEST = """(chart, many) => {
    const {xaxis, yaxis} = chart._fullLayout, edge = chart.getBoundingClientRect();
    const across = chart._fullData.flatMap(trace => [...trace.x]).sort((one, other) => other - one);
    const middle = xaxis._offset + xaxis.l2p((across[many - 1] + across[many]) / 2);
    const left = edge.left + middle, right = edge.left + xaxis._offset + xaxis._length - 2;
    const top = edge.top + yaxis._offset + 2, bottom = top + yaxis._length - 4;
    return [[left, top], [right, top], [right, bottom], [left, bottom], [left, top + 4]];
}"""
"""Corners of an area around the points with the largest revenue."""


@pytest.fixture
def tag(visit) -> Page:  # type: ignore[no-untyped-def]
    """The Tag page with the sample, in German, on a screen that shows all of it."""
    page = visit("/tag", height=2600)
    click(page.get_by_role("button", name=GERMAN.text("parts.take_sample")))
    page.get_by_text(GERMAN.text("tag.rule.title")).wait_for(timeout=90_000)
    settle(page)
    return page


def shown(page: Page, text: str) -> None:
    """Waits until the page says ``text`` and stands still."""
    page.get_by_text(text, exact=True).first.wait_for()
    settle(page)


def column(page: Page, number: int, many: int) -> list[str]:
    """What the first ``many`` rows of the table of customers hold in a column."""
    table = page.get_by_role("region", name=re.compile("davon .+ unter null")).last
    return [table.get_by_test_id(f"glide-cell-{number}-{row}").inner_text() for row in range(many)]


def pill(page: Page, verdict: str) -> Locator:
    return page.locator(".st-key-verdict button").nth(VERDICTS.index(verdict))


def counts(page: Page) -> dict[str, int]:
    """How many customers the rule says have which verdict."""
    rows = page.locator('[data-testid="stMarkdown"] table tbody tr').all()
    return {name: int(row.locator("td").nth(3).inner_text()) for name, row in zip(VERDICTS, rows, strict=True)}


def lasso(page: Page, many: int) -> None:
    """Draws a lasso around the ``many`` customers with the largest revenue."""
    click(views(page, GERMAN.text("tag.tab.quadrant")))
    page.get_by_text(GERMAN.text("tag.quadrant.x"), exact=True).first.wait_for()
    settle(page)
    chart = page.locator(".js-plotly-plot").first
    chart.locator('.modebar-btn[data-val="lasso"]').click(force=True)
    corners = chart.evaluate(LARGEST, many)
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=8)
    page.mouse.up()
    shown(page, GERMAN.text("tag.picked", n=many))


def answer(page: Page, question: str, said: str) -> None:
    click(page.locator(f".st-key-tag-{question}-{said} button"))


def expect_column(page: Page, number: int, wanted: list[str]) -> None:
    table = page.get_by_role("region", name=re.compile("davon .+ unter null")).last
    for row, text in enumerate(wanted):
        expect(table.get_by_test_id(f"glide-cell-{number}-{row}")).to_have_text(text)


def test_answers_by_lasso_outlive_thresholds_undo_the_filter_and_a_reload(tag: Page) -> None:
    lasso(tag, 5)
    five, suggested = column(tag, CUSTOMER, 5), column(tag, PROFITABLE, 5)
    answer(tag, "profitable", "no")
    expect_column(tag, PROFITABLE, [f"{NO} ✓"] * 5)
    settle(tag)
    click(tag.locator(".st-key-tag-undo button"))
    what = f"{GERMAN.text('workspace.field.tag.profitable')} · {GERMAN.text('parts.customers', n=5)}"
    expect(tag.get_by_test_id("stToast").get_by_text(GERMAN.text("workspace.undone", what=what))).to_be_visible()
    expect_column(tag, PROFITABLE, suggested)
    settle(tag)
    answer(tag, "profitable", "yes")
    expect_column(tag, PROFITABLE, [f"{YES} ✓"] * 5)
    settle(tag)

    thumb = tag.get_by_role("slider", name=GERMAN.text("assumptions.tag.margin_after_care.label"))
    thumb.press("End")
    shown(tag, GERMAN.text("tag.sides", yes=0, no=240, open=0))
    expect_column(tag, CUSTOMER, five)
    expect_column(tag, PROFITABLE, [f"{YES} ✓"] * 5)

    click(tag.locator(".st-key-tag_clear button"))
    shown(tag, GERMAN.text("tag.shown", n=240, all=240))
    before = counts(tag)
    assert sum(before.values()) == 240
    click(pill(tag, "nurture"))
    shown(tag, GERMAN.text("tag.shown", n=before["nurture"], all=240))
    best = column(tag, CUSTOMER, before["nurture"])
    assert set(best) <= set(five)

    tag.reload()
    settle(tag)
    shown(tag, GERMAN.text("tag.shown", n=before["nurture"], all=240))
    assert counts(tag) == before
    expect(tag.get_by_text(GERMAN.text("tag.sides", yes=0, no=240, open=0))).to_be_visible()
    assert column(tag, CUSTOMER, before["nurture"]) == best
    expect_column(tag, PROFITABLE, [f"{YES} ✓"] * before["nurture"])
    expect(views(tag, GERMAN.text("tag.tab.quadrant"))).to_have_attribute("aria-checked", "true")
    assert "tag_charts=quadrant" in tag.url  # in no language, so that the link opens the same in another one


def test_values_of_an_attribute_are_taken_as_a_sign_of_strategic_importance(tag: Page) -> None:
    def pick(label: str, option: str) -> None:
        click(tag.get_by_role("combobox", name=re.compile(GERMAN.text(label))))
        click(tag.get_by_role("option", name=option, exact=True))
        settle(tag)

    shown(tag, GERMAN.text("tag.sides", yes=0, no=0, open=240))
    pick("tag.signal.attribute", "Region")
    pick("tag.signal.values", "Nord")
    yes = tag.get_by_text(re.compile(r"^[1-9]\d* Ja · 0 Nein · \d+ offen$"))
    expect(yes).to_be_visible()
    expect(tag.get_by_test_id("stAlert")).to_have_count(0)


def test_a_bar_picks_whom_it_counts_and_keeps_them_when_a_threshold_draws_it_anew(tag: Page) -> None:
    click(views(tag, GERMAN.text("tag.tab.answers")))
    said = tag.locator(".js-plotly-plot .barlayer .trace").first.locator(".point path").nth(1)
    said.wait_for()
    settle(tag)
    said.click(force=True)
    picked = tag.get_by_text(re.compile(r"^\d+ Kunden in der Grafik ausgewählt\.$"))
    counted = re.search(r"\d+", picked.inner_text())
    words = tag.locator(".js-plotly-plot .barlayer .trace").first.locator("text").filter(has_text=YES)
    assert counted and words.text_content() == f"{YES} {counted[0]}"
    settle(tag)
    before = picked.inner_text()
    for _ in range(2):
        tag.get_by_role("slider", name=GERMAN.text("assumptions.tag.margin_after_care.label")).press("ArrowRight")
        settle(tag)
    expect(picked).to_have_text(before)
    click(tag.locator(".st-key-tag_clear button"))
    expect(picked).to_have_count(0)
