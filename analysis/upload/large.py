"""Large text files: scanned where they lie if every line is a record of one shape, else copied record by record."""

from __future__ import annotations

import codecs
import mmap
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from analysis.errors import PortfolioError
from analysis.upload.encoding import ERRORS, decode, encoding_of
from analysis.upload.limits import Limits
from analysis.upload.parquet import scan_rows, write_rows
from analysis.upload.profile import Setting
from analysis.upload.question import Answers
from analysis.upload.scan import Raw, Scan, count_facts, names_of, trimmed
from analysis.upload.shape import header_of
from analysis.upload.source import SourceTable
from analysis.upload.table import scratch_file, sql_text
from analysis.upload.text import BLANKS, Layout, Row, cells_of, has_split_decimals, layout_of, records

_HEAD = 1 << 16
_PIECE = 1 << 13
_CHUNK = 1 << 22
_PLAIN_BLANKS = (b"\f", b"\v")
_UNUSUAL_BLANKS = (*_PLAIN_BLANKS, *(blank.encode() for blank in BLANKS if ord(blank) > 127))


def read_large_text(path: Path, name: str, folder: Path, answers: Answers, limits: Limits) -> list[SourceTable]:
    """The table in a large text file.

    DuckDB reads the file in place, strictly: a line it cannot read, or that has more or fewer cells than the
    others, an empty line between, or a line break within a cell sends all of it the slower way, on which every
    record is kept and numbered as a spreadsheet would.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - _HEAD))
        end = file.read()
    encoding = encoding_of(start, whole=False)
    if encoding == "utf-8" and (stray := encoding_of(end[4:], whole=True)) != "utf-8" and _is_stray(end[4:]):
        encoding = stray
    text = _whole_lines(decode(start, encoding))
    layout = layout_of(text)
    head = records(text, layout)
    if not head:
        raise PortfolioError("errors.empty_file", file=name)
    if has_split_decimals(head, layout):
        raise PortfolioError("errors.split_decimals", file=name)
    plain = layout.quoted and not layout.by_blanks
    if plain and (scan := _tried(path, name, folder, encoding, layout, head, answers, limits)):
        return [scan.table(Setting(layout.delimiter), answers)]
    if encoding == "utf-8" and (other := _encoding_within(path)) != "utf-8":
        copy = _as_utf8(path, folder, other)
        return read_large_text(copy, name, folder, answers, limits)
    parts = write_rows(_rows(path, encoding, layout), name, folder, limits)
    return scan_rows(name, None, parts, Setting(layout.delimiter), answers)


def _tried(
    path: Path,
    name: str,
    folder: Path,
    encoding: str,
    layout: Layout,
    head: list[Row],
    answers: Answers,
    limits: Limits,
) -> Scan | None:
    """The scan in place, of a copy in UTF-8 where the file is in another encoding of single bytes; None if it fails."""
    if encoding not in ("utf-8", "utf-8-sig", "cp1252", "cp850"):
        return None
    place = path if encoding.startswith("utf-8") else _as_utf8(path, folder, encoding)
    try:
        return _in_place(place, name, folder, layout, head, answers, limits)
    except duckdb.Error:
        return None  # lines of several shapes, or bytes that are no UTF-8 after all


def _encoding_within(path: Path) -> str:
    """The encoding by the first bytes, anywhere in the file, that are no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return encoding_of(chunk[4:], whole=False)
    return "utf-8"


def _is_stray(sample: bytes) -> bool:
    """Whether a cut through a character at the start is not what made the sample look wrong."""
    try:
        sample.decode("utf-8")
        return False
    except UnicodeDecodeError as error:
        return error.start > 3


def _whole_lines(text: str) -> str:
    return text[: text.rfind("\n") + 1] or text


def _as_utf8(path: Path, folder: Path, encoding: str) -> Path:
    copy = scratch_file(folder, ".csv")
    decoder = codecs.getincrementaldecoder(encoding)(ERRORS)
    with path.open("rb") as source, copy.open("wb") as target:
        while chunk := source.read(_CHUNK):
            target.write(decoder.decode(chunk).encode())
    return copy


def _in_place(
    path: Path, name: str, folder: Path, layout: Layout, head: list[Row], answers: Answers, limits: Limits
) -> Scan | None:
    """The scan of a file in UTF-8 in which every line is a record; None if it is not so."""
    header, questions = header_of(name, None, head, answers, {})
    body = head[header.body :]
    if not body:
        return None
    width = Counter(len(cells) for _, cells in body).most_common(1)[0][0]
    if width > limits.columns:
        raise PortfolioError("errors.too_many_columns", file=name, limit=limits.columns, found=width)
    skip = header.rows[-1] if header.rows else body[0][0] - 1
    with path.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as content:
        bytes_seen = _look(content)
        if not bytes_seen.regular or bytes_seen.zeros or any("\n" in cell for _, cells in head for cell in cells):
            return None
        tail = _tail(content, layout, bytes_seen.lines)
        between = _between(content, layout, width)
    raw = Raw(_csv_sql(path, folder, layout.delimiter, width, skip), skip + 1)
    connection = duckdb.connect()
    facts = count_facts(connection, raw, width, header, bytes_seen.quotes)
    if facts.quoted or facts.rows != bytes_seen.lines - skip:
        return None
    tabs = bytes_seen.tabs and layout.delimiter != "\t"
    blanks = bytes_seen.blanks or tabs
    untrimmed = frozenset(range(width)) if blanks else facts.untrimmed
    if untrimmed:
        raw = replace(raw, cells=trimmed(raw.cells, width, untrimmed))
        facts = count_facts(connection, raw, width, header, quotes=False)
    tail = [row for row in tail if row[0] > skip]
    plain = not (blanks or bytes_seen.quotes)
    return Scan(connection, name, None, raw, width, facts, header, questions, body, tail, between, plain=plain)


