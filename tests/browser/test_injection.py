"""A portfolio whose every text is hostile, in a real browser: nothing runs, and each text is shown as it is."""

from itertools import product

from analysis import VERSION
from analysis.care.own import DRIVER_FIELD, OwnDriver
from analysis.care.sets import SET_FIELD, AssumptionSet
from analysis.language import Language
from analysis.workspace import shelf
from analysis.workspace.store import Workspace
from tests.browser import taken
from tests.browser.conftest import click, every_view, settle
from tests.browser.keys import still
from tests.browser.test_walk import STEPS, go_to, workspace_of
from tests.hostile import HEADERS, MARK, TEXTS, files

GERMAN = Language("de")
ALL = [*TEXTS, *HEADERS.values(), *files()]

ALTERED = """texts => {
    const flat = text => text.replaceAll('\\u2060', '').replace(/\\s+/g, '');
    const whole = texts.map(flat), found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.includes('zq7') || element.closest('script, style, canvas')) continue;
        const block = element.closest('p, li, h1, h2, h3, h4, td, th, label, summary, text, button, textarea, div');
        const shown = flat(block.textContent);
        if (!shown.includes('…') && !whole.some(text => shown.includes(text))) found.add(block.outerHTML.slice(0, 600));
    }
    return [...found];
}"""
RUN = """() => [
    window.hit, document.querySelector('.katex'), document.querySelector('img[src="x"], img[src*="zq7"]'),
    [...document.querySelectorAll('a')].find(link => link.textContent.includes('zq7')),
    [...document.querySelectorAll('[data-testid="stIconMaterial"]')].find(icon => icon.textContent === 'star'),
    document.querySelector('[role="img"][aria-label="star icon"], img[alt*="treamlit"]'),
].map(found => Boolean(found))"""


def look(page, where: str) -> None:
    """Checks what is on the screen."""
    assert page.evaluate(RUN) == [False] * 6, where
    assert page.evaluate(ALTERED, ALL) == [], where
    assert MARK in page.inner_text("body"), where


def hover(page) -> list[str]:
    """What the charts in sight say under the mouse."""
    said = []
    for plot in page.locator(".js-plotly-plot").all():
        if plot.is_visible():
            plot.scroll_into_view_if_needed()
            box = plot.bounding_box()
            for across, down in product((0.1, 0.3, 0.5, 0.7), (0.4, 0.6)):
                page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=3)
                page.wait_for_timeout(60)
                said += plot.locator(".hoverlayer .hovertext").all_text_contents()
            look(page, "hover")
    return said


def filled(page) -> None:
    """Drops the files, and files hostile notes, drivers, sets, decisions and a name as if they were typed."""
    dropped = [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files().items()]
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(dropped)
    page.get_by_text(GERMAN.text("upload.tables")).wait_for(timeout=60_000)
    settle(page)
    there = Workspace.open(workspace_of(page))
    shelf.rename(there, TEXTS[2])
    edits = {(f"{field}.note", at): text for field in ("tag", "decision") for at, text in enumerate(TEXTS, start=1)}
    edits |= {("decision.action", at): "repair" for at, _ in enumerate(TEXTS, start=1)}
    edits |= {(f"{SET_FIELD}{text}", 0): AssumptionSet(text, {"care.hourly_rate": 99.0}).stored() for text in TEXTS[:1]}
    edits |= {(f"{DRIVER_FIELD}{text}", 0): OwnDriver(text, "revenue", 0.05).stored() for text in TEXTS[3:5]}
    there.put_many(edits)
    page.reload()
    settle(page)


def test_hostile_text_is_shown_as_it_is_everywhere(visit, server, monkeypatch, tmp_path):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))
    asked, dialogs, hovered, files_taken = [], [], [], []
    page = visit("/")
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    filled(page)
    for step in STEPS:
        go_to(page, step, GERMAN)
        for view in every_view(page, step):
            if view:
                click(view)
                still(page)
            for closed in page.locator('[data-testid="stExpander"] details:not([open]) > summary').all():
                if closed.is_visible():
                    click(closed)
                    settle(page)
            look(page, step)
            hovered += hover(page)
            files_taken += taken.everything_on_offer(page, tmp_path)
    click(page.get_by_test_id("stSidebar").get_by_role("button", name=GERMAN.text("workspace.title")))
    click(page.get_by_role("dialog").get_by_text(GERMAN.text("workspace.history")))
    settle(page)
    look(page, "workspaces")
    assert len([text for text in hovered if MARK in text]) > 3
    assert dialogs == []
    assert [url for url in asked if MARK in url or url.endswith("/x")] == []
    assert {path.suffix for path in files_taken} == {".xlsx", ".csv", ".docx", ".toml", ".pdf", ".pptx"}
    template = GERMAN.text("upload.template_file")
    for path in files_taken:
        if not path.name.endswith(template):
            assert all(f"keepworthy {VERSION}" in foot for foot in taken.foot(path)), path.name
        marked = [text for text in taken.texts(path) if MARK in text]
        flat = [("".join(text.split()).replace("\\\\", "\\").replace('\\"', '"'), text) for text in marked]
        whole = ["".join(text.split()) for text in ALL]
        assert [text for bare, text in flat if not any(one in bare for one in whole)] == [], path.name
