"""What an answer is about, word by word: base forms without stop words, German and English, offline."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

import simplemma

SHORTEST = 4
"""Shorter words are abbreviations or fillers more often than themes."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[str, ...]:
    """The base forms of the words in ``text`` that carry meaning, each once, in their order: ``Lieferzeiten`` gives
    ``Lieferzeit``, ``delivered`` gives ``deliver``."""
    stop = _stop_words()
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        base = _base(word)
        if len(word) >= SHORTEST and not {word.casefold(), base.casefold()} & stop:
            found.setdefault(base.casefold(), base)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def folded(text: str) -> frozenset[str]:
    """The ``terms`` of a text whatever their case, to compare texts by."""
    return frozenset(term.casefold() for term in terms(text))


@lru_cache(maxsize=16_384)
def _base(word: str) -> str:
    base, small = (simplemma.lemmatize(form, lang=("de", "en")) for form in (word, word.lower()))
    # What begins a sentence may be an adjective that could be a noun: Kurze is no Kurzer.
    return small if base.lower() == f"{small}er" else base


@cache
def _stop_words() -> frozenset[str]:
    lists = tomllib.loads(Path(__file__).with_name("stop_words.toml").read_text(encoding="utf-8"))
    return frozenset(word for words in lists.values() for word in words.casefold().split())
