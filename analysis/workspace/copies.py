"""Copies of a workspace kept beside it: one per day on which something was entered, and one before each migration.

A copy holds the SQLite file and the same uploads and tables, which take no second space: they are never written
again, so the copy links to them.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.errors import PortfolioError
from analysis.workspace.disk import linked, made_aside, remove, sweep

DAYS_KEPT = 14
_PARTS = ("portfolio", "files")
_log = logging.getLogger("keepworthy")


@dataclass(frozen=True)
class Copy:
    """A kept copy: its folder, and the day whose first edit it precedes, or the older version it is in."""

    folder: Path
    day: date | None
    version: int | None

    @property
    def name(self) -> str:
        return self.folder.name


def kept(workspace: Path) -> list[Copy]:
    """The copies of the workspace in this folder, newest day first, then those from before migrations."""
    found = sorted(_folders(workspace), key=lambda folder: folder.name, reverse=True)
    days = [Copy(folder, date.fromisoformat(folder.name), None) for folder in found if folder.name[0].isdigit()]
    older = [Copy(folder, None, int(folder.name.rsplit("-", 1)[1])) for folder in found if folder.name[0] == "b"]
    return days + older


def before(version: int) -> str:
    """The name of the copy made before a workspace leaves ``version``."""
    return f"before-migration-{version}"


def make(workspace: Path, name: str) -> None:
    """Keeps a copy under ``name``; one that is there already stays as it is."""
    target = workspace / "copies" / name
    if target.exists():
        return
    try:
        with made_aside(target) as aside:
            back_up(workspace, aside)
    except OSError:
        if not target.exists():  # else another process made the same copy at this moment
            raise


def make_daily(workspace: Path, day: str) -> None:
    """Keeps the copy of ``day`` and the last ``DAYS_KEPT`` of them. Where that fails, work goes on and the log says
    so: an edit is worth more than a copy."""
    try:
        make(workspace, day)
    except (PortfolioError, OSError, sqlite3.Error) as trouble:
        _log.warning("workspace %s: no copy for %s (%s)", workspace.name, day, type(trouble).__name__)
    try:
        for old in [copy for copy in kept(workspace) if copy.day][DAYS_KEPT:]:
            remove(old.folder)
        sweep(workspace / "copies", time.time() - 3600)
    except (PortfolioError, OSError) as trouble:
        _log.warning("workspace %s: old copies stay (%s)", workspace.name, type(trouble).__name__)


def back_up(workspace: Path, target: Path) -> None:
    """The workspace as it stands, whoever writes in it meanwhile, into the folder ``target``."""
    _link(workspace, target)
    with (
        closing(sqlite3.connect(workspace / "workspace.sqlite", timeout=20)) as source,
        closing(sqlite3.connect(target / "workspace.sqlite")) as there,
    ):
        source.backup(there)
    _link(workspace, target)  # an upload may have taken the place of another in between


def _link(workspace: Path, target: Path) -> None:
    for part in _PARTS:
        if (workspace / part).is_dir():
            linked(workspace / part, target / part)


def _folders(workspace: Path) -> Iterator[Path]:
    for folder in (workspace / "copies").glob("*"):
        if (folder / "workspace.sqlite").is_file() and not folder.name.endswith(".part"):
            yield folder
