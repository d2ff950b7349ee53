"""Rows that leave empty what stands above them: filled where the table is built so, asked where it may be."""

import pytest

from analysis.upload.load import load

HEADS = """Rechnungsnummer;Datum;Kundennummer;Kunde;Artikel;Nettobetrag
R1;02.01.2025;K1;Alpha GmbH;Ventil;100,00
;;;;Pumpe;50,50
;;;;Filter;7,00
R2;03.01.2025;K2;Beta AG;Ventil;20,00
R3;05.02.2025;K1;Alpha GmbH;Pumpe;30,00
;;;;Filter;1,00
"""
"""An invoice's number, day and customer stand in its first line only."""
NAMES = """Kunde;Rechnungsnummer;Datum;Nettobetrag
Alpha GmbH;R1;02.01.2025;100,00
;R2;03.01.2025;50,50
;R3;04.01.2025;7,00
;R4;05.01.2025;1,00
Beta AG;R5;06.01.2025;20,00
;R6;07.01.2025;30,00
;R7;08.01.2025;2,00
"""
"""A customer's name stands in its first line only."""
GAPS = """Kunde;Rechnungsnummer;Datum;Nettobetrag
Alpha GmbH;R1;02.01.2025;100,00
;R2;03.01.2025;50,00
Beta AG;R3;04.01.2025;7,00
;R4;05.01.2025;1,00
Alpha GmbH;R5;06.01.2025;{other}
;R6;07.01.2025;30,00
;R7;08.01.2025;2,00
;R8;08.01.2025;2,00
Beta AG;R9;08.01.2025;2,00
"""
"""Names come again, and are missing now and then."""


def loaded(folder, text, **answers):
    (folder / "t.csv").write_text(text, encoding="utf-8")
    found = load([(folder / "t.csv", "t.csv")], folder, answers={f"t.csv:{key}": said for key, said in answers.items()})
    asked = [question for question in found.questions if question.kind == "from_above"]
    return found.portfolio, asked


def revenue(portfolio):
    return portfolio.customers.set_index("name")["revenue"].to_dict()


def test_a_documents_further_lines_are_its_customers(tmp_path):
    portfolio, (asked,) = loaded(tmp_path, HEADS)
    assert revenue(portfolio) == {"Alpha GmbH": 188.5, "Beta AG": 20.0}
    assert portfolio.customers.set_index("name")["orders"].to_dict() == {"Alpha GmbH": 2, "Beta AG": 1}
    assert portfolio.tables[0].rows_used == portfolio.tables[0].rows_read == 6
    assert asked.likely == "above" and not asked.needed and asked.values["n"] == 3


def test_they_are_nobodys_if_a_person_says_so(tmp_path):
    portfolio, _ = loaded(tmp_path, HEADS, **{"Kundennummer:from_above": "leave"})
    assert revenue(portfolio) == {"Alpha GmbH": 130.0, "Beta AG": 20.0}
    assert portfolio.tables[0].rows_set_aside == 3


def test_a_customers_further_documents_are_asked_about(tmp_path):
    portfolio, (asked,) = loaded(tmp_path, NAMES)
    assert portfolio is None and asked.needed and asked.options == ("above", "leave")
    assert asked.values["share"] == pytest.approx(90.5 / 210.5)
    portfolio, _ = loaded(tmp_path, NAMES, **{"Kunde:from_above": "above"})
    assert revenue(portfolio) == {"Alpha GmbH": 158.5, "Beta AG": 52.0}


def test_money_that_would_not_count_is_asked_about_though_nothing_shows_whose_it_is(tmp_path):
    portfolio, (asked,) = loaded(tmp_path, GAPS.format(other="10,00"))
    assert portfolio is None and asked.needed and asked.likely == "leave"


def test_lines_that_bear_the_same_money_once_more_are_asked_about(tmp_path):
    sums = HEADS.replace(";50,50\n;;;;Filter;7,00", ";100,00").replace(";;;;Filter;1,00", ";;;;;50,00")
    portfolio, (asked,) = loaded(tmp_path, sums.replace("\n;;;;;50,00", "\n;;;;;50,00" + "\n;;;;;0,00" * 4))
    assert portfolio is None and asked.likely == "leave" and asked.values["share"] == 0.5


def test_a_little_money_without_a_customer_is_not_asked_about(tmp_path):
    portfolio, asked = loaded(tmp_path, GAPS.format(other="900,00"))
    assert not asked and portfolio.tables[0].reasons == {"no_customer": 5}
