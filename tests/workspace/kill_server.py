"""Kills writers at random moments and looks whether anything acknowledged is missing.

``python -m tests.workspace.kill_server 100`` kills a process that edits and uploads as fast as it can, 100 times, each
at a random moment; ``--server 20`` kills the real server as often while a browser types and uploads.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from multiprocessing import get_context

from analysis.workspace import uploads
from analysis.workspace.check import check_all
from analysis.workspace.store import Workspace
from analysis.workspace.tables import kept_portfolio
from tests.workspace.writer import write

_START = get_context("forkserver")
_START.set_forkserver_preload(["tests.workspace.writer"])
Words = tuple[str, int]
"""What a writer said it would do: the kind, and the customer or the number of rows."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=0, help="how often the writer is killed")
    parser.add_argument("--server", type=int, default=0, help="how often the server is killed")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="for the moments")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KEEPWORTHY_HOME"] = folder
        if chosen.kills:
            print(kill_writers(chosen.kills, chance))
        if chosen.server:
            from tests.browser.kill import kill_servers

            print(kill_servers(chosen.server, chance))


def kill_writers(kills: int, chance: random.Random) -> str:
    """Kills ``kills`` writers; returns what was done. Raises ``AssertionError`` where anything is missing."""
    workspace = Workspace.create()
    acknowledged: dict[int, Words] = {}
    hanging: dict[int, Words] = {}  # killed before they were acknowledged: each may be there or not, for good
    under_way: Counter[str] = Counter()
    for number in range(1, kills + 1):
        tried, acks = run_until_killed(workspace.id, number, chance)
        acknowledged |= {ack: tried[ack] for ack in sorted(acks)}
        killed = {ack: words for ack, words in tried.items() if ack not in acks}
        hanging |= killed
        under_way.update(kind for kind, _ in killed.values())
        look(workspace.id, acknowledged, hanging)
    kinds = Counter(kind for kind, _ in acknowledged.values())
    return (
        f"{kills} kills of the writer, {dict(under_way)} under way; {len(acknowledged)} acknowledged, {dict(kinds)}: "
        "nothing is missing, every workspace opens, the check is clean."
    )


def run_until_killed(workspace_id: str, number: int, chance: random.Random) -> tuple[dict[int, Words], set[int]]:
    """Starts a writer, kills it at a random moment, and returns what it tried (number to kind and customer) and the
    numbers of what it acknowledged."""
    here, there = _START.Pipe(duplex=False)
    process = _START.Process(target=write, args=(workspace_id, number, there))
    process.start()
    there.close()
    tried: dict[int, Words] = {}
    acks: set[int] = set()
    end: float | None = None
    try:
        while True:
            if end is not None and time.monotonic() >= end and process.is_alive():
                process.kill()
            if not here.poll(0.001):
                continue
            told = here.recv()
            if told[0] == "try":
                tried[told[1]] = (told[2], told[3])
                end = end or time.monotonic() + chance.uniform(0, 1.5)
            else:
                acks.add(told[1])
    except (EOFError, OSError):
        process.join()
    assert process.exitcode == -signal.SIGKILL, f"the writer ended by itself: {process.exitcode}"
    return tried, acks


def look(workspace_id: str, acknowledged: dict[int, Words], hanging: dict[int, Words]) -> None:
    """Whether all that was acknowledged is there, in fields and history, and all workspaces are whole."""
    troubles = {name: [str(problem) for problem in problems] for name, problems in check_all().items() if problems}
    assert not troubles, troubles
    workspace = Workspace.open(workspace_id)
    assert workspace is not None
    history = workspace.history(limit=10_000_000)
    filed = Counter((row.field, str(row.after).split()[0]) for row in history.itertuples() if row.after)
    last: dict[tuple[str, int], int] = {}
    for value, (kind, customer) in acknowledged.items():
        if kind == "edit":
            assert filed["listen.note", str(value)] == 1, f"edit {value} is missing"
            last["listen.note", customer] = value
        elif kind == "many":
            assert filed["tag.note", str(value)] == customer, f"edit {value} is missing or half there"
            last |= {("tag.note", one): value for one in range(1, customer + 1)}
        elif kind == "upload":
            last["portfolio", 0] = value
    for (field, customer), value in last.items():
        if field == "portfolio":
            uploaded = {
                value: acknowledged[value],
                **{n: words for n, words in hanging.items() if words[0] == "upload"},
            }
            look_at_upload(workspace, {number: rows for number, (_, rows) in uploaded.items()})
        else:
            there = int(str(workspace.get(field, customer)).split()[0])
            assert there == value or (there > value and there in hanging), (
                f"{field} of {customer}: {there}, not {value}"
            )
    workspace.close()


def look_at_upload(workspace: Workspace, uploaded: dict[int, int]) -> None:
    """The portfolio is that of the last acknowledged upload, or of the one under way (number to customers), and so is
    the list of files."""
    portfolio = kept_portfolio(workspace)
    assert portfolio is not None
    (file,) = uploads.files(workspace)
    number = int(file.name.removesuffix(".csv"))
    assert uploaded.get(number) == len(portfolio.customers), f"{number}, {len(portfolio.customers)}: not in {uploaded}"
    assert uploads.path_of(workspace, file).is_file()


if __name__ == "__main__":
    main()
