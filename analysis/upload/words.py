"""What the words in a cell mean: kinds of care, reasons for a credit, answers, how a deal ended."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.upload.identity import plain_name

CARE_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("abusive_incidents", ("beschimpf", "abus", "beleidig", "vorfall", "incident", "insult", "drohung", "threat")),
    ("out_of_scope_hours", ("ausserhalb", "out of scope", "scope", "zusatzleistung", "extra", "not covered")),
    ("free_hours", ("unberechnet", "nicht berechnet", "kostenlos", "gratis", "free of charge", "unbilled", "free")),
    ("rework_hours", ("nacharbeit", "rework", "reklamation", "nachbesser", "complaint", "korrektur", "fehler")),
    ("standard_hours", ("standard", "regel", "routine", "included", "inklusive", "vertraglich")),
)
"""A care log's kind to the quantity it counts towards, first word that fits; all else is staff time."""
CASES = {"abusive_incidents": "abusive_incidents", "rework_hours": "rework_cases"}
"""What an entry without hours counts towards, as a case: nothing where it is none of these."""

TICKET_TYPES = frozenset(
    [
        *("question", "problem", "task", "bug", "request", "service request", "change", "change request", "epic"),
        *("feature request", "frage", "anfrage", "aufgabe", "serviceanfrage", "stoerung", "story", "support"),
    ]
)
"""What ticket systems call a ticket beside ``Incident``, which is then a fault reported, not abuse."""

NOT_INVOICED = (
    *("angebot", "quote", "quotation", "offer", "estimate", "proforma", "pro forma", "entwurf", "draft"),
    *("storniert", "cancelled", "canceled", "annulliert", "void", "voided", "deleted", "geloescht", "abgebrochen"),
    *("lieferschein", "delivery note", "auftragsbestaetigung", "order confirmation", "failed", "declined"),
    *("rejected", "abgelehnt", "refunded", "annule", "annulee", "annullata", "anulada", "anulado", "bozza"),
    *("brouillon", "devis", "preventivo", "presupuesto", "borrador"),
)
"""What a document is or has become that is no revenue."""
PAYMENTS = frozenset(
    [
        *(
            "payment",
            "zahlung",
            "zahlungseingang",
            "zahlungsausgang",
            "customer payment",
            "receipt",
            "paiement",
            "pago",
        ),
        *("pagamento", "betaling", "opening balance", "saldovortrag", "eroeffnungsbuchung", "general withdrawal"),
    ]
)
"""What an entry of a customer's account is, word for word, that is no document of a sale."""
CREDIT_NOTES = (
    *("gutschrift", "rechnungskorrektur", "korrekturrechnung", "stornorechnung", "storno", "credit note"),
    *("credit memo", "creditnote", "credit", "refund", "retoure", "rueckgabe", "return", "avoir"),
    *("ruecklieferung", "ruecksendung", "warenruecknahme"),
    *("nota di credito", "nota de credito", "nota credito", "abono"),
)
"""What a document is that lowers revenue."""

CREDIT_CODES = {
    "si": ("sc",),
    "f2": ("g2", "re", "s1"),
    "inv": ("cn", "crn", "cm", "crm"),
    "sales": ("credit", "cn"),
    "accrec": ("accreccredit",),
    **dict.fromkeys(("re", "rg", "ar"), ("gs", "gu")),
    "vre": ("vgu",),
}
"""An invoice's code to those of documents that lower revenue beside it (Sage, SAP, Xero and others)."""
SIDES = (frozenset(["s", "h"]), frozenset(["soll", "haben"]), frozenset(["dr", "cr"]), frozenset(["debit", "credit"]))
_OF_SIDES = re.compile(r"\b(s h|soll|haben|shkzg|dr|cr|debit|credit)\b")
"""An account's two sides, in a column named after them: the rarer one lowers revenue, whose account it ever is."""

JUSTIFIED = (
    *("fehler", "error", "our mistake", "falsch", "retoure", "return", "rueck", "preisdifferenz", "price diff"),
    *("transport", "beschaedig", "damage", "defekt", "defect", "mangel", "qualit", "doppelt", "storno"),
)
UNJUSTIFIED = ("kulanz", "goodwill", "courtesy", "entgegenkommen", "gefaelligkeit", "gesture")

YES = frozenset(["yes", "y", "ja", "j", "true", "1", "x", "wahr", "oui", "si"])
NO = frozenset(["no", "n", "nein", "false", "0", "falsch", "non"])


