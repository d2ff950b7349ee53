"""The tables of a workspace, version by version."""

from __future__ import annotations

_FIRST = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE field (
    field TEXT NOT NULL, customer_id INTEGER NOT NULL, value TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (field, customer_id)
) WITHOUT ROWID;
CREATE TABLE history (
    revision INTEGER PRIMARY KEY AUTOINCREMENT, edit TEXT NOT NULL, field TEXT NOT NULL,
    customer_id INTEGER NOT NULL, before TEXT, after TEXT, who TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX history_of_field ON history (field, customer_id);
CREATE TABLE identity (key TEXT PRIMARY KEY, customer_id INTEGER NOT NULL UNIQUE)
"""
_STEPS = {
    # Edits that overwrote one their author had not seen; who else may read or write the workspace.
    1: """
ALTER TABLE history ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0;
CREATE TABLE shared (email TEXT PRIMARY KEY, role TEXT NOT NULL)
""",
}
SCHEMA_VERSION = 1 + len(_STEPS)
OBJECTS = {"about", "field", "history", "identity", "shared", "history_of_field", "sqlite_sequence"}
"""Everything a workspace's file may hold. A file from elsewhere with more than that is refused."""


def statements(version: int) -> list[str]:
    """What brings a file of ``version`` (0 = empty) to the present one; the version itself is filed with it."""
    scripts = [*([_FIRST] if version == 0 else []), *(script for step, script in _STEPS.items() if step >= version)]
    present = f"INSERT OR REPLACE INTO about VALUES ('schema_version', '{SCHEMA_VERSION}')"
    return [statement for script in scripts for statement in script.split(";")] + [present]
