"""A workspace: everything a user typed, on disk before it is called saved.

Each thing a user can enter is a field, for one customer or for the whole workspace. Fields and their history stand in
an SQLite file, values as JSON. Who may read and who may write is looked up at every reading and writing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import log
from analysis.errors import PortfolioError
from analysis.workspace import home
from analysis.workspace.database import Database, Entry, now
from analysis.workspace.disk import made_aside
from analysis.workspace.users import LOCAL, Role, User, role_of

WHOLE = 0
"""The customer id under which a field of the whole workspace is filed; customers are numbered from 1."""
_OWNERS = {"owner", "archived", "deleted", "schema_version"}
"""Facts that only the owner changes."""
_HISTORY = ["revision", "edit", "field", "customer_id", "before", "after", "who", "at", "unseen"]


class Workspace:
    """One workspace in the hands of one user. Raises ``PortfolioError`` where the user may not (as if the workspace
    did not exist), or where the disk is full."""

    def __init__(self, database: Database, user: User = LOCAL) -> None:
        self._database, self.user = database, user
        self._own: set[int] = set()

    @classmethod
    def create(cls, user: User = LOCAL, name: str = "") -> Workspace:
        """A new, empty workspace of this user, under an id of its own."""
        folder = home.home() / "workspaces" / home.new_id()
        with made_aside(folder) as aside:
            Database.create(aside, {"created": now(), "owner": user.key, "name": name})
        log.note("created", folder.name, user.key)
        return cls(Database(folder), user)

    @classmethod
    def open(cls, workspace_id: str, user: User = LOCAL) -> Workspace | None:
        """The workspace with this id; None where there is none that this user may read."""
        folder = home.folder_of(workspace_id)
        if folder is None:
            return None
        there = cls(Database(folder), user)
        return there if there.role else None

    @property
    def id(self) -> str:
        return self._database.folder.name

    @property
    def folder(self) -> Path:
        self._must_read()
        return self._database.folder

    @property
    def role(self) -> Role | None:
        """What the user may do: owner, editor or reader; None where nothing (any more)."""
        return role_of(self._database, self.user)

    @property
    def writable(self) -> bool:
        return self.role in ("owner", "editor")

    @property
    def revision(self) -> int:
        """Grows with every edit, whoever makes it."""
        self._must_read()
        return self._database.entries()[0]

    def get(self, field: str, customer_id: int | None = None, default: Any = None) -> Any:
        """The value of a field; ``default`` where nobody entered one."""
        entry = self.entry(field, customer_id)
        return default if entry is None else entry.value

    def entry(self, field: str, customer_id: int | None = None) -> Entry | None:
        """What stands in a field with who, when (UTC) and its revision; None where nobody entered anything."""
        return self._entries().get((field, customer_id or WHOLE))

    def values(self, field: str) -> dict[int, Any]:
        """Customer id to value, for every customer for whom ``field`` was entered."""
        entries = self._entries().items()
        return {customer: entry.value for (name, customer), entry in entries if name == field and customer}

    def entries(self, prefix: str | tuple[str, ...]) -> dict[tuple[str, int], Entry]:
        """What stands in every field whose name begins with ``prefix`` (or one of them), by (field, customer id or 0);
        quicker than ``fields``."""
        return {key: entry for key, entry in self._entries().items() if key[0].startswith(prefix)}

    def fields(self, prefix: str = "") -> pd.DataFrame:
        """Every field whose name begins with ``prefix``: customer_id (0 = whole workspace), field, value, who, at
        (UTC), revision."""
        entries = self._entries().items()
        rows = [(customer, name, *entry) for (name, customer), entry in entries if name.startswith(prefix)]
        return pd.DataFrame(rows, columns=["customer_id", "field", *Entry._fields])

    def put(
        self, field: str, value: Any, customer_id: int | None = None, who: str = "", seen: int | None = None
    ) -> Entry | None:
        """Files ``value`` (anything JSON holds) durably; None takes the entry back. The same value again is no edit.

        ``seen`` is the revision of the field that the user had before their eyes (0: it was empty). Where another
        value was filed since, this one still counts, both stand in the history, and the other is returned.
        """
        return next(iter(self.put_many({(field, customer_id or WHOLE): value}, who, seen)), None)

    def put_many(self, values: Mapping[tuple[str, int], Any], who: str = "", seen: int | None = None) -> list[Entry]:
        """Files several values, keyed (field, customer id or 0), as one edit: all of them or none. Returns what it
        overwrote unseen (see ``put``)."""
        texts = _texts(values)
        with self._writing() as database:
            return self._file_all(database, texts, _Edit(home.new_id(), who or self.user.label, now()), seen)

    def history(
        self, field: str | None = None, customer_id: int | None = None, limit: int = 200, prefix: str = ""
    ) -> pd.DataFrame:
        """The last edits, newest first: revision, edit, field, customer_id, before, after, who, at (UTC), unseen
        (it overwrote an edit that its author had not seen)."""
        where, values = "substr(field, 1, length(?)) = ?", [prefix, prefix]
        if field is not None:
            where, values = "field = ? AND customer_id = ?", [field, str(customer_id or WHOLE)]
        self._must_read()
        rows = self._database.rows(
            f"SELECT {', '.join(_HISTORY)} FROM history WHERE {where} ORDER BY revision DESC LIMIT ?", [*values, limit]
        )
        table = pd.DataFrame(rows, columns=_HISTORY, dtype="object")
        for side in ("before", "after"):
            read = [None if text is None else json.loads(text) for text in table[side]]
            table[side] = pd.Series(read, index=table.index, dtype="object")
        return table.assign(unseen=table["unseen"].astype(bool))

    def edits_elsewhere(self, since: int) -> int:
        """How many edits after revision ``since`` were not made through this object: by others, or in another
        window."""
        self._must_read()
        rows = self._database.rows("SELECT revision FROM history WHERE revision > ?", [since])
        return len({row[0] for row in rows} - self._own)

    def undo(self, prefix: str = "") -> bool:
        """Takes back the user's last edit of fields that begin with ``prefix``, as an edit of its own that says so; a
        second call takes back the one before. What someone else has changed since stays as it is, and so do uploads,
        from which a portfolio was made (see ``uploads.undo``). False where there is nothing left to take back."""
        with self._writing() as database:
            edits = self._edits_standing(database, prefix, "AND substr(field, 1, 7) <> 'upload.'")
            return any(self._take_back(database, edit) for edit in edits)

    def edits_standing(self) -> list[str]:
        """The user's edits that were not taken back, newest first: what ``stood_before`` and ``take_back`` take."""
        with self._writing() as database:
            return self._edits_standing(database)

    def stood_before(self, edit: str) -> dict[tuple[str, int], Any]:
        """(field, customer id or 0) to what stood there before an edit, of the fields that nobody changed since."""
        with self._writing() as database:
            return {key: text and json.loads(text) for key, text in _before(database, edit).items()}

    def take_back(self, edit: str) -> bool:
        """Takes back one edit as ``undo`` does; False where others have changed all of it since."""
        with self._writing() as database:
            return self._take_back(database, edit)

    def about(self, name: str) -> str | None:
        """A fact about the workspace itself, such as its name."""
        self._must_read()
        found = self._database.remembered("SELECT value FROM about WHERE name = ?", [name])
        return found[0][0] if found else None

    def describe(self, **facts: str) -> None:
        """Files facts about the workspace itself."""
        with self._writing() as database:
            self._describe(database, facts)

    def shares(self) -> dict[str, str]:
        """Verified address to role (reader or editor) of those with whom the workspace is shared."""
        self._must_read()
        return {row[0]: row[1] for row in self._database.rows("SELECT email, role FROM shared ORDER BY email")}

    def share(self, address: str, role: str | None) -> None:
        """Files in which role the account with ``address`` may use the workspace; None: not at all."""
        with self._writing() as database:
            self._must_own()
            database.execute("DELETE FROM shared WHERE email = ?", [address])
            if role:
                database.execute("INSERT INTO shared VALUES (?, ?)", [address, role])

    def identities(self) -> dict[str, int]:
        """Customer key (number or name) to the customer id it has had since its first upload."""
        self._must_read()
        return {row[0]: row[1] for row in self._database.rows("SELECT key, customer_id FROM identity")}

    def describe_upload(
        self,
        identities: Mapping[str, int],
        facts: Mapping[str, str],
        values: Mapping[tuple[str, int], Any] | None = None,
        undoes: str = "",
    ) -> None:
        """Files who the customers are, facts about the upload and what was said with it (see ``put_many``), in one
        step. ``undoes``: the edit that this one takes back."""
        texts = _texts(values or {})
        with self._writing() as database:
            database.executemany("INSERT OR IGNORE INTO identity VALUES (?, ?)", identities.items())
            self._describe(database, facts)
            self._file_all(database, texts, _Edit(_undoing(undoes), self.user.label, now()))

    def alone(self) -> AbstractContextManager[object]:
        """For what reads a list and writes it again, such as an upload: a second one in this program waits."""
        return self._database.uploading

    def close(self) -> None:
        self._database.close()

    def must_write(self) -> None:
        """Raises ``PortfolioError`` where the user may not write; every write asks this itself."""
        role = self.role
        if role not in ("owner", "editor"):
            raise PortfolioError("workspace.trouble.read_only" if role else "workspace.trouble.none")

    def _must_own(self) -> None:
        if self.role != "owner":
            raise PortfolioError("workspace.trouble.owner_only" if self.role else "workspace.trouble.none")

    def _must_read(self) -> None:
        if self.role is None:
            raise PortfolioError("workspace.trouble.none")

    def _entries(self) -> dict[tuple[str, int], Entry]:
        self._must_read()
        return self._database.entries()[1]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction of this user; the right to write is looked up inside it."""
        with self._database.transaction() as database:
            self.must_write()
            yield database

    def _describe(self, database: sqlite3.Connection, facts: Mapping[str, str]) -> None:
        if _OWNERS & facts.keys():
            self._must_own()
        database.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", facts.items())

    def _file_all(
        self, database: sqlite3.Connection, texts: _Texts, edit: _Edit, seen: int | None = None
    ) -> list[Entry]:
        filed = [self._file(database, key, after, edit, seen) for key, after in texts.items()]
        return [entry for entry in filed if entry]

    def _file(
        self, database: sqlite3.Connection, key: tuple[str, int], after: str | None, edit: _Edit, seen: int | None
    ) -> Entry | None:
        there = _standing(database, key)
        before = there[0] if there else None
        if before == after:
            return None
        unseen = there is not None and seen is not None and there[3] > seen
        revision = database.execute(
            "INSERT INTO history (edit, field, customer_id, before, after, who, at, unseen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [edit.id, *key, before, after, edit.who, edit.at, unseen],
        ).lastrowid
        assert revision is not None
        self._own.add(revision)
        if after is None:
            database.execute("DELETE FROM field WHERE field = ? AND customer_id = ?", key)
        else:
            row = [*key, after, edit.who, edit.at, revision]
            database.execute("INSERT OR REPLACE INTO field VALUES (?, ?, ?, ?, ?, ?)", row)
        return Entry(json.loads(there[0]), *there[1:]) if there and unseen else None

    def _edits_standing(self, database: sqlite3.Connection, prefix: str = "", among: str = "") -> list[str]:
        undone = database.execute("SELECT DISTINCT edit FROM history WHERE edit LIKE 'undo:%'").fetchall()
        edits = database.execute(
            f"SELECT edit FROM history WHERE substr(field, 1, length(?)) = ? AND edit NOT LIKE 'undo:%' {among} "
            "AND (who = ? OR ? = '') GROUP BY edit ORDER BY max(revision) DESC",
            [prefix, prefix, self.user.label, self.user.label],
        ).fetchall()
        gone = {row[0].removeprefix("undo:") for row in undone}
        return [edit for (edit,) in edits if edit not in gone]

    def _take_back(self, database: sqlite3.Connection, edit: str) -> bool:
        texts = _before(database, edit)
        self._file_all(database, texts, _Edit(_undoing(edit), self.user.label, now()))
        return bool(texts)


_Texts = dict[tuple[str, int], str | None]


class _Edit(NamedTuple):
    id: str
    who: str
    at: str


def _undoing(edit: str) -> str:
    """The id of the edit that takes back ``edit``; a new one where it takes back none."""
    return f"undo:{edit}" if edit else home.new_id()


def _before(database: sqlite3.Connection, edit: str) -> _Texts:
    query = "SELECT field, customer_id, before, after FROM history WHERE edit = ? ORDER BY revision DESC"
    return {
        (field, customer): before
        for field, customer, before, after in database.execute(query, [edit]).fetchall()
        if (_standing(database, (field, customer)) or (None,))[0] == after
    }


def _standing(database: sqlite3.Connection, key: tuple[str, int]) -> tuple[str, str, str, int] | None:
    query = "SELECT value, who, at, revision FROM field WHERE field = ? AND customer_id = ?"
    return database.execute(query, key).fetchone()


def _texts(values: Mapping[tuple[str, int], Any]) -> _Texts:
    return {
        (field, int(customer)): None if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False)
        for (field, customer), value in values.items()
    }
