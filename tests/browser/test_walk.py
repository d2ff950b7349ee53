"""A sales manager's first quarter of an hour, in a real browser, in both languages."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from analysis.language import Language
from tests.browser.conftest import click, every_view, settle
from tests.browser.keys import still

STEPS = ("upload", "tag", "listen", "care", "refill")


def load_sample(page, language: Language) -> None:
    page.get_by_role("button", name=language.text("parts.take_sample")).click()
    page.get_by_text(language.text("parts.sample_name")).wait_for()
    settle(page)


def go_to(page, step: str, language: Language) -> None:
    name = f"· {language.text(f'parts.steps.{step}')}"
    click(page.locator(".st-key-steps").get_by_role("link", name=name))
    page.get_by_role("heading", name=language.text(f"{step}.question")).wait_for()
    settle(page)


def every_tab(page, language: Language) -> Iterator[str]:
    """Goes through all pages and opens each view in turn; says where it is."""
    for step in STEPS:
        go_to(page, step, language)
        for view in every_view(page, step):
            if view:
                click(view)
                still(page)
            yield f"{step} {view.inner_text() if view else ''}"


def workspace_of(page) -> str:
    """The id of the workspace that the address names."""
    return re.search("workspace=([a-z0-9]+)", page.url)[1]


def shown(page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def test_a_deep_link_opens_on_a_fresh_server(visit):
    page = visit("/care")
    assert page.locator("[role=dialog]").count() == 0
    assert page.get_by_role("heading", name=Language("de").text("care.question")).is_visible()


def test_the_first_step_opens_by_its_name_as_well(visit):
    page = visit("/upload?language=en")
    assert page.locator("[role=dialog]").count() == 0
    assert page.get_by_role("heading", name=Language("en").text("upload.question")).is_visible()


@pytest.mark.parametrize(("locale", "code"), [("de-DE", "de"), ("en-GB", "en")])
def test_all_five_pages_speak_one_language(visit, locale, code):
    language, other = Language(code), Language({"de": "en", "en": "de"}[code])
    page = visit("/", locale)
    load_sample(page, language)
    for step in STEPS:
        go_to(page, step, language)
        text = shown(page)
        assert page.get_by_test_id("stException").count() == 0, step
        for key in ("what_to_do", "question"):
            assert language.text(f"{step}.{key}") in text
            assert other.text(f"{step}.{key}") not in text
        assert not re.search(r"\b[a-z]+\.[a-z_]+\.[a-z_]+\b", text), "a message key instead of a message"


def test_a_slider_moves_the_figures_and_everything_is_there_after_a_reload(visit):
    language = Language("de")
    page = visit("/")
    load_sample(page, language)

    go_to(page, "care", language)
    care_cost = page.get_by_test_id("stMetricValue").nth(1)
    before = care_cost.inner_text()
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelectorAll('[data-testid=\"stMetricValue\"]')[1].innerText !== before", arg=before
    )
    settle(page)
    after = care_cost.inner_text()

    go_to(page, "listen", language)
    answer = page.get_by_label(language.text("listen.questions.why_start"))
    answer.click()
    answer.press_sequentially("Wegen der Liefertreue", delay=20)
    page.get_by_label(language.text("listen.questions.what_matters")).click()
    settle(page)

    go_to(page, "refill", language)
    plan = page.get_by_test_id("stMetricValue").nth(1).inner_text()
    point = page.locator(".js-plotly-plot").first.locator(".points path").first
    click(point, force=True)
    answer = page.get_by_role("heading", name=re.compile("neue Kunden im Plan|neuer Kunde im Plan"))
    answer.wait_for()
    settle(page)
    picked = answer.inner_text()

    page.reload()
    settle(page)
    answer.wait_for()
    assert answer.inner_text() == picked
    assert plan
    go_to(page, "care", language)
    assert page.get_by_test_id("stMetricValue").nth(1).inner_text() == after
    go_to(page, "listen", language)
    assert page.get_by_label(language.text("listen.questions.why_start")).input_value() == "Wegen der Liefertreue"


def test_the_language_changes_by_click(visit):
    page = visit("/")
    load_sample(page, Language("de"))
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.get_by_role("heading", name=Language("en").text("upload.question")).wait_for()
    assert "language=en" in page.url


def test_nothing_is_asked_of_another_machine(visit):
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    settle(page)
    load_sample(page, Language("de"))
    for step in STEPS:
        go_to(page, step, Language("de"))
    elsewhere = [
        url for url in asked if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname != "localhost"
    ]
    assert len(asked) > 10
    assert elsewhere == []
