"""The health address says whether edits can be saved."""

from collections import namedtuple

import pytest

from analysis.workspace import health

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def free(monkeypatch, tmp_path):
    """Sets how many bytes the disk has left."""
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "not" / "there" / "yet"))
    return lambda left: monkeypatch.setattr(health.shutil, "disk_usage", lambda _: Usage(0, 0, left))


def test_room_enough_is_well(free):
    free(health.ENOUGH_IN_BYTES)
    assert health.trouble() is None


def test_a_disk_almost_full_is_told(free):
    free(health.ENOUGH_IN_BYTES - 1)
    assert health.trouble() == "disk almost full"


def test_a_folder_without_rights_is_told(free, monkeypatch):
    free(health.ENOUGH_IN_BYTES)
    monkeypatch.setattr(health.os, "access", lambda *_: False)
    assert health.trouble() == "workspaces not writable"
