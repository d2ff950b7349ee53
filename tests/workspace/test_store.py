"""What a user entered is there again, as it was, in any order of edits, undos and reopenings."""

import json
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import PortfolioError
from analysis.workspace import home
from analysis.workspace.store import Workspace

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: st.lists(children, max_size=3),
    max_leaves=4,
)
EDITS = st.lists(
    st.tuples(st.sampled_from(["tag.strategic", "listen.note", "care.x"]), st.integers(0, 3), VALUES), max_size=20
)


@given(edits=EDITS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_edit_is_there_after_reopening(tmp_path, monkeypatch, edits):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    workspace, expected = Workspace.create(), {}
    for field, customer, value in edits:
        workspace.put(field, value, customer)
        expected[field, customer] = value
    again = Workspace.open(workspace.id)
    assert {key: again.get(*key) for key in expected} == expected


@given(edits=EDITS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_everything_leaves_nothing(tmp_path, monkeypatch, edits):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    workspace = Workspace.create()
    for field, customer, value in edits:
        workspace.put(field, value, customer)
    while workspace.undo():
        pass
    assert workspace.fields().empty


def test_undo_keeps_to_its_step(workspace):
    workspace.put("tag.strategic", "yes", 1)
    workspace.put("care.note", "x", 1)
    assert workspace.undo("tag.")
    assert (workspace.get("tag.strategic", 1), workspace.get("care.note", 1)) == (None, "x")


def test_a_bulk_edit_is_undone_as_one(workspace):
    workspace.put_many({("tag.strategic", number): "yes" for number in (1, 2, 3)})
    workspace.undo()
    assert workspace.values("tag.strategic") == {}


def test_undo_leaves_uploads_as_they_are(filled):
    while filled.undo():
        pass
    assert filled.fields()["field"].tolist() == ["upload.files"]


def test_the_same_value_again_is_no_edit(workspace):
    workspace.put("tag.strategic", "yes", 1)
    before = workspace.revision
    workspace.put("tag.strategic", "yes", 1)
    assert workspace.revision == before


def test_two_windows_see_each_other(workspace):
    other = Workspace.open(workspace.id)
    other.put("tag.strategic", "yes", 1)
    workspace.put("tag.strategic", "no", 2)
    assert workspace.values("tag.strategic") == other.values("tag.strategic") == {1: "yes", 2: "no"}


def test_what_was_overwritten_stays_in_the_history(workspace):
    workspace.put("listen.note", "first", 1)
    workspace.put("listen.note", "second", 1)
    assert workspace.history("listen.note", 1)["before"].tolist() == ["first", None]


@pytest.mark.parametrize("name", ["", "../..", "a", "x" * 20, "workspaces", "%2e%2e", "abcdefgh/../../"])
def test_an_unknown_or_hostile_id_opens_nothing(workspace, name):
    assert Workspace.open(name) is None


def test_a_newer_workspace_is_refused_and_left_alone(workspace):
    workspace.describe(schema_version="999")
    with pytest.raises(PortfolioError, match="newer version"):
        Workspace.open(workspace.id)
    assert workspace.about("schema_version") == "999"


def test_a_damaged_workspace_is_refused(workspace):
    file = workspace.folder / "workspace.sqlite"
    workspace.close()
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(PortfolioError, match="cannot be read"):
        Workspace.open(workspace.id)


def test_the_one_used_last_comes_first(workspace):
    other = Workspace.create()
    workspace.put("tag.strategic", "yes", 1)
    assert set(home.existing()) == {workspace.id, other.id}


def test_values_stand_as_json_in_sqlite(workspace):
    workspace.put("refill.picks", ['Branche=Café "A"'])
    rows = sqlite3.connect(workspace.folder / "workspace.sqlite").execute("SELECT value FROM field").fetchall()
    assert json.loads(rows[0][0]) == ['Branche=Café "A"']
