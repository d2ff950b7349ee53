"""Bringing files into the workspace, from any page: the sample, or what was dropped."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import pandas as pd
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis.errors import PortfolioError
from analysis.refill.prospects import read_list
from analysis.upload.database import keep_result
from analysis.upload.load import Loaded, Step
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
SAMPLE_PROSPECTS = SAMPLE / "interessenten.csv"


def load_sample() -> None:
    """Makes the sample the workspace's portfolio, in place of any files before."""
    there = session.real_workspace()
    with there.alone():
        kept = [uploads.keep(there, name, SAMPLE / name) for name in SAMPLE_FILES]
        uploads.use(there, kept, {uploads.PENDING: None, uploads.PENDING_SAID: None})
        there.describe(sample="yes")
    shelf.suggest_name(there, session.language().text("parts.sample_name"))


def take_in(dropped: Iterable[UploadedFile], step: Step | None = None) -> Loaded:
    """Adds dropped files to the workspace's. A file of a name already there takes its place; the sample goes as soon
    as own files come. Of several, those that cannot be read or do not fit are left out and named in
    ``Loaded.refused``. Raises ``PortfolioError``, with everything as it was, where none is left."""
    return _add(lambda: (_kept(file) for file in dropped), {}, step)


def take_results(results: Mapping[str, tuple[str, pd.DataFrame]], step: Step | None = None) -> Loaded:
    """Adds the results of queries as ``take_in`` adds files: name to role and rows."""

    def keep() -> Iterator[KeptFile]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "result.parquet"
            for name, (_, rows) in results.items():
                keep_result(rows, path)
                yield uploads.keep(session.real_workspace(), name, path)

    roles = session.real_workspace().get(uploads.ROLES, default={})
    return _add(keep, {uploads.ROLES: {**roles, **{name: role for name, (role, _) in results.items()}}}, step)


def take_tables(places: Iterable[str], step: Step | None = None) -> Loaded:
    """Adds tables of the cluster as ``take_in`` adds files."""
    return _add(lambda: (uploads.keep_far(session.real_workspace(), place) for place in places), {}, step)


def _add(keep: Callable[[], Iterator[KeptFile]], said: dict[str, Any], step: Step | None) -> Loaded:
    there = session.real_workspace()
    new: list[KeptFile] = []
    with there.alone():  # what another window uploads at this moment is in the list too
        try:
            before = [] if there.about("sample") else uploads.files(there)
            new.extend(keep())
            names = {file.name for file in new}
            beside = [file for file in [*before, *uploads.pending(there)] if file.name not in names]
            loaded = _without_unfit(beside, new, {**uploads.pending_said(there), **said}, step)
            if loaded.portfolio is not None:
                there.describe(sample="")
        finally:  # a click on cancel ends the run in the midst of it
            uploads.discard(there, new)
    files = uploads.files(there)
    if loaded.portfolio is not None:
        name = files[0].name if len(files) == 1 else session.language().text("parts.files_name")
        shelf.suggest_name(there, name)
    return loaded


def _without_unfit(beside: list[KeptFile], new: list[KeptFile], said: dict[str, Any], step: Step | None) -> Loaded:
    """The portfolio of the files that were there and of the new ones, without those new ones for which there is
    none."""
    refused: dict[str, PortfolioError] = {}
    while True:
        left = [file for file in new if file.name not in refused]
        try:
            loaded = settle([*beside, *left], said, step, spared={file.name for file in left})
        except PortfolioError as trouble:
            unfit = next((file.name for file in left if uploads.is_in(trouble.file or "", file)), None)
            if unfit is None:
                raise
            refused[unfit] = trouble
            if len(refused) == len(new):
                return Loaded((), (), (), None, {}, refused)
            continue
        return replace(loaded, refused={**refused, **loaded.refused})


def take_prospects(dropped: UploadedFile | None) -> None:
    """Makes a dropped file, or the sample list for None, the workspace's prospect list. Raises ``PortfolioError``, with
    everything as it was, where it cannot be read as one."""
    there = session.real_workspace()
    kept = _kept(dropped) if dropped else uploads.keep(there, SAMPLE_PROSPECTS.name, SAMPLE_PROSPECTS)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            read_list(uploads.path_of(there, kept), kept.name, Path(scratch))
    except PortfolioError:
        uploads.path_of(there, kept).unlink(missing_ok=True)
        raise
    there.put(uploads.PROSPECTS, {"id": kept.id, "name": kept.name})


def settle(
    files: list[KeptFile],
    said: dict[str, Any] | None = None,
    step: Step | None = None,
    spared: Collection[str] = (),
) -> Loaded:
    """Makes the portfolio from ``files``; files that leave a question open wait for its answer, and what was said with
    them holds from then on. ``spared``: see ``uploads.use``."""
    there, said = session.real_workspace(), said or {}
    done = {uploads.PENDING: None, uploads.PENDING_SAID: None}
    loaded = uploads.use(there, files, {**said, **done}, step, spared=spared)
    if loaded.portfolio is None and not loaded.nothing_usable:
        waiting = [file.entry for file in files if file.name not in loaded.refused]
        there.put_many({(uploads.PENDING, 0): waiting, (uploads.PENDING_SAID, 0): said})
    return loaded


def undo() -> bool:
    """Takes back the user's last edit, uploads included (see ``uploads.undo``)."""
    there = session.real_workspace()
    with there.alone():
        before = uploads.files(there)
        done = uploads.undo(there)
        names = [file.name for file in uploads.files(there)]
        if uploads.files(there) != before and sorted(names) == sorted(SAMPLE_FILES):
            there.describe(sample="yes")
    return done


def _kept(file: UploadedFile) -> KeptFile:
    with tempfile.NamedTemporaryFile(delete=False) as aside:
        copyfileobj(file, aside)
    path = Path(aside.name)
    try:
        return uploads.keep(session.real_workspace(), file.name, path)
    finally:
        path.unlink()
