"""Which field a column is, from its header's words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.numbers import get_territory_currencies
from rapidfuzz import fuzz, process

from analysis.language import LANGUAGES, Language
from analysis.upload.numbers import CODES, CURRENCIES

STRENGTHS = {"strong": 1.0, "document": 0.9, "weak": 0.5}
FUZZY = 90
"""Two headers this alike (of 100) are the same word with a slip in it."""
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
UNITS = re.compile(
    r"(?i)[\[(]?\s*(?:in\s+)?(?:€|eur|euro|usd|\$|gbp|£|chf|pkr|inr|lcy|t€|teur|k€|keur|k\$|tchf"
    r"|\b(?:mio|tsd|tausend|thousands?)\b\.?(?:\s*(?:€|eur|euro|chf|usd))?|\$?['’]000(?:\s*(?:€|eur))?"
    rf"|(?<![^\W_])(?-i:{'|'.join(CODES)}))\s*[\])]?$"
)
_NO_CODES = frozenset(["ALL", "TOP", "CUP"])
"""Codes that are words: ``Umsatz (ALL)`` is not in Albanian lek."""
_CURRENCY = re.compile(
    rf"(?:(?:[\[(]\s*|\bin\s+)(?:[TkKM]|(?i:mio|tsd|mln)\.?\s*)?(?P<any>[A-Z]{{3}}|[€$£¥₹₺])"
    rf"|(?:^|[\s_/\-])(?:[TkK]|(?i:mio|tsd)\.?\s*)?(?P<usual>{'|'.join(CODES)}|[€$£¥₹₺]|(?i:eur|usd|gbp|chf)))\s*[\])]?(?=$|[\s,;:.])"
)
_TIMES = (
    (1_000_000, re.compile(r"(?i)(\bmio\b|\bm€|\bmeur\b|\bmillion)")),
    (1_000, re.compile(r"(?i)(\bt€|\bteur\b|\bk€|\bkeur\b|\bk\$|\btchf\b|\btsd\b|\btausend|\bthousand|['’]000)")),
)
_SUMMED = re.compile(
    r"(?i)^(?:(?:summe|sum|somme|suma|somma|soma|som|total|gesamt)(?: von| of| de| di| van| z|[ \u00a0]-) "
    r"|sum\((?=.*\)$))"
)
"""What a pivot table puts before the name of what it adds up (``Summe von Umsatz``, ``Sum - Sales``)."""
_OF_A_YEAR = re.compile(
    r"(?i)[ _/\-]*\(?(?:(?:in|im|fy|gj|jahr|year|stand)?[ _./-]?(?:19|20)\d\d(?:[/-]\d\d)?|lfd\.? ?jahr|ytd|"
    r"(?:akt|aktuelles|laufendes) ?\.?jahr|kumuliert|current year|this year)\)?[ _/\-]*$"
)
"""The one year, named behind it, that a column is of (``Umsatz 2025``)."""
RATE = re.compile(r"\(?\b\d{1,2}(?:[.,]\d{1,2})? ?%\)?")
"""The rate of tax that a column is of (``Netto 19 %``)."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BREAK = re.compile(r"[\s_/.\-–:()\[\]]+")
_NOT_ACTUAL = re.compile(
    r"(?i)(plan|budget|ziel|target|quota|forecast|prognose|soll(?!/)|erwartet|expected|geplant|goal|obiettivo|objectif)"
)
_ACTUAL = frozenset(["revenue", "previous_revenue", "gross", "cost", "profit", "quantity", "margin_percent"])
"""Fields that a plan or a target never is."""
_ROMANCE = re.compile(r"(?i)\b(du|de|della?|del|di|d|des|ht|hors|client|cliente|fattura|facture|factura)\b")
_SELLERS = re.compile(r"(?i)(lieferant|kreditor|supplier|vendor|fournisseur|fornitore|proveedor|hersteller|manufactur)")
_COUNTED = frozenset(["kunden", "customers", "clients", "anzahlkunden", "customercount", "numberofcustomers"])
"""How many customers, not which."""
_NO_COMPOUND = re.compile(r"(geburts|geburtstags|gruendungs|aenderungs|druck|versand|anlage|export|import|lauf)")


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


def times(header: str) -> int:
    """What amounts under the header are to be multiplied by: 1,000 for ``Umsatz (T€)``, a million for ``in Mio. €``."""
    unit = UNITS.search(header.strip())
    return _factor(unit[0]) if unit else 1


def times_of_all(title: Sequence[str]) -> int:
    """The same, where the lines above a table say it of all its amounts (``Angaben in TEUR``)."""
    return max(
        (_factor(line) for line in title if re.search(r"(?i)\b(in|angaben|beträge|amounts?)\b", line)), default=1
    )


