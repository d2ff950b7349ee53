"""What was sold and how it was paid: invoice lines, credit notes, payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.chance import Chance
from sample_data.customers import FIRST, LAST, Customer

VAT = 0.19
PRODUCTS = {  # product group: how often, € a unit, margin against the customer's own
    "Fördertechnik": (9, 740.0, -0.02),
    "Antriebe und Getriebe": (14, 310.0, -0.01),
    "Pneumatik": (16, 86.0, 0.01),
    "Sensorik": (13, 128.0, 0.03),
    "Ersatzteile": (20, 54.0, 0.05),
    "Verschleißteile": (16, 23.5, 0.02),
    "Schmierstoffe": (8, 17.9, -0.03),
    "Wartung und Service": (7, 98.0, 0.0),
}
SEASON = (0.88, 0.93, 1.1, 1.05, 1.0, 1.04, 0.9, 0.74, 1.1, 1.2, 1.16, 0.9)  # January to December
FOOD_SEASON = (0.85, 1.05, 1.35, 1.35, 1.2, 1.0, 0.85, 0.75, 0.9, 0.95, 0.95, 0.8)
HOLIDAYS = {(1, 1), (1, 5), (3, 10), (24, 12), (25, 12), (26, 12), (31, 12)}  # day, month
OWN_REASONS = {"Eigener Fehler": 4, "Retoure": 5, "Preisdifferenz": 3, "Transportschaden": 2}


@dataclass
class Line:
    number: str
    day: date
    customer: Customer | None
    product: str
    quantity: int
    net: float
    cost: float


@dataclass
class Payment:
    number: str
    customer: Customer
    day: date
    due: date
    discount_until: date | None
    paid: date | None
    gross: float
    discount: float
    deducted: float
    reminders: int


@dataclass
class Credit:
    number: str
    day: date
    customer: Customer
    amount: float
    reason: str


def workday(day: date) -> date:
    """``day``, or the last working day before a weekend or fixed holiday, but never before the period."""
    while day.weekday() > 4 or (day.day, day.month) in HOLIDAYS:
        day -= timedelta(days=1)
    return max(FIRST, day)


def _days(customer: Customer, chance: Chance) -> list[date]:
    """Invoice days: spread over the customer's time, thicker in season, thicker or thinner by growth."""
    season = FOOD_SEASON if customer.industry == "Lebensmitteltechnik" else SEASON
    span = (customer.last - customer.first).days
    wanted = max(2, round(chance.between(*customer.nature.orders) * (span + 1) / 365))
    if customer.nature.orders[1] < 30:  # bigger customers order more often
        wanted = max(2, round(wanted * min(1.7, max(0.35, (customer.revenue / 55_000) ** 0.28))))
    days: list[date] = []
    while len(days) < wanted:
        day = customer.first + timedelta(days=chance.whole(0, span))
        if chance.between(0, 1.36) < season[day.month - 1]:
            days.append(workday(day))
    return sorted(days)


def sales(everybody: list[Customer]) -> list[Line]:
    """All invoice lines, numbered by date."""
    invoices: list[tuple[date, int, list[Line]]] = []
    for customer in everybody:
        chance = Chance("sales", customer.number)
        days = _days(customer, chance)
        if customer is everybody[1]:
            days[0], days[-1] = FIRST, LAST  # the period is two full years to the day
        season = FOOD_SEASON if customer.industry == "Lebensmitteltechnik" else SEASON
        middle = date(2025, 11, 1)
        sizes = [chance.spread(0.45) * season[day.month - 1] ** 0.5 for day in days]
        before = sum(size for size, day in zip(sizes, days, strict=True) if day < middle)
        after = sum(sizes) - before
        if before and after and customer.last == LAST and customer.first == FIRST:
            lift = (1 + customer.growth) * before / after  # the second year's sum is what growth says
            sizes = [size * (lift if day >= middle else 1) for size, day in zip(sizes, days, strict=True)]
        margin = chance.between(*customer.nature.margin)
        for place, (day, size) in enumerate(zip(days, sizes, strict=True)):
            worth = customer.revenue * size / sum(sizes)
            invoices.append((day, customer.number * 1000 + place, _lines(customer, day, worth, margin, chance)))
    lines: list[Line] = []
    for at, (_, _, invoice) in enumerate(sorted(invoices, key=lambda entry: entry[:2])):
        for line in invoice:
            line.number = f"RE-{200_000 + at}"
            lines.append(line)
    return lines


def _lines(customer: Customer, day: date, worth: float, margin: float, chance: Chance) -> list[Line]:
    """One invoice worth about ``worth`` €: one line when small, up to four when large, each group once."""
    count = 1 if worth < 300 else chance.weighted({1: 32, 2: 33, 3: 22, 4: 13})
    groups: list[str] = []
    while len(groups) < count:
        group = chance.weighted({name: facts[0] for name, facts in PRODUCTS.items() if name not in groups})
        groups.append(group)
    shares = [chance.between(0.5, 1.5) for _ in groups]
    lines = []
    for group, share in zip(groups, shares, strict=True):
        _, list_price, extra = PRODUCTS[group]
        price = list_price * chance.between(0.8, 1.25)
        value = worth * share / sum(shares)
        quantity = max(1, round(value / price))
        net = round(quantity * round(value / quantity, 2), 2)
        cost = round(net * (1 - margin - extra - chance.between(-0.02, 0.02)), 2)
        lines.append(Line("", day, customer, group, quantity, net, cost))
    return lines


