"""axe-core finds no serious violation on any page, in either theme, that a bare Streamlit page does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from analysis.language import Language
from tests.browser.conftest import Server, click, settle, start
from tests.browser.test_walk import every_tab, load_sample

GERMAN = Language("de")
THEMES = ("light", "dark")
BUTTONS = """() => [...document.querySelectorAll('button, a[data-testid="stPageLink-NavLink"], [role=radio]')]
  .filter(one => one.checkVisibility() && one.innerText.trim())
  .map(one => {
    const group = one.closest('[data-testid="stButtonGroup"]')?.getBoundingClientRect();
    const cut = [one, ...one.querySelectorAll('*')].some(part => part.scrollWidth > part.clientWidth + 1
      && getComputedStyle(part).overflowX !== 'visible');
    return [one.innerText, cut || Boolean(group && one.getBoundingClientRect().right > group.right + 1)];
  })"""
"""Every button, and whether part of it is cut off or lies outside of its row."""
TALL = {"width": 1440, "height": 3000}
"""What is out of sight, axe does not judge."""
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => {
        const around = [];
        for (let one = document.querySelector(target.flat().at(-1)); one && around.length < 2; one = one.parentElement)
            if (one.dataset?.testid) around.push(one.dataset.testid);
        return [id, around.join(" in "), html.slice(0, 200)];
    }))"""
STILL = """() => !document.querySelector('[data-stale="true"]') && !document.getAnimations()
    .some(one => one instanceof CSSTransition && one.playState === "running")"""

CHARTS = """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
    .filter(chart => chart.offsetParent && chart.querySelector('.gtitle'))
    .map(chart => [chart.getAttribute("aria-label") ?? "", chart.querySelector(".gtitle").textContent])"""
"""What a chart in sight is called, and the sentence above it."""
TABLES = """() => [...document.querySelectorAll('[data-testid="stDataFrame"], [data-testid="stTable"]')]
    .filter(table => table.offsetParent)
    .map(table => [...table.querySelectorAll('table, canvas, [role="grid"]')]
        .map(part => part.getAttribute("aria-label")).find(label => label)
        ?? table.querySelector('[aria-label]')?.getAttribute("aria-label") ?? "")"""
"""What a table in sight is called."""

Violation = tuple[str, str, str]
"""Rule, the Streamlit elements around it, and its markup."""


def serious(page: Page) -> Iterator[Violation]:
    """The violations of the page as it stands, in both themes."""
    page.mouse.move(0, 0)  # what is under the mouse is drawn in another colour
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(500)  # another theme draws the page anew, a moment later
        settle(page)
        page.wait_for_function(STILL)  # a colour half-way to another is neither
        page.evaluate(AXE)
        yield from (tuple(found) for found in page.evaluate(SERIOUS))


@pytest.fixture
def bare(chromium, tmp_path: Path) -> Iterator[set[tuple[str, str]]]:  # type: ignore[no-untyped-def]
    """Rule and element of what a bare page is blamed for, with the app's own colours."""
    server: Server = start(tmp_path / "bare", tmp_path / "bare.log", "tests/browser/bare_page.py")
    page = chromium.new_page(locale="de-DE", viewport=TALL)
    page.goto(server.address)
    page.get_by_text("the end").wait_for(state="attached", timeout=60_000)
    settle(page)
    yield {(rule, where) for rule, where, _ in serious(page)}
    page.close()
    server.stop()


def unfold(page: Page) -> None:
    """Opens everything that is closed."""
    for closed in page.locator('[data-testid="stExpander"] details:not([open]) > summary').all():
        if closed.is_visible():
            click(closed)
            settle(page)


def test_every_chart_and_table_says_its_message_and_no_button_is_cut_off(visit):
    page = visit("/", width=1280, height=TALL["height"])
    load_sample(page, GERMAN)
    charts, tables, buttons = 0, 0, 0
    for place in every_tab(page, GERMAN):
        unfold(page)
        for words, cut in page.evaluate(BUTTONS):
            assert not cut, (place, words)
            buttons += 1
        for label, title in page.evaluate(CHARTS):
            assert "".join(label.split()) == "".join(title.split()) != "", place
            charts += 1
        for label in page.evaluate(TABLES):
            assert re.search(r"\d", label) and len(label) <= 120, (place, label)  # its buttons repeat it
            tables += 1
    assert charts > 15 and tables > 15 and buttons > 200
    click(page.get_by_test_id("stSidebar").get_by_role("button", name=GERMAN.text("present.start")))
    page.locator(".slide-title").wait_for()
    settle(page)
    while not page.get_by_role("figure").count():
        page.keyboard.press("PageUp")
        settle(page)
    assert page.get_by_role("figure").get_attribute("aria-label") == page.locator(".slide-title").inner_text()


def test_no_page_is_less_accessible_than_streamlit_is(visit, bare):
    page = visit("/", **TALL)
    blamed = {"empty": list(serious(page))}
    load_sample(page, GERMAN)
    for place in every_tab(page, GERMAN):
        blamed[place] = list(serious(page))
    click(page.get_by_test_id("stSidebar").get_by_role("button", name=GERMAN.text("present.start")))
    page.locator(".slide-title").wait_for()
    settle(page)
    blamed["slide"] = list(serious(page))
    ours = {place: [one for one in found if one[:2] not in bare] for place, found in blamed.items()}
    assert {place: found for place, found in ours.items() if found} == {}
