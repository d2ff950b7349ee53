"""While names are hidden, nothing of them reaches the browser: not in a page, a frame of its socket or a download."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import openpyxl
import pytest
from playwright.sync_api import Download, Page, expect

from analysis.care.own import DRIVER_FIELD, OwnDriver
from analysis.care.sets import SET_FIELD, AssumptionSet
from analysis.language import Language, messages
from analysis.refill.contracts import new_contract
from analysis.workspace.store import Workspace
from pages.parts.page import escaped
from pages.parts.upload_actions import SAMPLE, SAMPLE_FILES, SAMPLE_PROSPECTS
from pages.refill.contracts import today
from tests.browser.conftest import click, settle, views
from tests.browser.test_present import every_slide
from tests.browser.test_walk import every_tab, go_to, load_sample, workspace_of

GERMAN = Language("de")
PHRASE, AUTHOR, OWNER = "Zwetschgenröster-Vereinbarung", "Friedlinde Zappendorf", "Kunibert Zwölfthaler"
FIRM, SET, DRIVER, NAME = "Quellzauber Gerätebau", "Szenario Zwiebelfisch", "Kaffeefahrten Zwirbel", "Bei Zwackelmann"
TYPED = (PHRASE, AUTHOR, OWNER, FIRM, SET, DRIVER, NAME)


def rows(name: str) -> list[dict[str, str]]:
    text = (SAMPLE / name).read_bytes().decode("cp1252" if name == "rechnungen.csv" else "utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def words_of_the_sample() -> tuple[set[str], set[str]]:
    """Every name, of customers, firms, people and files, and every number of a customer."""
    sheet = openpyxl.load_workbook(SAMPLE / "kunden.xlsx", read_only=True)["Kunden"]
    customers = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0] and row[1]]
    names = {str(row[1]) for row in customers} | {str(row[6]) for row in customers if row[6]}
    names |= {row["Firma"] for row in (*rows("verluste.csv"), *rows(SAMPLE_PROSPECTS.name))}
    names |= {row["Mitarbeiter"] for row in rows("betreuung.csv")}
    names |= {row["Notiz"] for row in rows("antworten.csv") if row["Notiz"]}
    names -= {text for text in messages("de").values() if isinstance(text, str)}
    return names | {*SAMPLE_FILES, SAMPLE_PROSPECTS.name}, {str(row[0]) for row in customers}


class Record:
    """Everything the browser receives from now on."""

    def __init__(self, page: Page) -> None:
        self.received: list[bytes] = []
        page.on("response", self._response)
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))

    def _response(self, response) -> None:  # type: ignore[no-untyped-def]
        if "/static/" not in response.url and response.status == 200:
            self.received.append(response.url.encode())
            if response.request.resource_type in ("document", "fetch", "xhr"):
                self.received.append(response.body())

    def _frame(self, payload: str | bytes) -> None:
        self.received.append(payload.encode() if isinstance(payload, str) else payload)

    def take_file(self, download: Download, folder: Path) -> None:
        path = folder / download.suggested_filename
        download.save_as(path)
        self.received += [path.name.encode(), path.read_bytes()]
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as archive:
                self.received += [archive.read(name) for name in archive.namelist()]

    def found(self, words: set[str], numbers: set[str]) -> list[str]:
        """Those of the words and numbers that are in it, however a page or a chart spells them."""
        held = b"\n".join(self.received)
        ways = (str, escaped, html.escape, lambda word: json.dumps(word)[1:-1])
        there = [word for word in words if any(way(word).encode() in held for way in ways)]
        standing = {match.decode() for match in re.findall(rb"(?<![\w.,-])\d{5}(?![\w.,-])", held)}
        return there + sorted(numbers & standing)


def filed(page: Page) -> None:
    """Files words of every kind as if they were typed."""
    there = Workspace.open(workspace_of(page))
    assert there is not None
    there.describe(name=NAME)
    for field in ("tag.note", "listen.why_start", "listen.marks_note", "listen.check_note", "decision.note"):
        there.put(field, f"Die {PHRASE} gilt.", 1, who=AUTHOR)
    there.put_many({("listen.who", 1): OWNER, ("decision.owner", 1): OWNER, ("decision.action", 1): "repair"})
    there.put_many({(f"plan.{name}", 1): PHRASE for name in ("value", "ask")})
    there.put_many({("listen.themes.why_start", 1): ["Lieferzeit"], ("listen.house_note", 0): PHRASE})
    there.put(f"{SET_FIELD}{SET}", AssumptionSet(SET, {"care.hourly_rate": 99.0}).stored())
    there.put(f"{DRIVER_FIELD}{DRIVER}", OwnDriver(DRIVER, "orders", 5.0).stored())
    there.put_many(new_contract("c1", FIRM, None, today()))
    there.put_many({("assumption_note.care.hourly_rate", 0): PHRASE, ("contract.c1.owner", 0): OWNER})
    picks = [f"Außendienst={next(row for row in sellers())}", "Branche=Logistik"]
    there.put_many({("refill.picks", 0): picks, (f"refill.number.{picks[0]}", 0): 3, ("tag.answer", 0): PHRASE})


def sellers() -> list[str]:
    sheet = openpyxl.load_workbook(SAMPLE / "kunden.xlsx", read_only=True)["Kunden"]
    return [str(row[6]) for row in sheet.iter_rows(min_row=4, values_only=True) if row[6]]


def walk(page: Page) -> None:
    """All pages, with every tab and everything closed opened."""
    for _ in every_tab(page, GERMAN):
        for closed in page.locator('[data-testid="stExpander"] details:not([open]) > summary').all():
            if closed.is_visible():
                click(closed)
                settle(page)


@pytest.fixture
def shown(visit, server, monkeypatch) -> Page:  # type: ignore[no-untyped-def]
    """The sample with words of every kind, names in sight, the prospect list loaded."""
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))
    page = visit("/")
    load_sample(page, GERMAN)
    filed(page)
    go_to(page, "refill", GERMAN)
    click(views(page, GERMAN.text("refill.prospects.title")))
    click(page.get_by_role("button", name=GERMAN.text("refill.prospects.sample")))
    page.get_by_text(GERMAN.text("refill.prospects.export")).wait_for()
    settle(page)
    return page


def test_nothing_of_a_name_reaches_the_browser_while_names_are_hidden(shown, visit, tmp_path):
    words, numbers = words_of_the_sample()
    words |= set(TYPED)

    control = visit("/tag" + "?" + shown.url.partition("?")[2])
    seen = Record(control)
    control.reload()
    settle(control)
    go_to(control, "listen", GERMAN)
    click(views(control, GERMAN.text("listen.tab.themes")))
    control.get_by_text(PHRASE).wait_for()
    settle(control)
    found = seen.found(words, numbers)
    assert PHRASE in found and NAME in found
    assert numbers & set(found)
    assert len(set(found) - set(TYPED) - numbers) > 200

    # A new page whose address says so is hidden from its first byte on; the switch hides from the click on.
    fresh = visit("/")
    after_click, from_address = Record(shown), Record(fresh)
    click(shown.get_by_test_id("stSidebar").get_by_text(GERMAN.text("hidden.switch"), exact=True))
    shown.get_by_text(GERMAN.text("hidden.told")).first.wait_for()
    settle(shown)
    assert "hidden=1" in shown.url
    fresh.goto(shown.url)
    fresh.get_by_text(GERMAN.text("hidden.told")).first.wait_for()
    settle(fresh)
    walk(fresh)
    assert from_address.found(words, numbers) == []
    # A link of the sidebar in another tab, by a middle click or copied, hides them as well.
    for link in fresh.locator(".st-key-steps").get_by_role("link").all()[1:4:2]:
        other = fresh.context.new_page()
        from_link = Record(other)
        other.goto(urljoin(fresh.url, link.get_attribute("href") or ""))
        other.get_by_text(GERMAN.text("hidden.told")).first.wait_for()
        settle(other)
        assert len(b"".join(from_link.received)) > 10_000
        assert from_link.found(words, numbers) == []
        other.close()
    fresh.goto(shown.url + "&pointed=4")
    assert max(every_slide(fresh)) > 15
    expect(fresh.locator(".slide-title")).to_be_visible()
    go_to(shown, "tag", GERMAN)
    click(shown.get_by_text(GERMAN.text("tag.exchange.title")))
    for name in ("tag.exchange.xlsx", "tag.exchange.csv"):
        with shown.expect_download() as download:
            click(shown.get_by_role("button", name=GERMAN.text(name)))
        after_click.take_file(download.value, tmp_path)
    for record in (after_click, from_address):
        assert len(b"".join(record.received)) > 100_000
        assert record.found(words, numbers) == []
