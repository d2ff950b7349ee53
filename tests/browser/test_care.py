"""Step 4 in a real browser: the sample by click, a rate moved, a driver added, a set carried over, a decision taken."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from analysis.language import Language
from tests.browser.conftest import click, settle, views

CHART_TITLE = ".js-plotly-plot .gtitle"


@pytest.fixture
def care(visit) -> Page:  # type: ignore[no-untyped-def]
    """The care page with the sample, in German."""
    page = visit("/care")
    click(page.get_by_role("button", name="Beispiel-Portfolio laden"))
    page.get_by_text("Von 4.218", exact=False).first.wait_for(timeout=90_000)
    settle(page)
    return page


def tab(page: Page, name: str) -> None:
    click(views(page, name))
    settle(page)


def pick(page: Page, label: str, option: str) -> None:
    box = page.locator('[data-testid="stSelectbox"]').filter(has_text=label).last.locator("input")
    box.evaluate("field => field.scrollIntoView({block: 'center'})")
    click(box)
    box.fill(option)
    click(page.get_by_role("option", name=re.compile(option)).first)
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


def title(page: Page, panel: str, says: str) -> str:
    """The title of the chart on a tab, once the one that says so is drawn."""
    tab(page, panel)
    found = page.locator(CHART_TITLE).filter(has_text=says)
    expect(found).to_have_count(1)
    return found.text_content() or ""


def rows(page: Page) -> list[list[str]]:
    """The table of all customers as a screen reader has it: every row in sight."""
    grid = page.get_by_test_id("stDataFrame").last
    grid.scroll_into_view_if_needed()
    grid.locator("canvas table").wait_for(state="attached")
    cells = "row => [...row.querySelectorAll('th, td')].map(cell => cell.textContent)"
    return grid.locator("canvas table").evaluate(f"grid => [...grid.querySelectorAll('tr')].map({cells})")  # type: ignore[no-any-return]


def test_a_slider_moves_figures_curve_waterfall_and_table_together(care: Page) -> None:
    def everything() -> tuple[str, str, str, list[list[str]]]:
        return (
            net(care),
            title(care, "Kundenergebniskurve", "im Minus"),
            title(care, "Wasserfall", "Alle Kunden"),
            rows(care),
        )

    before = everything()
    end_of(care, "Stundensatz")
    after = everything()
    assert all(then != now for then, now in zip(before, after, strict=True))
    left = after[0].split("\n")[-1]
    assert left in after[2], "the waterfall ends where the figure stands"
    care.reload()
    settle(care)
    assert everything() == after


def test_what_the_time_equation_counts_can_be_picked_once_it_is_on(care: Page) -> None:
    off = net(care)
    switch, orders = (care.get_by_text(label, exact=True) for label in ("Zeitformel anwenden", "Aufträge zählen"))
    assert orders.count() == 0
    click(switch)
    moved(care, off)
    minutes = care.get_by_role("slider", name="Minuten je Auftrag")
    expect(minutes).to_have_count(1)
    click(orders)
    expect(minutes).to_have_count(0)
    click(switch)
    expect(orders).to_have_count(0)
    settle(care)
    assert net(care) == off


def test_a_driver_of_ones_own_comes_from_a_column(care: Page) -> None:
    before = net(care)
    tab(care, "Eigene Kostentreiber")
    care.get_by_label("Wie soll er heißen?").fill("Betriebsgröße")
    care.get_by_label("Satz je Einheit").fill("20")
    click(care.get_by_role("button", name="Kostentreiber anlegen"))
    care.get_by_role("button", name="Entfernen").wait_for()
    settle(care)
    assert net(care) != before
    click(care.get_by_role("button", name="Entfernen"))
    care.get_by_role("button", name="Entfernen").wait_for(state="detached")
    settle(care)
    assert net(care) == before


def test_a_set_is_saved_changed_compared_and_gives_the_same_result_in_another_workspace(
    care: Page, tmp_path: Path
) -> None:
    standard = net(care)
    end_of(care, "Stundensatz")
    dear = net(care)
    tab(care, "Annahmen")
    care.get_by_label("Name", exact=True).last.fill("Teure Stunde")
    click(care.get_by_role("button", name="Speichern", exact=True))
    care.get_by_text("Dieser Satz ist gleich dem jetzigen.").wait_for()
    with care.expect_download() as download:
        click(care.get_by_role("button", name="Als Datei (TOML)"))
    file = tmp_path / "set.toml"
    download.value.save_as(file)
    assert "hourly_rate = 200" in file.read_text(encoding="utf-8")
    click(care.get_by_role("button", name="Alles auf Standard"))
    moved(care, dear)
    assert net(care) == standard
    # Compared with what is saved: both results stand side by side.
    care.get_by_text(re.compile("mit „Teure Stunde“")).wait_for()

    click(care.get_by_role("button", name="Arbeitsbereiche"))
    click(care.get_by_role("dialog").get_by_role("tab", name="Neu", exact=True))
    click(care.get_by_role("dialog").get_by_role("button", name="Neuer Arbeitsbereich"))
    click(care.get_by_role("button", name="Beispiel-Portfolio laden"))
    care.get_by_text("Von 4.218", exact=False).first.wait_for(timeout=90_000)
    settle(care)
    assert net(care) == standard
    tab(care, "Annahmen")
    care.locator('[data-testid="stFileUploader"] input').set_input_files(file)
    click(care.get_by_role("button", name=re.compile("übernehmen")))
    moved(care, standard)
    assert net(care) == dear


def push(page: Page, label: str, key: str, times: int = 1) -> None:
    """Moves a slider of the levers by keys, and waits until what it brings is shown."""
    metric = page.locator('[data-testid="stMetric"]').filter(has_text="Mit diesen Hebeln")
    before = metric.inner_text()
    thumb = page.get_by_role("slider", name=re.compile(re.escape(label))).first
    thumb.focus()
    for _ in range(times):
        thumb.press(key)
    expect(metric).not_to_have_text(before, use_inner_text=True)
    settle(page)


def plan(page: Page) -> None:
    """Prefills the plan of the customer at hand, opening it where it is closed."""
    button = page.get_by_role("button", name="Leere Felder vorbereiten")
    if button.count() == 0:
        click(page.get_by_text("Gesprächsplan", exact=True))
        settle(page)
    click(button)
    expect(page.get_by_label("Worum wir bitten")).to_have_value(re.compile(r"\w+"))
    settle(page)


def test_a_losing_customer_is_repaired_another_parted_and_everything_is_there_after_a_reload(
    care: Page, tmp_path: Path
) -> None:
    tab(care, "Entscheiden")
    pick(care, "Kunde", "Haslhofen")
    care.get_by_text("Was bräuchte es? – Haslhofen", exact=False).wait_for()
    metrics = care.locator('[data-testid="stMetric"]')
    expect(metrics.filter(has_text="Heute")).to_contain_text("−74")
    push(care, "Gebühren, Anteil der Kosten", "End")
    push(care, "Preiserhöhung", "ArrowRight", 40)
    expect(metrics.filter(has_text="Mit diesen Hebeln")).not_to_contain_text("−")
    pick(care, "Ihre Entscheidung", "Reparieren")
    plan(care)
    expect(care.get_by_label("Worum wir bitten")).to_have_value(re.compile(r"Nacharbeit.*\n.*Preise um 4\s%"))
    pick(care, "Kunde", "Gerstkamp")
    care.get_by_text("Was bräuchte es? – Gerstkamp", exact=False).wait_for()
    pick(care, "Ihre Entscheidung", "Freundlich trennen")
    plan(care)
    with care.expect_download() as download:
        click(care.get_by_role("button", name=re.compile("Alle 2 Pläne")))
    file = tmp_path / "plans.docx"
    download.value.save_as(file)
    lines = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    heads = [line for line in lines if line.startswith("Gesprächsplan: ")]
    assert [head.split()[1] for head in heads] == ["Gerstkamp", "Haslhofen"]
    assert any(line.startswith("Die Preise um 4") for line in lines)

    def bridge() -> tuple[str, list[str]]:
        said = title(care, "Ziel ohne sie", "Ohne einen Kunden")
        return said, care.locator(".js-plotly-plot").last.locator(".ytick").all_text_contents()

    headline, steps = bridge()
    assert {"Heute", "Reparaturen", "verlorener Deckungsbeitrag", "Plan"} <= set(steps)
    care.reload()
    settle(care)
    assert bridge() == (headline, steps)
    tab(care, "Entscheiden")
    care.get_by_text("Was bräuchte es? – Gerstkamp", exact=False).wait_for()
    pick(care, "Kunde", "Haslhofen")
    care.get_by_text("Was bräuchte es? – Haslhofen", exact=False).wait_for()
    expect(care.get_by_role("slider", name="Preiserhöhung").first).to_have_value("0.04")
    click(care.get_by_text("Gesprächsplan", exact=True))
    expect(care.get_by_label("Worum wir bitten")).to_have_value(re.compile(r"Preise um 4\s%"))


@pytest.mark.parametrize("language", ["de-DE", "en-GB"])
def test_every_tab_opens_without_trouble(care: Page, language: str) -> None:
    if language.startswith("en"):
        click(care.get_by_text("English", exact=True))
        views(care, Language("en").text("care.tab.whale")).wait_for()
        settle(care)
    names = [view.inner_text() for view in views(care).all()]
    assert len(names) == 12
    for name in names:
        tab(care, name)
        assert care.locator('[data-testid="stException"]').count() == 0, name
        # Keys of messages and untouched placeholders would show as such.
        text = care.locator('[data-testid="stMain"]').inner_text()
        assert not re.search(r"\bcare\.[a-z]|\{[a-z]+[:}]|\bnan\b", text), name
