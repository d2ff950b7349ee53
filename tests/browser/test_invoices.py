"""What the invoices know, in a real browser: from the customer at risk to price, lever and conversation plan."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle
from tests.browser.test_care import pick, tab

NAME = "Ulfenstegen Karosserieteile"
ROW, HEIGHT, HEAD = 3, 33, 34


@pytest.fixture
def tag(visit) -> Page:  # type: ignore[no-untyped-def]
    """The tag page with the sample, in German."""
    page = visit("/tag")
    page.get_by_role("button", name="Beispiel-Portfolio laden").click(delay=50)
    page.get_by_role("tab", name="Gefährdet", exact=True).wait_for(timeout=90_000)
    settle(page)
    return page


def test_from_a_customer_at_risk_to_the_price_the_lever_and_the_plan(tag: Page) -> None:
    tab(tag, "Gefährdet")
    expect(tag.get_by_text("gefährdete Kunden, davon")).to_be_visible()
    rows = tag.locator('[data-testid="stDataFrame"]').first
    rows.click(position={"x": 15, "y": HEAD + HEIGHT * ROW + HEIGHT // 2}, delay=50)
    card = tag.get_by_role("dialog")
    expect(card.get_by_text("Fairer Preis: nein")).to_be_visible()
    expect(card).to_contain_text(NAME)
    corridor = card.locator(".js-plotly-plot .gtitle", has_text="fehlen zum")
    expect(corridor).to_contain_text("Ersatzteile")
    expect(card.get_by_text("Könnte kaufen")).to_be_visible()
    tag.keyboard.press("Escape")

    tag.get_by_role("link", name=re.compile("Rechnen")).click(delay=50)
    tag.get_by_role("tab", name="Entscheiden", exact=True).wait_for()
    settle(tag)
    tab(tag, "Entscheiden")
    pick(tag, "Kunde", NAME)
    expect(tag.get_by_text("Der Vergleichspreis verlangt")).to_contain_text("Ersatzteile")
    tag.get_by_role("button", name="Preis bis zum Vergleichspreis übernehmen").click(delay=50)
    expect(tag.get_by_text("Der Vergleichspreis verlangt")).to_have_count(0)
    settle(tag)
    tag.get_by_text("Gesprächsplan").first.click(delay=50)
    tag.get_by_role("button", name="Leere Felder vorbereiten").click(delay=50)
    settle(tag)
    expect(tag.get_by_label("Was stattdessen möglich ist")).to_have_value(
        re.compile("Auch Sensorik und Wartung und Service bei uns kaufen")
    )
    expect(tag.get_by_label("Worum wir bitten")).to_have_value(re.compile("zahlen für Ersatzteile .* mehr je Einheit"))
