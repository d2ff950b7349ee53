"""Several workspaces: names, duplicates, the archive, the way back, daily copies."""

import os
import time
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from analysis.errors import PortfolioError
from analysis.workspace import copies, database, disk, home, shelf
from analysis.workspace.check import check, check_all
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio, kept_portfolio
from analysis.workspace.users import LOCAL
from tests.portfolios import make_portfolio


def names(state="active"):
    return [entry.name for entry in shelf.listed(LOCAL, state)]


def set_day(monkeypatch, day):
    monkeypatch.setattr(database, "today", lambda: day)


def test_the_one_written_last_comes_first(workspace):
    other = Workspace.create(name="Süd")
    workspace.put("tag.note", "x", 1)
    os.utime(other.folder / "workspace.sqlite", (1, 1))
    assert names() == ["Nord", "Süd"]


def test_a_name_is_one_line(workspace):
    shelf.rename(workspace, "  Nord \n und Süd ")
    assert names() == ["Nord und Süd"]


def test_a_duplicate_has_the_same_content(filled):
    again = shelf.duplicate(filled, "Zweiter")
    pd.testing.assert_frame_equal(again.fields(), filled.fields())
    pd.testing.assert_frame_equal(kept_portfolio(again).customers, kept_portfolio(filled).customers)
    assert check(again.folder) == []


def test_a_duplicate_goes_its_own_way(filled):
    again = shelf.duplicate(filled, "Zweiter")
    keep_portfolio(again, make_portfolio(2), {})
    again.put("tag.strategic", "no", 1)
    assert (filled.get("tag.strategic", 1), len(kept_portfolio(filled).customers)) == ("yes", 5)
    assert check(filled.folder) == []


def test_an_archived_one_is_out_of_the_way_and_opens(workspace):
    shelf.archive(workspace)
    assert (names(), names("archived")) == ([], ["Nord"])
    assert Workspace.open(workspace.id) is not None


def test_a_deleted_one_is_gone_for_whoever_has_it_open(workspace):
    other = Workspace.open(workspace.id)
    shelf.delete(workspace)
    with pytest.raises(PortfolioError, match="no such workspace"):
        other.get("tag.note", 1)
    assert Workspace.open(workspace.id) is None


def test_a_deleted_one_comes_back_as_it_was(filled):
    before = filled.fields()
    shelf.delete(filled)
    pd.testing.assert_frame_equal(shelf.bring_back(filled.id, LOCAL).fields(), before)
    assert names() == ["Nord"]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_a_deleted_one_goes_for_good_after_the_grace_period(workspace, days, left):
    folder = workspace.folder
    workspace.describe(deleted=(datetime.now(UTC) - timedelta(days=days)).isoformat())
    shelf.tidy()
    assert folder.exists() == bool(left)


def test_tidying_leaves_what_cannot_be_read(workspace):
    file = workspace.folder / "workspace.sqlite"
    workspace.close()
    file.write_bytes(b"damaged")
    shelf.tidy()
    assert file.exists()


def test_tidying_removes_what_an_ended_program_left(workspace):
    half = home.home() / "workspaces" / "abcdefgh2345.0000.part"
    half.mkdir()
    os.utime(half, (time.time() - 4000, time.time() - 4000))
    shelf.tidy()
    assert not half.exists()


def test_a_half_made_one_is_not_listed(workspace):
    half = home.home() / "workspaces" / "abcdefgh2345.0000.part"
    half.mkdir()
    (half / "workspace.sqlite").write_bytes(b"")
    assert names() == ["Nord"]


def test_a_damaged_one_is_listed_with_its_trouble(workspace):
    file = workspace.folder / "workspace.sqlite"
    workspace.close()
    file.write_bytes(b"damaged" * 1000)
    (entry,) = shelf.listed(LOCAL)
    assert entry.trouble.message == "workspace.trouble.damaged"


def test_every_day_with_edits_has_a_copy_of_what_was_before(workspace, monkeypatch):
    for number, day in enumerate(["2026-03-01", "2026-03-02", "2026-03-05"]):
        set_day(monkeypatch, day)
        workspace.put("tag.note", number, 1)
        workspace.put("tag.note", f"{number} later", 1)
    found = {
        copy.name: Workspace(database.Database(copy.folder)).get("tag.note", 1)
        for copy in copies.kept(workspace.folder)
        if copy.name.startswith("2026-03")
    }
    assert found == {"2026-03-05": "1 later", "2026-03-02": "0 later", "2026-03-01": None}


def test_copies_are_listed_newest_first_and_bounded(workspace, monkeypatch):
    for number in range(1, 31):
        set_day(monkeypatch, f"2027-01-{number:02}")
        workspace.put("tag.note", number, 1)
    assert [copy.name for copy in copies.kept(workspace.folder)] == [
        f"2027-01-{number:02}" for number in range(30, 16, -1)
    ]


def test_a_copy_holds_the_uploads_of_its_day(filled, monkeypatch):
    set_day(monkeypatch, "2027-01-01")
    keep_portfolio(filled, make_portfolio(9), {f"K{number}": number for number in range(1, 10)})
    copy = copies.kept(filled.folder)[0]
    assert len(kept_portfolio(Workspace(database.Database(copy.folder))).customers) == 5
    assert check_all() == {filled.id: []}


def test_a_copy_is_opened_beside_the_present(filled, monkeypatch):
    set_day(monkeypatch, "2027-01-01")
    filled.put("tag.strategic", "no", 1)
    earlier = shelf.open_copy(filled, copies.kept(filled.folder)[0], "Nord, 1. Januar")
    assert (earlier.get("tag.strategic", 1), filled.get("tag.strategic", 1)) == ("yes", "no")


def test_an_edit_counts_where_no_copy_can_be_made(workspace, monkeypatch):
    set_day(monkeypatch, "2027-01-01")
    (workspace.folder / "copies").mkdir(exist_ok=True)
    monkeypatch.setattr(copies, "back_up", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    workspace.put("tag.note", "kept", 1)
    assert workspace.get("tag.note", 1) == "kept"


def test_an_upload_names_a_workspace_until_someone_does(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    workspace = Workspace.create()
    shelf.suggest_name(workspace, "invoices.csv")
    shelf.rename(workspace, "Spring review")
    shelf.suggest_name(workspace, "other.csv")
    assert workspace.about("name") == "Spring review"


def test_a_copy_that_goes_is_never_seen_half_gone(filled, monkeypatch):
    """A program that is killed while it deletes leaves nothing that looks like a copy."""
    monkeypatch.setattr(disk.shutil, "rmtree", lambda *_, **__: None)
    for number in range(1, 31):
        set_day(monkeypatch, f"2027-01-{number:02}")
        filled.put("tag.note", number, 1)
    assert len(copies.kept(filled.folder)) == copies.DAYS_KEPT
    assert check_all() == {filled.id: []}
