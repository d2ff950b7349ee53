"""The sample's figures, computed with plain pandas from the method's formulas at default rates.

A second implementation apart from the product's own code, so that the two can disagree.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

SAMPLE = Path(__file__).parents[2] / "sample_data"
ENCODINGS = {
    "rechnungen.csv": "cp1252",
    "gutschriften.csv": "utf-8",
    "zahlungen.csv": "utf-8-sig",
    "betreuung.csv": "utf-8",
    "verluste.csv": "utf-8",
    "antworten.csv": "utf-8",
    "interessenten.csv": "utf-8",
}
DATES = ["Rechnungsdatum", "Fällig am", "Skonto bis", "Bezahlt am", "Datum"]
END = pd.Timestamp(2026, 10, 31)
HOUR, INTEREST_A_DAY, SHORT_PAYMENT, REMINDER = 65.0, 0.08 / 365, 30.0, 15.0


def table(name: str) -> pd.DataFrame:
    """A CSV file of the sample, numbers and dates read in German."""
    as_text = dict.fromkeys(DATES, str)
    path, encoding = SAMPLE / name, ENCODINGS[name]
    frame = pd.read_csv(path, sep=";", decimal=",", thousands=".", encoding=encoding, dtype=as_text)
    for column in frame.columns.intersection(DATES):
        frame[column] = pd.to_datetime(frame[column], format="%d.%m.%Y")
    return frame


def lines() -> pd.DataFrame:
    """Invoice lines that count: with a customer, each once."""
    frame = table("rechnungen.csv")
    return frame[frame["Kundennummer"].notna()].drop_duplicates()


def master() -> pd.DataFrame:
    """One row per customer, index customer number: the attributes."""
    return pd.read_excel(SAMPLE / "kunden.xlsx", header=2, engine="calamine").set_index("Kundennummer")


def figures() -> pd.DataFrame:
    """One row per customer: attributes, answers; in € over both years revenue, margin, each care driver."""
    customers = master()

    def total(frame: pd.DataFrame, column: str) -> pd.Series:
        return frame.groupby("Kundennummer")[column].sum().reindex(customers.index).fillna(0)

    sold, log, credits, paid = lines(), table("betreuung.csv"), table("gutschriften.csv"), payments()
    goodwill = credits[credits["Grund"] == "Kulanz"]
    customers["revenue"] = total(sold, "Nettobetrag") - total(credits, "Nettobetrag")
    customers["margin"] = customers["revenue"] - total(sold, "Wareneinsatz") + total(goodwill, "Nettobetrag")
    for name, kind in {
        "rework": "Nacharbeit",
        "staff": "Betreuung",
        "scope": "außerhalb der Vereinbarung",
        "standard_hours": "Standardservice",
    }.items():
        customers[name] = total(log[log["Art"] == kind], "Stunden") * (1 if name == "standard_hours" else HOUR)
    customers["goodwill"] = total(goodwill, "Nettobetrag")
    for name in ("late", "terms", "late_discount", "Abzug", "cases", "reminders"):
        customers[name] = total(paid, name)
    drivers = [
        "rework",
        "staff",
        "scope",
        "goodwill",
        "late",
        "terms",
        "late_discount",
        "Abzug",
        "cases",
        "reminders",
    ]
    customers["care"] = customers[drivers].sum(axis=1)
    customers["net"] = customers["margin"] - customers["care"]
    customers["orders_per_year"] = sold.groupby("Kundennummer")["Rechnungsnummer"].nunique() / 2
    customers["first_order"] = sold.groupby("Kundennummer")["Rechnungsdatum"].min()
    return customers.join(table("antworten.csv").set_index("Kundennummer")[["Strategisch", "Selbstprüfung"]])


def payments() -> pd.DataFrame:
    """Payments with what each costs us, €; an open invoice runs to the end of the period."""
    paid = table("zahlungen.csv")
    until = paid["Bezahlt am"].fillna(END)
    to_due = pd.concat([until, paid["Fällig am"]], axis=1).min(axis=1)
    a_day = paid["Bruttobetrag"] * INTEREST_A_DAY
    paid["late"] = a_day * (until - paid["Fällig am"]).dt.days.clip(lower=0)
    paid["terms"] = a_day * (to_due - paid["Rechnungsdatum"]).dt.days.clip(lower=0)
    net = lines().groupby("Rechnungsnummer")["Nettobetrag"].sum()
    share = paid["Rechnungsnummer"].map(net) / paid["Bruttobetrag"]  # what is deducted holds the tax
    paid["Skonto"], paid["Abzug"] = paid["Skonto"] * share, paid["Abzug"] * share
    too_late = paid["Bezahlt am"] > paid["Skonto bis"] + pd.Timedelta(days=3)
    paid["late_discount"] = paid["Skonto"].where(too_late, 0)
    paid["cases"] = (paid["Abzug"] > 0) * SHORT_PAYMENT
    paid["reminders"] = paid["Mahnungen"] * REMINDER
    return paid
