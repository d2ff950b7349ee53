"""Step 5 as a sales manager works it: segments by click and box, the plan, prospects, a test contract, a reload."""

import re
from pathlib import Path

import pytest

from analysis.language import Language
from tests.browser.conftest import click, settle, views
from tests.browser.test_walk import go_to, load_sample

LANGUAGE = Language("de")
PROSPECTS = Path(__file__).parents[2] / "sample_data" / "interessenten.csv"
POINTS = """() => { const trace = document.querySelector('.js-plotly-plot')._fullData[0];
  return trace.customdata.map((entry, place) => [entry[0], trace.marker.line.width[place], trace.y[place]]) }"""
ROWS = """grid => [...grid.querySelectorAll('tr')].map(
  row => [...row.querySelectorAll('th, td')].map(cell => cell.textContent))"""


def text(key: str, **values: object) -> str:
    return LANGUAGE.text(f"refill.{key}", **values)


def tab(page, key: str) -> None:
    views(page, text(key)).click()
    settle(page)


def chart(page):
    return page.locator(".js-plotly-plot").filter(visible=True).first


def click_segment(page, place: int) -> None:
    """Clicks again, as a person would, where the chart was drawn anew under the click."""
    picked = len(picks(page))
    for _ in range(4):
        click(chart(page).locator(".points path").nth(place), force=True)
        page.wait_for_timeout(2_000)
        settle(page)
        if len(picks(page)) > picked:
            break
    until_picked(page, picked + 1)


def box_around(page, place: int) -> None:
    picked = len(picks(page))
    chart(page).hover()
    page.locator('.modebar-btn[data-title="Auswahl mit Rahmen"]').first.click()
    at = chart(page).locator(".points path").nth(place).bounding_box()
    page.mouse.move(at["x"] - 12, at["y"] - 12)
    page.mouse.down()
    page.mouse.move(at["x"] + at["width"] + 12, at["y"] + at["height"] + 12, steps=8)
    page.mouse.up()
    until_picked(page, picked + 1)


def picks(page) -> list[str]:
    """The keys of the segments ringed in the chart, as the chart itself has them."""
    return [key for key, width, _ in page.evaluate(POINTS) if width > 1]


def until_picked(page, many: int) -> None:
    page.wait_for_function(f"() => ({POINTS})().filter(entry => entry[1] > 1).length === {many}")
    settle(page)


def table(page) -> list[list[str]]:
    """The segments' table as a screen reader has it: the header, then every row in sight."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    grid.locator("canvas table").wait_for(state="attached")
    return grid.locator("canvas table").evaluate(ROWS)


def heading(page) -> str:
    return page.get_by_test_id("stMain").get_by_role("heading", level=4).first.inner_text()


def test_segments_plan_prospects_and_a_test_contract_are_there_after_a_reload(visit):
    page = visit("/")
    load_sample(page, LANGUAGE)
    go_to(page, "refill", LANGUAGE)
    before = page.get_by_test_id("stMetricValue").all_inner_texts()

    click_segment(page, 0)
    one = page.get_by_test_id("stMetricValue").all_inner_texts()
    click_segment(page, 1)
    box_around(page, 6)
    page.get_by_role("heading", name=re.compile(r"Medizintechnik.*Lebensmitteltechnik.*Automobilzulieferer")).wait_for()
    plan = page.get_by_test_id("stMetricValue").all_inner_texts()
    assert len({tuple(before), tuple(one), tuple(plan)}) == 3

    header, *rows = table(page)
    columns = {name: header.index(name) for name in (text("column.mark"), text("column.shrunk"))}
    assert [row[columns[text("column.mark")]] for row in rows].count("✓") == 3
    drawn = [amount for _, _, amount in page.evaluate(POINTS)]
    assert [float(row[columns[text("column.shrunk")]]) for row in rows] == pytest.approx(drawn)

    tab(page, "prospects.title")
    page.locator('input[type="file"]').last.set_input_files(PROSPECTS)
    page.get_by_text(text("prospects.read", n=60, file="interessenten.csv")).wait_for()
    settle(page)
    checked = page.get_by_text(re.compile("Probe an Ihren eigenen Kunden")).inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name=text("prospects.export")).click()
    ranked = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(ranked) == 63 and ranked[-2] == "" and "keepworthy" in ranked[-1]
    assert "Im Zielsegment „Branche: Lebensmitteltechnik“; dafür: " in ranked[1]

    tab(page, "contracts.title")
    page.get_by_label(text("contracts.who")).fill("Probe GmbH")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=text("contracts.new")).click()
    criterion = page.get_by_label(text("contracts.success"))
    criterion.click()
    criterion.press_sequentially("Marge über 12 %", delay=20)
    page.get_by_label(text("contracts.exit")).click()
    settle(page)

    answer = heading(page)
    page.reload()
    settle(page)
    tab(page, "prospects.title")
    page.get_by_text(text("prospects.read", n=60, file="interessenten.csv")).wait_for()
    settle(page)
    assert heading(page) == answer
    assert len(picks(page)) == 3
    assert page.get_by_test_id("stMetricValue").all_inner_texts() == plan
    assert page.get_by_text(re.compile("Probe an Ihren eigenen Kunden")).inner_text() == checked
    tab(page, "contracts.title")
    page.get_by_role("paragraph").filter(has_text="Probe GmbH").click()
    assert page.get_by_label(text("contracts.success")).input_value() == "Marge über 12 %"


def test_a_square_and_a_found_profile_are_picked_too(visit):
    page = visit("/")
    load_sample(page, LANGUAGE)
    go_to(page, "refill", LANGUAGE)
    tab(page, "tab.two")
    click_segment(page, 0)
    (square,) = picks(page)
    assert square.count("=") == 2
    views(page, text("tab.many")).click()
    page.get_by_role("button", name=text("search.pick")).first.click()
    page.get_by_role("button", name=text("search.unpick")).first.wait_for()
    settle(page)
    assert "besser als Zufall" in page.get_by_test_id("stMain").inner_text()
    assert heading(page).count("Branche: ") == 2
