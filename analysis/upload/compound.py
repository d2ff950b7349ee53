"""Old workbooks (XLS) are compound files: a file system of sectors in chains, looked through before they are read.

The reader follows the chains as they come: one that runs in a circle would fill the memory, and so would a sheet
whose cells lie far apart. Format: [MS-CFB] and [MS-XLS].
"""

from __future__ import annotations

import struct
from pathlib import Path

from analysis.errors import PortfolioError
from analysis.upload.limits import LIMITS, Limits

_END = 0xFFFFFFFE
_LAST_SECTOR = 0xFFFFFFFA
_SMALL = 4096  # streams below this size lie in the mini stream
_BOF = 0x0809
_DIMENSIONS = 0x0200
_STRINGS = 0x00FC
_FIRST_COLUMN_ONLY = frozenset([0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x00D6])
_COLUMN_RANGE = frozenset([0x00BD, 0x00BE])


class _DamagedError(Exception):
    pass


def check_xls(path: Path, name: str, limits: Limits = LIMITS) -> None:
    """Refuses a compound file that is damaged, protected, no workbook, or too large when laid out."""
    try:
        streams = _streams(path.read_bytes())
    except (_DamagedError, struct.error, IndexError) as error:
        raise PortfolioError("errors.broken_workbook", file=name) from error
    if "EncryptedPackage" in streams:
        raise PortfolioError("errors.password", file=name)
    if "WordDocument" in streams or "PowerPoint Document" in streams:
        raise PortfolioError("errors.other_kind", file=name, what="Word/PowerPoint")
    book = streams.get("Workbook", streams.get("Book"))
    if book is None:
        raise PortfolioError("errors.broken_workbook", file=name)
    _check_sheets(book, name, limits)


def _streams(content: bytes) -> dict[str, bytes]:
    """The streams of a compound file by name; raises ``_DamagedError`` where a chain leaves the file or circles."""
    sector_power, mini_power = struct.unpack_from("<HH", content, 30)
    if sector_power not in (9, 12) or mini_power != 6:
        raise _DamagedError
    size = 1 << sector_power
    sectors = (len(content) - 1) // size
    directory, _, _, mini_start, _, difat_start, _ = struct.unpack_from("<7I", content, 48)
    fat_sectors = [sector for sector in struct.unpack_from("<109I", content, 76) if sector <= _LAST_SECTOR]
    per_sector = size // 4
    for _ in range(sectors):  # the list of the table's own sectors goes on in sectors of its own
        if difat_start > _LAST_SECTOR:
            break
        entries = struct.unpack(f"<{per_sector}I", _sector(content, difat_start, size, sectors))
        fat_sectors += [sector for sector in entries[:-1] if sector <= _LAST_SECTOR]
        difat_start = entries[-1]
    if len(fat_sectors) > sectors + 1:
        raise _DamagedError
    table: list[int] = []
    for sector in fat_sectors:
        table += struct.unpack(f"<{per_sector}I", _sector(content, sector, size, sectors))
    entries_of = _chain(content, directory, table, size, sectors)
    mini_content = _chain(content, mini_start, table, size, sectors) if mini_start <= _LAST_SECTOR else b""
    mini_table = list(struct.unpack(f"<{len(mini_content) // 4}I", mini_content))
    found: dict[str, bytes] = {}
    mini = b""
    for place in range(0, len(entries_of), 128):
        entry = entries_of[place : place + 128]
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, stream_size = struct.unpack_from("<II", entry, 116)
        if kind == 5 and start <= _LAST_SECTOR:
            mini = _chain(content, start, table, size, sectors)
        elif kind == 2:
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if stream_size >= _SMALL:
                found[name] = _chain(content, start, table, size, sectors)[:stream_size]
            elif start <= _LAST_SECTOR:
                found[name] = _mini_chain(mini, start, mini_table)[:stream_size]
            else:
                found[name] = b""
    return found


def _sector(content: bytes, sector: int, size: int, sectors: int) -> bytes:
    if sector >= sectors:
        raise _DamagedError
    return content[(sector + 1) * size : (sector + 2) * size].ljust(size, b"\0")


def _chain(content: bytes, start: int, table: list[int], size: int, sectors: int) -> bytes:
    parts: list[bytes] = []
    while start != _END:
        if len(parts) > sectors or start >= len(table):
            raise _DamagedError
        parts.append(_sector(content, start, size, sectors))
        start = table[start]
    return b"".join(parts)


def _mini_chain(mini: bytes, start: int, table: list[int]) -> bytes:
    parts: list[bytes] = []
    while start != _END:
        if len(parts) > len(table) or start >= len(table):
            raise _DamagedError
        parts.append(mini[64 * start : 64 * start + 64])
        start = table[start]
    return b"".join(parts)


def _check_sheets(book: bytes, name: str, limits: Limits) -> None:
    """Goes through the records for each sheet's last row and column."""
    place, end = 0, len(book) - 4
    row = column = 0
    while place <= end:
        kind, length = struct.unpack_from("<HH", book, place)
        if kind in _FIRST_COLUMN_ONLY or kind in _COLUMN_RANGE:
            if length >= 6 and place + 4 + length <= len(book):
                at_row, at_column = struct.unpack_from("<HH", book, place + 4)
                if kind in _COLUMN_RANGE:
                    (at_column,) = struct.unpack_from("<H", book, place + 2 + length)
                row, column = max(row, at_row), max(column, at_column)
        elif kind == _BOF:
            row = column = 0
        elif (kind == _DIMENSIONS and not _is_possible(book, place, length, limits)) or (
            kind == _STRINGS and length >= 8 and _string_count(book, place) > len(book)
        ):
            raise PortfolioError("errors.broken_workbook", file=name)  # the reader makes room for what they say
        if (row + 1) * (column + 1) > limits.sheet_cells:
            raise PortfolioError("errors.too_many_cells", file=name, limit=limits.sheet_cells)
        place += 4 + length


def _string_count(book: bytes, place: int) -> int:
    count: int = struct.unpack_from("<I", book, place + 8)[0] if place + 12 <= len(book) else 0
    return count


def _is_possible(book: bytes, place: int, length: int, limits: Limits) -> bool:
    """Whether the rows and columns that a sheet says it has can be so."""
    layout = {14: "<IIHH", 10: "<HHHH"}.get(length)
    if layout is None or place + 4 + length > len(book):
        return False
    first_row, last_row, first, last = struct.unpack_from(layout, book, place + 4)
    return first_row <= last_row and first <= last and (last_row + 1) * (last + 1) <= limits.sheet_cells
