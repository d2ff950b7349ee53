"""ZIP containers, checked while they are unpacked: archives of files, and the workbooks that are ZIP files."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

import numpy as np

from analysis.errors import PortfolioError
from analysis.upload.content import Kind
from analysis.upload.limits import LIMITS, Limits
from analysis.upload.table import scratch_file

_CHUNK = 1 << 20
_CELL, _LETTERS, _DIGITS = b' r="', 3, 7
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ODS_ROWS = re.compile(rb'number-rows-repeated="(\d{1,12})"')
_ODS_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,12})"')
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)


def _open(path: Path, name: str, error: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _BROKEN as cause:
        raise PortfolioError(error, file=name) from cause


def check_workbook(path: Path, name: str, kind: Kind, limits: Limits = LIMITS) -> None:
    """Unpacks the workbook once, keeping nothing, and refuses it if it is broken, protected or too large.

    The reader lays out a sheet as one rectangle in memory, so its corners are looked at first; and it never ends on
    XML that ends too early, so all of that is parsed.
    """
    with _open(path, name, "errors.broken_workbook") as archive:
        members = archive.infolist()
        if len(members) > limits.members:
            raise PortfolioError("errors.too_large_unpacked", file=name, limit=_mega(limits.workbook_bytes))
        unpacked = 0
        for member in members:
            if member.flag_bits & 1:
                raise PortfolioError("errors.password", file=name)
            is_sheet = member.filename.startswith("xl/worksheets/") or member.filename == "content.xml"
            corner = _Corner(kind, name, limits) if is_sheet else None
            parser = ParserCreate() if member.filename.endswith((".xml", ".rels")) else None
            for chunk in _chunks(archive, member, name, "errors.broken_workbook"):
                unpacked += len(chunk)
                if unpacked > limits.workbook_bytes:
                    raise PortfolioError("errors.too_large_unpacked", file=name, limit=_mega(limits.workbook_bytes))
                if corner:
                    corner.look(chunk)
                if parser:
                    _parse(parser, chunk, name)
                if member.filename == "META-INF/manifest.xml" and b"encryption-data" in chunk:
                    raise PortfolioError("errors.password", file=name)
            if parser:
                _parse(parser, b"", name)


def _parse(parser: XMLParserType, chunk: bytes, name: str) -> None:
    try:
        parser.Parse(chunk, not chunk)
    except (ExpatError, LookupError, ValueError) as error:  # the latter: an encoding nobody knows
        raise PortfolioError("errors.broken_workbook", file=name) from error


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, error: str) -> Iterator[bytes]:
    try:
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except _BROKEN as cause:
        raise PortfolioError(error, file=name) from cause


def _mega(size: int) -> str:
    return f"{size / 1e6:,.0f} MB".replace(",", " ")


class _Corner:
    """Looks through a sheet's XML for the last row and column it uses."""

    def __init__(self, kind: Kind, name: str, limits: Limits) -> None:
        self.look = self._look_ods if kind == "ods" else self._look_xlsx
        self.name, self.limits = name, limits
        self.rest = b""
        self.row = self.column = self.passed = 0

    def _look_xlsx(self, chunk: bytes) -> None:
        text = self.rest + chunk
        self.rest = text[-40:]
        row, column = far_corner(np.frombuffer(text, dtype="uint8"))
        self.row, self.column = max(self.row, row), max(self.column, column)
        self._judge()

    def _look_ods(self, chunk: bytes) -> None:
        """Rows and cells say how often they are repeated: a few bytes can stand for a million cells."""
        text = self.rest + chunk
        last = text.rfind(b"<table:table-row")
        text, self.rest = (text[:last], text[last:]) if last > 0 else (b"", text)
        starts = list(_ODS_ROW.finditer(text))
        ends = [*(start.start() for start in starts[1:]), len(text)]
        for start, end in zip(starts, ends, strict=False):
            row = text[start.end() : end]
            self.passed += _repeats(_ODS_ROWS, start[1])
            position = 0
            for cell in _ODS_CELL.finditer(row):
                position += _repeats(_ODS_COLUMNS, cell[1])
                if b"value-type" in cell[1]:
                    self.row, self.column = max(self.row, self.passed), max(self.column, position)
            if b"<table:table " in row:
                self._judge()
                self.row = self.column = self.passed = 0
        self._judge()

    def _judge(self) -> None:
        if self.column > self.limits.columns:
            raise PortfolioError(
                "errors.too_many_columns", file=self.name, limit=self.limits.columns, found=self.column
            )
        if self.row * self.column > self.limits.sheet_cells:
            raise PortfolioError("errors.too_many_cells", file=self.name, limit=self.limits.sheet_cells)


