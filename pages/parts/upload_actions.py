"""Bringing files into the workspace, from any page: the sample, or what was dropped."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.upload.load import Loaded
from analysis.workspace import shelf, uploads
from analysis.workspace.uploads import KeptFile
from pages.parts import session

SAMPLE = Path(__file__).parents[2] / "sample_data"
SAMPLE_FILES = (
    "kunden.xlsx",
    "rechnungen.csv",
    "gutschriften.csv",
    "zahlungen.csv",
    "betreuung.csv",
    "verluste.csv",
    "antworten.csv",
)


def load_sample() -> None:
    """Makes the sample the workspace's portfolio, in place of any files before."""
    there = session.workspace()
    with there.alone():
        kept = [uploads.keep(there, name, SAMPLE / name) for name in SAMPLE_FILES]
        uploads.use(there, kept, {uploads.PENDING: None})
        there.describe(sample="yes")
    shelf.suggest_name(there, session.language().text("parts.sample_name"))


def take_in(dropped: Iterable[UploadedFile]) -> Loaded:
    """Adds dropped files to the workspace's. A file of a name already there takes its place; the sample goes as soon
    as own files come. Raises ``PortfolioError``, with everything as it was, where one of them cannot be read."""
    there = session.workspace()
    with there.alone():  # what another window uploads at this moment is in the list too
        before = [] if there.about("sample") else uploads.files(there)
        new = [_kept(file) for file in dropped]
        names = {file.name for file in new}
        files = [*(file for file in [*before, *uploads.pending(there)] if file.name not in names), *new]
        loaded = settle(files)
        if loaded.portfolio is not None:
            there.describe(sample="")
    if loaded.portfolio is not None:
        name = files[0].name if len(files) == 1 else session.language().text("parts.files_name")
        shelf.suggest_name(there, name)
    return loaded


def settle(files: list[KeptFile], said: dict[str, Any] | None = None) -> Loaded:
    """Makes the portfolio from ``files``; files that leave a question open wait for its answer."""
    there = session.workspace()
    loaded = uploads.use(there, files, {**(said or {}), uploads.PENDING: None})
    if loaded.portfolio is None:
        there.put_many({(field, 0): value for field, value in (said or {}).items()})
        there.put(uploads.PENDING, [{"id": file.id, "name": file.name} for file in files])
    return loaded


def _kept(file: UploadedFile) -> KeptFile:
    with tempfile.NamedTemporaryFile(delete=False) as aside:
        copyfileobj(file, aside)
    path = Path(aside.name)
    try:
        return uploads.keep(session.workspace(), file.name, path)
    finally:
        path.unlink()