_IS_CANCELLED = ("storniert", "stornostatus", "cancelled", "canceled", "void", "voided", "geloescht", "deleted")
_UNDONE = ("nicht", "kein", "not", "no", "partially", "partly", "teilweise", "teil", "un")


def states(header: str, cells: Iterable[str]) -> dict[str, str]:
    """What each of the cells of a state column, the most frequent one first, says of its document: ``not_invoiced`` (a
    quote, a draft, cancelled …), ``credit`` (it lowers revenue), or nothing in particular (empty)."""
    plain = {cell: plain_name(cell) for cell in cells}
    if frozenset(plain.values()) in SIDES and _OF_SIDES.search(plain_name(header)):
        usual, *_ = plain.values()
        return {cell: "" if word == usual else "credit" for cell, word in plain.items()}
    credits = {code for sale, codes in CREDIT_CODES.items() if sale in plain.values() for code in codes}
    return {cell: "credit" if word in credits else _state(plain_name(header), word) for cell, word in plain.items()}


def _state(header: str, cell: str) -> str:
    if header in _IS_CANCELLED and (cell in YES or cell in NO):
        return "not_invoiced" if cell in YES else ""
    if any(word in cell.split() for word in _UNDONE):
        return ""
    within = f" {cell} "
    if cell == "credit" or any(f" {word} " in within for word in CREDIT_NOTES if word != "credit"):
        return "credit"
    if cell in PAYMENTS:
        return "not_invoiced"
    return "not_invoiced" if any(f" {word} " in within for word in NOT_INVOICED) else ""


def care_kind(kind: str | None, tickets: bool = False) -> str:
    """The quantity a care-log entry of this kind counts towards. ``tickets``: whether it is a ticket system's type."""
    text = plain_name(kind or "")
    if tickets and text in ("incident", "vorfall"):
        return "staff_hours"
    return next((quantity for quantity, words in CARE_KINDS if _any(words, text)), "staff_hours")


def are_tickets(headers: Iterable[str], kinds: Iterable[str | None]) -> bool:
    """Whether kinds of care are the types of a ticket system: its other types are among them, or its columns beside."""
    if any(plain_name(kind or "") in TICKET_TYPES for kind in kinds):
        return True
    return any(re.search(r"(?i)(ticket|issue|priorit|severity|schweregrad)", header) for header in headers)


def is_visit(kind: str | None) -> bool:
    """Whether a care-log entry of this kind is a visit as such: no rework, nothing outside the agreement."""
    words = ("besuch", "visit", "vor ort", "vororttermin", "on site", "onsite", "aussendienst")
    return care_kind(kind) in ("staff_hours", "standard_hours") and _any(words, plain_name(kind or ""))


def unjustified(reason: str | None) -> bool | None:
    """Whether a credit with this reason was given without our fault; None where the reason does not tell."""
    text = plain_name(reason or "")
    if _any(UNJUSTIFIED, text):
        return True
    return False if _any(JUSTIFIED, text) else None


def returned(reason: str | None) -> bool | None:
    """Whether a credit with this reason stands for goods that came back without our fault; None: it does not tell."""
    text = plain_name(reason or "")
    if not text:
        return None
    return _any(("retoure", "return", "rueckgabe", "ruecksend", "ruecknahme", "rueckgenommen"), text) and not _any(
        ("fehler", "falsch", "defekt", "defect", "mangel", "beschaedig", "damage", "wrong", "our mistake"), text
    )


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


_WON = ("won", "gewonnen", "auftrag erhalten", "auftrag erteilt", "beauftragt", "angenommen", "accepted", "gagne")
_LOST = (
    *("lost", "verloren", "abgesagt", "absage", "gekuendigt", "abgelehnt", "declined", "rejected", "perdu", "churn"),
    "abgewandert",
)


def deal_status(*cells: str | None) -> str:
    """won / lost / open, from a deal's stage and status."""
    text = " ".join(plain_name(cell or "") for cell in cells)
    if _any(_WON, text):
        return "won"
    return "lost" if _any(_LOST, text) else "open"


def lost_kind(*cells: str | None) -> str:
    """``customer`` for a lost customer, ``deal`` for a deal."""
    text = " ".join(plain_name(cell or "") for cell in cells)
    return "customer" if _any(("kunde", "customer", "kuendig", "churn"), text) else "deal"


def text_or_none(cell: object) -> str | None:
    """A cell's text; None where it is empty."""
    return cell if isinstance(cell, str) else None


def _any(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)
