"""Kills the real server at random moments while a browser types and uploads (see ``tests/workspace/kill_server``)."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

from analysis.workspace import home, uploads
from analysis.workspace.check import check_all
from analysis.workspace.store import Workspace
from analysis.workspace.tables import kept_portfolio
from tests.browser.conftest import CHROMIUM, FLAGS, ROOT, Server, settle, start

SAMPLE = ROOT / "sample_data"


def kill_servers(kills: int, chance: random.Random) -> str:
    """Kills ``kills`` servers; returns what was done. Raises ``AssertionError`` where anything shown to a second
    window as saved is missing after."""
    folder = Path(tempfile.mkdtemp())
    seen = uploaded = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        server = start(home.home(), folder / "server.log", "tests/browser/typing_page.py")
        workspace_id = Workspace.create().id
        last: dict[int, str] = {}
        for number in range(kills):
            uploading = number % 3 == 2
            if uploading:
                uploaded += upload_until_killed(browser, server, workspace_id, number, chance)
            else:
                seen += type_until_killed(browser, server, workspace_id, number, chance, last)
            script = "app.py" if number % 3 == 1 else "tests/browser/typing_page.py"
            server = start(home.home(), folder / "server.log", script)
            troubles = {name: problems for name, problems in check_all().items() if problems}
            assert not troubles, troubles
            look(browser, server, workspace_id, last, script)
        server.stop()
        browser.close()
    shutil.rmtree(folder)
    return (
        f"{kills} kills of the server; {seen} edits seen by a second window and {uploaded} uploads seen done: "
        "nothing is missing, the workspace opens, the check is clean."
    )


def type_until_killed(
    browser: Any, server: Server, workspace_id: str, number: int, chance: random.Random, last: dict[int, str]
) -> int:
    """Types until the kill; files in ``last`` what the other window has shown. Returns how many edits that were."""
    windows = [browser.new_page() for _ in range(2)]
    for page in windows:
        page.goto(f"{server.address}/?workspace={workspace_id}")
        settle(page)
    end, seen = time.monotonic() + chance.uniform(2, 9), 0
    try:
        while time.monotonic() < end:
            customer = chance.randint(1, 5)
            text = f"kill {number}, text {seen}"
            note = windows[0].get_by_label(f"Note {customer}")
            note.fill(text)
            if chance.random() < 0.5:
                note.blur()
            other = windows[1].get_by_label(f"Note {customer}")
            while other.input_value() != text and time.monotonic() < end:
                time.sleep(0.05)
            if other.input_value() == text:
                last[customer] = text
                seen += 1
    finally:
        server.stop(kill=True)
        for page in windows:
            page.close()
    return seen


def upload_until_killed(browser: Any, server: Server, workspace_id: str, number: int, chance: random.Random) -> int:
    """Drops a file and kills at a random moment of its way; returns 1 where it was shown as done before."""
    page = browser.new_page(locale="en-GB")
    page.goto(f"{server.address}/?workspace={workspace_id}")
    settle(page)
    page.locator('input[type="file"]').first.set_input_files(SAMPLE / "rechnungen.csv")
    end = time.monotonic() + chance.uniform(0.1, 8)
    done = 0
    while time.monotonic() < end and not done:
        done = int(bool(page.get_by_text(re.compile(r"\d+ customers")).count()))
        time.sleep(0.05)
    server.stop(kill=True)
    page.close()
    if done:
        workspace = Workspace.open(workspace_id)
        assert workspace and kept_portfolio(workspace) is not None and uploads.files(workspace), "the upload is missing"
    return done


def look(browser: Any, server: Server, workspace_id: str, last: dict[int, str], script: str) -> None:
    """Whether everything the other window had shown is shown again, after the file itself says so."""
    workspace = Workspace.open(workspace_id)
    assert workspace is not None
    filed = workspace.history(limit=1_000_000, prefix="listen.note")
    for customer, text in last.items():
        assert text in set(filed.loc[filed["customer_id"] == customer, "after"]), f"{text} is missing"
    page = browser.new_page()
    page.goto(f"{server.address}/?workspace={workspace_id}")
    try:
        settle(page)
        if script != "app.py":
            for customer in last:
                assert page.get_by_label(f"Note {customer}").input_value() == workspace.get("listen.note", customer)
    except Error as trouble:
        raise AssertionError(f"the page does not open: {trouble}") from trouble
    finally:
        page.close()