def returned_lines(lines: list[Line]) -> list[Line]:
    """A few invoices are taken back by a correction of their own with negative quantity."""
    chance = Chance("returned lines")
    fit = [line for line in lines if 150 < line.net < 2_500 and line.day < date(2026, 9, 1)]
    taken = [fit[int(chance.between(0, len(fit)))] for _ in range(14)]
    return [
        Line(f"RK-{3_001 + at}", workday(line.day + timedelta(days=16)), line.customer, line.product,
             -line.quantity, -line.net, -line.cost)
        for at, line in enumerate(sorted(taken, key=lambda line: (line.day, line.number)))
    ]  # fmt: skip


def margins(lines: list[Line]) -> dict[int, float]:
    """Contribution margin in € per customer number."""
    result: dict[int, float] = {}
    for line in lines:
        if line.customer:
            result[line.customer.number] = result.get(line.customer.number, 0.0) + line.net - line.cost
    return result


def credits(everybody: list[Customer], earned: dict[int, float]) -> list[Credit]:
    """Credit notes: goodwill where nothing was our fault, and the rest where something was."""
    found: list[Credit] = []
    for customer in everybody:
        chance = Chance("credits", customer.number)
        for share, reasons in (
            (customer.nature.goodwill, {"Kulanz": 1}),
            (customer.nature.own_fault, OWN_REASONS),
        ):
            total = earned[customer.number] * chance.between(*share)
            if total < 40:
                continue
            count = min(9, 1 + int(total / 900))
            parts = [chance.between(0.5, 1.5) for _ in range(count)]
            for part in parts:
                day = workday(customer.first + timedelta(days=chance.whole(12, (customer.last - customer.first).days)))
                amount = round(total * part / sum(parts), 2)
                found.append(Credit("", day, customer, amount, chance.weighted(reasons)))
    found.sort(key=lambda credit: (credit.day, credit.customer.number, credit.amount))
    for at, credit in enumerate(found):
        credit.number = f"GS-{7_001 + at}"
    return found


def payments(lines: list[Line], earned: dict[int, float]) -> list[Payment]:
    """One row per invoice: when it was due and paid, what was taken off; no date of payment while open."""
    nets: dict[str, list[Line]] = {}
    for line in lines:
        nets.setdefault(line.number, []).append(line)
    invoices: dict[int, list[Payment]] = {}
    for number, invoice in nets.items():
        customer = invoice[0].customer
        assert customer is not None
        gross = round(sum(line.net for line in invoice) * (1 + VAT), 2)
        payment = _payment(number, customer, invoice[0].day, gross)
        invoices.setdefault(customer.number, []).append(payment)
    for key, paid in invoices.items():
        _deduct(paid, earned[key])
    return sorted((row for rows in invoices.values() for row in rows), key=lambda row: row.number)


def _payment(number: str, customer: Customer, day: date, gross: float) -> Payment:
    chance = Chance("payment", number, customer.number)
    nature = customer.nature
    terms = Chance("terms", customer.number).one_of(nature.terms)
    average = Chance("late", customer.number).between(*nature.days_late)
    due = day + timedelta(days=terms)
    discount_until = day + timedelta(days=14) if nature.discount != "none" and terms > 14 else None
    late = round(average * chance.spread(0.6)) if chance.happens(0.85) else -chance.whole(0, 6)
    paid, discount = due + timedelta(days=late), 0.0
    if discount_until and nature.discount == "fair" and chance.happens(0.6):
        paid, discount = discount_until - timedelta(days=chance.whole(0, 5)), round(gross * 0.02, 2)
    elif discount_until and nature.discount == "late" and chance.happens(0.35):
        discount = round(gross * 0.02, 2)
    late = (min(paid, LAST) - due).days
    reminders = 0 if late <= 10 else min(3, 1 + (late - 10) // 15)
    return Payment(
        number, customer, day, due, discount_until, paid if paid <= LAST else None, gross,
        discount if paid <= LAST else 0.0, 0.0, reminders,
    )  # fmt: skip


def _deduct(rows: list[Payment], earned: float) -> None:
    """Spread what a customer deducts over the share of invoices it pays short."""
    customer = rows[0].customer
    chance = Chance("deductions", customer.number)
    total, share = (
        earned * chance.between(*customer.nature.deducted),
        chance.between(*customer.nature.deducts),
    )
    short = [row for row in rows if row.paid and chance.happens(share)]
    parts = [chance.between(0.4, 1.6) for _ in short]
    for row, part in zip(short, parts, strict=True):
        row.deducted = round(min(total * part / sum(parts), row.gross * 0.3), 2)
