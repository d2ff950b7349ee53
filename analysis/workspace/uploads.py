"""The files a user brought, and what was said about them: kept, so that the portfolio can be made again.

The portfolio is made from all kept files together. A new file, a corrected mapping or another period either gives a
portfolio, which then takes the earlier one's place, or an error, and everything stays as it was.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.upload.load import Loaded, Step, load
from analysis.upload.roles import fingerprint
from analysis.workspace import home
from analysis.workspace.cluster import engine_for
from analysis.workspace.disk import flush, spoken
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio

FILES, ROLES, CORRECTIONS, CONFIRMED, ANSWERS, PERIOD, MERGED = MADE_OF = tuple(
    f"upload.{name}" for name in ("files", "roles", "corrections", "confirmed", "answers", "period", "merged")
)
"""What a portfolio is made of."""
MERGED_NAMES = "upload.merged_names"
"""What those were called who now count as another customer, by their key."""
PENDING, PENDING_SAID = "upload.pending", "upload.pending_said"
"""Files that wait for an answer, and what was said with them and does not hold yet."""
PROSPECTS = "upload.prospects"
"""The prospect list of step 5: a kept file that no portfolio is made of."""


@dataclass(frozen=True)
class KeptFile:
    """A file in the workspace: ``id`` names it on disk, ``name`` is what the user calls it. Or a table that stays in
    the cluster, at ``place``."""

    id: str
    name: str
    place: str = ""

    @property
    def entry(self) -> dict[str, str]:
        """As the workspace remembers it."""
        return {"id": self.id, "name": self.name, **({"place": self.place} if self.place else {})}


def files(workspace: Workspace) -> list[KeptFile]:
    """The files the portfolio is made of, in the order they came."""
    return [KeptFile(**entry) for entry in workspace.get(FILES, default=[])]


def pending(workspace: Workspace) -> list[KeptFile]:
    """Files that wait for the answer to a question before they can count."""
    return [KeptFile(**entry) for entry in workspace.get(PENDING, default=[])]


def pending_said(workspace: Workspace) -> dict[str, Any]:
    """What was said with the files that wait."""
    return dict(workspace.get(PENDING_SAID, default={}))


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


def keep_far(workspace: Workspace, place: str) -> KeptFile:
    """A table of the cluster, as a file of the workspace: only where it lies is kept."""
    workspace.must_write()
    return KeptFile(home.new_id(), name_of(place), place)


def name_of(place: str) -> str:
    """What a table of the cluster is called."""
    return PurePosixPath(place).name


def discard(workspace: Workspace, kept: Sequence[KeptFile]) -> None:
    """Removes files that were kept and then did not come to count: refused, cancelled or of no use."""
    counting = {file.id for file in _counting(workspace)}
    for file in kept:
        if file.id not in counting:
            path_of(workspace, file).unlink(missing_ok=True)


def use(
    workspace: Workspace,
    wanted: Sequence[KeptFile],
    said: Mapping[str, Any] | None = None,
    step: Step | None = None,
    *,
    spared: Collection[str] = (),
    undoes: str = "",
) -> Loaded:
    """Makes the portfolio from ``wanted`` files and what was said about them, and keeps both.

    ``said`` overrides fields of the ``upload.`` step (``CORRECTIONS``, ``ANSWERS``, ``PERIOD`` …) in the same
    edit; ``spared`` files that cannot be read are left out (see ``load.load``); ``undoes`` is the edit taken back.
    Raises ``PortfolioError`` and leaves everything as it was where no portfolio comes of it.
    """
    said = dict(said or {})
    loaded = read(workspace, wanted, said, step, spared)
    before = {file.id for file in (*files(workspace), *pending(workspace))}
    if loaded.portfolio is None:
        return loaded
    listed = [file.entry for file in wanted if file.name not in loaded.refused]
    known = said.get(CONFIRMED, workspace.get(CONFIRMED)) or {}
    confirmed = {**known, **_confirmed(workspace, loaded, said)}
    values = {(field, 0): value for field, value in {**said, FILES: listed, CONFIRMED: confirmed}.items()}
    keep_portfolio(workspace, loaded.portfolio, loaded.identities, values, undoes)
    _sweep(workspace, {file.id for file in _counting(workspace)}, before)
    return loaded


def undo(workspace: Workspace) -> bool:
    """Takes back the user's last edit, whatever it was. Where a portfolio was made of it, it is made again of what
    stood before, as long as the files are there: the first upload of all is not taken back. False where nothing is
    left to take back."""
    for edit in workspace.edits_standing():
        before = {field: value for (field, _), value in workspace.stood_before(edit).items()}
        wanted = [KeptFile(**entry) for entry in before.get(FILES, workspace.get(FILES)) or []]
        waiting = [KeptFile(**entry) for entry in before.get(PENDING) or []]
        there = all(file.place or path_of(workspace, file).is_file() for file in (*wanted, *waiting))
        if before.keys().isdisjoint(MADE_OF):
            if there and PROSPECTS not in before and workspace.take_back(edit):
                return True
        elif there and wanted:
            before.pop(FILES, None)
            return use(workspace, wanted, before, undoes=edit).portfolio is not None
    return False


def _counting(workspace: Workspace) -> list[KeptFile]:
    """The files that count or wait, the list of prospects, and what the last edit of the files replaced or removed:
    as long as they are there it can be undone."""
    beside, history = prospects(workspace), workspace.history(FILES, limit=1)
    replaced = (history["before"].iloc[0] or []) if len(history) else []
    return [
        *(*files(workspace), *pending(workspace), *([beside] if beside else [])),
        *(KeptFile(**entry) for entry in replaced),
    ]


def _confirmed(workspace: Workspace, loaded: Loaded, said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The mappings that a person corrected, for the next file with the same headers."""
    by_person = {name for field in (ROLES, CORRECTIONS) for name in said.get(field, workspace.get(field)) or {}}
    pairs = zip(loaded.tables, loaded.mappings, strict=True)
    return {fingerprint(table): mapping.as_dict() for table, mapping in pairs if table.name in by_person}


