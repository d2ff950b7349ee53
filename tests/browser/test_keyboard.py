"""Everything by keyboard alone: Tab, Enter, Space, arrows and Escape; no mouse, and no focus set from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from analysis.tag.verdict import QUESTIONS
from analysis.workspace.store import Workspace
from tests.browser.conftest import Server, running
from tests.browser.keys import (
    GERMAN,
    IN_A_TABLE,
    choose,
    close_by,
    go_to,
    has_focus,
    into_table,
    open_and_close_drawer,
    open_view,
    press,
    still,
    tab_to,
)
from tests.browser.test_walk import workspace_of

SOME_OF_ALL = re.compile(r"^(Ein Kunde von 240|(?!240 )\d+ von 240 Kunden)$")


@pytest.fixture(scope="module")
def server(chromium, tmp_path_factory) -> Iterator[Server]:
    """One for all, with the sample, loaded by keys from the first page."""
    with running(tmp_path_factory.mktemp("keys")) as server:
        with chromium.new_context(locale="de-DE") as context:
            page = context.new_page()
            page.goto(server.address)
            tab_to(page, "button", GERMAN.text("parts.take_sample"))
            press(page, "Enter", page.get_by_text(GERMAN.text("parts.sample_name")))
        yield server


@pytest.fixture(autouse=True)
def home(server, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))


def there(page: Page) -> Workspace:
    found = Workspace.open(workspace_of(page))
    assert found is not None
    return found


def narrowed(page: Page) -> None:
    """The table of all customers shows some of them."""
    page.get_by_text(SOME_OF_ALL).wait_for()
    still(page)


def all_again(page: Page) -> None:
    tab_to(page, "button", GERMAN.text("tag.clear_pick"))
    press(page, "Enter", page.get_by_text("240 von 240 Kunden"))


def test_a_file_a_tab_an_answer_a_slider_and_slides(visit, tmp_path):
    page = visit("/")

    # A customer in the table, the card, an answer, the card closed.
    go_to(page, "tag")
    open_view(page, "tag.tab.pareto")
    tab_to(page, "input", GERMAN.text("tag.search"))
    page.keyboard.type("Haslhofen")
    press(page, "Enter", page.get_by_text("Ein Kunde von 240"))
    into_table(page)
    card = page.get_by_role("heading", name=re.compile("Haslhofen"), level=4)
    press(page, "Space", card)
    tab_to(page, '[role="radio"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_function("document.activeElement.getAttribute('aria-checked') === 'true'")
    still(page)
    assert [len(there(page).values(f"tag.{question}")) for question in QUESTIONS] == [1, 0, 0]
    close_by(page, "Escape", card)
    press(page, "Space", card)
    tab_to(page, "button", GERMAN.text("parts.close"))
    close_by(page, "Enter", card)

    # A file.
    go_to(page, "care")
    open_view(page, "care.tab.take")
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
    still(page)

    # Slides, and a customer pointed at.
    tab_to(page, "button", GERMAN.text("present.start"))
    position = page.locator(".slide-position")
    press(page, "Enter", position)
    first = int(position.inner_text().split("/")[0])
    for key, at in (("PageDown", first + 1), ("ArrowRight", first + 2), ("PageUp", first + 1), ("PageUp", first)):
        page.keyboard.press(key)
        expect(position).to_have_text(re.compile(f"^{at} /"))
        still(page)
    choose(page, GERMAN.text("present.point"), "Haslhofen")
    expect(page.locator(".slide-who")).to_contain_text("Haslhofen")
    still(page)
    tab_to(page, "button", GERMAN.text("present.leave"))
    press(page, "Enter", page.get_by_role("heading", name=GERMAN.text("care.question")))


def test_what_a_click_in_a_chart_of_step_2_picks(visit):
    page = visit("/tag")

    # The drawer of a customer, from the list beside the chart; closed, the focus is where it was.
    open_view(page, "tag.tab.movers")
    into_table(page, "stiegen")
    open_and_close_drawer(page, "Space")
    page.wait_for_function(IN_A_TABLE)
    assert has_focus(page, "td, canvas", "stiegen")
    narrowed(page)
    all_again(page)

    # Its order, which a mouse changes by a click on a head.
    choose(
        page,
        f"{GERMAN.text('tag.movers.table')}: {GERMAN.text('parts.sort_by')}",
        f"{GERMAN.text('tag.movers.before')} ↓",
    )
    order = GERMAN.text("parts.sorted_downward", by=GERMAN.text("tag.movers.before"))
    page.get_by_role("region", name=order).wait_for()
    still(page)

    open_view(page, "tag.tab.answers")
    choose(page, GERMAN.text("tag.answers.whose"), GERMAN.text("tag.question_short.strategic"))
    narrowed(page)
    all_again(page)

    open_view(page, "tag.tab.groups")
    choose(page, GERMAN.text("tag.group_by"), GERMAN.text("tag.products"))
    page.get_by_text(re.compile("denn die verursachen Kunden")).first.wait_for()
    choose(page, GERMAN.text("tag.groups.which"), "Ersatzteile")
    narrowed(page)


def test_what_a_click_or_a_lasso_picks_on_the_other_pages(visit):
    page = visit("/listen")
    tab_to(page, "textarea", GERMAN.text("listen.questions.why_start"))
    page.keyboard.type("Wegen der Liefertreue")
    open_view(page, "listen.tab.guide")
    assert list(there(page).values("listen.why_start").values()) == ["Wegen der Liefertreue"]

    go_to(page, "care")
    open_view(page, "care.tab.quadrant")
    choose(page, GERMAN.text("care.quadrant.hint"), "Haslhofen")
    page.get_by_role("region", name="1 Kunde, davon 1 unter null").wait_for()
    into_table(page, "240 Kunden")
    close = page.get_by_role("button", name=GERMAN.text("parts.close"))
    press(page, "Space", close)
    tab_to(page, "input", GERMAN.text("drivers.quantity.rework_hours"))
    close_by(page, "Escape", close)

    go_to(page, "refill")
    into_table(page, "Segmente")
    press(page, "Space", page.get_by_role("heading", name=re.compile("neue Kunden im Plan|neuer Kunde im Plan")))
    assert len(there(page).get("refill.picks", default=[])) == 1
    open_view(page, "refill.tab.two")
    into_table(page, "Segmente")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name=re.compile(" und .* im Plan"))).to_be_visible()
    still(page)
    assert len(there(page).get("refill.picks", default=[])) == 2
    open_view(page, "refill.prospects.title")

    go_to(page, "upload")
    tab_to(page, "summary")
    press(page, "Enter", page.locator("details[open]"))
    page.on("filechooser", lambda _: None)  # asked for only with the key, the browser may hear of it after the key
    tab_to(page, '[data-testid="stFileUploaderDropzone"] button')
    with page.expect_file_chooser():
        page.keyboard.press("Enter")

    tab_to(page, "button", GERMAN.text("workspace.title"))
    open_and_close_drawer(page, "Enter")
    assert has_focus(page, "button", GERMAN.text("workspace.title"))


def test_a_table_hears_the_keys_wherever_the_mouse_lies(visit):
    """Streamlit takes keys in a table only while it believes the mouse to be over it."""
    page = visit("/tag")
    page.mouse.move(200, 400)
    page.mouse.move(700, 300)
    still(page)
    into_table(page, "240 Kunden")
    page.keyboard.press("ArrowDown")
    press(page, "Space", page.get_by_role("heading", level=4))
