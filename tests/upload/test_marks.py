"""Documents that lower revenue by a mark beside a positive amount, what counts as an order, and customers whose names
stand beside numbers."""

import pytest

from analysis.upload.load import load

NAMES = {"10010": "Bäckerei Müller", "10017": "Autohaus Weiß", "10024": "Hotel Krone"}


def read(folder, **files: list[str]):
    paths = []
    for name, lines in files.items():
        path = folder / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths.append((path, path.name))
    return load(paths, folder)


@pytest.mark.parametrize(
    ("header", "sale", "credit"),
    [
        *(("S/H", "S", "H"), ("SHKZG", "H", "S"), ("Soll/Haben-Kennzeichen", "Soll", "Haben"), ("Dr/Cr", "Dr", "Cr")),
        *(("Belegart", "RE", "GS"), ("Belegtyp", "RG", "GU"), ("Fakturaart", "Rechnung", "Gutschrift")),
        *(("Vorgang", "Rechnung", "Gutschrift"), ("Bewegungsart", "Verkauf", "Retoure")),
        *(("Vorgangsart", "Rechnung", "Rücklieferung"), ("Type", "ACCREC", "ACCRECCREDIT")),
    ],
)
def test_a_mark_beside_a_positive_amount_takes_it_off(tmp_path, header, sale, credit):
    lines = [f"R{day};{day:02d}.03.2025;Müller;{day}00,00;{credit if day == 5 else sale}" for day in range(1, 13)]
    found = read(tmp_path, belege=[f"Belegnr;Belegdatum;Kunde;Nettobetrag;{header}", *lines])
    (asked,) = (question for question in found.questions if question.kind == "credit_sign")
    assert asked.values["states"] == credit
    assert found.portfolio.customers["revenue"].tolist() == [100 * (sum(range(1, 13)) - 2 * 5)]


def test_a_month_counts_the_orders_that_the_customer_counts(tmp_path):
    amounts = {"R1": "100,00", "R2": "250,00", "G3": "-30,00", "R4": "0,00", "R5": "80,00"}
    lines = [f"{number};{at + 1:02d}.03.2025;Müller;{amount}" for at, (number, amount) in enumerate(amounts.items())]
    made = read(tmp_path, belege=["Belegnr;Belegdatum;Kunde;Nettobetrag", *lines]).portfolio
    assert made.months["orders"].tolist() == made.customers["orders"].tolist() == [3]


def test_letters_under_another_header_are_no_marks(tmp_path):
    lines = [f"R{day};{day:02d}.03.2025;Müller;{day}00,00;{'SH'[day % 2]};{'RG'[day % 2]}" for day in range(1, 13)]
    found = read(tmp_path, belege=["Belegnr;Belegdatum;Kunde;Nettobetrag;Typ;Status", *lines])
    assert not [question for question in found.questions if question.kind == "credit_sign"]
    assert found.portfolio.customers["revenue"].tolist() == [100 * sum(range(1, 13))]


@pytest.mark.parametrize("header", ["Debitor", "KdNr", "Kunde"])
def test_a_name_beside_the_number_is_the_customers(tmp_path, header):
    lines = [
        f"R{at};{at + 1:02d}.03.2025;{number};{name};{'AB'[at % 2]}.;100,00"
        for at, (number, name) in enumerate([*NAMES.items()] * 4)
    ]
    found = read(tmp_path, belege=[f"Faktura;Fakt.Dat;{header};Name;Kurz;Nettowert", *lines]).portfolio
    assert found.customers.set_index("key")["name"].to_dict() == NAMES


def test_a_name_of_which_there_are_few_is_not_the_customers(tmp_path):
    lines = [
        f"R{at};{at % 28 + 1:02d}.03.2025;{10010 + at % 12};{['Meier', 'Huber'][at % 2]};100,00" for at in range(36)
    ]
    found = read(tmp_path, belege=["Faktura;Fakt.Dat;Debitor;Name;Nettowert", *lines]).portfolio
    assert len(found.customers) == 12 and not {"Meier", "Huber"} & set(found.customers["name"])


def test_a_list_of_numbers_and_names_names_the_customers_of_the_invoices(tmp_path):
    lines = [f"R{at};{at + 1:02d}.03.2025;{number};100,00" for at, number in enumerate([*NAMES] * 4)]
    found = read(
        tmp_path,
        rechnungen=["Rechnungsnr;Datum;Kundennr;Netto", *lines],
        kunden=["Kundennummer;Name", *map(";".join, NAMES.items())],
    ).portfolio
    assert found.customers.set_index("key")["name"].to_dict() == NAMES


def test_a_general_ledger_account_is_no_customer(tmp_path):
    lines = [
        f"{at + 1:02d}.03.2025;R{at};{8300 + 100 * (at % 3 > 0)};{name};100,00"
        for at, name in enumerate([*NAMES.values(), "Café Central", "Stadtwerke"] * 3)
    ]
    made = read(tmp_path, belege=["Datum;Belegnr;Konto;Kunde;Netto", *lines]).portfolio
    assert set(made.customers["name"]) == {*NAMES.values(), "Café Central", "Stadtwerke"}


@pytest.mark.parametrize("word", ["Gesamtergebnis", "Summe", "Total"])
def test_a_total_where_a_customers_name_stands_is_no_customer(tmp_path, word):
    first = read(tmp_path, first=["Kunde;Umsatz 2025", f"{word};60,00", "A;10,00", "B;20,00", "C;30,00"])
    each = ["Meier;A;10,00", "Meier;B;20,00", f"Meier;{word};30,00", "Huber;C;30,00", f"Huber;{word};30,00"]
    in_groups = read(tmp_path, groups=["Vertreter;Kunde;Umsatz 2025", *each])
    named = read(tmp_path, named=["Kunde;Umsatz 2025", f"{word};61,00", "A;10,00", "B;20,00", "C;30,00"])
    for made, customers in ((first, 3), (in_groups, 3), (named, 4)):
        assert len(made.portfolio.customers) == customers
        assert made.portfolio.tables[0].rows_set_aside == made.portfolio.tables[0].reasons.get("total_row", 0)
