"""Seconds and memory of a piece of work, each run in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Size:
    """How much of everything is measured; the issue's numbers where ``share`` is 1."""

    share: float = 1.0
    repeats: int = 3

    def of(self, number: int, least: int = 1) -> int:
        return max(round(number * self.share), least)

    @property
    def full(self) -> bool:
        return self.share >= 1


@dataclass(frozen=True)
class Line:
    """One line of the table.

    ``figure`` and ``floor`` (None: none) are in ``unit``; ``goal`` is of their ratio where there is a floor, else of
    the figure, None: shown, not judged. ``peak``: memory of the process, MB. ``processor``: the ratio of processor
    time, which other load on the machine hardly moves.
    """

    name: str
    figure: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    peak: float | None = None
    processor: float | None = None

    @property
    def judged(self) -> float:
        return self.figure if self.floor is None else self.figure / self.floor

    @property
    def reached(self) -> bool | None:
        return None if self.goal is None else self.judged <= self.goal


@dataclass(frozen=True)
class Spent:
    """Seconds, seconds of processor time, the process's peak memory (MB), how much of it what is timed added to what
    stood before it, and what the work says came out."""

    seconds: float
    processor: float
    peak: float
    added: float
    found: Mapping[str, Any]


def spent(work: str, **arguments: Any) -> Spent:
    """Runs ``module:function`` of this package in a new process. The function prepares, and returns what is timed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.alone", work, json.dumps(arguments, default=str)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return Spent(**json.loads(done.stdout.splitlines()[-1]))


def best(works: Mapping[str, Mapping[str, Any]], repeats: int) -> dict[str, Spent]:
    """The quickest of ``repeats`` runs of each work, taken in turn so that other load meets all alike. All must find
    the same."""
    runs: dict[str, list[Spent]] = {work: [] for work in works}
    for _ in range(repeats):
        for work, arguments in works.items():
            runs[work].append(spent(work, **arguments))
    found = [dict(run.found) for each in runs.values() for run in each]
    if any(one != found[0] for one in found):
        raise AssertionError(f"The works do not find the same: {found}")
    return {
        work: replace(min(each, key=lambda run: run.seconds), processor=min(run.processor for run in each))
        for work, each in runs.items()
    }


def against(name: str, work: tuple[str, Any], floor: tuple[str, Any], goal: float | None, size: Size) -> Line:
    """A line of a work (its name and arguments) against its floor."""
    done = best(dict([work, floor]), size.repeats)
    mine, least = done[work[0]], done[floor[0]]
    return Line(name, mine.seconds, "s", least.seconds, goal, mine.peak, mine.processor / least.processor)
