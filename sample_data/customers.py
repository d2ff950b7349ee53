"""Who the customers are: name, segment, size, character."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.chance import Chance
from sample_data.characters import CHARACTERS, PLANTED, Character, Planted
from sample_data.names import SALES_STAFF, company_names, full_name

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
CUSTOMERS = 240
REVENUE = 16_200_000  # €, two years, before credits

INDUSTRIES = {
    "Maschinenbau": 24, "Kunststoffverarbeitung": 17, "Logistik": 14, "Automobilzulieferer": 13,
    "Lebensmitteltechnik": 12, "Holz und Möbel": 12, "Medizintechnik": 8,
}  # fmt: skip
REGIONS = {"West": 30, "Süd": 25, "Nord": 20, "Ost": 14, "Mitte": 11}
CHANNELS = {"direkt": 52, "Händler": 28, "Online": 20}
GROWTH = {  # second year against the first, by industry
    "Medizintechnik": 0.17, "Lebensmitteltechnik": 0.11, "Logistik": 0.05, "Kunststoffverarbeitung": 0.0,
    "Maschinenbau": -0.03, "Holz und Möbel": -0.06, "Automobilzulieferer": -0.11,
}  # fmt: skip
GOOD_INDUSTRIES = {"Lebensmitteltechnik": 6, "Medizintechnik": 5}
HARD_INDUSTRIES = {
    "Automobilzulieferer": 6,
    "Maschinenbau": 5,
    "Kunststoffverarbeitung": 2,
    "Holz und Möbel": 1,
}
HARD = {"rework", "our_fault", "loss", "bottomless", "demanding"}

SPECIAL_NAMES = {  # place in the ranking: names that a page must cope with
    47: "Röhrkamp Anlagenbau GmbH",
    139: "Roehrkamp Anlagenbau GmbH & Co. KG",
    19: "Vereinigte Werkstätten für Verpackung Ziemborn GmbH & Co. KG",
}


@dataclass(frozen=True)
class Customer:
    """A made-up customer; ``revenue`` in € over both years, ``growth`` as a share."""

    number: int
    name: str
    industry: str
    region: str
    employees: int
    channel: str
    sales: str
    reference: bool
    since: int
    revenue: float
    growth: float
    character: str
    planted: Planted | None
    first: date
    last: date

    @property
    def nature(self) -> Character:
        return CHARACTERS[self.character]


def customers() -> list[Customer]:
    """All customers, biggest first."""
    names = iter(name for name in company_names() if name not in " ".join(SPECIAL_NAMES.values()))
    weights = [(place + 4.5) ** -1.08 for place in range(CUSTOMERS)]
    numbers = Chance("numbers").shuffled(range(10_010, 10_010 + 7 * CUSTOMERS, 7))
    return [
        _customer(place, numbers[place], next(names), REVENUE * weights[place] / sum(weights))
        for place in range(CUSTOMERS)
    ]


def _customer(place: int, number: int, family: str, revenue: float) -> Customer:
    chance = Chance("customer", place)
    planted = PLANTED.get(place)
    industry, region, channel, employees = _segment(chance, planted, revenue)
    if place in SPECIAL_NAMES:
        industry = "Logistik" if place == 19 else "Maschinenbau"
    character = planted.character if planted else _character(chance, industry, region, channel, employees)
    young = planted.young if planted else place > 60 and chance.happens(0.07)
    first = date(2025, 12, 1) + timedelta(days=chance.whole(0, 120)) if young else FIRST
    leaves = not planted and place > 30 and chance.happens(_leaving(industry))
    last = date(2025, 10, 1) + timedelta(days=chance.whole(0, 300)) if leaves and not young else LAST
    revenue = planted.revenue if planted and planted.revenue else revenue * chance.spread(0.06)
    share_of_time = ((last - first).days + 1) / ((LAST - FIRST).days + 1)
    return Customer(
        number=number,
        name=SPECIAL_NAMES.get(place) or full_name(family, industry, employees),
        industry=industry,
        region=region,
        employees=employees,
        channel=channel,
        sales=SALES_STAFF[(list(REGIONS).index(region) + chance.weighted({0: 8, 1: 1})) % len(SALES_STAFF)],
        reference=chance.happens(0.5 if character == "best" else 0.07) or place == 2,
        since=first.year if young else chance.whole(2003, 2023),
        revenue=revenue * (share_of_time**0.5 if place != 46 else 1),
        growth=GROWTH[industry] + chance.between(-0.09, 0.09) + (0.06 if character == "best" else 0.0),
        character=character,
        planted=planted,
        first=first,
        last=last,
    )


def _segment(chance: Chance, planted: Planted | None, revenue: float) -> tuple[str, str, str, int]:
    """Industry, region, channel and employees. The best sit in one corner, the costly ones in another."""
    kind = planted.character if planted else ""
    employees = chance.whole(8, 40) * chance.spread(0.45) * (revenue / 30_000) ** 0.55
    if kind == "best":
        region = "Süd" if chance.happens(0.72) else chance.weighted(REGIONS)
        channel = "Händler" if chance.happens(0.78) else "direkt"
        return chance.weighted(GOOD_INDUSTRIES), region, channel, chance.whole(54, 198)
    if kind in HARD and chance.happens(0.85):
        region = chance.weighted({"West": 5, "Nord": 3, "Mitte": 1, "Süd": 1})
        return chance.weighted(HARD_INDUSTRIES), region, "direkt", chance.whole(180, 1_400)
    return (
        chance.weighted(INDUSTRIES),
        chance.weighted(REGIONS),
        "Online" if revenue < 40_000 and chance.happens(0.3) else chance.weighted(CHANNELS),
        max(4, round(employees)),
    )


def _character(chance: Chance, industry: str, region: str, channel: str, employees: int) -> str:
    """By segment: the good corner is mostly good, the hard corner more often costly, most are simply fine."""
    if industry in GOOD_INDUSTRIES and 50 <= employees <= 200:
        return chance.weighted({"best": 7 if region == "Süd" or channel == "Händler" else 3, "cheap": 4})
    if industry in ("Automobilzulieferer", "Maschinenbau") and channel == "direkt":
        weights = {"decent": 9, "cheap": 4, "demanding": 3, "loss": 3, "late_payer": 2, "cheap_project": 2}
        return chance.weighted(weights)
    return chance.weighted({"cheap": 13, "decent": 7, "cheap_project": 3, "late_payer": 2, "demanding": 1, "loss": 1})


def _leaving(industry: str) -> float:
    return {"Automobilzulieferer": 0.12, "Holz und Möbel": 0.1, "Maschinenbau": 0.08}.get(industry, 0.03)