def read(
    workspace: Workspace,
    wanted: Sequence[KeptFile],
    said: Mapping[str, Any] | None = None,
    step: Step | None = None,
    spared: Collection[str] = (),
) -> Loaded:
    """Reads ``wanted`` files as the workspace's mappings and answers say, without keeping anything."""

    def remembered(field: str, default: Any) -> Any:
        return (said or {}).get(field, workspace.get(field)) or default

    scratch = workspace.folder / "scratch"
    scratch.mkdir(exist_ok=True)
    with engine_for([file.place for file in wanted if file.place]) as engine:
        return load(
            [(file.place or path_of(workspace, file), file.name) for file in wanted],
            scratch,
            roles={name: role for name, role in remembered(ROLES, {}).items() if _table_of(name, wanted)},
            corrections={name: said for name, said in remembered(CORRECTIONS, {}).items() if _table_of(name, wanted)},
            remembered=remembered(CONFIRMED, {}),
            answers=remembered(ANSWERS, {}),
            period=_period(remembered(PERIOD, None)),
            merged=remembered(MERGED, {}),
            identities=workspace.identities(),
            step=step,
            engine=engine,
            spared=spared,
            strict=False,
        )


def is_in(table: str, file: KeptFile) -> bool:
    """Whether a table (``file``, ``file.xlsx:Sheet`` or ``file.zip/inner.csv``) is in a file."""
    return table == file.name or table.startswith((f"{file.name}:", f"{file.name}/"))


def _table_of(table: str, wanted: Sequence[KeptFile]) -> bool:
    """Whether a table is in one of the files: what was said of others waits."""
    return any(is_in(table, file) for file in wanted)


def _period(stored: Sequence[str] | None) -> tuple[date, date] | None:
    return (date.fromisoformat(stored[0]), date.fromisoformat(stored[1])) if stored else None


def _sweep(workspace: Workspace, wanted: set[str], before: set[str]) -> None:
    """Removes files that no longer count, and what an upload left that never came to its end."""
    for path in workspace.folder.glob("files/*"):
        abandoned = path.stat().st_mtime < time.time() - 3600
        if path.name not in wanted and (path.name in before or abandoned):
            path.unlink(missing_ok=True)
