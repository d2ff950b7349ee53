"""Invented names. Places and families are put together from syllables, so no firm is meant."""

from __future__ import annotations

from itertools import product

from sample_data.chance import Chance

STEMS = (
    "Brak", "Holler", "Eschel", "Kalm", "Wendel", "Graul", "Tann", "Röhr", "Süder", "Lütt", "Quern",
    "Dörn", "Ohl", "Stolp", "Vech", "Wölf", "Krum", "Harm", "Pött", "Jür", "Sterk", "Nöl", "Ostel",
    "Kälb", "Ziem", "Rau", "Fürn", "Morn", "Gerst", "Hasl", "Ulfen", "Bröck", "Schlei", "Teck", "Immen",
    "Aller", "Düft", "Worp", "Gnitz", "Heer",
)  # fmt: skip
ENDINGS = (
    "wede", "kamp", "horst", "büttel", "siek", "loh", "münde", "hofen", "scheid", "born", "lage", "moor",
    "rain", "brück", "wisch", "stegen",
)  # fmt: skip

TRADES = {
    "Lebensmitteltechnik": "Molkereitechnik Backtechnik Abfülltechnik Feinkost Brautechnik Teigwaren",
    "Medizintechnik": "Medizintechnik Laborgeräte Dentaltechnik Orthopädietechnik Prothetik Diagnostik",
    "Maschinenbau": "Maschinenbau Werkzeugmaschinen Zerspanung Sondermaschinen Anlagenbau Pressenbau",
    "Automobilzulieferer": "Fahrzeugteile Achssysteme Karosserieteile Dichtungssysteme Stanzteile",
    "Kunststoffverarbeitung": "Kunststofftechnik Spritzguss Folienwerk Formteile Extrusion",
    "Logistik": "Lagertechnik Fördertechnik Intralogistik Verpackung Spedition",
    "Holz und Möbel": "Möbelwerke Holzbau Sägewerk Küchenmöbel Innenausbau",
}

SALES_STAFF = ("Hedda Brinkwart", "Jonas Ellerkamp", "Mirjam Osterloh", "Tarek Vossbein", "Ute Gräfling")
SERVICE_STAFF = (
    "A. Dönnig", "B. Harkort-Lühn", "C. Mewes", "F. Pottgießer", "G. Rahlfs", "K. Stüwe",
    "L. Tholen", "S. Yildor",
)  # fmt: skip


def company_names() -> list[str]:
    """All invented places and families in a fixed order by chance; each is used for one company only."""
    return Chance("names").shuffled([stem + ending for stem, ending in product(STEMS, ENDINGS)])


def full_name(family: str, industry: str, employees: int) -> str:
    """The company's name as it stands on an invoice, with a legal form that fits its size."""
    chance = Chance("name", family)
    trade = chance.one_of(TRADES[industry].split())
    if employees < 25 and chance.happens(0.2):
        return f"{family} {trade} e. K."
    form = chance.weighted({"GmbH": 12, "GmbH & Co. KG": 5, "KG": 1, "AG": 4 if employees > 400 else 0})
    pattern = chance.weighted({"{0} {1} {2}": 14, "{0} & Söhne {1} {2}": 1, "Gebr. {0} {1} {2}": 1, "{1} {0} {2}": 2})
    return pattern.format(family, trade, form)
