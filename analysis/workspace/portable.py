"""A whole workspace in one file, to keep elsewhere or to open on another computer.

The file is a ZIP: ``workspace.sqlite`` (what was entered, with its history), ``portfolio/`` (the tables as Parquet),
``files/`` (what was uploaded) and ``manifest.json`` (format, version, and every file's size and SHA-256). Owner and
shares stay behind. Importing makes a new workspace, or refuses with the reason and leaves everything as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis import VERSION, log
from analysis.errors import PortfolioError
from analysis.workspace import copies, shelf
from analysis.workspace.check import check
from analysis.workspace.database import FILE, connect
from analysis.workspace.disk import spoken
from analysis.workspace.schema import SCHEMA_VERSION
from analysis.workspace.store import Workspace
from analysis.workspace.users import User

FORMAT, FORMAT_VERSION, ENDING = "keepworthy-workspace", 1, ".keepworthy"
LIMIT_IN_BYTES = 8 * 2**30
"""The most a workspace may hold unpacked."""
_MEMBER = re.compile(r"workspace\.sqlite|files/[a-z0-9]{8,32}|portfolio/[a-z0-9]{8,32}/[a-z_]{1,40}\.(parquet|json)")
_MOST_MEMBERS, _MANIFEST, _MANIFEST_LIMIT, _BLOCK = 20_000, "manifest.json", 8 * 2**20, 2**20
_DENSEST, _SMALL = 200, 256 * 2**20
"""A file that is more than 200 times as large unpacked, and large, is a bomb and no workspace."""


def export(workspace: Workspace, target: Path) -> None:
    """Writes the workspace as it stands into the file ``target``. Raises ``PortfolioError`` on a full disk."""
    with spoken(), tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch) / "workspace"
        folder.mkdir()
        copies.back_up(workspace.folder, folder)
        _without_owner(folder)
        generation = workspace.about("portfolio")
        listed = sorted(path for path in folder.rglob("*") if path.is_file())
        members = {
            name: path
            for path in listed
            if _MEMBER.fullmatch(name := path.relative_to(folder).as_posix())
            and (not name.startswith("portfolio/") or name.split("/")[1] == generation)
        }
        manifest = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "keepworthy": VERSION,
            "schema_version": SCHEMA_VERSION,
            "name": workspace.about("name") or "",
            "written": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {name: {"bytes": path.stat().st_size, "sha256": _digest(path)} for name, path in members.items()},
        }
        aside = Path(scratch) / "file.zip"
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            for name, path in members.items():
                packed = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
                archive.write(path, name, packed)
        aside.replace(target)
    log.note("exported", workspace.id, workspace.user.key)


def bring_in(file: Path, user: User, name: str = "") -> Workspace:
    """A new workspace of ``user`` with the content of an exported file, under ``name`` or the one it had.

    Raises ``PortfolioError`` where the file is none of ours, damaged, too large or from a newer version; nothing on
    this computer is changed then.
    """
    try:
        with spoken(), zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            files: dict[str, dict[str, Any]] = manifest["files"]
            _refuse_bombs(archive.infolist(), file.stat().st_size)
            if {entry.filename for entry in archive.infolist()} != {_MANIFEST, *files}:
                raise PortfolioError("workspace.trouble.damaged_file")
            return shelf.made_new(user, name or str(manifest["name"]), lambda folder: _unpack(archive, files, folder))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise PortfolioError("workspace.trouble.damaged_file") from trouble
    except (NotImplementedError, RuntimeError) as trouble:  # packed or encrypted in a way that ours never are
        raise PortfolioError("workspace.trouble.foreign_file") from trouble


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    entries = archive.infolist()
    if len(entries) > _MOST_MEMBERS or len({entry.filename for entry in entries}) != len(entries):
        raise PortfolioError("workspace.trouble.foreign_file")
    if _MANIFEST not in archive.namelist() or archive.getinfo(_MANIFEST).file_size > _MANIFEST_LIMIT:
        raise PortfolioError("workspace.trouble.foreign_file")
    manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != FORMAT:
        raise PortfolioError("workspace.trouble.foreign_file")
    if int(manifest["version"]) > FORMAT_VERSION or int(manifest["schema_version"]) > SCHEMA_VERSION:
        raise PortfolioError("workspace.trouble.newer_file")
    return manifest


def _refuse_bombs(entries: Iterable[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LIMIT_IN_BYTES or (unpacked > _SMALL and unpacked > _DENSEST * packed):
        raise PortfolioError("workspace.trouble.too_large_file")


def _unpack(archive: zipfile.ZipFile, files: dict[str, dict[str, Any]], folder: Path) -> None:
    """Writes the listed files, no byte more than the manifest says, and only where a workspace has them."""
    if shutil.disk_usage(folder).free < sum(int(facts["bytes"]) for facts in files.values()):
        raise PortfolioError("workspace.trouble.disk_full")
    for name, facts in files.items():
        if not _MEMBER.fullmatch(name):
            raise PortfolioError("workspace.trouble.foreign_file")
        target, digest, left = folder / name, hashlib.sha256(), int(facts["bytes"])
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("xb") as there:
            while block := source.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    break
                digest.update(block)
                there.write(block)
        if left != 0 or digest.hexdigest() != facts["sha256"]:
            raise PortfolioError("workspace.trouble.damaged_file")
    if any(check(folder)):
        raise PortfolioError("workspace.trouble.damaged_file")


def _without_owner(folder: Path) -> None:
    """What says whose a workspace is stays behind, also in pages that SQLite no longer uses."""
    with closing(connect(folder / FILE)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("DELETE FROM shared")
        database.execute("DELETE FROM about WHERE name IN ('owner', 'deleted', 'archived')")
        database.execute("VACUUM")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
