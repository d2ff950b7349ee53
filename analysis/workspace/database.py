"""The SQLite file of a workspace: opened at the present version, written in whole transactions."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from analysis.errors import PortfolioError
from analysis.workspace import copies
from analysis.workspace.disk import spoken
from analysis.workspace.schema import SCHEMA_VERSION, statements

FILE = "workspace.sqlite"
PATIENCE_IN_SECONDS = 20
"""How long a write waits for another process's."""


class Entry(NamedTuple):
    """What stands in a field: its value, who filed it and when (UTC), and the revision it came with."""

    value: Any
    who: str
    at: str
    revision: int


class Database:
    """An open workspace file: write-ahead log, full synchronisation. Safe to share between threads, and several
    processes may have the same file open.

    Raises ``PortfolioError`` where the disk is full, the file is damaged or written by a newer version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uploading = threading.RLock()
        self._lock = threading.RLock()
        self._cache: tuple[int, dict[tuple[str, int], Entry]] = (-1, {})
        self._known: tuple[tuple[int, int] | None, dict[tuple[str, tuple], list[tuple[Any, ...]]]] = (None, {})
        self._copied = ""
        with spoken():
            self._connection = connect(folder / FILE)
            try:
                self._at_present_version()
            except BaseException:
                self._connection.close()
                raise

    @staticmethod
    def create(folder: Path, facts: Mapping[str, str]) -> None:
        """Writes an empty workspace file with ``facts`` about it into ``folder``."""
        with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN")
            for statement in statements(0):
                connection.execute(statement)
            connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", facts.items())
            connection.execute("COMMIT")

    def rows(self, query: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock, spoken():
            return self._connection.execute(query, values).fetchall()

    def remembered(self, query: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """The same for what a page asks again and again: looked up anew only after a write, by whatever program."""
        with self._lock, spoken():
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            written = (version, self._connection.total_changes)
            if written != self._known[0]:
                self._known = (written, {})
            known, asked = self._known[1], (query, tuple(values))
            if asked not in known:
                known[asked] = self._connection.execute(query, values).fetchall()
            return known[asked]

    def value(self, query: str, values: Any = ()) -> Any:
        """The first value of a query's first row; None where it has no row."""
        found = self.rows(query, values)
        return found[0][0] if found else None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything written inside is on disk when it ends, or nothing of it. The first one of a day keeps a copy
        of what was there before."""
        with self._lock, spoken():
            if self._copied != today():
                copies.make_daily(self.folder, today())
                self._copied = today()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                self._known = (None, {})
                raise

    def entries(self) -> tuple[int, dict[tuple[str, int], Entry]]:
        """The revision, and (field, customer id) to what stands there. Not to be changed."""
        with self._lock, spoken():
            revision = self.remembered("SELECT max(revision) FROM history")[0][0] or 0
            if self._cache[0] != revision:
                self._cache = (revision, self._entries_from(*self._cache))
            return self._cache

    def _entries_from(self, since: int, before: dict[tuple[str, int], Entry]) -> dict[tuple[str, int], Entry]:
        """What stood at revision ``since``, brought up to date: one edit must not mean reading everything again."""
        if since < 0:
            rows = self.rows("SELECT field, customer_id, value, who, at, revision FROM field")
            return {(row[0], row[1]): Entry(json.loads(row[2]), *row[3:]) for row in rows}
        entries = dict(before)
        query = "SELECT field, customer_id, after, who, at, revision FROM history WHERE revision > ? ORDER BY revision"
        for row in self.rows(query, [since]):
            if row[2] is None:
                entries.pop((row[0], row[1]), None)
            else:
                entries[row[0], row[1]] = Entry(json.loads(row[2]), *row[3:])
        return entries

    def close(self) -> None:
        self._connection.close()

    def _at_present_version(self) -> None:
        version = version_of(self._connection)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        if version == SCHEMA_VERSION:
            return
        copies.make(self.folder, copies.before(version))
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done it while this one waited.
            if (version := version_of(self._connection)) < SCHEMA_VERSION:
                for statement in statements(version):
                    self._connection.execute(statement)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def connect(file: Path, mode: str = "rw") -> sqlite3.Connection:
    """Opens an existing SQLite file, ``mode`` rw or ro. Nothing in it, such as a trigger, may call functions."""
    address = f"{file.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, timeout=PATIENCE_IN_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables in a file; raises ``PortfolioError`` where it holds none or newer ones."""
    try:
        row = connection.execute("SELECT value FROM about WHERE name = 'schema_version'").fetchone()
        version = int(row[0])
    except (TypeError, ValueError, sqlite3.OperationalError) as trouble:
        if isinstance(trouble, sqlite3.OperationalError) and trouble.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise PortfolioError("workspace.trouble.damaged") from trouble
    if version > SCHEMA_VERSION:
        raise PortfolioError("workspace.trouble.newer")
    return version


def now() -> str:
    """This moment (UTC), as it stands in a workspace."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def today() -> str:
    """This day, as daily copies are named."""
    return datetime.now().date().isoformat()
