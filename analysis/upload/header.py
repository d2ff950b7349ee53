"""Which row of a table is its header: by emptiness, by text, and by contrast with the rows below."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from analysis.upload.dates import date_evidence
from analysis.upload.numbers import PLACEHOLDERS, number_evidence
from analysis.upload.text import Row

SEARCHED = 30
"""Rows among which the header is looked for."""

_BELOW = 25
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d|(?:19|20)\d\d[./-](?:0[1-9]|1[0-2])")
RULE = re.compile(r"[-=_*+|\s]{2,}")
_TIME = re.compile(r"\d{1,3}:\d\d(?::\d\d)?")

CellKind = Literal["empty", "text", "number", "date"]


@dataclass(frozen=True)
class Header:
    """What a table's first rows say.

    Parameters
    ----------
    body : index, in the rows given, of the first row below the header.
    names : the header's words by column, empty where there are none; shorter than the table where it ends early.
    title : what stands above, line by line.
    rows : numbers of the rows the header takes up, none if there is no header.
    certain : whether the rows leave no doubt whether there is a header.
    """

    body: int
    names: list[str]
    title: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    certain: bool = True

    @property
    def found(self) -> bool:
        return bool(self.rows)


@lru_cache(maxsize=20_000)
def cell_kind(text: str) -> CellKind:
    """What the cell looks like on its own."""
    if not text or text.lower() in PLACEHOLDERS or RULE.fullmatch(text):
        return "empty"
    if not any(character.isdigit() for character in text) or len(text) > 40:
        return "text"
    if _MONTH.fullmatch(text) or _TIME.fullmatch(text):
        return "date"
    dates = date_evidence({text: 1})
    if dates.day_first or dates.month_first or dates.either or dates.year_first or dates.named:
        return "date"
    numbers = number_evidence({text: 1})
    return "number" if numbers.comma or numbers.point or numbers.either or numbers.whole else "text"


def find_header(rows: list[Row], merged: dict[int, list[tuple[int, int]]] | None = None) -> Header:
    """The header among the first of ``rows`` (not empty ones only).

    ``merged``: by row number, the first and last column of each merged cell range in that row.
    """
    rows = _first_table(rows)
    best, best_score = None, 0.0
    for index in range(min(SEARCHED, len(rows))):
        score = _score(rows, index)
        if score is not None and score > best_score + (0.05 if best is not None else 0.0):
            best, best_score = index, score
    if best is None:
        skipped = _title_rows(rows)
        return Header(skipped, [], _title(rows[:skipped]), (), False)
    header = Header(best + 1, list(rows[best][1]), (), (rows[best][0],), best_score >= 1.0 or len(rows) == best + 1)
    header = _with_second_line(header, rows)
    first = best
    if best and (above := _line_above(header, rows, best, merged or {})):
        header, first = above, best - 1
    return replace(header, title=_title(rows[:first]))


def _first_table(rows: list[Row]) -> list[Row]:
    """The rows before the first empty one, if they are a table on their own; else all of them."""
    end = next((i for i in range(1, min(len(rows), SEARCHED + _BELOW)) if rows[i][0] > rows[i - 1][0] + 1), len(rows))
    block = rows[:end]
    widest = max((len(_filled(row)) for row in rows[: SEARCHED + _BELOW]), default=0)
    wide = max((len(_filled(row)) for row in block), default=0)
    labels = sum(1 for _, cells in block if any(cell.endswith(":") for cell in cells))
    if end < 3 or wide < max(2, 0.5 * widest) or labels > 0.5 * end or _score(block, 0) is None:
        return rows
    return block


def _title(rows: list[Row]) -> tuple[str, ...]:
    return tuple(line for row in rows if not RULE.fullmatch(line := _line(row)))


def _line(row: Row) -> str:
    return " ".join(" ".join(cell.split()) for cell in row[1] if cell)


def _filled(row: Row) -> set[int]:
    return {column for column, cell in enumerate(row[1]) if cell}


def _below(rows: list[Row], index: int) -> dict[int, Counter[CellKind]]:
    """By column that is filled in at least a fifth of the rows below: how often it holds what."""
    kinds: dict[int, Counter[CellKind]] = {}
    below = rows[index : index + _BELOW]
    widest = max((len(_filled(row)) for row in below), default=0)
    full = [row for row in below if 3 * len(_filled(row)) >= widest]
    for _, cells in full:
        for column, cell in enumerate(cells):
            kind = cell_kind(cell)
            if kind != "empty":
                kinds.setdefault(column, Counter())[kind] += 1
    return {column: counts for column, counts in kinds.items() if counts.total() >= 0.2 * len(full)}


def _mostly(counts: Counter[CellKind]) -> CellKind | None:
    kind, number = counts.most_common(1)[0]
    return kind if number >= 0.7 * counts.total() else None


def _score(rows: list[Row], index: int) -> float | None:
    """How well the row at ``index`` would do as the header; None where it cannot be one."""
    cells = rows[index][1]
    kinds = {column: cell_kind(cell) for column, cell in enumerate(cells) if cell}
    texts = [column for column, kind in kinds.items() if kind == "text"]
    rows = rows[: index + 1] + [row for row in rows[index + 1 : index + 2 * _BELOW] if row[1] != cells]
    below = _below(rows, index + 1)
    if not below:
        return 1.0 if index == 0 and len(texts) == len(kinds) else 0.8 if len(texts) == len(kinds) > 1 else None
    covered = len(below.keys() & kinds.keys()) / len(below)
    if not texts or covered < 0.5:
        return None
    values = [column for column, counts in below.items() if _mostly(counts) in ("number", "date")]
    contrast = sum(1 for column in values if kinds.get(column) == "text")
    clashes = 0.0
    seen: dict[int, set[str]] = {
        column: {row[1][column] for row in rows[index + 1 : index + _BELOW] if column < len(row[1])} for column in kinds
    }
    for column, kind in kinds.items():
        if column not in below:
            continue
        cell, usual = cells[column], _mostly(below[column])
        period = _YEAR.fullmatch(cell) or _MONTH.fullmatch(cell)
        alike = kind == usual and kind != "text" and not (period and not _same_period(seen[column]))
        repeats = kind == "text" and cell in seen[column] and len(below) > 1
        patterned = kind == "text" and any(map(str.isdigit, cell)) and _same_pattern(cell, seen[column])
        clashes += 1.0 if alike or patterned else 0.5 if repeats else 0.0
    if clashes > contrast or (clashes and clashes > 0.5 * len(kinds)):
        return None
    return covered + contrast / max(1, len(values)) - 1.5 * clashes / len(kinds) + (0 if values else 0.2)


def _same_period(values: set[str]) -> bool:
    return sum(1 for value in values if _YEAR.fullmatch(value) or _MONTH.fullmatch(value)) > 0.5 * len(values)


def _same_pattern(cell: str, values: set[str]) -> bool:
    """Whether ``K0001`` stands over cells such as ``K0002``: then it is one of them, no header."""
    pattern = _pattern(cell)
    alike = sum(1 for value in values if value != cell and _pattern(value) == pattern)
    return alike >= max(1, 0.6 * len(values - {cell, ""}))


def _pattern(text: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "9", text))


def _title_rows(rows: list[Row]) -> int:
    """How many first rows are a title over a table without a header: much emptier than what follows."""
    below = rows[: SEARCHED + _BELOW]
    widest = max((len(_filled(row)) for row in below), default=0)
    count = 0
    while count < min(SEARCHED, len(rows) - 1) and 3 * len(_filled(rows[count])) < widest:
        count += 1
    return count


def _with_second_line(header: Header, rows: list[Row]) -> Header:
    """The header joined with the row below it where that holds words (units, say) over numbers or dates."""
    if header.body >= len(rows) - 1 or rows[header.body][0] != header.rows[-1] + 1:
        return header
    number, cells = rows[header.body]
    kinds = {column: cell_kind(cell) for column, cell in enumerate(cells) if cell}
    values = {
        column for column, counts in _below(rows, header.body + 1).items() if _mostly(counts) in ("number", "date")
    }
    if not values or any(kind != "text" for kind in kinds.values()) or any(len(cell) > 25 for cell in cells):
        return header
    if len(values & kinds.keys()) < max(1, 0.5 * len(values)):
        return header
    return Header(header.body + 1, _joined(header.names, cells), (), (*header.rows, number), header.certain)


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    width = max(len(upper), len(lower))
    pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
    return [" ".join(part for part in pair if part) for pair in pairs]


def _line_above(header: Header, rows: list[Row], index: int, merged: dict[int, list[tuple[int, int]]]) -> Header | None:
    """The header joined with the row above it, where that names groups of columns or is its first line."""
    number, cells = rows[index - 1]
    kinds = {column: cell_kind(cell) for column, cell in enumerate(cells) if cell}
    if number != header.rows[0] - 1 or any(kind not in ("text", "date") for kind in kinds.values()) or len(kinds) < 1:
        return None
    named = _filled(rows[index])
    spans = [span for span in merged.get(number, []) if 1 <= span[1] - span[0] < max(named, default=0)]
    names = [name for name in header.names if name]
    if spans or (len(kinds) > 1 and len(set(names)) < len(names)):
        upper = list(cells) + [""] * (len(header.names) - len(cells))
        reach = spans or _spans(cells, len(header.names))
        for first, last in reach:
            for column in range(first, min(last + 1, len(upper))):
                if column in named:
                    upper[column] = cells[first] if first < len(cells) else ""
        return Header(header.body, _joined(upper, header.names), (), (number, *header.rows), header.certain)
    if len(kinds) > 1 and len(named & kinds.keys()) >= 0.8 * len(named) and set(kinds.values()) == {"text"}:
        return Header(header.body, _joined(list(cells), header.names), (), (number, *header.rows), header.certain)
    return None


def _spans(cells: list[str], width: int) -> list[tuple[int, int]]:
    """From each filled cell to the one before the next: what merged cells become in a text file."""
    starts = [column for column, cell in enumerate(cells) if cell]
    ends = [*(start - 1 for start in starts[1:]), width - 1]
    return list(zip(starts, ends, strict=True))
