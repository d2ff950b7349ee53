"""Step 3 in a real browser: a workshop by keyboard alone, themes, the self-check, and a server that is killed."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from analysis.language import Language
from tests.browser.conftest import click, settle, start
from tests.browser.test_care import pick, tab

GERMAN = Language("de")
QUESTION = GERMAN.text("listen.questions.why_start")
NEXT_QUESTION = GERMAN.text("listen.questions.what_matters")
ANSWERS = (
    ("Die Lieferzeiten waren kürzer als anderswo.", "Ein fester Ansprechpartner"),
    ("Wegen kurzer Lieferzeiten", "Die Beratung"),
    ("Die Beratung vor Ort", "Kurze Lieferzeit und Beratung"),
)


@pytest.fixture
def listen(visit) -> Page:  # type: ignore[no-untyped-def]
    """The Listen page with the sample, in German."""
    page = visit("/listen")
    click(page.get_by_role("button", name="Beispiel-Portfolio laden"))
    page.get_by_label(QUESTION).wait_for(timeout=90_000)
    settle(page)
    return page


def talking_to(page: Page) -> str:
    box = page.locator('[data-testid="stSelectbox"]').filter(has_text=GERMAN.text("listen.customer"))
    return box.locator("input").input_value().removeprefix("✓ ")


def accept(page: Page, question: str, theme: str) -> None:
    """Takes a suggested theme by click."""
    suggested = page.locator(f'[class*="-{question}-{theme}"]')
    expect(suggested).to_have_count(1)
    click(suggested.locator("button").first)
    expect(suggested).to_have_count(0)
    settle(page)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.getAttribute('aria-label') || ''")


def test_three_customers_are_asked_by_keyboard_and_their_themes_merged(listen: Page) -> None:
    asked = []
    listen.keyboard.press("Alt+ArrowDown")
    for answers in ANSWERS:
        asked.append(talking_to(listen))
        assert focused(listen) == QUESTION
        listen.keyboard.type(answers[0])
        listen.keyboard.press("Alt+ArrowDown")
        assert focused(listen) == NEXT_QUESTION
        listen.keyboard.type(answers[1])
        # At once: what was typed last must not stay behind, nor go to the next customer.
        listen.keyboard.press("Alt+n")
        listen.wait_for_function(
            "label => document.activeElement.getAttribute('aria-label') === label"
            " && document.activeElement.value === ''", arg=QUESTION,
        )  # fmt: skip
        settle(listen)
    assert len(set(asked)) == 3
    expect(listen.get_by_test_id("stMetricValue").first).to_have_text("3 von 14")

    for name, answers in zip(reversed(asked), reversed(ANSWERS), strict=True):
        listen.keyboard.press("Alt+p")
        # Two for a moment: the customer's who goes and the one's who comes.
        expect(listen.get_by_label(QUESTION).first).to_have_value(answers[0])
        settle(listen)
        expect(listen.get_by_label(NEXT_QUESTION)).to_have_value(answers[1])
        # A choice whose label gained a tick stays with its customer.
        assert talking_to(listen) == name
    accept(listen, "why_start", "Lieferzeit")
    accept(listen, "what_matters", "Ansprechpartner")
    click(listen.get_by_role("button", name=GERMAN.text("listen.following")))
    expect(listen.get_by_label(QUESTION).first).to_have_value(ANSWERS[1][0])
    settle(listen)
    accept(listen, "why_start", "Lieferzeit")
    accept(listen, "what_matters", "Beratung")

    tab(listen, "Themen")
    expect(listen.locator(".js-plotly-plot .gtitle").first).to_contain_text("„Lieferzeit“ nennen 2 von 3 Gefragten")
    themes = listen.locator('[data-testid="stMultiSelect"] input').first
    for theme in ("Ansprechpartner", "Beratung"):
        click(themes)
        themes.fill(theme)
        click(listen.get_by_role("option", name=theme))
        settle(listen)
    listen.keyboard.press("Escape")
    into = listen.get_by_label(GERMAN.text("listen.themes.into"))
    into.fill("Nähe")
    into.press("Enter")
    settle(listen)
    click(listen.get_by_role("button", name=GERMAN.text("listen.themes.merge")))
    listen.get_by_text(GERMAN.text("listen.themes.done", n=2, theme="Nähe")).wait_for()
    settle(listen)
    click(listen.get_by_text(GERMAN.text("listen.themes.by.segment"), exact=True))
    plot = listen.locator(".js-plotly-plot").first
    expect(plot).to_contain_text("Medizintechnik")
    expect(plot).to_contain_text("Nähe")
    expect(plot).not_to_contain_text("Ansprechpartner")
    pick(listen, GERMAN.text("listen.themes.quotes"), "Nähe")
    quotes = listen.get_by_test_id("stMarkdown")
    expect(quotes.filter(has_text="Ein fester Ansprechpartner")).to_have_count(1)
    expect(quotes.filter(has_text="Die Beratung")).to_have_count(1)


def test_the_self_check_changes_what_step_4_recommends(listen: Page) -> None:
    tab(listen, "Selbstprüfung je Kunde")
    losing = listen.locator('[data-testid="stSelectbox"] input').first.input_value()
    name = re.sub(r"^. | · .*$", "", losing)
    assert "−" in losing
    for result, action in (("not_us", None), ("open", "check_ourselves"), ("we_are_the_cause", "put_right")):
        click(listen.get_by_text(GERMAN.text(f"listen.result.{result}"), exact=True))
        settle(listen)
        click(listen.get_by_role("link", name="4 · Rechnen"))
        listen.get_by_role("heading", name=GERMAN.text("care.question")).wait_for()
        settle(listen)
        tab(listen, "Entscheiden")
        pick(listen, "Kunde", name)
        advice = listen.get_by_text(f"{GERMAN.text('care.decision.recommended')}: ", exact=False).first
        if action:
            expect(advice).to_have_text(re.compile(re.escape(GERMAN.text(f"actions.{action}.label"))))
        else:
            expect(advice).not_to_have_text(re.compile(re.escape(GERMAN.text("actions.check_ourselves.label"))))
        click(listen.get_by_role("link", name="3 · Zuhören"))
        listen.get_by_role("heading", name=GERMAN.text("listen.question")).wait_for()
        settle(listen)
        tab(listen, "Selbstprüfung je Kunde")


def test_a_guide_goes_out_is_filled_in_and_comes_back(listen: Page, tmp_path: Path) -> None:
    listen.get_by_label(QUESTION).fill("Nähe")
    click(listen.get_by_label(NEXT_QUESTION))
    settle(listen)
    tab(listen, "Leitfaden")
    pick(listen, GERMAN.text("listen.guide.whom"), "alle")
    with listen.expect_download() as download:
        click(listen.get_by_role("button", name=GERMAN.text("listen.guide.xlsx")))
    file = tmp_path / "liste.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    heads = [cell.value for cell in book.active[1]]
    for row, text in ((2, "Preis"), (3, "Service")):
        book.active.cell(row, heads.index(QUESTION) + 1).value = text
    book.save(file)
    # Answered here since the list left: the user decides.
    tab(listen, "Fragen")
    listen.get_by_label(QUESTION).fill("Nähe und Ruhe")
    click(listen.get_by_label(NEXT_QUESTION))
    settle(listen)
    tab(listen, "Leitfaden")
    listen.locator('[data-testid="stFileUploader"] input').set_input_files(file)
    listen.get_by_text("Eine neue Antwort, 1 Widerspruch", exact=False).wait_for()
    settle(listen)
    click(listen.get_by_role("button", name="1 übernehmen"))
    listen.get_by_text(GERMAN.text("tag.exchange.done")).wait_for()
    settle(listen)
    tab(listen, "Fragen")
    expect(listen.get_by_label(QUESTION)).to_have_value("Nähe und Ruhe")
    listen.keyboard.press("Alt+n")
    expect(listen.get_by_label(QUESTION).first).to_have_value("Service")
    settle(listen)
    # A tap on the button, straight after typing.
    click(listen.get_by_label(NEXT_QUESTION))
    listen.keyboard.type("Ruhe")
    listen.get_by_role("button", name=GERMAN.text("listen.following")).click()
    expect(listen.get_by_label(QUESTION).first).to_have_value("")
    settle(listen)
    listen.keyboard.press("Alt+p")
    expect(listen.get_by_label(NEXT_QUESTION).first).to_have_value("Ruhe")


def test_answers_survive_a_killed_server_up_to_the_last_field_left(listen: Page, server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    click(listen.get_by_label(QUESTION))
    listen.keyboard.type("Verlass auf jedes Wort")
    click(listen.get_by_label(NEXT_QUESTION))
    settle(listen)
    listen.keyboard.type("Noch nicht verl")
    server.stop(kill=True)
    again = start(server.home, tmp_path / "server.log")
    server.process, server.port, address = again.process, again.port, listen.url.partition("/listen")[2]
    listen.goto(f"{again.address}/listen{address}")
    settle(listen)
    expect(listen.get_by_label(QUESTION)).to_have_value("Verlass auf jedes Wort")
    listen.reload()
    settle(listen)
    expect(listen.get_by_label(QUESTION)).to_have_value("Verlass auf jedes Wort")
