"""A person at the keyboard: only keys, no mouse, no focus set from outside; looks whether the page stands still, as a
person does, before the next key."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

from analysis.language import Language
from tests.browser.conftest import settle, views

GERMAN = Language("de")
FARTHEST = 300
"""So many steps with Tab lead to anything on a page, or it cannot be reached."""
QUIET = 300
"""In milliseconds: a page in which nothing has changed for so long, and nothing runs, stands still."""

_WATCH = """() => {
    if (window.lastChange !== undefined) return;
    window.lastChange = performance.now();
    new MutationObserver(() => { window.lastChange = performance.now(); })
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
_QUIET = """quiet => performance.now() - window.lastChange > quiet && !document.querySelector(
    '[data-testid="stApp"]:not([data-test-script-state="notRunning"]), [data-stale="true"]')"""
_FOCUSED = """([kind, name]) => {
    const one = document.activeElement;
    const labels = [...(one.labels ?? [])].map(label => label.innerText);
    const table = one.closest('[data-testid="stDataFrame"]')?.querySelector('[role="region"]');
    const told = [one, table].map(part => part?.getAttribute("aria-label"));
    return one.matches(kind) && [...told, one.innerText, ...labels].some(text => (text ?? "").includes(name));
}"""
VIEW = f'[role="radiogroup"][aria-label="{GERMAN.text("parts.view")}"] [role="radio"]'
IN_A_CELL = "document.activeElement.getAttribute('role') === 'gridcell'"
IN_A_TABLE = "document.activeElement.closest('[data-testid=\"stDataFrame\"]')"
IN_A_DIALOG = "document.activeElement.closest('[role=\"dialog\"]')"


def still(page: Page) -> None:
    """Waits until the page stands still."""
    settle(page)
    page.evaluate(_WATCH)
    page.wait_for_function(_QUIET, arg=QUIET)


def has_focus(page: Page, kind: str, name: str = "") -> bool:
    return page.evaluate(_FOCUSED, [kind, name])


def tab_to(page: Page, kind: str, name: str = "") -> None:
    """Presses Tab until what is called ``name`` (part of its words) and matches ``kind`` (CSS) has the focus, and keeps
    it while the page comes to rest."""
    still(page)
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if has_focus(page, kind, name):
            still(page)
            if has_focus(page, kind, name):
                return
    raise AssertionError(f"No step with Tab leads to {kind} {name}")


def into_table(page: Page, name: str = "") -> None:
    """Into the first cell of the table whose message has ``name`` in it."""
    still(page)
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if has_focus(page, "canvas", name):
            with suppress(TimeoutError):  # come back to, a table keeps the focus itself, and its cell as it was
                page.wait_for_function(IN_A_CELL, timeout=3_000)
            still(page)
            return
    raise AssertionError(f"No step with Tab leads into a table that says {name}")


def press(page: Page, key: str, then: Locator, **options: Any) -> None:
    """Presses a key and waits for what comes of it."""
    page.keyboard.press(key)
    then.wait_for(**options)
    still(page)


def close_by(page: Page, key: str, opened: Locator) -> None:
    """``key`` closes what a row of a table opened further down, and the table has the focus again."""
    press(page, key, opened, state="detached")
    page.wait_for_function(IN_A_TABLE)


def open_and_close_drawer(page: Page, key: str) -> None:
    """Opens a drawer with a key, and closes it with Escape once it has the focus."""
    drawer = page.get_by_role("dialog")
    press(page, key, drawer)
    page.wait_for_function(IN_A_DIALOG)
    press(page, "Escape", drawer, state="detached")


def go_to(page: Page, step: str) -> None:
    tab_to(page, "a", f"· {GERMAN.text(f'parts.steps.{step}')}")
    press(page, "Enter", page.get_by_role("heading", name=GERMAN.text(f"{step}.question")))
    here = page.locator('.st-key-steps [aria-current="page"]')
    expect(here).to_have_count(1)
    expect(here).to_contain_text(GERMAN.text(f"parts.steps.{step}"))


def open_view(page: Page, key: str) -> None:
    """Goes to the list of views and on with the arrows until the view is the one, then opens it."""
    name = GERMAN.text(key)
    wanted = views(page, name).first
    row = [view.strip() for view in wanted.locator("xpath=..").get_by_role("radio").all_inner_texts()]
    for _ in range(3 * len(row)):
        at = page.evaluate("document.activeElement.innerText.trim()") if has_focus(page, VIEW) else ""
        if at not in row:  # a page has up to three lists of views
            tab_to(page, VIEW)
        elif at != name:
            page.keyboard.press("ArrowRight" if row.index(name) > row.index(at) else "ArrowLeft")
            still(page)
        elif wanted.get_attribute("aria-checked") != "true":
            page.keyboard.press("Enter")
            still(page)
        else:
            still(page)
            return
    raise AssertionError(f"No keys open the view {name}")


def choose(page: Page, label: str, option: str) -> None:
    """Types a part of an option into the list called ``label`` and takes it."""
    tab_to(page, 'input[role="combobox"]', label)
    page.keyboard.type(option)
    page.get_by_role("option").filter(has_text=option).first.wait_for()
    still(page)
    for _ in range(3):  # a list of many offers all of them first
        if page.locator('[role="option"][data-focused]').filter(has_text=option).count():
            break
        page.keyboard.press("ArrowDown")
        still(page)
    page.keyboard.press("Enter")
    still(page)
    if page.locator('[role="listbox"]').count():  # of which several can be taken
        page.keyboard.press("Escape")
        still(page)
