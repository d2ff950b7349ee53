"""Which encoding a text file has."""

from __future__ import annotations

import codecs
import re

from analysis.upload.content import looks_utf16

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# German letters inside a word, as Windows (cp1252) and as DOS (cp850) write them
_WINDOWS = re.compile(rb"[A-Za-z][\xe4\xf6\xfc\xdf\xe9\xe8][a-z]")
_DOS = re.compile(rb"[A-Za-z][\x84\x94\x81\xe1\x82\x8a][a-z]")


def encoding_of(sample: bytes, whole: bool = True) -> str:
    """The Python name of the encoding of ``sample``, the beginning of a file (or all of it: ``whole``).

    UTF-8 is taken only where every byte fits (a handful of stray bytes among much good UTF-8 aside), then
    Windows' Western encoding, which has the € at 0x80, or the one of DOS where its letters stand in words.
    """
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    if b"\0" in sample[:8192] and (order := looks_utf16(sample[:8192])):
        return order
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    lenient = sample.decode("utf-8", "replace")
    stray = lenient.count("\ufffd")
    if sum(1 for character in lenient if ord(character) > 127) - stray > 10 * stray:
        return "utf-8"
    return "cp850" if len(_DOS.findall(sample)) > len(_WINDOWS.findall(sample)) else "cp1252"


def _byte_for_byte(error: UnicodeError) -> tuple[str, int]:
    """Bytes that mean nothing in an encoding of single bytes stay what they are in Latin-1; others become U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    single = error.encoding in ("charmap", "cp1252", "cp850")
    return (wrong.decode("latin-1") if single else "\ufffd"), error.end


ERRORS = "keepworthy"
"""The name under which Python knows how we treat bytes that mean nothing."""

codecs.register_error(ERRORS, _byte_for_byte)


def decode(content: bytes, encoding: str | None = None) -> str:
    """The text without its byte order mark and stray zero bytes, line ends as ``\\n``; ``encoding`` None: found out."""
    text = content.decode(encoding or encoding_of(content), ERRORS)
    return text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
