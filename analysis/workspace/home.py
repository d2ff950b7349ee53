"""Where a user's data lie, and which workspaces are there."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

import platformdirs

_NAME = re.compile(r"[a-z0-9]{8,32}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def home() -> Path:
    """The folder for all workspaces: ``KEEPWORTHY_HOME``, else the user's data folder on this system."""
    chosen = os.environ.get("KEEPWORTHY_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("keepworthy", appauthor=False))


def new_id() -> str:
    """An id that cannot be guessed and can be read aloud."""
    return "".join(secrets.choice(_LETTERS) for _ in range(20))


def is_id(text: str) -> bool:
    """Whether ``text`` has the form of an id, and so can name nothing outside its folder."""
    return _NAME.fullmatch(text) is not None


def folder_of(workspace_id: str) -> Path | None:
    """The folder of an existing workspace; None where there is none, whatever ``workspace_id`` holds."""
    if not is_id(workspace_id):
        return None
    folder = home() / "workspaces" / workspace_id
    return folder if (folder / "workspace.sqlite").is_file() else None


def existing() -> list[str]:
    """Ids of all workspaces, the one used last first."""
    found = [path for path in (home() / "workspaces").glob("*/workspace.sqlite") if is_id(path.parent.name)]
    return [path.parent.name for path in sorted(found, key=last_used, reverse=True)]


def without_database() -> list[Path]:
    """Folders of workspaces that hold something, but not the file that says what."""
    folders = (path for path in (home() / "workspaces").glob("*") if is_id(path.name) and path.is_dir())
    return [path for path in folders if not (path / "workspace.sqlite").is_file() and any(path.iterdir())]


def last_used(database: Path) -> float:
    """When a workspace was written last (seconds since the epoch); writes go to the log beside it first."""
    times = [0.0]
    for path in (database, database.with_name("workspace.sqlite-wal")):
        with suppress(FileNotFoundError):
            times.append(path.stat().st_mtime)
    return max(times)
