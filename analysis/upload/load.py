"""From dropped files to the portfolio, in one call for page and command line alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analysis.engine.engine import Engine
from analysis.engine.spark import Spark
from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio, TableReport
from analysis.upload.build import build
from analysis.upload.far import read_far
from analysis.upload.files import read_file
from analysis.upload.question import Answers, Question, each_once
from analysis.upload.reconcile import no_role
from analysis.upload.roles import TableMapping, suggest
from analysis.upload.source import SourceTable

Step = Callable[[str, str], None]
"""What is being done, and to which file."""


@dataclass(frozen=True)
class Loaded:
    """What came of the files. ``portfolio`` is None while a needed question in ``questions`` is unanswered, or where
    no table is a portfolio table (``nothing_usable``). ``refused``: name of a spared file to what is wrong with it."""

    tables: tuple[SourceTable, ...]
    mappings: tuple[TableMapping, ...]
    questions: tuple[Question, ...]
    portfolio: Portfolio | None
    identities: dict[str, int]
    refused: dict[str, PortfolioError] = field(default_factory=dict)

    @property
    def nothing_usable(self) -> bool:
        """Whether every table was recognised as something else than part of a portfolio."""
        return not any(mapping.roles for mapping in self.mappings)

    @property
    def reports(self) -> tuple[TableReport, ...]:
        """The tables' reconciliation; without a portfolio, what was recognised."""
        if self.portfolio is not None:
            return self.portfolio.tables
        return tuple(no_role(*pair) for pair in zip(self.tables, self.mappings, strict=True))


def load(
    files: Sequence[tuple[Path | str, str]],
    folder: Path,
    *,
    roles: Mapping[str, str] | None = None,
    corrections: Mapping[str, Mapping[str, str]] | None = None,
    remembered: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Answers | None = None,
    period: tuple[date, date] | None = None,
    merged: Mapping[str, str] | None = None,
    identities: Mapping[str, int] | None = None,
    step: Step | None = None,
    engine: Engine | None = None,
    spared: Collection[str] = (),
    strict: bool = True,
) -> Loaded:
    """Reads, maps and builds.

    Parameters
    ----------
    files : where each file lies and what the user calls it; text in place of a path: a table in Spark (``read_far``).
    folder : where copies may be put; they must stay until this returns.
    roles, corrections, remembered : see ``roles.suggest``.
    answers, period, merged, identities, engine : see ``build.build``.
    step : told before each piece of work what it is (message ``upload.step.<name>``) and of which file; what it raises
        ends the work.
    spared : names of files that are left out, and named in ``refused``, where they cannot be read; where none of them
        can, nothing comes of it.
    strict : see ``roles.suggest``.

    Raises
    ------
    PortfolioError : for a file that cannot be read, or tables that give no portfolio.
    """
    answers = answers or {}
    step = step or (lambda name, file: None)
    tables: list[SourceTable] = []
    refused: dict[str, PortfolioError] = {}
    for path, name in files:
        step("read", name)
        try:
            tables += _tables(path, name, folder, answers, engine)
        except PortfolioError as trouble:
            if name not in spared:
                raise
            refused[name] = trouble
    if refused and refused.keys() == set(spared):
        return Loaded((), (), (), None, dict(identities or {}), refused)
    step("columns", "")
    mappings = suggest(tables, roles, corrections, remembered, answers, strict)
    asked = [question for table in tables for question in table.questions]
    asked += [question for mapping in mappings for question in mapping.questions]
    usable = any(mapping.roles for mapping in mappings)
    if not usable or any(question.needed and question.key not in answers for question in asked):
        return Loaded(tuple(tables), tuple(mappings), tuple(asked), None, dict(identities or {}), refused)
    step("customers", "")
    built = build(tables, mappings, identities=identities, answers=answers, period=period, merged=merged, engine=engine)
    every = each_once((*asked, *built.questions))
    return Loaded(tuple(tables), tuple(mappings), every, built.portfolio, built.identities, refused)


def _tables(path: Path | str, name: str, folder: Path, answers: Answers, engine: Engine | None) -> list[SourceTable]:
    if isinstance(path, Path):
        return read_file(path, name, folder, answers)
    assert isinstance(engine, Spark), "only Spark knows tables by text"
    return [read_far(engine, path, name, folder, answers)]
