"""The disk under the workspaces: what is written is flushed, and its troubles are said in a sentence."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import PortfolioError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOCKED = {errno.EACCES, errno.EPERM, errno.EROFS}
_SQLITE = {
    sqlite3.SQLITE_FULL: "workspace.trouble.disk_full",
    sqlite3.SQLITE_IOERR: "workspace.trouble.disk_trouble",
    sqlite3.SQLITE_READONLY: "workspace.trouble.disk_locked",
    sqlite3.SQLITE_CANTOPEN: "workspace.trouble.disk_locked",
    sqlite3.SQLITE_PERM: "workspace.trouble.disk_locked",
    sqlite3.SQLITE_BUSY: "workspace.trouble.busy",
    sqlite3.SQLITE_LOCKED: "workspace.trouble.busy",
    sqlite3.SQLITE_CORRUPT: "workspace.trouble.damaged",
    sqlite3.SQLITE_NOTADB: "workspace.trouble.damaged",
}


@contextmanager
def spoken() -> Iterator[None]:
    """Turns a full, locked or broken disk into the sentence a user reads; other errors rise as they are."""
    try:
        yield
    except sqlite3.Error as trouble:
        message = _SQLITE.get((getattr(trouble, "sqlite_errorcode", None) or 0) & 0xFF)
        if message is None:
            raise
        raise PortfolioError(message) from trouble
    except OSError as trouble:
        if trouble.errno in _FULL:
            raise PortfolioError("workspace.trouble.disk_full") from trouble
        if trouble.errno in _LOCKED:
            raise PortfolioError("workspace.trouble.disk_locked") from trouble
        raise


def flush(path: Path) -> None:
    """Brings a file's or folder's content to the disk itself. Systems that cannot flush a folder skip it."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def made_aside(folder: Path) -> Iterator[Path]:
    """A folder to fill that becomes ``folder`` in one step when everything in it is on disk, or else disappears.

    A program that ends half-way leaves a ``.part`` behind, which nothing reads and ``sweep`` removes.
    """
    aside = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.part")
    with spoken():
        try:
            aside.mkdir(parents=True)
            yield aside
            for path in [*aside.rglob("*"), aside]:
                flush(path)
            aside.rename(folder)
            flush(folder.parent)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise


def remove(folder: Path) -> None:
    """Removes a folder: out of sight in one step, so that no half of it is ever taken for the whole. What a program
    that ends here leaves is ``sweep``'s."""
    gone = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.part")
    with spoken(), suppress(FileNotFoundError):
        folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def sweep(folder: Path, older_than: float) -> None:
    """Removes what an ended program left half-made in ``folder`` before ``older_than`` (seconds since the epoch)."""
    for path in folder.glob("*.part"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < older_than:
                shutil.rmtree(path, ignore_errors=True)


def linked(source: Path, target: Path) -> None:
    """The same files once more, without a second use of space where the disk can do that. Only for files that are
    never written again; what disappears meanwhile has been replaced and is left out."""
    for path in source.rglob("*"):
        there = target / path.relative_to(source)
        if path.is_file() and not any(part.endswith(".part") for part in path.relative_to(source).parts):
            there.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError, FileExistsError):
                try:
                    os.link(path, there)
                except (FileNotFoundError, FileExistsError):
                    raise
                except (OSError, NotImplementedError):
                    shutil.copyfile(path, there)
