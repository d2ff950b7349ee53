"""Which field a column is, from its header's words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
FUZZY = 90
"""Two headers this alike (of 100) are the same word with a slip in it."""


@dataclass(frozen=True)
class Match:
    """A field a header may mean, and how sure that is (0–1)."""

    field: str
    sure: float


def normalised(header: str) -> str:
    """``Rechnungs-Nr.`` → ``rechnungsnr``: small letters and digits only, umlauts written out, accents dropped."""
    text = header.strip().lower().translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9%]", "", text.replace("€", "eur"))


@cache
def _words() -> dict[str, list[tuple[str, float]]]:
    """Normalised header word to the fields it may mean, with how sure."""
    table = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))
    words: dict[str, list[tuple[str, float]]] = {}
    for field, entry in table.items():
        for strength, sure in (("strong", 1.0), ("weak", 0.5)):
            for word in entry[strength]:
                words.setdefault(normalised(word), []).append((field, sure))
    return words


_UNITS = re.compile(r"(?i)[\[(]?\s*(?:in\s+)?(?:€|eur|euro|usd|\$|gbp|£|chf|pkr|inr|t€|teur|k€)\s*[\])]?$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def matches(header: str) -> list[Match]:
    """Every field the header may mean, the surest first. Unit words behind it (``in €``, ``(PKR)``) say nothing."""
    words = _words()
    plain = normalised(header)
    bare = normalised(_UNITS.sub("", header.strip()))
    found: dict[str, float] = {}
    for text, weight in ((plain, 1.0), (bare, 0.95)):
        for field, sure in words.get(text, []):
            found[field] = max(found.get(field, 0), sure * weight)
    if not found:
        found = _inside(header)
    if not found and len(plain) >= 5:
        close = process.extractOne(plain, words.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY)
        if close:
            found = {field: sure * 0.8 for field, sure in words[close[0]]}
    return [Match(field, sure) for field, sure in sorted(found.items(), key=lambda entry: -entry[1])]


def _inside(header: str) -> dict[str, float]:
    """Fields whose words stand at the beginning or end of a longer header (``Betrag netto gesamt``, ``Inv. Customer
    Name``)."""
    tokens = [normalised(token) for token in re.split(r"[\s_/.\-–:()\[\]]+", _CAMEL.sub(" ", header)) if token]
    tokens = [token for token in tokens if token]
    found: dict[str, float] = {}
    for size in range(min(3, len(tokens) - 1), 0, -1):
        for part in {"".join(tokens[:size]), "".join(tokens[-size:])}:
            if len(part) < 3:
                continue
            for field, sure in _words().get(part, []):
                if sure == 1.0:
                    found[field] = max(found.get(field, 0), 0.5 + 0.1 * size)
    return found
