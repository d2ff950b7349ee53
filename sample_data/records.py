"""What is written down beside the trade: the care log, lost and won deals, answers, prospects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.chance import Chance
from sample_data.customers import CHANNELS, CUSTOMERS, INDUSTRIES, LAST, REGIONS, Customer
from sample_data.names import SERVICE_STAFF, company_names, full_name
from sample_data.trade import workday

HOURLY = 65.0  # €, the default capacity cost rate of the method
REMARKS = {
    "Nacharbeit": (
        "Antrieb neu ausgerichtet", "Ware aussortiert und ersetzt", "Dichtsatz getauscht", "Zweite Anfahrt",
        "Lieferung umgepackt", "Sensor neu eingelernt", "Prüfbericht neu erstellt; alte Fassung ungültig",
    ),
    "Betreuung": (
        "Auslegung mehrfach geändert", "Angebot zum dritten Mal überarbeitet", "Terminabstimmung am Telefon",
        "Vor-Ort-Termin kurzfristig verschoben", "Rückfragen zu Rechnungen", "Schulung wiederholt",
    ),
    "außerhalb der Vereinbarung": (
        "Wochenendeinsatz ohne Auftrag", "Fremdfabrikat geprüft", "Zeichnung für den Kunden erstellt",
        "Umbau beim Kunden begleitet", "Beratung zu Altanlage",
    ),
    "Standardservice": ("Jahresgespräch", "Besuch nach Plan", "Bestellung aufgenommen", "Wartungstermin"),
    "Beschimpfung": ("Mitarbeiterin am Telefon angeschrien", "Beleidigende E-Mail", "Drohung mit der Presse"),
}  # fmt: skip
STAGES = ("Erstgespräch", "Bedarfsanalyse", "Angebot", "Verhandlung", "Abschluss")
REASONS = {
    "Preis": 26, "Reaktionszeit": 18, "Liefertermin": 14, "kein Budget": 12, "Wettbewerber im Haus": 12,
    "Technik passt nicht": 9, "keine Rückmeldung": 9,
}  # fmt: skip
WOOED = {**INDUSTRIES, "Lebensmitteltechnik": 17, "Medizintechnik": 17}  # where sales looks for new customers
LEFT_REASONS = {
    "Reaktionszeit": 4,
    "Preis": 3,
    "Betrieb eingestellt": 2,
    "Qualität": 2,
    "Wechsel im Einkauf": 1,
}


@dataclass
class CareEntry:
    day: date
    customer: Customer
    kind: str
    hours: float | None
    remark: str
    staff: str


@dataclass
class Deal:
    day: date
    company: str
    industry: str
    region: str
    stage: str
    status: str
    reason: str
    value: float
    kind: str


@dataclass
class Answer:
    customer: Customer
    strategic: str
    self_check: str
    note: str


@dataclass
class Prospect:
    company: str
    industry: str
    region: str
    employees: int
    channel: str


def care_log(everybody: list[Customer], earned: dict[int, float]) -> list[CareEntry]:
    """Hours per entry in quarters; what a customer costs comes from its character and its margin."""
    entries: list[CareEntry] = []
    for customer in everybody:
        nature, margin = customer.nature, earned[customer.number]
        chance = Chance("care", customer.number)
        hours = {
            "Nacharbeit": margin * chance.between(*nature.rework) / HOURLY,
            "Betreuung": margin * chance.between(*nature.staff) / HOURLY,
            "außerhalb der Vereinbarung": margin * chance.between(*nature.scope) / HOURLY,
            "Standardservice": 3 + min(40, margin / 2_200) * chance.between(0.7, 1.3),
        }
        if customer.character in ("haggler", "tiny"):
            hours["Standardservice"] = 0
        for kind, total in hours.items():
            entries += _entries(customer, kind, total, chance)
        for _ in range(chance.whole(*nature.incidents)):
            day = _day(customer, chance)
            remark = chance.one_of(REMARKS["Beschimpfung"])
            entries.append(CareEntry(day, customer, "Beschimpfung", None, remark, chance.one_of(SERVICE_STAFF)))
    return sorted(entries, key=lambda entry: (entry.day, entry.customer.number, entry.kind, entry.hours or 0))


def _day(customer: Customer, chance: Chance) -> date:
    return workday(customer.first + timedelta(days=chance.whole(3, (customer.last - customer.first).days)))


def _entries(customer: Customer, kind: str, total: float, chance: Chance) -> list[CareEntry]:
    if total < 0.25:
        return []
    typical = min(22.0, max(1.5, total / 34))  # big accounts are booked by the week
    count = max(1, round(total / typical))
    parts = [chance.between(0.5, 1.5) for _ in range(count)]
    return [
        CareEntry(
            _day(customer, chance), customer, kind, max(0.25, round(total * part / sum(parts) * 4) / 4),
            chance.one_of(REMARKS[kind]), chance.one_of(SERVICE_STAFF),
        )
        for part in parts
    ]  # fmt: skip


def deals(everybody: list[Customer]) -> list[Deal]:
    """Offers won and lost, mostly with strangers, some with customers; and the customers who have left."""
    chance = Chance("deals", "offers", 6)
    strangers = iter(company_names()[CUSTOMERS + 80 :])
    found: list[Deal] = []
    for _ in range(150):
        industry, region = chance.weighted(WOOED), chance.weighted(REGIONS)
        company = full_name(next(strangers), industry, chance.whole(10, 300))
        good = industry in ("Lebensmitteltechnik", "Medizintechnik")
        won = chance.happens(0.46 if good else 0.27)
        if won or chance.happens(0.15):  # who was won is a customer
            known = chance.one_of([other for other in everybody if other.industry == industry])
            company, region = known.name, known.region
        stage = "Abschluss" if won else chance.weighted(dict(zip(STAGES[:4], (1, 2, 6, 4), strict=True)))
        reason = "" if won else chance.weighted(REASONS)
        value = round(chance.between(6_000, 60_000) * chance.spread(0.6), -2)
        day = workday(date(2024, 11, 4) + timedelta(days=chance.whole(0, 715)))
        status = "gewonnen" if won else "verloren"
        found.append(Deal(day, company, industry, region, stage, status, reason, value, "Angebot"))
    for customer in everybody:
        if customer.last < LAST:
            own = Chance("left", customer.number)
            day = min(LAST, workday(customer.last + timedelta(days=own.whole(20, 80))))
            value = round(customer.revenue / 2, -2)
            reason = own.weighted(LEFT_REASONS)
            segment = (customer.industry, customer.region)
            found.append(Deal(day, customer.name, *segment, "Bestandskunde", "verloren", reason, value, "Kunde"))
    return sorted(found, key=lambda deal: (deal.day, deal.company, deal.value))


def answers(everybody: list[Customer]) -> list[Answer]:
    """What people know, of those customers only about whom somebody has said something."""
    found = []
    for place, customer in enumerate(everybody):
        chance = Chance("answer", customer.number)
        if customer.planted:
            if customer.planted.listed:
                planted = customer.planted
                found.append(Answer(customer, planted.strategic, planted.self_check, planted.note))
        elif place < 90 and chance.happens(0.42):
            strategic = "ja" if customer.character == "best" or chance.happens(0.08) else "nein"
            found.append(Answer(customer, strategic, "", ""))
    return sorted(found, key=lambda answer: answer.customer.number)


def prospects() -> list[Prospect]:
    """Sixty firms that do not buy yet; about one in four fits the profile."""
    found = []
    for name in company_names()[CUSTOMERS + 10 : CUSTOMERS + 70]:
        chance = Chance("prospect", name)
        if chance.happens(0.25):
            industry, employees = (
                chance.one_of(("Lebensmitteltechnik", "Medizintechnik")),
                chance.whole(50, 200),
            )
            region, channel = (
                chance.weighted({"Süd": 3, "West": 1}),
                chance.weighted({"Händler": 3, "direkt": 1}),
            )
        else:
            industry, employees = chance.weighted(INDUSTRIES), max(6, round(60 * chance.spread(1.0)))
            region, channel = chance.weighted(REGIONS), chance.weighted(CHANNELS)
        found.append(Prospect(full_name(name, industry, employees), industry, region, employees, channel))
    return found
