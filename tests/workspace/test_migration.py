"""Workspaces of earlier versions go forward, with a copy kept; those of later ones are left alone."""

import sqlite3
from contextlib import closing

import pytest

from analysis.errors import PortfolioError
from analysis.workspace import copies, database, home
from analysis.workspace.check import check
from analysis.workspace.schema import SCHEMA_VERSION
from analysis.workspace.store import Workspace

FIRST_VERSION = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE field (field TEXT NOT NULL, customer_id INTEGER NOT NULL, value TEXT NOT NULL, who TEXT NOT NULL,
    at TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (field, customer_id)) WITHOUT ROWID;
CREATE TABLE history (revision INTEGER PRIMARY KEY AUTOINCREMENT, edit TEXT NOT NULL, field TEXT NOT NULL,
    customer_id INTEGER NOT NULL, before TEXT, after TEXT, who TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX history_of_field ON history (field, customer_id);
CREATE TABLE identity (key TEXT PRIMARY KEY, customer_id INTEGER NOT NULL UNIQUE);
INSERT INTO about VALUES ('schema_version', '1'), ('name', 'Alt');
INSERT INTO history VALUES (1, 'first', 'tag.strategic', 3, NULL, '"yes"', '', '2026-01-01T00:00:00.000+00:00');
INSERT INTO field VALUES ('tag.strategic', 3, '"yes"', '', '2026-01-01T00:00:00.000+00:00', 1);
"""


@pytest.fixture
def old(tmp_path, monkeypatch):
    """The id of a workspace as the first version wrote it."""
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    folder = home.home() / "workspaces" / "abcdefghjkmn"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "workspace.sqlite")) as database:
        database.executescript(FIRST_VERSION)
    return folder.name


def test_an_old_workspace_keeps_what_was_entered(old):
    assert Workspace.open(old).values("tag.strategic") == {3: "yes"}


def test_an_old_workspace_comes_to_the_present_version(old):
    assert Workspace.open(old).about("schema_version") == str(SCHEMA_VERSION)


def test_an_old_workspace_is_whole_afterwards(old):
    assert check(Workspace.open(old).folder) == []


def test_a_copy_in_the_old_version_is_kept(old):
    folder = Workspace.open(old).folder
    (copy,) = copies.kept(folder)
    with closing(sqlite3.connect(copy.folder / "workspace.sqlite")) as file:
        assert file.execute("SELECT value FROM about WHERE name = 'schema_version'").fetchone() == ("1",)


def test_a_migration_that_fails_leaves_the_old_version(old, monkeypatch):
    monkeypatch.setattr(database, "statements", lambda version: ["CREATE TABLE half (x)", "nonsense"])
    with pytest.raises(sqlite3.OperationalError):
        Workspace.open(old)
    file = home.home() / "workspaces" / old / "workspace.sqlite"
    with closing(sqlite3.connect(file)) as there:
        assert not there.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()


def test_a_new_workspace_and_a_migrated_one_have_the_same_tables(old):
    def tables(workspace):
        with closing(sqlite3.connect(workspace.folder / "workspace.sqlite")) as file:
            names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: file.execute(f"PRAGMA table_info({name})").fetchall() for name in names}

    assert tables(Workspace.open(old)) == tables(Workspace.create())


def test_a_newer_workspace_is_left_as_it_is(workspace):
    workspace.describe(schema_version="999")
    file = workspace.folder / "workspace.sqlite"
    workspace.close()
    before = file.read_bytes()
    with pytest.raises(PortfolioError, match="newer version"):
        Workspace.open(file.parent.name)
    assert file.read_bytes() == before
