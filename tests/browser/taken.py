"""What a browser took away, read back by other programs: every text of it, and whether anything in it would run."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from docx import Document
from playwright.sync_api import Page
from pptx import Presentation
from pypdf import PdfReader

from tests.browser.conftest import click

RUNS = re.compile(r"[=+\-@\t\r](?!\d)")
"""How a cell begins that a spreadsheet opening a CSV would compute."""


def everything_on_offer(page: Page, folder: Path) -> list[Path]:
    """Clicks every button in sight that gives a file; returns the files."""
    found = []
    for button in page.locator(
        '[data-testid="stDownloadButton"] button, [class*="st-key-"][class$="-make"] button'
    ).all():
        if button.is_visible() and button.is_enabled():
            with page.expect_download() as download:
                click(button)
            path = folder / f"{len(list(folder.iterdir()))}-{download.value.suggested_filename}"
            download.value.save_as(path)
            found.append(path)
    return found


def foot(path: Path) -> set[str]:
    """What the file says of where it comes from, at the foot of each page or in its last line."""
    if path.suffix == ".xlsx":
        return {sheet.oddFooter.left.text or "" for sheet in openpyxl.load_workbook(path)}
    if path.suffix == ".docx":
        return {section.footer.paragraphs[0].text for section in Document(str(path)).sections}
    if path.suffix == ".pdf":
        return {page.extract_text() for page in PdfReader(path).pages}
    if path.suffix == ".pptx":
        slides = Presentation(str(path)).slides
        return {"\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in slides}
    return {path.read_text(encoding="utf-8-sig").splitlines()[-1]}


def texts(path: Path) -> list[str]:
    """Every text in the file. Raises ``AssertionError`` where the file holds something that would run."""
    readers = {".xlsx": _book, ".csv": _csv, ".docx": _document, ".toml": _toml, ".pdf": _pages, ".pptx": _slides}
    return list(readers[path.suffix](path))


def _book(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path):
        yield sheet.title
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.hyperlink is None, cell.value
            if cell.data_type == "f":
                assert not re.search(r"HYPERLINK|cmd|WEBSERVICE|DDE|https?:", cell.value), cell.value
            yield cell.value
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or "vba" in name.lower()]


def _csv(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8-sig")
    for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","):
        for cell in row:
            assert not RUNS.match(cell), cell
            yield cell.removeprefix("'")


def _document(path: Path) -> Iterator[str]:
    document = Document(str(path))
    assert not [part for part in document.part.rels.values() if part.is_external]
    yield from (line.text for line in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def _pages(path: Path) -> Iterator[str]:
    """Whole pages: a name may go on in the next line, or be broken where nothing is to be seen."""
    reader = PdfReader(path)
    assert not [page for page in reader.pages if "/Annots" in page]
    assert not reader.root_object.keys() & {"/OpenAction", "/AA", "/Names"}
    yield from (page.extract_text().replace("\N{ZERO WIDTH SPACE}", "") for page in reader.pages)


def _slides(path: Path) -> Iterator[str]:
    for slide in Presentation(str(path)).slides:
        assert not [part for part in slide.part.rels.values() if part.is_external]
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            elif shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)


def _toml(path: Path) -> Iterator[str]:
    waiting: list[object] = [tomllib.loads(path.read_text(encoding="utf-8"))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield value
