"""The log says what happened and where, and never what was in it."""

import logging

import pytest

from analysis import log
from analysis.workspace import shelf
from analysis.workspace.store import Workspace

NAME = "Müller & Söhne GmbH"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The open log; the logger is as before when the test ends."""
    monkeypatch.setenv("KEEPWORTHY_LOG", str(tmp_path / "logs" / "keepworthy.log"))
    logger = logging.getLogger("keepworthy")
    before = (logger.handlers[:], logger.level, logger.propagate)
    logger.handlers = []
    log.begin()
    yield tmp_path / "logs" / "keepworthy.log"
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.level, logger.propagate = before


def failing():
    raise KeyError(NAME)


def caught():
    try:
        failing()
    except KeyError as error:
        return error


def test_an_event_names_the_workspace_by_its_id(file):
    log.note("deleted", "abcdefgh2345", "https://login.example anna")
    assert "deleted workspace abcdefgh2345 by account " in file.read_text(encoding="utf-8")


def test_what_becomes_of_a_workspace_is_told_without_its_name(file, tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "home"))
    workspace = Workspace.create(name=NAME)
    shelf.duplicate(workspace, NAME)
    shelf.delete(workspace)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line.split(" workspace ")[0][28:].strip() for line in lines] == ["created", "made from another", "deleted"]
    assert NAME not in "".join(lines)


def test_an_account_is_not_written_itself(file):
    log.note("deleted", "abcdefgh2345", "https://login.example anna")
    assert "anna" not in file.read_text(encoding="utf-8")


def test_an_unexpected_error_is_told_by_kind_and_place(file):
    number = log.unexpected(caught())
    told = file.read_text(encoding="utf-8")
    assert f"unexpected ({number}): KeyError at tests/test_log.py:" in told


def test_an_unexpected_error_keeps_names_out(file):
    log.unexpected(caught())
    assert NAME not in file.read_text(encoding="utf-8")


def test_another_librarys_traceback_loses_its_values(file):
    error = caught()
    record = logging.LogRecord(
        "streamlit", logging.ERROR, "", 1, "Uncaught", (), (KeyError, error, error.__traceback__)
    )
    assert log.WithoutValues().filter(record)
    told = logging.Formatter().format(record)
    assert NAME not in told and "KeyError at tests/test_log.py:" in told


def test_beginning_twice_writes_once(file):
    log.begin()
    log.note("server started")
    assert file.read_text(encoding="utf-8").count("server started") == 1