def currency_in(words: str) -> str:
    """The ISO code of the currency that a header or a line above a table names (``Amount (PKR)``, ``Umsatz in TCHF``,
    ``Revenue [USD]``); empty where it names none."""
    for match in _CURRENCY.finditer(words):
        word = match["any"] or match["usual"]
        code = CURRENCIES.get(word, word.upper())
        if code in currencies() and code not in _NO_CODES:
            return code
    return ""


@cache
def currencies() -> tuple[str, ...]:
    """The ISO codes of all currencies that are legal tender somewhere, in the order of the alphabet."""
    territories = [code for code in map(str, Locale("en").territories) if code.isalpha() and len(code) == 2]
    return tuple(sorted({code for territory in territories for code in get_territory_currencies(territory)}))


def _factor(text: str) -> int:
    return next((factor for factor, words in _TIMES if words.search(text)), 1)


@cache
def _words() -> dict[str, dict[str, float]]:
    """Normalised header word to the fields it may mean, with how sure."""
    table = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))
    words: dict[str, dict[str, float]] = {}
    for field, entry in table.items():
        for strength, sure in STRENGTHS.items():
            for word in entry.get(strength, []):
                words.setdefault(normalised(word), {}).setdefault(field, sure)
        for code in LANGUAGES:  # what we call it ourselves
            words.setdefault(normalised(Language(code).text(f"roles.field.{field}")), {field: 1.0})
    return words


def matches(header: str) -> list[Match]:
    """Every field the header may mean, the surest first. Unit words behind it (``in €``, ``(PKR)``) say nothing."""
    if _SELLERS.search(header) or normalised(header) in _COUNTED:
        return []
    words = _words()
    bare = normalised(UNITS.sub("", header.strip()))
    found: dict[str, float] = {}
    for text, weight in ((normalised(header), 1.0), (bare, 0.95)):
        for field, sure in words.get(text, {}).items():
            found[field] = max(found.get(field, 0), sure * weight)
    if not found and (shorter := _SUMMED.sub("", _OF_A_YEAR.sub("", UNITS.sub("", header.strip())))) != header.strip():
        known = words.get(normalised(shorter.rstrip(")")), {})
        found = {field: 0.9 * sure for field, sure in known.items() if field in _ACTUAL | {"discount_amount"}}
    if not found and RATE.search(header):
        known = words.get(normalised(RATE.sub("", header)), {})
        found = {field: 0.9 * sure for field, sure in known.items() if field in ("revenue", "tax", "gross")}
    if not found:
        found = _inside(header) or _compound(bare) or _nearly(bare)
    if _NOT_ACTUAL.search(header):
        found = {field: sure for field, sure in found.items() if field not in _ACTUAL}
    return [Match(field, sure) for field, sure in sorted(found.items(), key=lambda entry: -entry[1])]


def _inside(header: str) -> dict[str, float]:
    """Fields whose words stand at the end of a longer header (``Inv. Customer Name``), where German and English say
    what it is; at its beginning in Romance languages (``Montant HT de la ligne``)."""
    tokens = [normalised(token) for token in _BREAK.split(_CAMEL.sub(" ", header))]
    tokens = [token for token in tokens if token]
    found: dict[str, float] = {}
    for size in range(min(3, len(tokens) - 1), 0, -1):
        behind, before = "".join(tokens[-size:]), "".join(tokens[:size])
        for part, sure in ((behind, 0.5 + 0.1 * size), (before, 0.4 + 0.1 * size)):
            if len(part) < 3 or (part == before and size == 1 and not _ROMANCE.search(header)):
                continue
            for field, strength in _words().get(part, {}).items():
                if strength >= 0.9:
                    found[field] = max(found.get(field, 0), sure)
    return found


def _compound(plain: str) -> dict[str, float]:
    """Fields whose words end a German compound (``Belegwährung``)."""
    if _NO_COMPOUND.search(plain):
        return {}
    for start in range(2, len(plain) - 4):
        known = _words().get(plain[start:], {})  # but a Verkäufer is no Käufer
        fields = {field: 0.6 for field, sure in known.items() if sure == 1.0 and field != "customer_name"}
        if fields:
            return fields
    return {}


def _nearly(plain: str) -> dict[str, float]:
    """Fields of the word that the header is but for a slip."""
    if len(plain) < 5:
        return {}
    close = process.extractOne(plain, _words().keys(), scorer=fuzz.ratio, score_cutoff=FUZZY)
    return {field: sure * 0.8 for field, sure in _words()[close[0]].items()} if close else {}
