"""What a file is, by its content; the name is only a hint."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from analysis.errors import PortfolioError

Kind = Literal["text", "xlsx", "xls", "ods", "parquet", "zip", "sqlite", "duckdb"]

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".xltx", ".xltm")
DATABASE_ENDINGS = (".sqlite", ".sqlite3", ".db", ".duckdb")
_SAID = {
    ".zip": "broken_archive",
    ".parquet": "broken_parquet",
    **dict.fromkeys(DATABASE_ENDINGS, "broken_database"),
    **dict.fromkeys(WORKBOOK_ENDINGS, "broken_workbook"),
}
"""What is wrong with bytes that mean nothing, by what the name says they should be."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"{\\rtf": "RTF",
    b"BZh": "BZIP2",
    b"\xfd7zXZ": "XZ",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}


def kind_of(path: Path, name: str) -> Kind:
    """What the file at ``path`` is; ``name`` is what the user calls it, for the error's place.

    Raises ``PortfolioError`` for an empty file, for one that is something else.
    """
    with path.open("rb") as file:
        head = file.read(65536)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise PortfolioError("errors.empty_file", file=name)
    ending = Path(name).suffix.lower()
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(path, name, ending)
    if head.startswith(_OLE):
        return "xls"
    if head.startswith(b"\x09\x08") and ending == ".xls":
        raise PortfolioError("errors.old_workbook", file=name)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"SQLite format 3\0"):
        return "sqlite"
    if head[8:12] == b"DUCK":
        return "duckdb"
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            raise PortfolioError("errors.other_kind", file=name, what=what)
    return _text_kind(head, name, ending)


def _zip_kind(path: Path, name: str, ending: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        key = "errors.broken_workbook" if ending in WORKBOOK_ENDINGS else "errors.broken_archive"
        raise PortfolioError(key, file=name) from error
    except Exception as error:  # what else zlib and zipfile raise on damaged bytes
        raise PortfolioError("errors.broken_archive", file=name) from error
    if "xl/workbook.bin" in names:
        raise PortfolioError("errors.binary_workbook", file=name)
    if "xl/workbook.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("xl/") for n in names)):
        return "xlsx"
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if "word/document.xml" in names or "ppt/presentation.xml" in names or b"opendocument" in kind:
        raise PortfolioError("errors.other_kind", file=name, what="Word/PowerPoint")
    if ending in WORKBOOK_ENDINGS:
        raise PortfolioError("errors.not_a_workbook", file=name)
    return "zip"


def _text_kind(head: bytes, name: str, ending: str) -> Kind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")) or b"<html" in start:
        raise PortfolioError("errors.web_page", file=name)
    if start.startswith(b"<?xml"):
        raise PortfolioError("errors.other_kind", file=name, what="XML")
    if start.startswith((b"{", b"[{", b"[\n")) and b'":' in start.replace(b" ", b""):
        raise PortfolioError("errors.other_kind", file=name, what="JSON")
    if not head.startswith(_BOMS):
        sample = head[:8192]
        strange = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))
        if strange > 0.02 * len(sample) and not looks_utf16(sample):
            raise PortfolioError(f"errors.{_SAID.get(ending, 'binary_file')}", file=name)
    if ending in WORKBOOK_ENDINGS and ending != ".xls":  # many an ERP calls its text exports .xls
        raise PortfolioError("errors.not_a_workbook", file=name)
    return "text"


def looks_utf16(sample: bytes) -> str | None:
    """The byte order of text in UTF-16 without a mark: nearly every other byte is zero."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None
