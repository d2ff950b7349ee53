"""A workspace in one file: the same figures elsewhere, and what is not whole is refused."""

import hashlib
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import fields

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio
from analysis.workspace import home, portable, shelf
from analysis.workspace.check import check
from analysis.workspace.store import Workspace
from analysis.workspace.tables import kept_portfolio
from analysis.workspace.users import LOCAL, User

ANNA = User("https://login.example anna", "anna@example.org")


@pytest.fixture
def file(filled, tmp_path):
    portable.export(filled, tmp_path / "out.keepworthy")
    return tmp_path / "out.keepworthy"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Another computer."""
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "elsewhere"))


def rewritten(file, change):
    """The same file with its members (name to content) and manifest as ``change`` leaves them."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def listed_again(members, manifest):
    manifest["files"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in members.items()
    }


def test_a_workspace_comes_over_equal(filled, file, elsewhere):
    again = portable.bring_in(file, LOCAL)
    for entry in fields(Portfolio):
        before, after = getattr(kept_portfolio(filled), entry.name), getattr(kept_portfolio(again), entry.name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(before, after)
        else:
            assert before == after
    pd.testing.assert_frame_equal(again.fields(), filled.fields())
    pd.testing.assert_frame_equal(again.history(), filled.history())
    assert (again.identities(), again.about("name")) == (filled.identities(), "Nord")


def test_uploaded_files_come_over(filled, file, elsewhere):
    again = portable.bring_in(file, LOCAL)
    name = "abcdefgh2345"
    assert (again.folder / "files" / name).read_bytes() == (filled.folder / "files" / name).read_bytes()


def test_what_came_over_is_whole(file, elsewhere):
    assert check(portable.bring_in(file, LOCAL).folder) == []


def test_it_belongs_to_who_brought_it_in(file, elsewhere):
    again = portable.bring_in(file, ANNA)
    assert (again.role, shelf.listed(User("https://login.example bert"), None)) == ("owner", [])


def test_owner_and_shares_stay_behind(filled, tmp_path):
    shelf.share(filled, "somebody@example.org", "reader")
    portable.export(filled, tmp_path / "out.keepworthy")
    with zipfile.ZipFile(tmp_path / "out.keepworthy") as archive:
        assert b"somebody@example.org" not in archive.read("workspace.sqlite")


def test_importing_twice_gives_two(file, elsewhere):
    assert portable.bring_in(file, LOCAL).id != portable.bring_in(file, LOCAL).id


def refused(file, match):
    before = home.existing()
    with pytest.raises(PortfolioError, match=match):
        portable.bring_in(file, LOCAL)
    folder = home.home() / "workspaces"
    assert home.existing() == before
    assert not folder.exists() or len(list(folder.iterdir())) == len(before)


@pytest.mark.parametrize("version", ["version", "schema_version"])
def test_a_newer_file_is_refused(file, version):
    refused(rewritten(file, lambda members, manifest: manifest.update({version: 999})), "newer version")


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_changes_nothing_or_is_refused(filled, file, tmp_path, place, bit):
    content = bytearray(file.read_bytes())
    content[int(place * len(content))] ^= 1 << bit
    damaged = tmp_path / "damaged.keepworthy"
    damaged.write_bytes(content)
    try:
        again = portable.bring_in(damaged, LOCAL)
    except PortfolioError:
        return
    pd.testing.assert_frame_equal(again.fields(), filled.fields())
    pd.testing.assert_frame_equal(kept_portfolio(again).customers, kept_portfolio(filled).customers)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(file, share):
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    refused(file, "damaged")


@pytest.mark.parametrize(
    "name",
    [
        "../../evil",
        "/etc/evil",
        "files/../../../evil",
        "files/..\\..\\evil",
        "C:\\evil",
        "portfolio/abcdefgh2345/../../x.parquet",
        "files/evil.py",
        "copies/2026-01-01/workspace.sqlite",
        "workspace.sqlite-wal",
    ],
)
def test_names_that_lead_elsewhere_are_refused(file, name, tmp_path):
    def add(members, manifest):
        members[name] = b"evil"
        listed_again(members, manifest)

    refused(rewritten(file, add), "no workspace|damaged")
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize(
    "change",
    [
        lambda members, manifest: members.pop("files/abcdefgh2345"),
        lambda members, manifest: members.update({"files/zzzzzzzz2345": b"unlisted"}),
        lambda members, manifest: members.update({"files/abcdefgh2345": b"other"}),
        lambda members, manifest: manifest.pop("files"),
        lambda members, manifest: manifest.update(files=[1]),
        lambda members, manifest: manifest.update(version="x"),
        lambda members, manifest: (members.pop("workspace.sqlite"), listed_again(members, manifest)),
        lambda members, manifest: (members.update({"workspace.sqlite": b"x" * 5000}), listed_again(members, manifest)),
    ],
)
def test_a_file_that_is_not_as_its_manifest_says_is_refused(file, change):
    refused(rewritten(file, change), "damaged")


def test_a_file_with_a_trigger_is_refused(file, tmp_path):
    def add(members, manifest):
        (tmp_path / "w.sqlite").write_bytes(members["workspace.sqlite"])
        with closing(sqlite3.connect(tmp_path / "w.sqlite")) as database:
            database.execute("CREATE TRIGGER t AFTER INSERT ON field BEGIN DELETE FROM field; END")
        members["workspace.sqlite"] = (tmp_path / "w.sqlite").read_bytes()
        listed_again(members, manifest)

    refused(rewritten(file, add), "damaged")


def test_a_bomb_is_refused_before_it_is_unpacked(file):
    zeros = bytes(300 * 2**20)

    def add(members, manifest):
        members["files/zzzzzzzz2345"] = zeros
        listed_again(members, manifest)

    refused(rewritten(file, add), "too large")


def test_another_zip_is_refused(tmp_path, workspace):
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("photo.jpg", b"x")
    refused(tmp_path / "photos.zip", "no workspace")


def test_no_zip_at_all_is_refused(tmp_path, workspace):
    (tmp_path / "a.keepworthy").write_text("hello")
    refused(tmp_path / "a.keepworthy", "damaged")


def test_a_stranger_cannot_export(filled, tmp_path):
    stranger = Workspace(filled._database, User("https://login.example bert"))
    with pytest.raises(PortfolioError, match="no such workspace"):
        portable.export(stranger, tmp_path / "stolen.keepworthy")
