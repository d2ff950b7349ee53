"""What a person waits for, in Chromium: our pages beside a bare Streamlit page with one slider and one chart."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.measure import Line, Size, spent
from tests.browser.conftest import CHROMIUM, FLAGS, Server, settle, start

BARE = "tests/benchmarks/bare_page.py"
MOVES = 8
_WATCH = """
window.marks = {pressed: 0, drawn: 0, told: 0, shown: 0};
addEventListener('keydown', () => { window.marks = {pressed: performance.now(), drawn: 0, told: 0, shown: 0}; }, true);
new MutationObserver(changes => {
  const inside = ({target}, where) => (target.closest ? target : target.parentElement)?.closest(where);
  if (changes.some(change => inside(change, '.js-plotly-plot .main-svg'))) window.marks.drawn = performance.now();
  if (changes.some(change => change.type !== 'attributes' && inside(change, '[data-testid="stMain"]')
      && !inside(change, '[data-testid="stSlider"]'))) {
    window.marks.shown = performance.now();
    window.marks.told ||= window.marks.shown;
  }
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
_QUIET = "() => window.marks.shown && performance.now() - Math.max(window.marks.drawn, window.marks.shown) > 500"
_POINTS = "() => document.querySelector('.js-plotly-plot')._fullData.reduce((n, trace) => n + (trace._length || 0), 0)"


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def serving(home: Path, script: str = "app.py", **environment: str) -> Iterator[Server]:
    running = start(home, home.parent / f"{Path(script).stem}.log", script, **environment)
    try:
        yield running
    finally:
        running.stop()


class Visit:
    """A page in a browser context of its own, with the bytes that reach it."""

    def __init__(self, browser: Browser, address: str) -> None:
        context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
        context.add_init_script(_WATCH)
        self.bytes = 0
        self.page: Page = context.new_page()
        self.page.set_default_timeout(60_000)
        wire = context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.webSocketFrameReceived", self._frame)
        wire.on("Network.dataReceived", self._data)
        self.page.goto(address)
        self.wait()

    def _frame(self, event: dict[str, Any]) -> None:
        response = event["response"]
        self.bytes += len(response["payloadData"]) * 3 // 4 if response["opcode"] == 2 else len(response["payloadData"])

    def _data(self, event: dict[str, Any]) -> None:
        self.bytes += event["dataLength"]

    def wait(self) -> None:
        """Until the chart stands still and nothing runs."""
        self.page.wait_for_function(_QUIET)
        settle(self.page)
        self.page.wait_for_function(_QUIET)

    @property
    def drawn(self) -> float:
        """Seconds from the navigation to the chart as it stands."""
        return self.page.evaluate("window.marks.drawn") / 1000

    @property
    def told(self) -> float:
        """Seconds from the last move to the first words that tell something new."""
        marks = self.page.evaluate("window.marks")
        return (marks["told"] - marks["pressed"]) / 1000

    def move(self, until: str) -> tuple[float, int]:
        """Presses a key on the first slider: seconds until the chart was ``drawn`` anew, the first words beside it
        ``told`` what is new, or the whole page was ``shown`` anew; and bytes until all was quiet."""
        before = self.bytes
        self.page.get_by_test_id("stMain").get_by_role("slider").first.press("ArrowRight")
        self.wait()
        marks = self.page.evaluate("window.marks")
        return (marks[until] - marks["pressed"]) / 1000, self.bytes - before


def moved(path: str, customers: int, until: str) -> tuple[float, float, float, int, float]:
    """Median seconds of a move on our page and on the bare one, our bytes per move and points in the chart, and the
    median seconds until the first words told what is new; a move here, a move there, so that other load meets both."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        home = Path(folder) / "home"
        spent("homes:filled", home=home, customers=customers)
        with serving(home) as ours:
            mine = Visit(browser, ours.address + path)
            points = mine.page.evaluate(_POINTS)
            with serving(home, BARE, BENCHMARK_POINTS=str(points)) as bare:
                least = Visit(browser, bare.address)
                # always onwards: a value seen before would be found ready
                both = [(mine.move(until), mine.told, least.move("drawn")) for _ in range(MOVES + 1)][1:]
    return (
        median(here for (here, _), _, _ in both),
        median(there for _, _, (there, _) in both),
        max(size for (_, size), _, _ in both),
        points,
        median(told for _, told, _ in both),
    )


def care_slider(size: Size) -> Iterable[Line]:
    customers = size.of(50_000, 300)
    mine, least, sent, points, _ = moved("/care", customers, "drawn")
    yield Line(f"slider on the care page, {customers:,} customers ({points:,} points)", mine, "s", least, 1.3)
    yield Line("bytes to the browser for that move, the most", sent / 1000, "kB", goal=300.0)


def tag_threshold(size: Size) -> Iterable[Line]:
    """Until the whole page stands: what a threshold moves first is the counts beside it, not the chart."""
    customers = size.of(50_000, 300)
    mine, least, sent, points, told = moved("/tag", customers, "shown")
    yield Line(f"threshold on the tag page, {customers:,} customers ({points:,} points)", mine, "s", least, 1.3)
    yield Line("until the counts beside it are told", told, "s", least)
    yield Line("bytes to the browser for that move, the most", sent / 1000, "kB")


def first_page(size: Size) -> Iterable[Line]:
    """A server that has shown nothing yet, a browser that knows nothing: until the chart of the care page stands."""
    mine, least = [], []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        home = Path(folder) / "home"
        spent("homes:filled", home=home, customers=0)
        for _ in range(size.repeats):
            with serving(home) as ours:
                visit = Visit(browser, f"{ours.address}/care")
                mine.append(visit.drawn)
                points = visit.page.evaluate(_POINTS)
            with serving(home, BARE, BENCHMARK_POINTS=str(points)) as bare:
                least.append(Visit(browser, bare.address).drawn)
    yield Line("first useful page, cold server, sample", median(mine), "s", median(least), 1.5)
