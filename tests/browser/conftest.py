"""The real app on a server of its own, and a real headless Chromium to use it with."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analysis.language import LANGUAGES, Language

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@dataclass
class Server:
    """A running app. ``stop(kill=True)`` ends it as a power cut would."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def stop(self, kill: bool = False) -> None:
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(20)


def start(home: Path, log: Path, script: str = "app.py", port: int = 0, **environment: str) -> Server:
    """Starts the app, or another script, with its data in ``home`` and waits until it answers."""
    with socket.socket() as probe:
        probe.bind(("localhost", port))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", script),
            *("--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KEEPWORTHY_HOME": str(home), **environment},
        stdout=log.open("ab"),
        stderr=subprocess.STDOUT,
    )
    server = Server(home, port, process)
    for _ in range(1_200):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=1).read()
            return server
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    process.kill()
    raise RuntimeError(f"The app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser; without one the tests are skipped, and fail where KEEPWORTHY_REQUIRE_BROWSER says so."""
    if CHROMIUM is None:
        if os.environ.get("KEEPWORTHY_REQUIRE_BROWSER"):
            pytest.fail("No Chromium on this machine, and KEEPWORTHY_REQUIRE_BROWSER is set.")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh server with an empty home. Its log must hold no traceback when the test ends."""
    with running(tmp_path) as server:
        yield server


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Such a server in ``folder``."""
    log = folder / "server.log"
    server = start(folder / "home", log)
    try:
        yield server
    finally:
        server.stop()
    assert "Traceback" not in log.read_text(errors="replace"), log.read_text(errors="replace")[-4000:]


@pytest.fixture
def visit(chromium, server):  # type: ignore[no-untyped-def]
    """Opens a page of the app in a new browser context: ``visit("/care", language="de-DE")``."""
    contexts = []

    def open_page(path: str = "/", language: str = "de-DE", width: int = 1440, height: int = 900):  # type: ignore[no-untyped-def]
        context = chromium.new_context(locale=language, viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(server.address + path)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def views(page: Page, name: str | None = None) -> Locator:
    """The views of a page that can be opened (see ``pages/parts/tabs.py``), or the one called ``name``."""
    words = re.compile(f"^({'|'.join(Language(code).text('parts.view') for code in LANGUAGES)})$")
    lists = page.get_by_test_id("stMain").get_by_role("radiogroup", name=words)
    return lists.get_by_role("radio", name=name, exact=name is not None)


def every_view(page: Page, step: str) -> list[Locator | None]:
    """The views of a step's page, to open one after the other; None for the page that has none."""
    found = views(page).all()
    assert bool(found) == (step != "upload"), f"{step} has {len(found)} views"
    return [*found] or [None]


def settle(page: Page) -> None:
    """Waits until the app has drawn itself and no run is under way."""
    page.wait_for_selector('[data-testid="stMain"]')
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function('!document.querySelector(\'[data-testid="stSkeleton"], [data-testid="stSpinner"]\')')


def click(element: Locator, **more: Any) -> None:
    """Clicks on an element as a hand does: once it stood still for ten frames, and with some time until the button is
    let go. What opens above an element takes its size in a moment, and a button that moves meanwhile is not clicked."""
    element.evaluate(
        """element => new Promise(done => {
            let before = null, still = 0;
            const look = () => {
                const top = element.getBoundingClientRect().top;
                still = top === before ? still + 1 : 0;
                before = top;
                still >= 10 ? done() : requestAnimationFrame(look);
            };
            look();
        })"""
    )
    element.click(delay=50, **more)
