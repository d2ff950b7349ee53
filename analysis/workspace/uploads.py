"""The files a user brought, and what was said about them: kept, so that the portfolio can be made again.

The portfolio is made from all kept files together. A new file, a corrected mapping or another period either gives a
portfolio, which then takes the earlier one's place, or an error, and everything stays as it was.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.upload.load import Loaded, Step, load
from analysis.upload.roles import fingerprint
from analysis.workspace import home
from analysis.workspace.disk import flush, spoken
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio

FILES, PENDING, ROLES, CORRECTIONS, CONFIRMED, ANSWERS, PERIOD, MERGED = (
    f"upload.{name}"
    for name in ("files", "pending", "roles", "corrections", "confirmed", "answers", "period", "merged")
)
PROSPECTS = "upload.prospects"
"""The prospect list of step 5: a kept file that no portfolio is made of."""


@dataclass(frozen=True)
class KeptFile:
    """A file in the workspace: ``id`` names it on disk, ``name`` is what the user calls it."""

    id: str
    name: str


def files(workspace: Workspace) -> list[KeptFile]:
    """The files the portfolio is made of, in the order they came."""
    return [KeptFile(**entry) for entry in workspace.get(FILES, default=[])]


def pending(workspace: Workspace) -> list[KeptFile]:
    """Files that wait for the answer to a question before they can count."""
    return [KeptFile(**entry) for entry in workspace.get(PENDING, default=[])]


def prospects(workspace: Workspace) -> KeptFile | None:
    """The list of prospects; None where there is none."""
    kept = workspace.get(PROSPECTS)
    return KeptFile(**kept) if kept else None


def path_of(workspace: Workspace, file: KeptFile) -> Path:
    """Where a kept file lies."""
    return workspace.folder / "files" / file.id


def keep(workspace: Workspace, name: str, source: Path) -> KeptFile:
    """Copies a file into the workspace, durably. It counts once ``use`` names it."""
    workspace.must_write()
    kept = KeptFile(home.new_id(), Path(name.replace("\\", "/")).name)
    target = path_of(workspace, kept)
    with spoken():
        target.parent.mkdir(exist_ok=True)
        try:
            shutil.copyfile(source, target)
            flush(target)
            flush(target.parent)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return kept


def use(
    workspace: Workspace,
    wanted: Sequence[KeptFile],
    said: Mapping[str, Any] | None = None,
    step: Step | None = None,
) -> Loaded:
    """Makes the portfolio from ``wanted`` files and what was said about them, and keeps both.

    ``said`` overrides fields of the ``upload.`` step (``CORRECTIONS``, ``ANSWERS``, ``PERIOD`` …) in the same
    edit. Raises ``PortfolioError`` and leaves everything as it was where no portfolio comes of it.
    """
    said = dict(said or {})
    loaded, before = read(workspace, wanted, said, step), {file.id for file in [*files(workspace), *pending(workspace)]}
    if loaded.portfolio is None:
        return loaded
    listed = [{"id": file.id, "name": file.name} for file in wanted]
    confirmed = {**workspace.get(CONFIRMED, default={}), **_confirmed(workspace, loaded, said)}
    values = {(field, 0): value for field, value in {**said, FILES: listed, CONFIRMED: confirmed}.items()}
    keep_portfolio(workspace, loaded.portfolio, loaded.identities, values)
    beside = prospects(workspace)
    staying = [*wanted, *pending(workspace), *([beside] if beside else [])]
    _sweep(workspace, {file.id for file in staying}, before)
    return loaded


def _confirmed(workspace: Workspace, loaded: Loaded, said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The mappings that a person corrected, for the next file with the same headers."""
    by_person = {name for field in (ROLES, CORRECTIONS) for name in said.get(field, workspace.get(field, default={}))}
    pairs = zip(loaded.tables, loaded.mappings, strict=True)
    return {fingerprint(table): mapping.as_dict() for table, mapping in pairs if table.name in by_person}


def read(
    workspace: Workspace,
    wanted: Sequence[KeptFile],
    said: Mapping[str, Any] | None = None,
    step: Step | None = None,
) -> Loaded:
    """Reads ``wanted`` files as the workspace's mappings and answers say, without keeping anything."""

    def remembered(field: str, default: Any) -> Any:
        return (said or {}).get(field, workspace.get(field, default=default))

    scratch = workspace.folder / "scratch"
    scratch.mkdir(exist_ok=True)
    return load(
        [(path_of(workspace, file), file.name) for file in wanted],
        scratch,
        roles={name: role for name, role in remembered(ROLES, {}).items() if _table_of(name, wanted)},
        corrections={name: said for name, said in remembered(CORRECTIONS, {}).items() if _table_of(name, wanted)},
        remembered=remembered(CONFIRMED, {}),
        answers=remembered(ANSWERS, {}),
        period=_period(remembered(PERIOD, None)),
        merged=remembered(MERGED, {}),
        identities=workspace.identities(),
        step=step,
    )


def _table_of(table: str, wanted: Sequence[KeptFile]) -> bool:
    """Whether a table (``file`` or ``file.xlsx:Sheet``) is in one of the files: what was said of others waits."""
    return any(table == file.name or table.startswith((f"{file.name}:", f"{file.name}/")) for file in wanted)


def _period(stored: Sequence[str] | None) -> tuple[date, date] | None:
    return (date.fromisoformat(stored[0]), date.fromisoformat(stored[1])) if stored else None


def _sweep(workspace: Workspace, wanted: set[str], before: set[str]) -> None:
    """Removes files that no longer count, and what an upload left that never came to its end."""
    for path in (workspace.folder / "files").iterdir():
        abandoned = path.stat().st_mtime < time.time() - 3600
        if path.name not in wanted and (path.name in before or abandoned):
            path.unlink(missing_ok=True)
