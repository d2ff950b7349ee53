"""The workspaces on this computer: which a user sees, and what becomes of each.

Nothing here goes wrong half-way: a duplicate is filled aside and then appears whole, a deleted workspace stays for
``DAYS_OF_GRACE`` and can be brought back, and a copy is opened as a workspace of its own beside the present one.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Literal

from analysis import log
from analysis.errors import PortfolioError
from analysis.workspace import copies, home
from analysis.workspace.copies import Copy
from analysis.workspace.database import FILE, Database, connect, now, version_of
from analysis.workspace.disk import made_aside, remove, spoken, sweep
from analysis.workspace.store import Workspace
from analysis.workspace.users import ROLES, User, normal_address, role_of

DAYS_OF_GRACE = 30
_HALF_MADE_IN_SECONDS = 3600
State = Literal["active", "archived", "deleted"]


@dataclass(frozen=True)
class Listed:
    """A workspace as a list shows it: ``used`` is when it was written last, ``until`` when a deleted one is gone for
    good; ``role`` is what the user may do in it. One that cannot be read has no name and says what is wrong."""

    id: str
    name: str
    state: State
    used: datetime
    role: str
    until: datetime | None = None
    trouble: PortfolioError | None = None


def listed(user: User, state: State | None = "active") -> list[Listed]:
    """The workspaces ``user`` may read, the one written last first; deleted ones only their owner sees."""
    found = [_listed(workspace_id, user) for workspace_id in home.existing()]
    return [entry for entry in found if entry and (state is None or entry.state == state)]


def rename(workspace: Workspace, name: str) -> None:
    """Gives a workspace another name, for everyone who shares it."""
    workspace.describe(name=_one_line(name), named="yes")


def suggest_name(workspace: Workspace, name: str) -> None:
    """Names a workspace after what was uploaded, unless someone has given it a name."""
    if not workspace.about("named"):
        workspace.describe(name=_one_line(name))


def duplicate(workspace: Workspace, name: str) -> Workspace:
    """A workspace with the same content, of the user's own and shared with nobody."""
    return made_new(workspace.user, name, lambda folder: copies.back_up(workspace.folder, folder))


def open_copy(workspace: Workspace, copy: Copy, name: str) -> Workspace:
    """Opens a kept copy as a workspace of its own; the present one stays as it is."""
    return made_new(workspace.user, name, lambda folder: copies.back_up(copy.folder, folder))


def made_new(user: User, name: str, fill: Callable[[Path], None]) -> Workspace:
    """A new workspace of ``user`` from the content that ``fill`` puts into a folder: present version, no shares."""
    folder = home.home() / "workspaces" / home.new_id()
    with made_aside(folder) as aside:
        fill(aside)
        with closing(Database(aside)) as database, database.transaction() as rows:
            rows.execute("DELETE FROM shared")
            rows.execute("DELETE FROM about WHERE name IN ('deleted', 'archived')")
            facts = {"name": _one_line(name), "named": "yes", "owner": user.key, "created": now()}
            rows.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", facts.items())
        shutil.rmtree(aside / "copies", ignore_errors=True)
    log.note("made from another", folder.name, user.key)
    return Workspace(Database(folder), user)


def archive(workspace: Workspace) -> None:
    """Puts a workspace out of the way; it can still be opened."""
    workspace.describe(archived=now())
    log.note("archived", workspace.id, workspace.user.key)


def delete(workspace: Workspace) -> None:
    """Takes a workspace away from everyone; its owner can bring it back for ``DAYS_OF_GRACE`` days."""
    workspace.describe(deleted=now())
    log.note("deleted", workspace.id, workspace.user.key)


def bring_back(workspace_id: str, user: User) -> Workspace:
    """Makes an archived or deleted workspace active again. Raises ``PortfolioError`` where there is none of the
    user's own."""
    folder = home.folder_of(workspace_id)
    database = Database(folder) if folder else None
    if database is None or role_of(database, user, deleted_too=True) != "owner":
        raise PortfolioError("workspace.trouble.none")
    with database.transaction() as rows:
        rows.execute("DELETE FROM about WHERE name IN ('deleted', 'archived')")
    log.note("brought back", workspace_id, user.key)
    return Workspace(database, user)


def share(workspace: Workspace, email: str, role: str | None) -> None:
    """Lets the account with this verified address read or edit; None takes that back."""
    address = normal_address(email)
    if address is None or role not in (*ROLES, None):
        raise PortfolioError("workspace.trouble.address")
    workspace.share(address, role)
    log.note("shared" if role else "no longer shared", workspace.id, workspace.user.key)


def tidy() -> None:
    """Removes for good what was deleted longer ago than the grace period, and what ended programs left half-made."""
    for workspace_id in home.existing():
        folder = home.home() / "workspaces" / workspace_id
        try:
            deleted = _about(folder).get("deleted")
        except (OSError, PortfolioError):
            continue  # what cannot be read is not removed
        if deleted and _gone_at(deleted) < datetime.now(UTC):
            remove(folder)
            log.note("removed for good", workspace_id)
    sweep(home.home() / "workspaces", time.time() - _HALF_MADE_IN_SECONDS)


def _one_line(name: str) -> str:
    return " ".join(name.split())[:120]


def _gone_at(deleted: str) -> datetime:
    return datetime.fromisoformat(deleted) + timedelta(days=DAYS_OF_GRACE)


def _listed(workspace_id: str, user: User) -> Listed | None:
    folder = home.home() / "workspaces" / workspace_id
    try:
        used = datetime.fromtimestamp(home.last_used(folder / FILE), UTC)
        about = _about(folder)
    except OSError:
        return None  # removed for good at this moment
    except PortfolioError as trouble:
        # Whose it is cannot be read, so only the one user of a computer without sign-in learns of it.
        return Listed(workspace_id, "", "active", used, "owner", trouble=trouble) if not user.key else None
    role = "owner" if not user.key or about.get("owner") == user.key else about.get(f"shared {user.email}")
    deleted = about.get("deleted")
    if role is None or (deleted and role != "owner"):
        return None
    state: State = "deleted" if deleted else "archived" if "archived" in about else "active"
    return Listed(workspace_id, about.get("name", ""), state, used, role, _gone_at(deleted) if deleted else None)


_Signature = tuple[tuple[int, int], ...]
_known: dict[Path, tuple[_Signature, dict[str, str]]] = {}
_known_lock = Lock()


def _about(folder: Path) -> dict[str, str]:
    """Facts about a workspace, with ``shared <address>`` to role, read again only when its file has changed: a list of
    a thousand must not open a thousand files. Good enough to list; rights are looked up in the file itself."""
    signature = tuple((path.stat().st_mtime_ns, path.stat().st_size) for path in _files(folder))
    with _known_lock:
        there = _known.get(folder)
    if there and there[0] == signature:
        return there[1]
    with spoken(), closing(connect(folder / FILE, "ro")) as database:
        version_of(database)
        about = dict(database.execute("SELECT name, value FROM about"))
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'shared'").fetchone():
            about |= {f"shared {email}": role for email, role in database.execute("SELECT email, role FROM shared")}
    with _known_lock:
        _known[folder] = (signature, about)
    return about


def _files(folder: Path) -> list[Path]:
    log = folder / f"{FILE}-wal"
    return [folder / FILE, *([log] if log.exists() else [])]
