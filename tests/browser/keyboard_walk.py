"""Everything by keyboard alone: Tab, Enter, Space, arrows and Escape; no mouse, and no focus set from outside.

Run by its name (``pytest -n0 tests/browser/keyboard_walk.py``) on a quiet machine: keys pressed faster than a busy
server draws meet a page that is about to change, which no person's do.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from analysis.language import Language
from analysis.tag.verdict import QUESTIONS
from analysis.workspace.store import Workspace
from tests.browser.conftest import settle
from tests.browser.test_walk import workspace_of

GERMAN = Language("de")
FARTHEST = 200
"""So many steps with Tab lead to anything on a page, or it cannot be reached."""
FOCUSED = """([kind, name]) => {
    const one = document.activeElement;
    const labels = [...(one.labels ?? [])].map(label => label.innerText);
    const told = [one.getAttribute("aria-label"), one.innerText, ...labels];
    return one.matches(kind) && told.some(text => (text ?? "").includes(name));
}"""


def tab_to(page: Page, kind: str, name: str = "") -> None:
    """Presses Tab until what is called ``name`` (part of its words) and matches ``kind`` (CSS) has the focus."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, [kind, name]):
            return
    raise AssertionError(f"No step with Tab leads to {kind} {name}")


def go_to(page: Page, step: str) -> None:
    tab_to(page, "a", f"· {GERMAN.text(f'parts.steps.{step}')}")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=GERMAN.text(f"{step}.question")).wait_for()
    settle(page)


def open_tab(page: Page, key: str) -> None:
    """Goes to the list of tabs and on with the arrow until the tab is the one; again, as a person would, where the page
    was drawn anew under the keys."""
    name = GERMAN.text(key)
    wanted = page.get_by_test_id("stMain").get_by_role("tab", name=name, exact=True).first
    rows = [row.strip() for row in wanted.locator("xpath=..").get_by_role("tab").all_inner_texts()]
    for _ in range(3):
        for _ in range(3):  # a page has up to three lists of tabs
            tab_to(page, '[role="tab"]')
            if page.evaluate("document.activeElement.innerText.trim()") in rows:
                break
        for _ in rows:
            if page.evaluate("document.activeElement.innerText.trim()") == name:
                break
            page.keyboard.press("ArrowRight")
            settle(page)
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        settle(page)
        if wanted.get_attribute("aria-selected") == "true":
            return
    raise AssertionError(f"No keys open the tab {name}")


def test_a_first_quarter_of_an_hour_without_a_mouse(visit, server, monkeypatch, tmp_path):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))
    page = visit("/")
    tab_to(page, "button", GERMAN.text("parts.take_sample"))
    page.keyboard.press("Enter")
    page.get_by_text(GERMAN.text("parts.sample_name")).wait_for()
    settle(page)

    # A tab, a customer in the table, the card, an answer, the card closed.
    go_to(page, "tag")
    open_tab(page, "tag.tab.pareto")
    tab_to(page, "input", GERMAN.text("tag.search"))
    page.keyboard.type("Haslhofen")
    page.keyboard.press("Enter")
    settle(page)
    tab_to(page, "canvas")
    page.keyboard.press("Shift+Space")
    card = page.get_by_role("heading", name=re.compile("Haslhofen"), level=4)
    card.wait_for()
    settle(page)
    tab_to(page, '[role="radio"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_function("document.activeElement.getAttribute('aria-checked') === 'true'")
    settle(page)
    there = Workspace.open(workspace_of(page))
    assert there is not None and [len(there.values(f"tag.{question}")) for question in QUESTIONS] == [1, 0, 0]
    tab_to(page, "input", GERMAN.text("tag.search"))
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    card.wait_for(state="detached")

    # A file.
    go_to(page, "care")
    open_tab(page, "care.tab.take")
    tab_to(page, "button", GERMAN.text("care.take.pdf"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "summary.pdf")
    assert (tmp_path / "summary.pdf").read_bytes()[:4] == b"%PDF"

    # A slider.
    care_cost = page.get_by_test_id("stMetricValue").nth(1)
    before = care_cost.inner_text()
    tab_to(page, 'input[type="range"]', GERMAN.text("assumptions.care.hourly_rate.label"))
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(care_cost).not_to_have_text(before)
    settle(page)

    # Slides.
    tab_to(page, "button", GERMAN.text("present.start"))
    page.keyboard.press("Enter")
    position = page.locator(".slide-position")
    position.wait_for()
    settle(page)
    first = int(position.inner_text().split("/")[0])
    for key, at in (("PageDown", first + 1), ("ArrowRight", first + 2), ("PageUp", first + 1)):
        page.keyboard.press(key)
        expect(position).to_have_text(re.compile(f"^{at} /"))
        settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name=GERMAN.text("care.question")).wait_for()


def test_the_other_pages_without_a_mouse(visit, server, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))
    page = visit("/listen")
    tab_to(page, "button", GERMAN.text("parts.take_sample"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=GERMAN.text("listen.question")).wait_for()
    settle(page)
    tab_to(page, "textarea", GERMAN.text("listen.questions.why_start"))
    page.keyboard.type("Wegen der Liefertreue")
    open_tab(page, "listen.tab.guide")
    there = Workspace.open(workspace_of(page))
    assert there is not None and list(there.values("listen.why_start").values()) == ["Wegen der Liefertreue"]

    go_to(page, "refill")
    tab_to(page, "canvas")
    page.keyboard.press("Shift+Space")
    page.get_by_role("heading", name=re.compile("neue Kunden im Plan|neuer Kunde im Plan")).wait_for()
    settle(page)
    assert len(there.get("refill.picks", default=[])) == 1
    open_tab(page, "refill.prospects.title")

    go_to(page, "upload")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)
