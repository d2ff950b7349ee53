"""A workspace: everything a user typed, on disk before it is called saved.

Each thing a user can enter is a field, for one customer or for the whole workspace. Fields and their history stand
in an SQLite file (write-ahead log, full synchronisation), values as JSON.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import PortfolioError
from analysis.workspace import home

SCHEMA_VERSION = 1
WHOLE = 0
"""The customer id under which a field of the whole workspace is filed; customers are numbered from 1."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS field (
    field TEXT NOT NULL, customer_id INTEGER NOT NULL, value TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (field, customer_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history (
    revision INTEGER PRIMARY KEY AUTOINCREMENT, edit TEXT NOT NULL, field TEXT NOT NULL,
    customer_id INTEGER NOT NULL, before TEXT, after TEXT, who TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS history_of_field ON history (field, customer_id);
CREATE TABLE IF NOT EXISTS identity (key TEXT PRIMARY KEY, customer_id INTEGER NOT NULL UNIQUE);
"""


class Workspace:
    """One workspace. Safe to share between threads; several processes may have the same one open.

    Raises ``PortfolioError`` where the disk is full, the file is damaged or written by a newer version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._cache: tuple[int, dict[tuple[str, int], tuple[Any, str, str, int]]] = (-1, {})
        with self._readable():
            self._database = sqlite3.connect(
                folder / "workspace.sqlite", timeout=10, isolation_level=None, check_same_thread=False
            )
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.executescript(_SCHEMA)
            version = self.about("schema_version")
            if version is None:
                self.describe(schema_version=str(SCHEMA_VERSION), created=_now())
            elif int(version) > SCHEMA_VERSION:
                raise PortfolioError("errors.newer_workspace", file=folder.name)

    @classmethod
    def create(cls) -> Workspace:
        """A new, empty workspace under an id of its own."""
        folder = home.home() / "workspaces" / home.new_id()
        folder.mkdir(parents=True)
        return cls(folder)

    @classmethod
    def open(cls, workspace_id: str) -> Workspace | None:
        """The workspace with this id; None where there is none."""
        folder = home.folder_of(workspace_id)
        return cls(folder) if folder else None

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def revision(self) -> int:
        """Grows with every edit, whoever makes it."""
        row = self._database.execute("SELECT max(revision) FROM history").fetchone()
        return row[0] or 0

    def get(self, field: str, customer_id: int | None = None, default: Any = None) -> Any:
        """The value of a field; ``default`` where nobody entered one."""
        entry = self._entries().get((field, customer_id or WHOLE))
        return default if entry is None else entry[0]

    def values(self, field: str) -> dict[int, Any]:
        """Customer id to value, for every customer for whom ``field`` was entered."""
        return {customer: entry[0] for (name, customer), entry in self._entries().items() if name == field and customer}

    def fields(self, prefix: str = "") -> pd.DataFrame:
        """Every field whose name begins with ``prefix``: customer_id (0 = whole workspace), field, value, who, at
        (UTC), revision."""
        rows = [
            (customer, name, *entry) for (name, customer), entry in self._entries().items() if name.startswith(prefix)
        ]
        return pd.DataFrame(rows, columns=["customer_id", "field", "value", "who", "at", "revision"])

    def put(self, field: str, value: Any, customer_id: int | None = None, who: str = "") -> None:
        """Files ``value`` (anything JSON holds) durably; None takes the entry back. The same value again is no edit."""
        self.put_many({(field, customer_id or WHOLE): value}, who)

    def put_many(self, values: Mapping[tuple[str, int], Any], who: str = "") -> None:
        """Files several values, keyed (field, customer id or 0), as one edit: all of them or none."""
        at, edit = _now(), home.new_id()
        with self._transaction():
            for (field, customer_id), value in values.items():
                after = None if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False)
                self._file(field, int(customer_id), after, edit, who, at)

    def history(self, field: str | None = None, customer_id: int | None = None, limit: int = 200) -> pd.DataFrame:
        """The last edits, newest first: revision, edit, field, customer_id, before, after, who, at (UTC)."""
        where, values = "", []
        if field is not None:
            where, values = "WHERE field = ? AND customer_id = ?", [field, customer_id or WHOLE]
        rows = self._database.execute(
            f"SELECT revision, edit, field, customer_id, before, after, who, at FROM history {where} "
            "ORDER BY revision DESC LIMIT ?",
            [*values, limit],
        ).fetchall()
        table = pd.DataFrame(
            rows, columns=["revision", "edit", "field", "customer_id", "before", "after", "who", "at"], dtype="object"
        )
        for side in ("before", "after"):
            read = [None if text is None else json.loads(text) for text in table[side]]
            table[side] = pd.Series(read, index=table.index, dtype="object")
        return table

    def undo(self, prefix: str = "", who: str = "") -> bool:
        """Takes back the last edit of fields that begin with ``prefix``, as an edit of its own that says so; a second
        call takes back the one before. False where there is nothing left to take back."""
        with self._transaction():
            undone = {row[0][5:] for row in self._database.execute("SELECT edit FROM history WHERE edit LIKE 'undo:%'")}
            rows = self._database.execute(
                "SELECT edit, field, customer_id, before FROM history WHERE field LIKE ? || '%' AND "
                "edit NOT LIKE 'undo:%' ORDER BY revision DESC",
                [prefix],
            )
            edit = next((row[0] for row in rows if row[0] not in undone), None)
            if edit is None:
                return False
            entries = self._database.execute(
                "SELECT field, customer_id, before FROM history WHERE edit = ? ORDER BY revision DESC", [edit]
            ).fetchall()
            for field, customer_id, before in entries:
                self._file(field, customer_id, before, f"undo:{edit}", who, _now(), always=True)
        return True

    def about(self, name: str) -> str | None:
        """A fact about the workspace itself, such as its name."""
        row = self._database.execute("SELECT value FROM about WHERE name = ?", [name]).fetchone()
        return row[0] if row else None

    def describe(self, **facts: str) -> None:
        """Files facts about the workspace itself."""
        with self._transaction():
            self._describe(facts)

    def identities(self) -> dict[str, int]:
        """Customer key (number or name) to the customer id it has had since its first upload."""
        return dict(self._database.execute("SELECT key, customer_id FROM identity"))

    def describe_upload(self, identities: Mapping[str, int], facts: Mapping[str, str]) -> None:
        """Files who the customers are and facts about the upload in one step."""
        with self._transaction():
            self._database.executemany("INSERT OR IGNORE INTO identity VALUES (?, ?)", identities.items())
            self._describe(facts)

    def close(self) -> None:
        self._database.close()

    def _describe(self, facts: Mapping[str, str]) -> None:
        self._database.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", facts.items())

    def _file(
        self, field: str, customer_id: int, after: str | None, edit: str, who: str, at: str, always: bool = False
    ) -> None:
        key = [field, customer_id]
        row = self._database.execute("SELECT value FROM field WHERE field = ? AND customer_id = ?", key).fetchone()
        before = row[0] if row else None
        if before == after and not always:
            return
        revision = self._database.execute(
            "INSERT INTO history (edit, field, customer_id, before, after, who, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [edit, *key, before, after, who, at],
        ).lastrowid
        if after is None:
            self._database.execute("DELETE FROM field WHERE field = ? AND customer_id = ?", key)
        else:
            self._database.execute(
                "INSERT OR REPLACE INTO field VALUES (?, ?, ?, ?, ?, ?)", [*key, after, who, at, revision]
            )

    def _entries(self) -> dict[tuple[str, int], tuple[Any, str, str, int]]:
        with self._lock:
            revision = self.revision
            if self._cache[0] != revision:
                rows: Iterable[Any] = self._database.execute(
                    "SELECT field, customer_id, value, who, at, revision FROM field"
                )
                self._cache = (revision, {(row[0], row[1]): (json.loads(row[2]), *row[3:]) for row in rows})
            return self._cache[1]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, self._readable():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as trouble:
            full = "full" in str(trouble) or "disk I/O" in str(trouble)
            message = "errors.disk_full" if full else "errors.damaged_workspace"
            raise PortfolioError(message, file=self.folder.name) from trouble


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