def _csv_sql(path: Path, folder: Path, delimiter: str, width: int, skip: int) -> str:
    if any(character in str(path) for character in "*?[{"):  # DuckDB would look for files of that pattern
        link = scratch_file(folder, ".csv")
        link.unlink()
        link.symlink_to(path.resolve())
        path = link
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names_of(width))
    return (
        f"read_csv({sql_text(str(path))}, auto_detect = false, "
        f"columns = {{{columns}}}, delim = {sql_text(delimiter)}, quote = '\"', escape = '\"', header = false, "
        f"skip = {skip}, strict_mode = true, nullstr = '')"
    )


@dataclass
class _Bytes:
    """What the bytes of a file say: lines up to the last that is not empty, and which characters there are.

    ``regular``: whether all line ends are alike; ``blanks``: unusual ones, which DuckDB does not trim.
    """

    lines: int = 1
    regular: bool = True
    quotes: bool = False
    tabs: bool = False
    zeros: bool = False
    blanks: bool = False


def _look(content: mmap.mmap) -> _Bytes:
    seen, end, position = _Bytes(), _end(content), 0
    breaks = returns = pairs = 0
    while position < end:
        piece = content[position : min(position + _CHUNK, end)]
        position += len(piece)
        breaks += piece.count(b"\n")
        if b"\r" in piece:
            returns += piece.count(b"\r")
            pairs += piece.count(b"\r\n") + (piece[-1:] + content[position : position + 1] == b"\r\n")
        seen.zeros = seen.zeros or b"\0" in piece
        seen.quotes = seen.quotes or b'"' in piece
        seen.tabs = seen.tabs or b"\t" in piece
        unusual = _PLAIN_BLANKS if piece.isascii() else _UNUSUAL_BLANKS
        # first and last byte are found much faster than both together
        seen.blanks = seen.blanks or any(
            blank[:1] in piece and blank[-1:] in piece and blank in piece for blank in unusual
        )
    seen.lines, seen.regular = breaks + 1, returns in (0, breaks) and pairs == returns
    return seen


def _end(content: mmap.mmap) -> int:
    """Where the last line that is not empty ends."""
    end = len(content)
    while end and content[end - 1] in b"\r\n":
        end -= 1
    return end


def _tail(content: mmap.mmap, layout: Layout, lines: int) -> list[Row]:
    """The file's last rows, numbered from the end."""
    end = _end(content)
    start = max(0, end - _HEAD)
    start = content.find(b"\n", start, end) + 1 if start else 0
    text = content[start:end].decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    rows = records(text, Layout(layout.delimiter, 0, layout.quoted))
    first = lines - text.count("\n")
    return [(number + first - 1, cells) for number, cells in rows]


def _between(content: mmap.mmap, layout: Layout, width: int) -> list[Row]:
    """Rows of pieces at equal steps over the file; row numbers are negative, since they are not known."""
    rows: list[Row] = []
    pieces = 40
    first, last = _HEAD, len(content) - _HEAD
    for piece in range(pieces if last - first > 2 * pieces * _PIECE else 0):
        position = first + (last - first) * piece // pieces
        start = content.find(b"\n", position) + 1
        end = content.rfind(b"\n", start, start + _PIECE)
        if start and end > start:
            text = content[start:end].decode("utf-8", "replace").replace("\r\n", "\n")
            found = records(text, Layout(layout.delimiter, 0, layout.quoted))
            rows += [(-1 - len(rows) - i, cells) for i, (_, cells) in enumerate(found) if len(cells) == width]
    return rows


def _rows(path: Path, encoding: str, layout: Layout) -> Iterator[Row]:
    """Every record that is not empty, with its number, read one after another."""
    with path.open(encoding=encoding, errors=ERRORS, newline=None) as file:
        lines = (line.replace("\0", "") for line in file)
        for number, cells in enumerate(_cells(lines, layout), start=1):
            if number > layout.skip and any(cut := [cell.strip(BLANKS) for cell in cells]):
                yield number, cut


def _cells(lines: Iterable[str], layout: Layout) -> Iterator[list[str]]:
    first = True
    for line in cells_of(lines, layout):
        if first and line and line[0].startswith("\ufeff"):
            line[0] = line[0].removeprefix("\ufeff")
        first = False
        yield line
