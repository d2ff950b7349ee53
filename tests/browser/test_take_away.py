"""Files that take a while to be written: each says so, comes by itself, is written once, and is not lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from analysis.language import Language
from analysis.workspace.store import Workspace
from tests.browser.conftest import Server, click, settle, start, views
from tests.browser.test_walk import go_to, load_sample, workspace_of

GERMAN = Language("de")
LOG = "written.log"
WRITING = re.compile(f"{GERMAN.text('parts.writing')}|{GERMAN.text('care.take.making')}")
WATCH = """() => {
    window.said = [];
    new MutationObserver(() => {
        for (const one of document.querySelectorAll('[data-testid="stSpinner"]')) window.said.push(one.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
"""Remembers what is said while something is being done."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The app with slow files, in place of the app."""
    log = tmp_path / "server.log"
    written = str(tmp_path / "home" / LOG)
    running = start(tmp_path / "home", log, "tests/browser/slow_app.py", WRITTEN=written)
    yield running
    running.stop()
    assert "Traceback" not in log.read_text(errors="replace"), log.read_text(errors="replace")[-4000:]


@pytest.fixture
def page(visit, server, monkeypatch) -> Page:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))
    page = visit("/")
    load_sample(page, GERMAN)
    return page


def written(server: Server) -> int:
    """How many files were written so far."""
    return len((server.home / LOG).read_text().splitlines()) if (server.home / LOG).exists() else 0


def file_of(page: Page, button: Locator, path: Path) -> bytes:
    with page.expect_download() as download:
        click(button)
    download.value.save_as(path)
    return path.read_bytes()


def expand(page: Page, label: str) -> None:
    click(page.locator('[data-testid="stExpander"] details:not([open]) > summary', has_text=label).first)
    settle(page)


def tab(page: Page, key: str) -> None:
    click(views(page, GERMAN.text(key)).first)
    settle(page)


def button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=GERMAN.text(key)).first


def tag_list(kind: str) -> Callable[[Page], Locator]:
    def opened(page: Page) -> Locator:
        go_to(page, "tag", GERMAN)
        if not button(page, f"tag.exchange.{kind}").is_visible():
            expand(page, GERMAN.text("tag.exchange.title"))
        return button(page, f"tag.exchange.{kind}")

    return opened


def table(page: Page) -> Locator:
    go_to(page, "tag", GERMAN)
    return button(page, "parts.take_table")


def interview(kind: str) -> Callable[[Page], Locator]:
    def opened(page: Page) -> Locator:
        go_to(page, "listen", GERMAN)
        tab(page, "listen.tab.guide")
        return button(page, f"listen.guide.{kind}")

    return opened


def set_aside(page: Page) -> Locator:
    go_to(page, "upload", GERMAN)
    expand(page, "zur Seite gelegt")
    return button(page, "upload.aside.download")


def workbook(page: Page) -> Locator:
    go_to(page, "care", GERMAN)
    tab(page, "care.tab.take")
    return button(page, "care.take.make")


def plans(page: Page) -> Locator:
    there = Workspace.open(workspace_of(page))
    assert there is not None
    there.put_many({("plan.value", customer): "Wert" for customer in (1, 2)})
    go_to(page, "care", GERMAN)
    tab(page, "care.tab.decide")
    expand(page, GERMAN.text("care.plan.title"))
    return page.get_by_role("button", name=GERMAN.text("care.plan.download_all", n=2))


def prospects(page: Page) -> Locator:
    go_to(page, "refill", GERMAN)
    tab(page, "refill.prospects.title")
    click(button(page, "refill.prospects.sample"))
    page.get_by_text(GERMAN.text("refill.prospects.export")).wait_for()
    settle(page)
    return button(page, "refill.prospects.export")


def workspace(page: Page) -> Locator:
    click(page.get_by_test_id("stSidebar").get_by_role("button", name=GERMAN.text("workspace.title")))
    page.get_by_role("dialog").wait_for()
    return page.get_by_role("dialog").get_by_role("button", name=GERMAN.text("workspace.export"))


KINDS = {
    "table.csv": table,
    "tags.xlsx": tag_list("xlsx"),
    "tags.csv": tag_list("csv"),
    "interview.docx": interview("docx"),
    "interview.xlsx": interview("xlsx"),
    "workbook.xlsx": workbook,
    "plans.docx": plans,
    "prospects.csv": prospects,
    "set_aside.csv": set_aside,
    "out.keepworthy": workspace,
}


def test_each_file_says_that_it_is_written_comes_by_itself_and_is_written_once(page, server, tmp_path):
    for name, opened in KINDS.items():
        at = opened(page)
        at.wait_for()
        settle(page)
        before = written(server)
        page.evaluate(WATCH)
        with page.expect_download() as download:
            click(at)
        download.value.save_as(tmp_path / name)
        settle(page)
        assert any(WRITING.search(said) for said in page.evaluate("window.said")), name
        first = (tmp_path / name).read_bytes()
        assert first and written(server) == before + 1, name
        assert file_of(page, at, tmp_path / f"again-{name}") == first, name
        assert written(server) == before + 1, name


def test_what_is_done_while_a_file_is_written_loses_nothing(page, server, tmp_path):
    at = tag_list("csv")(page)
    with page.expect_download() as download:
        click(at)
        page.get_by_text(WRITING).first.wait_for()
        page.get_by_label(GERMAN.text("tag.search")).fill("Haslhofen")
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "all.csv")
    page.get_by_test_id("stDownloadButton").get_by_role("button", name=GERMAN.text("tag.exchange.csv")).wait_for(
        state="detached"
    )
    settle(page)
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()) > 200
    # What is shown now is another list: it is not offered before it is written.
    before = written(server)
    assert len(file_of(page, at, tmp_path / "few.csv").decode("utf-8-sig").splitlines()) < 10
    assert written(server) == before + 1


def test_a_list_asked_for_before_names_are_hidden_comes_without_them(page, tmp_path):
    taken: list[Download] = []
    page.on("download", lambda download: taken.append(download))
    at = tag_list("csv")(page)
    with page.expect_download():
        click(at)
        page.get_by_text(WRITING).first.wait_for()
        click(page.get_by_test_id("stSidebar").get_by_text(GERMAN.text("hidden.switch"), exact=True))
        page.get_by_text(GERMAN.text("hidden.told")).first.wait_for()
    settle(page)
    file_of(page, at, tmp_path / "again.csv")
    texts = [Path(download.path()).read_text(encoding="utf-8-sig") for download in taken]
    assert len(texts) == 2 and all(len(text.splitlines()) > 200 and "Haslhofen" not in text for text in texts)


def test_a_file_is_there_when_one_comes_back_to_its_page(page, server, tmp_path):
    at = workbook(page)
    click(at)
    page.get_by_text(WRITING).first.wait_for()
    go_to(page, "listen", GERMAN)
    assert written(server) == 1
    at = workbook(page)
    expect(
        page.get_by_test_id("stDownloadButton").get_by_role("button", name=GERMAN.text("care.take.make"))
    ).to_be_visible()
    assert file_of(page, at, tmp_path / "book.xlsx")[:2] == b"PK"
    assert written(server) == 1
