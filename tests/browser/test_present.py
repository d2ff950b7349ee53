"""Slides in a real browser: turned by keys wherever the focus is, over to the next page, large enough for a room."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from analysis.language import Language
from tests.browser.conftest import click, settle
from tests.browser.test_walk import load_sample

GERMAN = Language("de")
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.js-plotly-plot svg text')]
    .filter(text => text.textContent.trim() && !text.closest('.modebar, .hoverlayer'))
    .map(text => parseFloat(getComputedStyle(text).fontSize)))"""


def at(page: Page) -> str:
    return page.locator(".slide-position").inner_text().split("/")[0].strip()


def press(page: Page, key: str, position: str) -> None:
    page.keyboard.press(key)
    expect(page.locator(".slide-position")).to_have_text(re.compile(f"^{position} /"))
    settle(page)


def every_slide(page: Page) -> Iterator[int]:
    """All slides from the first on, with their positions."""
    page.goto(re.sub(r"/\w*\?", "/?present=1&", re.sub("&(present|slide)=[^&]*", "", page.url)))
    expect(page.locator(".slide-position")).to_have_text(re.compile("^1 /"))
    settle(page)
    for position in range(1, int(page.locator(".slide-position").inner_text().split("/")[1]) + 1):
        if position > 1:
            press(page, "PageDown", str(position))
        yield position


@pytest.fixture
def slides(visit) -> Page:  # type: ignore[no-untyped-def]
    """The slides of the care page of the sample, on a projector."""
    page = visit("/", width=1280, height=720)
    load_sample(page, GERMAN)
    click(page.locator(".st-key-steps").get_by_role("link", name=GERMAN.text("parts.steps.care")))
    page.get_by_role("heading", name=GERMAN.text("care.question")).wait_for()
    settle(page)
    click(page.get_by_test_id("stSidebar").get_by_role("button", name=GERMAN.text("present.start")))
    page.locator(".slide-title").wait_for()
    settle(page)
    return page


def test_keys_turn_the_slides_and_lead_to_the_next_page(slides: Page) -> None:
    title, first = slides.locator(".slide-title"), int(at(slides))
    expect(title).to_contain_text("820")
    assert not slides.get_by_test_id("stSidebar").is_visible()
    click(slides.locator(".js-plotly-plot .nsewdrag").first, position={"x": 200, "y": 20})
    press(slides, "PageDown", str(first + 1))
    press(slides, "ArrowRight", str(first + 2))
    press(slides, "PageUp", str(first + 1))
    chooser = slides.get_by_role("combobox", name=GERMAN.text("present.point"))
    chooser.focus()
    slides.keyboard.press("ArrowLeft")
    press(slides, "PageDown", str(first + 2))
    shown = title.inner_text()
    slides.reload()
    expect(title).to_have_text(shown)
    settle(slides)
    for position in range(first + 3, first + 7):
        press(slides, "PageDown", str(position))
    assert "/refill" in slides.url and "present=1" in slides.url
    press(slides, "PageUp", str(first + 5))
    assert "/care" in slides.url
    slides.keyboard.press("Escape")
    slides.get_by_role("heading", name=GERMAN.text("care.question")).wait_for()
    settle(slides)
    assert "present" not in slides.url
    assert slides.get_by_test_id("stSidebar").is_visible()


def test_every_slide_can_be_read_from_the_back_of_the_room(slides: Page) -> None:
    for _ in every_slide(slides):
        title = slides.locator(".slide-title")
        assert slides.get_by_test_id("stException").count() == 0
        assert title.evaluate("title => parseFloat(getComputedStyle(title).fontSize)") >= 32
        assert slides.locator(".slide-figure").count() <= 3
        assert slides.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 720, title.inner_text()
        if slides.locator(".js-plotly-plot").count():
            assert slides.evaluate(SMALLEST) >= 19.5, title.inner_text()
            assert slides.locator(".js-plotly-plot").bounding_box()["height"] > 400  # type: ignore[index]


def test_a_customer_is_pointed_at_on_every_slide(slides: Page) -> None:
    box = slides.get_by_role("combobox", name=GERMAN.text("present.point"))
    click(box)
    box.fill("Haslhofen")
    click(slides.get_by_role("option", name=re.compile("Haslhofen")).first)
    expect(slides.locator(".slide-who")).to_contain_text("Haslhofen")
    expect(slides.locator(".js-plotly-plot .annotation-text", has_text="Haslhofen")).to_have_count(1)
    expect(slides.locator(".slide-figure").last).to_contain_text(re.compile("[-−]"))
    settle(slides)
    press(slides, "PageDown", str(int(at(slides)) + 1))
    expect(slides.locator(".slide-title")).to_contain_text("Haslhofen")
    slides.reload()
    expect(slides.locator(".slide-title")).to_contain_text("Haslhofen")
