"""Edits, uploads, duplicates and exports without end, said before and after: what ``kill_server`` kills.

Sends ``("try", number, kind, customer)`` and, when the call has come back, ``("ack", number)``.
"""

import random
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from analysis.workspace import database, home, portable, shelf, uploads
from analysis.workspace.store import Workspace

CUSTOMERS = 12


def write(workspace_id: str, seed: int, told: Connection) -> None:
    """Works on until it is killed; numbers begin at ``seed`` millions."""
    chance, workspace = random.Random(seed), Workspace.open(workspace_id)
    assert workspace is not None
    number = seed * 1_000_000
    while True:
        number += 1
        kind = chance.choices(["edit", "many", "upload", "copy", "duplicate", "export"], [60, 12, 8, 4, 2, 2])[0]
        customer = chance.randint(1, CUSTOMERS)
        told.send(("try", number, kind, customer))
        {
            "edit": lambda c, n: workspace.put("listen.note", str(n) + " x" * chance.randint(0, 3000), c),
            "many": lambda c, n: workspace.put_many({("tag.note", one): str(n) for one in range(1, c + 1)}),
            "upload": lambda c, n: upload(workspace, c, n),
            "copy": lambda c, n: another_day(workspace, n),
            "duplicate": lambda c, n: shelf.delete(shelf.duplicate(workspace, str(n))),
            "export": lambda c, n: export(workspace),
        }[kind](customer, number)
        told.send(("ack", number))


def upload(workspace: Workspace, rows: int, number: int) -> None:
    """A file of as many invoices as ``rows`` says, in place of the one before."""
    lines = [f"R{number}-{row};K{row};Kunde {row};{row}.03.2026;{row * 100},00" for row in range(1, rows + 1)]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "invoices.csv"
        path.write_text("\n".join(["Rechnungsnr;Kundennr;Kunde;Datum;Nettobetrag", *lines]), encoding="utf-8")
        loaded = uploads.use(workspace, [uploads.keep(workspace, f"{number}.csv", path)])
    assert loaded.portfolio is not None, loaded.questions


def another_day(workspace: Workspace, number: int) -> None:
    """An edit on a day that has no copy yet."""
    database.today = lambda: f"20{number % 60 + 30}-01-{number % 28 + 1:02}"  # type: ignore[assignment]
    workspace.put("tag.day", number)


def export(workspace: Workspace) -> None:
    with tempfile.TemporaryDirectory(dir=home.home()) as scratch:
        portable.export(workspace, Path(scratch) / "out.zip")
