"""Amounts whose sign says something else, lines that are tax, and words where an amount should stand."""

import pytest

from analysis.upload.load import load


def loaded(folder, text, **answers):
    (folder / "t.csv").write_text(text, encoding="utf-8")
    found = load([(folder / "t.csv", "t.csv")], folder, answers={f"t.csv:{key}": said for key, said in answers.items()})
    return found.portfolio, {question.kind: question for question in found.questions}


def revenue(portfolio):
    return portfolio.customers.set_index("name")["revenue"].to_dict()


def lines_of(beta: str) -> str:
    lines = [f"0{day}.01.2025;R{day};Beta AG;{beta.format(10 * day)};{day},00" for day in range(1, 9)]
    return "\n".join([IN_CREDIT.strip(), *lines, ""])


IN_CREDIT = """Datum;Beleg;Kunde;Nettobetrag;Wareneinsatz
02.01.2025;R11;Alpha GmbH;100,00-;60,00
05.01.2025;R12;Alpha GmbH;20,00-;10,00
06.01.2025;G1;Alpha GmbH;10,00;
"""


def test_revenue_booked_in_credit_is_above_zero(tmp_path):
    portfolio, asked = loaded(tmp_path, lines_of("{},00-"))
    assert revenue(portfolio) == {"Alpha GmbH": 110.0, "Beta AG": 360.0}
    assert portfolio.customers["cost"].sum() == 106.0
    assert asked["turned_over"].likely == "turn" and asked["turned_over"].values["n"] == 10
    portfolio, _ = loaded(tmp_path, lines_of("{},00-"), **{"Nettobetrag:turned_over": "leave"})
    assert revenue(portfolio) == {"Alpha GmbH": -110.0, "Beta AG": -360.0}


def test_a_list_with_some_credits_keeps_its_signs(tmp_path):
    portfolio, asked = loaded(tmp_path, lines_of("{},00"))
    assert "turned_over" not in asked and revenue(portfolio) == {"Alpha GmbH": -110.0, "Beta AG": 360.0}


BACK = """Rechnung;Datum;Kunde;Menge;Nettobetrag
R1;02.01.2025;Alpha GmbH;4;100,00
R2;03.01.2025;Beta AG;2;50,00
R3;04.01.2025;Alpha GmbH;-1;25,00
"""


@pytest.mark.parametrize(("said", "alpha"), [({}, 75.0), ({"Menge:quantity_sign": "add"}, 125.0)])
def test_a_quantity_below_zero_takes_the_amount_back(tmp_path, said, alpha):
    portfolio, asked = loaded(tmp_path, BACK, **said)
    assert revenue(portfolio) == {"Alpha GmbH": alpha, "Beta AG": 50.0}
    assert asked["quantity_sign"].values["n"] == 1


TAXED = """Rechnung;Datum;Kunde;Bezeichnung;Betrag
R1;02.01.2025;Alpha GmbH;Wartung;100,00
R1;02.01.2025;Alpha GmbH;{tax};19,00
R2;03.01.2025;Beta AG;Ventil;50,00
R2;03.01.2025;Beta AG;Pumpe;50,00
R2;03.01.2025;Beta AG;{tax};19,00
"""


@pytest.mark.parametrize("tax", ["USt 19%", "MwSt.", "zzgl. 19 % MwSt.", "VAT", "Sales Tax", "Umsatzsteuer 19,00 %"])
def test_a_line_that_is_the_tax_on_the_others_is_no_revenue(tmp_path, tax):
    portfolio, asked = loaded(tmp_path, TAXED.format(tax=tax))
    assert revenue(portfolio) == {"Alpha GmbH": 100.0, "Beta AG": 100.0}
    assert portfolio.tables[0].reasons == {"tax_line": 2} and asked["tax_lines"].values["n"] == 2
    portfolio, _ = loaded(tmp_path, TAXED.format(tax=tax), **{"Bezeichnung:tax_lines": "count"})
    assert revenue(portfolio) == {"Alpha GmbH": 119.0, "Beta AG": 119.0}


@pytest.mark.parametrize("product", ["VAT return software", "Umsatzsteuerberatung", "Gast"])
def test_what_is_only_called_like_a_tax_is_sold(tmp_path, product):
    portfolio, asked = loaded(tmp_path, TAXED.format(tax=product))
    assert "tax_lines" not in asked and portfolio.customers["revenue"].sum() == 238.0


LIST = "Kunde;Ort;Umsatz 2025\n" + "".join(f"Firma {at} GmbH;Ulm;{at}0,00\n" for at in range(1, 9))


def test_words_for_a_revenue_are_asked_about(tmp_path):
    text = f"{LIST}Neu GmbH;Ulm;siehe Konzern\nAlt GmbH;Ulm;siehe Konzern\n"
    portfolio, asked = loaded(tmp_path, text)
    assert portfolio is None and asked["no_number"].needed
    assert asked["no_number"].values == {"n": 2, "said": "siehe Konzern"}
    portfolio, _ = loaded(tmp_path, text, **{"Umsatz 2025:no_number": "leave_out"})
    assert len(portfolio.customers) == 8 and portfolio.tables[0].reasons == {"unreadable_amount": 2}
    portfolio, _ = loaded(tmp_path, text, **{"Umsatz 2025:no_number": "nothing"})
    assert len(portfolio.customers) == 10 and portfolio.customers["revenue"].sum() == 360.0
