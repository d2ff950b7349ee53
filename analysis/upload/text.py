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
    """

    delimiter: str
    skip: int = 0
    quoted: bool = True


def layout_of(text: str) -> Layout:
    """How ``text``, the beginning of a file with line ends ``\\n``, is written."""
    lines = text.split("\n", 2)
    said = _SEP.fullmatch(lines[0])
    if said:
        return Layout(said[1], skip=1)
    skip = 1 if lines[0].lstrip('"').startswith("#TYPE ") else 0
    sample = "\n".join(text.split("\n")[skip : skip + 300])
    best, best_share = "", 0.0
    for delimiter in _DELIMITERS:
        share = _consistency([row for row in _reader(sample, delimiter, True) if any(row)])
        if share > best_share + (0.15 if best else 0.0):
            best, best_share = delimiter, share
    if best_share < 0.6 and (blanks := _blank_runs(sample.split("\n"))):
        return Layout(blanks, skip)
    delimiter = best or "\t"
    quoted = not ('"' in sample and _quotes_mislead(sample, delimiter))
    return Layout(delimiter, skip, quoted)


def _consistency(rows: list[list[str]]) -> float:
    """The share of rows that have the most frequent number of cells, if that is more than one."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    return counts.most_common(1)[0][1] / len(rows) if counts else 0.0


def _blank_runs(lines: list[str]) -> str | None:
    lines = [line.strip() for line in lines if line.strip()]
    for delimiter, least in (("  ", 1), (" ", 3)):
        counts = Counter(len(split_blanks(line, delimiter)) for line in lines)
        number, rows = counts.most_common(1)[0] if counts else (0, 0)
        if number >= 2 and rows > least and rows >= (0.7 if delimiter == "  " else 0.95) * len(lines):
            return delimiter
    return None


def split_blanks(line: str, delimiter: str) -> list[str]:
    """The cells of a line with runs of blanks between them."""
    return re.split(r"\t+|[ \u00a0]{2,}" if delimiter == "  " else r"[ \t]+", line.strip(" \t"))


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
    if layout.delimiter.isspace() and layout.delimiter != "\t":
        each = lines.split("\n") if isinstance(lines, str) else (line.rstrip("\n") for line in lines)
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
