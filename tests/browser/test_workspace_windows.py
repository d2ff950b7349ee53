"""Two windows in one workspace, with real keys in a real browser: nothing typed is lost, and each sees the other."""

import re
import time

import pytest
from playwright.sync_api import expect

from analysis.workspace.check import check_all
from analysis.workspace.store import Workspace
from tests.browser.conftest import click, settle, start
from tests.browser.test_walk import workspace_of

SOON = 8_000
"""Milliseconds: "within a few seconds", on a slow machine."""


@pytest.fixture
def server(tmp_path, monkeypatch):
    log = tmp_path / "server.log"
    running = start(tmp_path / "home", log, "tests/browser/typing_page.py")
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "home"))
    yield running
    running.stop()
    assert "Traceback" not in log.read_text(errors="replace"), log.read_text(errors="replace")[-4000:]


@pytest.fixture
def windows(visit):
    """Two browser contexts that show the same workspace."""
    first = visit("/", language="en-GB")
    second = visit(f"/?workspace={workspace_of(first)}", language="en-GB")
    return first, second


def stored(page):
    return Workspace.open(workspace_of(page))


def note(page, number):
    return page.get_by_label(f"Note {number}")


def until(condition, seconds=SOON / 1000):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def test_typing_is_saved_without_leaving_the_field(windows):
    first, _ = windows
    note(first, 1).click()
    first.keyboard.type("what they said", delay=15)
    until(lambda: stored(first).get("listen.note", 1) == "what they said", 3)


def test_long_typing_without_a_pause_is_saved_on_the_way(windows):
    first, _ = windows
    note(first, 1).click()
    first.keyboard.type("x" * 60, delay=80)
    assert stored(first).get("listen.note", 1, "").count("x") > 10


def test_the_other_window_sees_an_edit_within_seconds(windows):
    first, second = windows
    note(first, 1).click()
    first.keyboard.type("seen by both", delay=15)
    expect(note(second, 1)).to_have_value("seen by both", timeout=SOON)


def test_edits_of_different_fields_merge(windows):
    first, second = windows
    note(first, 1).click()
    note(second, 2).click()
    for letter in "both of us type":
        first.keyboard.type(letter)
        second.keyboard.type(letter)
    for page in windows:
        for number in (1, 2):
            expect(note(page, number)).to_have_value("both of us type", timeout=SOON)
    assert stored(first).values("listen.note") == {1: "both of us type", 2: "both of us type"}


def test_what_is_being_typed_survives_the_other_windows_edits(windows):
    first, second = windows
    note(second, 2).click()
    text = "a long sentence, typed while the other window saves again and again"
    for number, letter in enumerate(text):
        second.keyboard.type(letter, delay=30)
        if number % 15 == 0:
            note(first, 1).fill(f"edit {number}")
            note(first, 1).blur()
    expect(note(first, 2)).to_have_value(text, timeout=SOON)
    expect(note(second, 2)).to_have_value(text)


def test_in_the_same_field_the_later_edit_counts_and_both_are_kept(windows):
    first, second = windows
    note(first, 3).click()
    first.keyboard.type("first", delay=15)
    until(lambda: stored(first).get("listen.note", 3) == "first")
    note(second, 3).click()
    second.keyboard.press("End")
    second.keyboard.type(" and second", delay=15)
    for page in windows:
        expect(note(page, 3)).to_have_value(re.compile("second"), timeout=SOON)
    history = stored(first).history("listen.note", 3)
    assert "first" in set(history["after"]) and "second" in history["after"].iloc[0]


def test_typing_over_anothers_unseen_edit_says_so_and_keeps_both(windows):
    first, second = windows
    note(second, 4).click()
    for round_number in range(12):
        second.keyboard.type(f"mine {round_number} ", delay=25)
        if round_number == 4:
            note(first, 4).fill("theirs")
            note(first, 4).blur()
    expect(note(first, 4)).to_have_value(re.compile("mine 11"), timeout=SOON)
    history = stored(first).history("listen.note", 4)
    assert "theirs" in set(history["after"])
    assert history["unseen"].any()
    assert "mine 0 mine 1" in note(second, 4).input_value()


def test_undo_in_one_window_shows_in_both(windows):
    first, second = windows
    note(first, 1).click()
    first.keyboard.type("to be taken back", delay=15)
    expect(note(second, 1)).to_have_value("to be taken back", timeout=SOON)
    click(first.get_by_role("button", name="Undo"))
    for page in windows:
        expect(note(page, 1)).to_have_value("", timeout=SOON)


def test_a_click_counts_in_the_other_window(windows):
    first, second = windows
    click(first.get_by_role("radio", name="Yes").or_(first.get_by_role("button", name="Yes")))
    until(lambda: stored(first).get("tag.strategic", 1) == "yes")
    expect(
        second.locator('[aria-checked="true"], [aria-pressed="true"], [kind="segmented_controlActive"]')
    ).to_have_count(1, timeout=SOON)


def test_a_reload_in_the_middle_loses_at_most_the_last_moment(windows):
    first, _ = windows
    note(first, 1).click()
    first.keyboard.type("kept before the reload", delay=15)
    until(lambda: stored(first).get("listen.note", 1) == "kept before the reload", 3)
    first.keyboard.type(" lost", delay=5)
    first.reload()
    settle(first)
    expect(note(first, 1)).to_have_value(re.compile("^kept before the reload"))


@pytest.mark.parametrize("press", [0, 50, 150])
def test_a_quick_click_elsewhere_takes_one_there_and_loses_nothing(windows, press):
    first, _ = windows
    before = {f"note {number}": number for number in range(2, 6)}
    stored(first).put_many({("listen.note", number): text for text, number in before.items()})
    expect(note(first, 2)).to_have_value("note 2", timeout=SOON)
    for number in range(4):
        note(first, 1).click()
        first.keyboard.press("End")
        first.keyboard.type(f"{number}", delay=5)
        click(first.get_by_role("link", name="Other page"))
        expect(first.get_by_role("heading", name="Elsewhere")).to_be_visible(timeout=SOON)
        click(first.get_by_role("link", name="Notes"))
        expect(note(first, 1)).to_have_value("".join(map(str, range(number + 1))), timeout=SOON)
    assert stored(first).values("listen.note") == {1: "0123", **{number: text for text, number in before.items()}}
    assert stored(first).fields("assumption.").empty


def test_a_tap_takes_one_there_and_loses_nothing(chromium, server):
    phone = chromium.new_context(has_touch=True, viewport={"width": 1200, "height": 800})
    page = phone.new_page()
    page.goto(server.address)
    settle(page)
    note(page, 1).tap()
    page.keyboard.type("typed on a phone", delay=5)
    page.get_by_role("link", name="Other page").tap()
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible(timeout=SOON)
    assert stored(page).get("listen.note", 1) == "typed on a phone"
    phone.close()


def test_nothing_is_broken_by_two_people_at_work(windows):
    first, _ = windows
    for number in range(1, 6):
        for page in windows:
            note(page, number).fill(f"{number} {page is first}")
            note(page, number).blur()
    until(lambda: len(stored(first).values("listen.note")) == 5)
    assert check_all() == {workspace_of(first): []}
