"""The portfolio on disk: Parquet tables and one JSON file, written aside, flushed, then moved into place."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import PortfolioError
from analysis.portfolio import ANSWERS, FIGURES, PRICES, QUANTITIES, Finding, Portfolio, TableReport
from analysis.upload.question import Question
from analysis.workspace import home
from analysis.workspace.disk import made_aside
from analysis.workspace.store import Workspace

REQUIRED = frozenset(["customers"])
"""Tables without which a portfolio is damaged; others may be missing from one that an earlier version kept."""
_FRAMES = [entry.name for entry in fields(Portfolio) if "DataFrame" in str(entry.type)]


def keep_portfolio(
    workspace: Workspace,
    portfolio: Portfolio,
    identities: Mapping[str, int],
    values: Mapping[tuple[str, int], Any] | None = None,
    undoes: str = "",
) -> None:
    """Makes ``portfolio`` the workspace's own, and files ``values`` (see ``Workspace.describe_upload``) in the same
    step; the one before stays until this one is safe on disk."""
    workspace.must_write()
    generation, before = home.new_id(), workspace.about("portfolio")
    facts = {entry.name: getattr(portfolio, entry.name) for entry in fields(Portfolio) if entry.name not in _FRAMES}
    facts["tables"] = [asdict(report) for report in portfolio.tables]
    facts["questions"] = [asdict(question) for question in portfolio.questions]
    facts["findings"] = [asdict(finding) for finding in portfolio.findings]
    facts["period"] = [day.isoformat() for day in portfolio.period]
    with made_aside(workspace.folder / "portfolio" / generation) as aside:
        for name in _FRAMES:
            getattr(portfolio, name).to_parquet(aside / f"{name}.parquet")
        (aside / "portfolio.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    workspace.describe_upload(identities, {"portfolio": generation}, values, undoes)
    left_behind = time.time() - 3600  # by a program that ended; anything younger may be another upload under way
    for old in (workspace.folder / "portfolio").iterdir():
        if old.name == before or (old.name != generation and old.stat().st_mtime < left_behind):
            shutil.rmtree(old, ignore_errors=True)


def kept_portfolio(workspace: Workspace) -> Portfolio | None:
    """The workspace's portfolio; None before the first upload."""
    while (generation := workspace.about("portfolio")) is not None:
        try:
            return read_portfolio(workspace.folder / "portfolio" / generation)
        except FileNotFoundError as trouble:
            # Another upload may have taken its place while this one was read.
            if workspace.about("portfolio") == generation:
                raise PortfolioError("workspace.trouble.damaged") from trouble
    return None


def read_portfolio(folder: Path) -> Portfolio:
    """The portfolio kept in ``folder``."""
    facts: dict[str, Any] = json.loads((folder / "portfolio.json").read_text(encoding="utf-8"))
    told = {entry.name for entry in fields(TableReport)}  # an earlier version told more
    facts["tables"] = tuple(
        TableReport(**{name: value for name, value in report.items() if name in told}) for report in facts["tables"]
    )
    facts["questions"] = tuple(
        Question(**{**question, "options": tuple(question["options"])}) for question in facts["questions"]
    )
    facts["findings"] = tuple(Finding(**finding) for finding in facts.get("findings", ()))
    first, last = (date.fromisoformat(day) for day in facts["period"])
    facts["period"] = (first, last)
    for name in ("attributes", "numbers"):
        facts[name] = tuple(facts[name])
    kept = [name for name in _FRAMES if name in REQUIRED or (folder / f"{name}.parquet").exists()]
    frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in kept}
    for column in {*FIGURES, *QUANTITIES, *PRICES} - set(frames["customers"]):  # that an earlier version did not know
        frames["customers"][column] = float("nan")
    for column in ANSWERS:
        said = frames["customers"][column].astype("object")
        frames["customers"][column] = said.where(said.notna(), None)
    return Portfolio(**facts, **frames)
