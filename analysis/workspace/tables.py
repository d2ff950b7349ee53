"""The portfolio on disk: Parquet tables and one JSON file, written aside, flushed, then moved into place."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.portfolio import ANSWERS, Portfolio, TableReport
from analysis.upload.question import Question
from analysis.workspace import home
from analysis.workspace.store import Workspace

_FRAMES = [entry.name for entry in fields(Portfolio) if "DataFrame" in str(entry.type)]


def keep_portfolio(workspace: Workspace, portfolio: Portfolio, identities: Mapping[str, int]) -> None:
    """Makes ``portfolio`` the workspace's own; the one before stays until this one is safe on disk."""
    generation = home.new_id()
    folder = workspace.folder / "portfolio" / generation
    aside = folder.with_name(f"{generation}.part")
    aside.mkdir(parents=True)
    for name in _FRAMES:
        getattr(portfolio, name).to_parquet(aside / f"{name}.parquet")
    facts = {entry.name: getattr(portfolio, entry.name) for entry in fields(Portfolio) if entry.name not in _FRAMES}
    facts["tables"] = [asdict(report) for report in portfolio.tables]
    facts["questions"] = [asdict(question) for question in portfolio.questions]
    facts["period"] = [day.isoformat() for day in portfolio.period]
    (aside / "portfolio.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    for path in [*aside.iterdir(), aside]:
        flush(path)
    aside.rename(folder)
    flush(folder.parent)
    workspace.describe_upload(identities, {"portfolio": generation})
    for old in folder.parent.iterdir():
        if old.name != generation:
            shutil.rmtree(old, ignore_errors=True)


def kept_portfolio(workspace: Workspace) -> Portfolio | None:
    """The workspace's portfolio; None before the first upload."""
    generation = workspace.about("portfolio")
    if generation is None:
        return None
    folder = workspace.folder / "portfolio" / generation
    facts: dict[str, Any] = json.loads((folder / "portfolio.json").read_text(encoding="utf-8"))
    facts["tables"] = tuple(TableReport(**{**report, "notes": tuple(report["notes"])}) for report in facts["tables"])
    facts["questions"] = tuple(
        Question(**{**question, "options": tuple(question["options"])}) for question in facts["questions"]
    )
    first, last = (date.fromisoformat(day) for day in facts["period"])
    facts["period"] = (first, last)
    for name in ("attributes", "numbers"):
        facts[name] = tuple(facts[name])
    frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in _FRAMES}
    for column in ANSWERS:
        said = frames["customers"][column].astype("object")
        frames["customers"][column] = said.where(said.notna(), None)
    return Portfolio(**facts, **frames)


def flush(path: Path) -> None:
    """Brings a file's or folder's content to the disk itself. Systems that cannot flush a folder skip it."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
