"""Whether a workspace on disk is whole: its file, its history, its tables and the files the user brought."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from analysis.errors import PortfolioError
from analysis.workspace import copies, home
from analysis.workspace.database import FILE, connect, version_of
from analysis.workspace.schema import OBJECTS
from analysis.workspace.tables import read_portfolio

_NOT_AS_FILED = """
SELECT field FROM field LEFT JOIN history USING (revision, field, customer_id) WHERE after IS NOT value
UNION
SELECT field FROM (SELECT field, customer_id, after, max(revision) FROM history GROUP BY field, customer_id) AS last
WHERE after IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM field WHERE field.field = last.field AND field.customer_id = last.customer_id)
UNION
SELECT field FROM (
    SELECT field, before, lag(after) OVER (PARTITION BY field, customer_id ORDER BY revision) AS stood FROM history
) WHERE before IS NOT stood
"""


def check_all() -> dict[str, list[PortfolioError]]:
    """Every workspace's id to what is wrong with it, copies included; empty lists where all is well."""
    found = {folder.name: [PortfolioError("workspace.check.gone")] for folder in home.without_database()}
    for workspace_id in home.existing():
        folder = home.home() / "workspaces" / workspace_id
        found[workspace_id] = check(folder)
        for copy in copies.kept(folder):
            found[workspace_id] += [
                PortfolioError(problem.message, file=f"copies/{copy.name}", **problem.values)
                for problem in check(copy.folder)
            ]
    return found


def check(folder: Path) -> list[PortfolioError]:
    """What is wrong with the workspace, or copy of one, in ``folder``. Reads only; it may be in use meanwhile."""
    while True:
        try:
            with closing(connect(folder / FILE, "ro")) as database:
                database.execute("BEGIN")
                problems = [*_of_database(database)]
                if problems:
                    return problems
                generation, problems = _portfolio(database), [*_of_fields(database), *_of_folder(database, folder)]
                database.execute("COMMIT")
                if not problems or _portfolio(database) == generation:
                    return problems  # else an upload came to its end meanwhile: look again
        except (sqlite3.DatabaseError, ValueError) as trouble:
            return [PortfolioError("workspace.check.database", detail=str(trouble))]
        except PortfolioError as trouble:
            return [trouble]


def _of_database(database: sqlite3.Connection) -> Iterator[PortfolioError]:
    version_of(database)
    for (detail,) in database.execute("PRAGMA integrity_check"):
        if detail != "ok":
            yield PortfolioError("workspace.check.database", detail=detail)
    for kind, name in database.execute("SELECT type, name FROM sqlite_master"):
        if kind not in ("table", "index") or not (name in OBJECTS or name.startswith("sqlite_autoindex_")):
            yield PortfolioError("workspace.check.database", detail=f"{kind} {name}")


def _of_fields(database: sqlite3.Connection) -> Iterator[PortfolioError]:
    for (field,) in database.execute(_NOT_AS_FILED):
        yield PortfolioError("workspace.check.field", field=field)
    texts = (
        "SELECT field, value FROM field UNION SELECT field, before FROM history UNION SELECT field, after FROM history"
    )
    for field, text in database.execute(texts):
        try:
            json.loads(text or "null")
        except ValueError:
            yield PortfolioError("workspace.check.field", field=field)


def _of_folder(database: sqlite3.Connection, folder: Path) -> Iterator[PortfolioError]:
    for field in ("upload.files", "upload.pending"):
        row = database.execute("SELECT value FROM field WHERE field = ? AND customer_id = 0", [field]).fetchone()
        for entry in json.loads(row[0]) if row else []:
            if not home.is_id(str(entry["id"])) or not (
                entry.get("place") or (folder / "files" / entry["id"]).is_file()
            ):
                yield PortfolioError("workspace.check.file", name=str(entry["id"]))
    generation = _portfolio(database)
    if generation is None:
        return
    if not home.is_id(generation):
        yield PortfolioError("workspace.check.portfolio", detail="id")
        return
    try:
        portfolio = read_portfolio(folder / "portfolio" / generation)
    except (OSError, ValueError, TypeError, KeyError) as trouble:
        yield PortfolioError("workspace.check.portfolio", detail=type(trouble).__name__)
        return
    known = {row[0] for row in database.execute("SELECT customer_id FROM identity")}
    if strangers := set(portfolio.customers.index) - known:
        yield PortfolioError("workspace.check.customers", n=len(strangers))


def _portfolio(database: sqlite3.Connection) -> str | None:
    row = database.execute("SELECT value FROM about WHERE name = 'portfolio'").fetchone()
    return row[0] if row else None
