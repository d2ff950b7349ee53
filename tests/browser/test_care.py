"""Step 4 in a real browser: the sample by click, a rate moved, a driver added, a set carried over, a decision taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle

CHART_TITLE = ".js-plotly-plot .gtitle"


@pytest.fixture
def care(visit) -> Page:  # type: ignore[no-untyped-def]
    """The care page with the sample, in German."""
    page = visit("/care")
    page.get_by_role("button", name="Beispiel-Portfolio laden").click(delay=50)
    page.get_by_text("Von 4,2", exact=False).first.wait_for(timeout=90_000)
    settle(page)
    return page


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click(delay=50)
    settle(page)


def pick(page: Page, label: str, option: str) -> None:
    box = page.locator('[data-testid="stSelectbox"]').filter(has_text=label).last.locator("input")
    box.evaluate("field => field.scrollIntoView({block: 'center'})")
    box.click(delay=50)
    box.fill(option)
    page.get_by_role("option", name=re.compile(option)).first.click(delay=50)
    expect(box).to_have_value(re.compile(option))
    settle(page)


def net(page: Page) -> str:
    return page.locator('[data-testid="stMetric"]').filter(has_text="Kundendeckungsbeitrag").first.inner_text()


def moved(page: Page, before: str) -> None:
    """Waits until net contribution shows another figure: a slider waits a moment before it reports."""
    page.wait_for_function(
        "before => [...document.querySelectorAll('[data-testid=\"stMetric\"]')]"
        ".find(metric => metric.innerText.includes('Kundendeckungsbeitrag')).innerText !== before",
        arg=before,
    )
    settle(page)


def end_of(page: Page, label: str) -> None:
    """Moves a slider to its upper end."""
    before = net(page)
    thumb = page.get_by_role("slider", name=re.compile(re.escape(label))).first
    thumb.focus()
    thumb.press("End")
    moved(page, before)


def test_a_slider_moves_figures_curve_and_table_together(care: Page) -> None:
    before = net(care)
    expect(care.locator(CHART_TITLE).first).to_contain_text("820")
    end_of(care, "Stundensatz")
    assert net(care) != before
    expect(care.locator(CHART_TITLE).first).not_to_contain_text("820")
    tab(care, "Wasserfall")
    expect(care.locator(CHART_TITLE).first).to_contain_text("Deckungsbeitrag")
    care.reload()
    settle(care)
    assert net(care) != before


def test_a_driver_of_ones_own_comes_from_a_column(care: Page) -> None:
    before = net(care)
    tab(care, "Eigene Kostentreiber")
    care.get_by_label("Wie soll er heißen?").fill("Betriebsgröße")
    care.get_by_label("Satz je Einheit").fill("20")
    care.get_by_role("button", name="Kostentreiber anlegen").click(delay=50)
    care.get_by_role("button", name="Entfernen").wait_for()
    settle(care)
    assert net(care) != before
    care.get_by_role("button", name="Entfernen").click(delay=50)
    care.get_by_role("button", name="Entfernen").wait_for(state="detached")
    settle(care)
    assert net(care) == before


def test_a_set_is_exported_and_gives_the_same_result_in_another_workspace(  # type: ignore[no-untyped-def]
    care: Page, visit, tmp_path: Path
) -> None:
    end_of(care, "Stundensatz")
    changed = net(care)
    tab(care, "Annahmen")
    with care.expect_download() as download:
        care.get_by_role("button", name="Als Datei (TOML)").click(delay=50)
    file = tmp_path / "set.toml"
    download.value.save_as(file)
    assert "hourly_rate = 200" in file.read_text(encoding="utf-8")
    care.get_by_role("button", name="Alles auf Standard").click(delay=50)
    moved(care, changed)
    standard = net(care)
    care.locator('[data-testid="stFileUploader"] input').set_input_files(file)
    care.get_by_role("button", name=re.compile("übernehmen")).click(delay=50)
    moved(care, standard)
    assert net(care) == changed


def test_a_customer_is_repaired_another_parted_and_two_plans_are_printed(care: Page, tmp_path: Path) -> None:
    for name, action in (("Haslhofen", "Reparieren"), ("Gerstkamp", "Freundlich trennen")):
        tab(care, "Entscheiden")
        pick(care, "Kunde", name)
        care.get_by_text(f"Was bräuchte es? – {name}", exact=False).wait_for()
        pick(care, "Ihre Entscheidung", action)
        if care.get_by_role("button", name="Leere Felder vorbereiten").count() == 0:
            care.get_by_text("Gesprächsplan", exact=True).click(delay=50)
            settle(care)
        care.get_by_role("button", name="Leere Felder vorbereiten").click(delay=50)
        settle(care)
    with care.expect_download() as download:
        care.get_by_role("button", name=re.compile("Alle 2 Pläne")).click(delay=50)
    plans = tmp_path / "plans.docx"
    download.value.save_as(plans)
    assert plans.read_bytes()[:2] == b"PK"
    tab(care, "Ziel ohne sie")
    expect(care.locator(CHART_TITLE).last).to_contain_text("Ohne 1 Kunden")
    care.reload()
    settle(care)
    tab(care, "Entscheiden")
    care.get_by_text("Gesprächsplan", exact=True).click(delay=50)
    expect(care.get_by_label("Worum wir bitten")).to_have_value(re.compile(r"\w+"))


@pytest.mark.parametrize("language", ["de-DE", "en-GB"])
def test_every_tab_opens_without_trouble(care: Page, language: str) -> None:
    if language.startswith("en"):
        care.get_by_text("English", exact=True).click(delay=50)
        settle(care)
    names = [tab.inner_text() for tab in care.get_by_role("tab").all()]
    for name in names:
        tab(care, name)
        assert care.locator('[data-testid="stException"]').count() == 0, name
        # Keys of messages and untouched placeholders would show as such.
        text = care.locator('[data-testid="stMain"]').inner_text()
        assert not re.search(r"\bcare\.[a-z]|\{[a-z]+[:}]|\bnan\b", text), name
