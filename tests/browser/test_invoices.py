"""What the invoices know, in a real browser: from the customer at risk to price, lever and conversation plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analysis.language import Language
from tests.browser.conftest import click, settle, views
from tests.browser.test_care import pick, tab
from tests.browser.test_upload import drop
from tests.browser.test_walk import go_to

NAME = "Ulfenstegen Karosserieteile"
ROW, HEIGHT, HEAD = 3, 33, 34
GERMAN = Language("de")
MARKED, OTHERS = "Alsterwerft Kranbau", [f"Kunde {letter} GmbH" for letter in "ABCDEFG"]


@pytest.fixture
def tag(visit) -> Page:  # type: ignore[no-untyped-def]
    """The tag page with the sample, in German."""
    page = visit("/tag")
    click(page.get_by_role("button", name="Beispiel-Portfolio laden"))
    views(page, "Gefährdet").wait_for(timeout=90_000)
    settle(page)
    return page


def test_from_a_customer_at_risk_to_the_price_the_lever_and_the_plan(tag: Page) -> None:
    tab(tag, "Gefährdet")
    expect(tag.get_by_text("gefährdete Kunden, davon")).to_be_visible()
    rows = tag.locator('[data-testid="stDataFrame"]').first
    click(rows, position={"x": 15, "y": HEAD + HEIGHT * ROW + HEIGHT // 2})
    card = tag.get_by_role("dialog")
    expect(card.get_by_text("Fairer Preis: nein")).to_be_visible()
    expect(card).to_contain_text(NAME)
    corridor = card.locator(".js-plotly-plot .gtitle", has_text="fehlen zum")
    expect(corridor).to_contain_text("Ersatzteile")
    expect(card.get_by_text("Könnte kaufen")).to_be_visible()
    tag.keyboard.press("Escape")

    click(tag.get_by_role("link", name=re.compile("Rechnen")))
    views(tag, "Entscheiden").wait_for()
    settle(tag)
    tab(tag, "Entscheiden")
    pick(tag, "Kunde", NAME)
    expect(tag.get_by_text("Der Vergleichspreis verlangt")).to_contain_text("Ersatzteile")
    click(tag.get_by_role("button", name="Preis bis zum Vergleichspreis übernehmen"))
    expect(tag.get_by_text("Der Vergleichspreis verlangt")).to_have_count(0)
    settle(tag)
    click(tag.get_by_text("Gesprächsplan").first)
    click(tag.get_by_role("button", name="Leere Felder vorbereiten"))
    settle(tag)
    expect(tag.get_by_label("Was stattdessen möglich ist")).to_have_value(
        re.compile("Auch Sensorik und Wartung und Service bei uns kaufen")
    )
    expect(tag.get_by_label("Worum wir bitten")).to_have_value(re.compile("zahlen für Ersatzteile .* mehr je Einheit"))


def invoices(folder: Path, price: int) -> Path:
    """Eight customers buy the same quantity of one product each month, all but one for 100 € a unit; the one, at
    ``price``, buys a service as well that makes it the best."""
    rows = ["Rechnungsnummer;Rechnungsdatum;Kunde;Artikelgruppe;Menge;Nettobetrag in EUR;Wareneinsatz"]
    for month in range(1, 13):
        for name in (MARKED, *OTHERS):
            net = 10 * (price if name == MARKED else 100)
            rows.append(f"R{len(rows)};15.{month:02}.2025;{name};Sensorik;10;{net},00;300,00")
        rows.append(f"R{len(rows)};20.{month:02}.2025;{MARKED};Wartung;1;5000,00;1000,00")
    path = folder / "rechnungen.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_persons_mark_fair_price_yes_survives_a_new_upload_that_suggests_no(visit, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = visit("/")
    drop(page, invoices(tmp_path, 100))
    page.get_by_text(GERMAN.text("upload.tables")).wait_for(timeout=60_000)
    settle(page)
    go_to(page, "listen", GERMAN)
    expect(page.get_by_text(MARKED).first).to_be_visible()
    said = page.get_by_test_id("stMain")
    expect(said.get_by_text("Fairer Preis: ja (Vorschlag)").first).to_be_visible()
    expect(page.get_by_text("Vorschlag der Rechnungen: 5 von 5.")).to_be_visible()
    marks = page.get_by_role("radiogroup", name=GERMAN.text("listen.marks.pays_fair_price"))
    click(marks.get_by_role("radio", name="4"))
    settle(page)

    go_to(page, "upload", GERMAN)
    drop(page, invoices(tmp_path, 60))
    page.get_by_test_id("stMetricValue").filter(has_text="151").wait_for(timeout=60_000)
    settle(page)
    go_to(page, "listen", GERMAN)
    expect(page.get_by_text("Vorschlag der Rechnungen: 1 von 5.")).to_be_visible()
    expect(marks.get_by_role("radio", name="4")).to_be_checked()
    click(page.get_by_text(GERMAN.text("listen.card")))
    card = said.get_by_test_id("stExpander").filter(has_text=GERMAN.text("listen.card"))
    expect(card.get_by_text("Fairer Preis: nein (Vorschlag)")).to_be_visible()
    mark = re.compile(r"Fairer Preis: ja, im Gespräch vermerkt \(4 von 5; Sie, \d\d\.\d\d\.\d{4}\)")
    expect(card.get_by_text(mark)).to_be_visible()
