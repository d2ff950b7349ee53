"""How customers behave: what they pay, what they need, how they settle. Shares are of contribution margin."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]
NONE: Range = (0.0, 0.0)


@dataclass(frozen=True)
class Character:
    """A way of being a customer.

    Parameters
    ----------
    margin : contribution margin as a share of revenue.
    rework, staff, scope : hours worth this share of contribution margin at the default 65 €/h.
    goodwill, deducted : € credited without our fault, and € deducted, as a share of contribution margin.
    own_fault : € credited for our own errors and returned goods, as a share of contribution margin.
    orders : invoices per year of a middling customer; bigger ones order more often, smaller ones less.
    days_late : days from due to paid on average.
    deducts : share of invoices that are paid short.
    terms : days to pay.
    discount : how cash discount is taken: ``none``, ``fair`` or ``late``.
    incidents : abusive incidents in two years.
    """

    margin: Range = (0.25, 0.34)
    rework: Range = (0.0, 0.04)
    staff: Range = (0.03, 0.12)
    scope: Range = (0.0, 0.02)
    goodwill: Range = (0.0, 0.004)
    deducted: Range = NONE
    own_fault: Range = (0.0, 0.02)
    orders: Range = (5, 12)
    days_late: Range = (0, 5)
    deducts: Range = NONE
    terms: tuple[int, ...] = (14, 30, 30)
    discount: str = "none"
    incidents: tuple[int, int] = (0, 0)


CHARACTERS = {
    "best": Character(
        margin=(0.33, 0.40), staff=(0.03, 0.09), rework=(0.0, 0.02), orders=(10, 24), days_late=(0, 2),
        terms=(14, 30), discount="fair",
    ),
    "cheap": Character(),
    "cheap_project": Character(orders=(1.5, 3), margin=(0.26, 0.33)),
    "decent": Character(
        margin=(0.22, 0.30), staff=(0.06, 0.14), rework=(0.01, 0.05), days_late=(2, 9), terms=(30, 30, 45),
    ),
    "demanding": Character(  # earns its keep, but much of the margin goes into care
        margin=(0.22, 0.29), staff=(0.26, 0.38), rework=(0.06, 0.14), scope=(0.06, 0.14),
        goodwill=(0.01, 0.03), deducted=(0.005, 0.02), deducts=(0.03, 0.1), days_late=(8, 22),
        terms=(30, 45, 60), discount="late",
    ),
    "late_payer": Character(  # cheap to serve, slow to pay, and helps itself to what is outside the agreement
        margin=(0.24, 0.31), scope=(0.05, 0.1), days_late=(18, 45), terms=(30, 60), discount="late",
    ),
    "rework": Character(  # sends everything back once: a fee for rework would carry it
        margin=(0.16, 0.21), rework=(0.85, 1.1), staff=(0.25, 0.35), scope=(0.05, 0.12),
        goodwill=(0.02, 0.05), days_late=(5, 20), terms=(30, 60), orders=(9, 20), incidents=(0, 2),
    ),
    "our_fault": Character(  # we delivered badly, and pay for it
        margin=(0.17, 0.23), rework=(0.7, 0.95), staff=(0.4, 0.55), own_fault=(0.12, 0.2), days_late=(4, 15),
        orders=(8, 18),
    ),
    "loss": Character(
        margin=(0.15, 0.21), staff=(0.6, 0.9), rework=(0.25, 0.4), scope=(0.12, 0.3), goodwill=(0.03, 0.07),
        deducted=(0.01, 0.03), deducts=(0.05, 0.15), days_late=(10, 35), terms=(30, 60), discount="late",
        incidents=(0, 2),
    ),
    "bottomless": Character(  # no price, fee or lean service within the limits brings it above zero
        margin=(0.075, 0.09), staff=(3.1, 3.5), rework=(0.15, 0.25), scope=(0.12, 0.22),
        goodwill=(0.06, 0.12), deducted=(0.04, 0.08), deducts=(0.1, 0.2), days_late=(20, 45),
        terms=(60,), discount="late", orders=(10, 20), incidents=(1, 4),
    ),
    "haggler": Character(  # small orders, each paid short by a few euros: cases, hardly any hours
        margin=(0.165, 0.18), staff=NONE, rework=NONE, scope=NONE, goodwill=(0.01, 0.02), own_fault=NONE,
        deducted=(0.1, 0.14), deducts=(0.97, 1.0), orders=(58, 64), days_late=(10, 20), terms=(30,),
    ),
    "tiny": Character(  # a spare part now and then, and a phone call for each
        margin=(0.065, 0.075), staff=(3.3, 3.4), rework=NONE, scope=NONE, goodwill=NONE, own_fault=NONE,
        orders=(6, 6), terms=(14,),
    ),
    "starting": Character(  # new, and everything is still being set up
        margin=(0.18, 0.24), staff=(1.1, 1.5), rework=(0.1, 0.3), scope=(0.05, 0.1), orders=(6, 14),
    ),
    "borderline": Character(  # above or below zero, depending on the rates
        margin=(0.17, 0.2), staff=(0.75, 0.77), rework=(0.1, 0.11), scope=(0.1, 0.11), goodwill=NONE,
        own_fault=NONE, days_late=(6, 9), terms=(30,), orders=(8, 12),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A customer planted at a place in the ranking by size (0 = biggest), so that a rule of the method fires.

    ``strategic`` and ``self_check`` are what the answers file says; ``""`` is an answer left open, and
    ``listed=False`` keeps the customer out of that file altogether.
    """

    character: str
    strategic: str = ""
    self_check: str = ""
    note: str = ""
    listed: bool = True
    revenue: float | None = None  # € in two years, instead of what its place gives
    young: bool = False  # first order less than 12 months before the end


