"""Text files: delimiter and records."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

Row = tuple[int, list[str]]
"""A row's number as a spreadsheet shows it, and its cells, trimmed."""

BLANKS = " \t\n\r\f\v\u00a0\u2007\u202f\u3000\ufeff"
"""What is trimmed from both ends of a cell."""

_DELIMITERS = "\t;|,"
TORN = 0.3
"""So much less counts a delimiter that tears quoted cells apart in every row; inches do so with each delimiter."""
_RULE = re.compile(r"[-=_*+|\s]{3,}")
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?![\d,])")
_SEP = re.compile(r'"?sep=(.)"?;*,*\s*', re.IGNORECASE)

csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Layout:
    """How the records of a text file are written.

    Parameters
    ----------
    delimiter : the character between two cells; ``"  "`` for runs of blanks (two or more), ``" "`` for any run.
    skip : lines before the first record (``sep=;``, ``#TYPE …``).
    quoted : whether ``"`` holds cells together.
    edges : where each cell begins, in a file whose columns are aligned by blanks and may be empty.
    """

    delimiter: str
    skip: int = 0
    quoted: bool = True
    edges: tuple[int, ...] = ()

    @property
    def by_blanks(self) -> bool:
        return self.delimiter in (" ", "  ")


def layout_of(text: str) -> Layout:
    """How ``text``, the beginning of a file with line ends ``\\n``, is written."""
    lines = text.split("\n", 2)
    said = _SEP.fullmatch(lines[0])
    if said:
        return Layout(said[1], skip=1)
    skip = 1 if lines[0].lstrip('"').startswith("#TYPE ") else 0
    lines = [line for line in text.split("\n")[skip : skip + 300] if not _RULE.fullmatch(line)]
    sample = "\n".join(lines)
    decimal = len(_DECIMAL_COMMA.findall(sample)) >= 0.9 * sample.count(",")
    best, best_share = "", 0.0
    for delimiter in _DELIMITERS:
        rows = [row for row in _reader(sample, delimiter, True) if any(row)]
        share = _consistency(rows) * (1 - TORN * _torn(rows))
        if delimiter == "," and decimal and best_share < 0.6 and (blanks := _blanks(lines, skip)):
            return blanks
        if share > best_share + (0.15 if best else 0.0):
            best, best_share = delimiter, share
    if best_share < 0.6 and (blanks := _blanks(lines, skip)):
        return blanks
    delimiter = best or "\t"
    quoted = not ('"' in sample and _quotes_mislead(sample, delimiter))
    return Layout(delimiter, skip, quoted)


def _torn(rows: list[list[str]]) -> float:
    """The share of rows with a cell that holds one half of a pair of quotation marks."""
    return sum(any(cell.count('"') % 2 for cell in row) for row in rows) / max(len(rows), 1)


def _consistency(rows: list[list[str]]) -> float:
    """The share of rows that have the most frequent number of cells, if that is more than one."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    return counts.most_common(1)[0][1] / len(rows) if counts else 0.0


def _blanks(lines: list[str], skip: int) -> Layout | None:
    """The layout of lines with blanks between their cells, if they are of one shape."""
    lines = [line.rstrip().expandtabs() for line in lines if line.strip()]
    if len(lines) < 2:
        return None
    counts = Counter(len(split_blanks(line, "  ")) for line in lines)
    number, rows = counts.most_common(1)[0]
    if number >= 2 and rows == len(lines):
        return Layout("  ", skip)
    edges = _edges([line for line in lines if len(split_blanks(line, "  ")) > 1])
    if len(edges) >= max(2, max(counts)):
        return Layout("  ", skip, edges=edges)
    if number >= 2 and rows >= 0.7 * len(lines):
        return Layout("  ", skip)
    words = Counter(len(split_blanks(line, " ")) for line in lines)
    number, rows = words.most_common(1)[0]
    return Layout(" ", skip) if number >= 2 and rows > 3 and rows >= 0.95 * len(lines) else None


def _edges(lines: list[str]) -> tuple[int, ...]:
    """Where the columns of aligned lines begin: behind positions that are blank in all of them."""
    width = max((len(line) for line in lines), default=0)
    blank = [all(line[place : place + 1] in ("", " ") for line in lines) for place in range(width)]
    return tuple(place for place in range(width) if not blank[place] and (place == 0 or blank[place - 1]))


def split_blanks(line: str, delimiter: str) -> list[str]:
    """The cells of a line with runs of blanks between them."""
    return re.split(r"\t+|[ \u00a0]{2,}" if delimiter == "  " else r"[ \t]+", line.strip(" \t"))


def _split_at(line: str, edges: tuple[int, ...]) -> list[str]:
    ends = [*edges[1:], None]
    line = line.expandtabs()
    return [line[start:end] for start, end in zip(edges, ends, strict=True)]


def _quotes_mislead(sample: str, delimiter: str) -> bool:
    """Whether a lone quotation mark (inches, say) swallows the lines after it."""
    swallowing = any(cell.count("\n") > 20 for row in _reader(sample, delimiter, True) for cell in row)
    if not swallowing:
        return False
    return _consistency([row for row in _reader(sample, delimiter, False) if any(row)]) > 0.9


def _reader(lines: Iterable[str], delimiter: str, quoted: bool) -> Iterator[list[str]]:
    return csv.reader(
        StringIO(lines, newline="\n") if isinstance(lines, str) else lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
    )


def cells_of(lines: Iterable[str], layout: Layout) -> Iterator[list[str]]:
    """The cells of every record, empty ones too; ``lines``: a whole text, or its lines with their ends."""
    if layout.by_blanks:
        each = lines.split("\n") if isinstance(lines, str) else (line.rstrip("\n") for line in lines)
        if layout.edges:
            return (_split_at(line, layout.edges) for line in each)
        return (split_blanks(line, layout.delimiter) for line in each)
    return _reader(lines, layout.delimiter, layout.quoted)


def records(text: str, layout: Layout) -> list[Row]:
    """The records of ``text`` that are not empty, numbered as a spreadsheet numbers them."""
    rows = []
    for number, row in enumerate(cells_of(text, layout), start=1):
        if number <= layout.skip:
            continue
        trimmed = [cell.strip(BLANKS) for cell in row]
        if any(trimmed):
            rows.append((number, trimmed))
    return rows


def has_split_decimals(rows: list[Row], layout: Layout) -> bool:
    """Whether decimal commas were taken for the commas between cells.

    Then nearly all rows have more cells than the header, and the surplus at their end is one or two digits.
    """
    wide = [cells for _, cells in rows[:200] if len(cells) > 1]
    if layout.delimiter != "," or len(wide) < 3:
        return False
    width, number = Counter(len(cells) for cells in wide[1:]).most_common(1)[0]
    surplus = [cells[-1] for cells in wide[1:] if len(cells) == width]
    digits = sum(1 for cell in surplus if re.fullmatch(r"\d{1,2}", cell))
    return len(wide[0]) < width and all(wide[0]) and number >= 0.7 * len(wide[1:]) and digits == number
