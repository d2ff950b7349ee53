"""A disk without space: a clear sentence, and nothing that was stored is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import PortfolioError
from analysis.workspace.check import check
from analysis.workspace.disk import made_aside
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio, kept_portfolio
from tests.portfolios import make_portfolio

ROOT = Path(__file__).parents[2]
UNTIL_FULL = """
import sys
from analysis.errors import PortfolioError
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio
from tests.portfolios import make_portfolio

workspace = Workspace.create()
print("id", workspace.id, flush=True)
stored = 0
try:
    while True:
        workspace.put("listen.note", f"{stored} " + "x" * 20_000, stored + 1)
        stored += 1
        print("stored", stored, flush=True)
except PortfolioError as trouble:
    print("said", trouble.message, flush=True)
try:
    keep_portfolio(workspace, make_portfolio(3000), {str(number): number for number in range(1, 3001)})
except PortfolioError as trouble:
    print("said", trouble.message, flush=True)
print("read", len(workspace.values("listen.note")), flush=True)
"""


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "none", folder]).returncode:
        pytest.skip("no right to mount a small file system here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def run_until_full(home, preparation=""):
    """Runs the script above with its data in ``home``; returns its lines as (word, rest)."""
    done = subprocess.run(
        [sys.executable, "-c", preparation + UNTIL_FULL],
        cwd=ROOT,
        env={**os.environ, "KEEPWORTHY_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [line.split(" ", 1) for line in done.stdout.splitlines()]


def last(lines, word):
    return [rest for first, rest in lines if first == word][-1]


def test_a_full_disk_is_said(small_disk):
    lines = run_until_full(small_disk)
    assert {rest for word, rest in lines if word == "said"} <= {
        "workspace.trouble.disk_full",
        "workspace.trouble.disk_trouble",
    }
    assert len([word for word, _ in lines if word == "said"]) == 2


def test_a_full_disk_loses_nothing_stored(small_disk, monkeypatch):
    lines = run_until_full(small_disk)
    monkeypatch.setenv("KEEPWORTHY_HOME", str(small_disk))
    (ballast,) = [path for path in small_disk.rglob("workspace.sqlite") if path.parent.name == last(lines, "id")]
    workspace = Workspace.open(ballast.parent.name)
    notes = workspace.values("listen.note")
    assert [int(notes[number + 1].split()[0]) for number in range(int(last(lines, "stored")))] == list(
        range(int(last(lines, "stored")))
    )
    assert check(workspace.folder) == []


def test_a_full_disk_still_reads(small_disk):
    lines = run_until_full(small_disk)
    assert int(last(lines, "read")) >= int(last(lines, "stored")) > 0


def test_a_used_up_quota_loses_nothing_stored(tmp_path, monkeypatch):
    """The same where the system limits the size of a file instead of the disk's."""
    limit = "import resource, signal\nresource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
    lines = run_until_full(tmp_path, limit)
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    workspace = Workspace.open(last(lines, "id"))
    assert len(workspace.values("listen.note")) >= int(last(lines, "stored")) > 0
    assert check(workspace.folder) == []


def test_an_edit_without_space_leaves_the_one_before(workspace):
    workspace.put("tag.note", "before", 1)
    with workspace._database.transaction() as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
    workspace._database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(PortfolioError, match="no space left"):
        workspace.put("tag.note", "x" * 100_000, 1)
    assert (workspace.get("tag.note", 1), check(workspace.folder)) == ("before", [])


def test_an_upload_without_space_leaves_the_portfolio_before(filled, monkeypatch):
    def no_space(path, *_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pandas.DataFrame.to_parquet", lambda frame, path: no_space(path))
    with pytest.raises(PortfolioError, match="no space left"):
        keep_portfolio(filled, make_portfolio(9), {})
    assert len(kept_portfolio(filled).customers) == 5
    assert len(list((filled.folder / "portfolio").iterdir())) == 1


def test_what_is_made_aside_appears_whole_or_not_at_all(tmp_path):
    with pytest.raises(RuntimeError), made_aside(tmp_path / "made") as aside:
        (aside / "half").write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
