"""The check finds whatever is not as it was filed, and nothing else."""

import sqlite3
from contextlib import closing

import pytest

from analysis.command import main
from analysis.workspace import copies
from analysis.workspace.check import check, check_all
from analysis.workspace.store import Workspace

HARM = {
    "workspace.check.field": [
        "UPDATE field SET value = '\"no\"' WHERE field = 'tag.strategic'",
        "DELETE FROM field WHERE field = 'tag.strategic'",
        "DELETE FROM history WHERE field = 'tag.strategic'",
        "UPDATE history SET before = '\"maybe\"' WHERE field = 'listen.note'",
        "UPDATE history SET after = '{' WHERE field = 'listen.note'",
    ],
    "workspace.check.customers": ["DELETE FROM identity WHERE customer_id = 2"],
    "workspace.check.database": [
        "CREATE TRIGGER more AFTER INSERT ON field BEGIN DELETE FROM field; END",
        "CREATE VIEW strange AS SELECT 1",
        "CREATE TABLE more (x)",
    ],
    "workspace.check.portfolio": [
        "UPDATE about SET value = '../../elsewhere' WHERE name = 'portfolio'",
        "UPDATE about SET value = 'abcdefgh22222222' WHERE name = 'portfolio'",
    ],
    "workspace.trouble.newer": ["UPDATE about SET value = '999' WHERE name = 'schema_version'"],
    "workspace.trouble.damaged": ["DELETE FROM about WHERE name = 'schema_version'"],
}


def test_a_whole_workspace_is_clean(filled):
    filled.put("listen.note", None, 2)
    filled.undo()
    assert check_all() == {filled.id: []}


@pytest.mark.parametrize(
    ("problem", "harm"), [(problem, harm) for problem, harms in HARM.items() for harm in harms], ids=lambda text: text
)
def test_harm_is_found_and_named(filled, problem, harm):
    with closing(sqlite3.connect(filled.folder / "workspace.sqlite")) as database, database:
        database.execute(harm)
    assert {found.message for found in check(filled.folder)} == {problem}


def test_a_missing_upload_is_found(filled):
    (filled.folder / "files" / "abcdefgh2345").unlink()
    assert [found.message for found in check(filled.folder)] == ["workspace.check.file"]


def test_a_workspace_without_its_file_is_found(filled):
    file, workspace_id = filled.folder / "workspace.sqlite", filled.id
    filled.close()
    file.rename(file.with_name("elsewhere.sqlite"))
    assert [found.message for found in check_all()[workspace_id]] == ["workspace.check.gone"]


def test_a_damaged_table_is_found(filled):
    (table,) = (filled.folder / "portfolio").glob("*/customers.parquet")
    table.write_bytes(table.read_bytes()[:-20])
    assert [found.message for found in check(filled.folder)] == ["workspace.check.portfolio"]


def test_overwritten_pages_are_found(filled):
    file, folder = filled.folder / "workspace.sqlite", filled.folder
    filled.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    assert check(folder) != []


def test_a_damaged_copy_is_named(filled):
    (copy,) = copies.kept(filled.folder)
    (copy.folder / "workspace.sqlite").write_bytes(b"nothing")
    (found,) = check_all()[filled.id]
    assert copy.name in str(found)


@pytest.mark.parametrize(("code", "whole"), [("de", "unversehrt"), ("en", "whole")])
def test_the_command_line_says_what_is_wrong_with_which_workspace(filled, capsys, code, whole):
    other = Workspace.create()
    assert main(["--check", "--language", code]) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == sorted(f"{id}: {whole}" for id in (filled.id, other.id))
    (filled.folder / "files" / "abcdefgh2345").unlink()
    assert main(["--check", "--language", code]) == 1
    told = capsys.readouterr().out.splitlines()
    assert f"{other.id}: {whole}" in told
    assert [line for line in told if line.startswith(f"{filled.id}: ") and "abcdefgh2345" in line]


def test_the_command_line_needs_a_file_or_check(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--language", "en"])
    assert "--check" in capsys.readouterr().err