NOT_US, OUR_CAUSE, OPEN = "nicht wir", "wir sind die Ursache", "offen"

PLANTED: dict[int, Planted] = {
    0: Planted("rework", "ja", NOT_US, "Türöffner in die Branche; jede zweite Lieferung kommt zurück"),
    1: Planted("best", "ja", NOT_US, "Fragt nach dem, was wir gut können"),
    2: Planted("bottomless", "ja", NOT_US, "Vorzeigename auf der Messe, Vorstand will ihn halten"),
    3: Planted("best", "ja"),
    4: Planted("bottomless", "nein", NOT_US, "Drei Gespräche geführt, nichts hat sich geändert"),
    5: Planted("best", "ja", "", "Zahlt faire Preise und empfiehlt uns weiter"),
    6: Planted("our_fault", "nein", OUR_CAUSE, "Falsche Dichtungen geliefert, Termine zweimal verschoben"),
    7: Planted("demanding", "ja", NOT_US, "Ruft täglich an, bezahlt aber"),
    8: Planted("cheap", "nein"),
    9: Planted("bottomless", "", NOT_US, "Ob wir ihn brauchen, ist nie entschieden worden"),
    10: Planted("best", "ja"),
    11: Planted("cheap_project", "nein", "", "Kauft selten, dann viel"),
    12: Planted("loss", "ja", OPEN, "Niemand hat geprüft, woran es liegt"),
    14: Planted("best", "ja"),
    15: Planted("demanding", "nein", NOT_US),
    17: Planted("loss", "", "", listed=False),
    18: Planted("best", "ja"),
    22: Planted("bottomless", "nein", NOT_US, "Beschimpft den Innendienst"),
    24: Planted("best", "ja", "", "Hat uns in die Reinraumtechnik geführt"),
    27: Planted("rework", "nein", NOT_US, "Würde für Nacharbeit wohl zahlen; nie gefragt"),
    29: Planted("best", "ja"),
    31: Planted("our_fault", "ja", OUR_CAUSE, "Rechnungen über Monate fehlerhaft"),
    33: Planted("best", "ja"),
    35: Planted("demanding", "nein", NOT_US),
    38: Planted("borderline", "nein", NOT_US, "Mal so, mal so"),
    41: Planted("best", "ja"),
    43: Planted("bottomless", "ja", NOT_US, "Einziger Kunde mit Zugang zum Prüfzentrum; Frist bis Mitte 2027"),
    46: Planted("starting", "ja", NOT_US, "Anlauf dauert länger als geplant", young=True),
    52: Planted("late_payer", "nein", NOT_US),
    55: Planted("bottomless", "", NOT_US),
    60: Planted("best", "ja"),
    63: Planted("loss", "nein", OPEN),
    66: Planted("demanding", "", NOT_US),
    71: Planted("bottomless", "nein", NOT_US),
    78: Planted("starting", "nein", NOT_US, young=True),
    84: Planted("rework", "", NOT_US, "Schickt Ware benutzt zurück; sagt, das sei „so üblich“"),
    90: Planted("borderline", "nein", NOT_US),
    97: Planted("our_fault", "", OUR_CAUSE),
    104: Planted("bottomless", "nein", NOT_US, "Verlangt Bereitschaft am Wochenende, ohne Vertrag"),
    112: Planted("starting", "", OPEN, young=True),
    125: Planted("late_payer", "", OPEN),
    150: Planted("bottomless", "nein", NOT_US),
    171: Planted("haggler", "nein", NOT_US, "Kürzt grundsätzlich jede Rechnung", revenue=15_400),
    172: Planted("haggler", "nein", NOT_US, "", revenue=13_900),
    190: Planted("haggler", "nein", NOT_US, "Bestellt jede Woche eine Schachtel", revenue=12_300),
    239: Planted("tiny", "nein", NOT_US, "Kennt in der Branche jeden", revenue=210),
}