def _repeats(expression: re.Pattern[bytes], attributes: bytes) -> int:
    match = expression.search(attributes)
    return int(match[1]) if match else 1


def far_corner(text: np.ndarray) -> tuple[int, int]:
    """The last row and the last column of cells (`` r="AB12"``) in the bytes of a sheet; 0 where there is none. All
    cells are read at once, byte by byte: a regular expression takes ten times as long."""
    starts: np.ndarray = np.ones(max(len(text) - len(_CELL), 0), dtype=bool)
    for at, code in enumerate(_CELL):
        starts &= text[at : at + len(starts)] == code
    places: np.ndarray = np.flatnonzero(starts) + len(_CELL)
    column, row, letters, digits = (np.zeros(len(places), dtype="int64") for _ in range(4))
    reading: np.ndarray = np.ones(len(places), dtype=bool)
    ended: np.ndarray = np.zeros(len(places), dtype=bool)
    for step in range(_LETTERS + _DIGITS + 1):
        codes = text[np.minimum(places + step, len(text) - 1)].astype("int64")
        letter = reading & (codes >= ord("A")) & (codes <= ord("Z")) & (digits == 0)
        digit = reading & (codes >= ord("0")) & (codes <= ord("9")) & (letters > 0)
        column, row = np.where(letter, column * 26 + codes - 64, column), np.where(digit, row * 10 + codes - 48, row)
        letters, digits = letters + letter, digits + digit
        ended |= reading & (codes == ord('"')) & (digits > 0)
        reading = letter | digit
    told = ended & (letters <= _LETTERS) & (digits <= _DIGITS)
    return int(row[told].max(initial=0)), int(column[told].max(initial=0))


def unpack(path: Path, name: str, folder: Path, limits: Limits = LIMITS) -> Iterator[tuple[Path, str]]:
    """The files in the archive, one after another: a copy in ``folder`` (under a name of our own), and its name.

    Folders and what systems leave behind (``__MACOSX``, ``.DS_Store``, ``Thumbs.db``) are passed over.
    Raises ``PortfolioError`` for a broken, protected or too large archive.
    """
    with _open(path, name, "errors.broken_archive") as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not _left_behind(member)]
        if len(members) > limits.members:
            raise PortfolioError("errors.too_many_members", file=name, limit=limits.members, found=len(members))
        unpacked = 0
        for member in members:
            inner = f"{name}/{member.filename.lstrip('/')}"
            if member.flag_bits & 1:
                raise PortfolioError("errors.password", file=inner)
            copy = scratch_file(folder, ".member")
            with copy.open("wb") as file:
                for chunk in _chunks(archive, member, inner, "errors.broken_archive"):
                    unpacked += len(chunk)
                    if unpacked > limits.archive_bytes:
                        copy.unlink()
                        raise PortfolioError("errors.too_large_unpacked", file=name, limit=_mega(limits.archive_bytes))
                    file.write(chunk)
            yield copy, inner


def _left_behind(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    return "__MACOSX" in parts or parts[-1].startswith((".", "~$")) or parts[-1].lower() in ("thumbs.db", "desktop.ini")
