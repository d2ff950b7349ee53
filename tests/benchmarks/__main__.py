"""How fast, against the least that any program must do: ``python -m tests.benchmarks [--quick] [row …]``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.measure import Line, Size
from tests.benchmarks.rows import ROWS

QUICK = Size(share=0.02, repeats=1)
_HEAD = ("", "figure", "floor", "ratio", "by processor", "goal", "peak memory")


def main(words: Sequence[str] | None = None) -> int:
    """Prints the table; 1 where a row misses its goal."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("row", nargs="*", help=f"rows to measure, else all: {', '.join(ROWS)}")
    parser.add_argument("--quick", action="store_true", help="small sizes, once each: records, does not judge")
    parser.add_argument("--share", type=float, help="this share of every size; below 1 nothing is judged")
    parser.add_argument("--repeats", type=int, help="runs of each work, of which the quickest counts (3)")
    parser.add_argument("--json", type=Path, help="writes the lines to this file too")
    asked = parser.parse_args(words)
    if unknown := [name for name in asked.row if name not in ROWS]:
        parser.error(f"no row called {', '.join(unknown)}; there are: {', '.join(ROWS)}")
    usual = QUICK if asked.quick else Size()
    size = Size(asked.share or usual.share, asked.repeats or usual.repeats)
    judge, lines = size.full, []
    print(_row(_HEAD), _row(["---"] * len(_HEAD)), sep="\n")
    for name in asked.row or ROWS:
        for line in ROWS[name](size):
            lines.append(line)
            print(_row(_cells(line, judge)), flush=True)
    print(f"\nLoad of the machine in the last minute: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(line) for line in lines], indent=1), encoding="utf-8")
    return int(judge and any(line.reached is False for line in lines))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(line: Line, judge: bool) -> list[str]:
    def amount(value: float | None) -> str:
        return "" if value is None else f"{value:,.{2 if value < 100 else 0}f} {line.unit}"

    by_ratio = line.floor is not None
    goal = "" if line.goal is None else f"≤ {line.goal:g}{' ×' if by_ratio else f' {line.unit}'}"
    mark = {True: " ✓", False: " missed", None: ""}[line.reached] if judge else ""
    return [
        line.name,
        amount(line.figure),
        amount(line.floor),
        f"{line.judged:.2f} ×" if by_ratio else "",
        f"{line.processor:.2f} ×" if line.processor else "",
        f"{goal}{mark}",
        f"{line.peak:,.0f} MB" if line.peak else "",
    ]


if __name__ == "__main__":
    sys.exit(main())
