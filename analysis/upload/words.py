"""What the words in a cell mean: kinds of care, reasons for a credit, answers, how a deal ended."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.upload.identity import plain_name

CARE_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("abusive_incidents", ("beschimpf", "abus", "beleidig", "vorfall", "incident", "insult", "drohung", "threat")),
    ("out_of_scope_hours", ("ausserhalb", "out of scope", "scope", "zusatzleistung", "extra", "not covered")),
    ("rework_hours", ("nacharbeit", "rework", "reklamation", "nachbesser", "complaint", "korrektur", "fehler")),
    ("standard_hours", ("standard", "regel", "routine", "included", "inklusive", "vertraglich")),
)
"""A care log's kind to the quantity it counts towards, first word that fits; all else is staff time."""

JUSTIFIED = (
    *("fehler", "error", "our mistake", "falsch", "retoure", "return", "rueck", "preisdifferenz", "price diff"),
    *("transport", "beschaedig", "damage", "defekt", "defect", "mangel", "qualit", "doppelt", "storno"),
)
UNJUSTIFIED = ("kulanz", "goodwill", "courtesy", "entgegenkommen", "gefaelligkeit", "gesture")

YES = frozenset(["yes", "y", "ja", "j", "true", "1", "x", "wahr", "oui", "si"])
NO = frozenset(["no", "n", "nein", "false", "0", "falsch", "non"])


def care_kind(kind: str | None) -> str:
    """The quantity a care-log entry of this kind counts towards."""
    text = plain_name(kind or "")
    return next((quantity for quantity, words in CARE_KINDS if _any(words, text)), "staff_hours")


def unjustified(reason: str | None) -> bool | None:
    """Whether a credit with this reason was given without our fault; None where the reason does not tell."""
    text = plain_name(reason or "")
    if _any(UNJUSTIFIED, text):
        return True
    return False if _any(JUSTIFIED, text) else None


def answer(text: str | None) -> str | None:
    """yes / no / open; None where nothing is said."""
    plain = plain_name(text or "")
    if not plain:
        return None
    return "yes" if plain in YES else "no" if plain in NO else "open"


def self_check(text: str | None) -> str | None:
    """open / not_us / we_are_the_cause; None where nothing is said."""
    plain = plain_name(text or "")
    if not plain:
        return None
    if _any(("nicht wir", "not us", "not our"), plain) or plain in NO:
        return "not_us"
    if _any(("ursache", "cause", "wir sind", "we are", "unser fehler", "our fault"), plain) or plain in YES:
        return "we_are_the_cause"
    return "open"


def deal_status(*cells: str | None) -> str:
    """won / lost / open, from a deal's stage and status."""
    text = " ".join(plain_name(cell or "") for cell in cells)
    if _any(("won", "gewonnen", "auftrag erhalten", "beauftragt", "gagne"), text):
        return "won"
    if _any(("lost", "verloren", "abgesagt", "gekuendigt", "abgelehnt", "perdu", "churn", "abgewandert"), text):
        return "lost"
    return "open"


def lost_kind(*cells: str | None) -> str:
    """``customer`` for a lost customer, ``deal`` for a deal."""
    text = " ".join(plain_name(cell or "") for cell in cells)
    return "customer" if _any(("kunde", "customer", "kuendig", "churn"), text) else "deal"


def _any(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)
