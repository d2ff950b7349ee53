"""Reports by customer: names over groups of lines count for these lines, and only where the whole table is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.upload.files import read_file
from analysis.upload.load import Loaded, load

HEADED = """Umsatz je Kunde
Kunde;Datum;Beleg;Menge;Betrag netto
Alpha;;;;
;03.01.2025;R1;2;200,00
;03.02.2025;R4;10;50,50
Summe Alpha;;;12;250,50
Beta;;;;
;09.01.2025;R2;1;100,00
Summe Beta;;;1;100,00
Gesamt;;;13;350,50
"""
OVER_OTHERS = """Beleg;Datum;Artikel;Menge;Betrag netto
Alpha GmbH;;;;
R1;03.01.2025;Pumpe;2;200,00
R4;03.02.2025;Ventil;10;50,50
Zwischensumme;;;12;250,50
Beta AG;;;;
R2;09.01.2025;Pumpe;1;100,00
Zwischensumme;;;1;100,00
Gesamtsumme;;;13;350,50
"""
OUTLINED = """Kunde;Beleg;Datum;Betrag netto
Alpha;R1;03.01.2025;200,00
;R4;03.02.2025;50,50
Alpha Ergebnis;;;250,50
Beta;R2;09.01.2025;60,00
;R3;10.01.2025;40,00
Beta Ergebnis;;;100,00
Gesamtergebnis;;;350,50
"""
LABELLED = """Kunde: Alpha GmbH;;
Datum;Beleg;Betrag netto
03.01.2025;R1;200,00
03.02.2025;R4;50,50
Summe;;250,50
Kunde: Beta AG;;
Datum;Beleg;Betrag netto
09.01.2025;R2;60,00
10.01.2025;R3;40,00
Summe;;100,00
"""
QUICKBOOKS = """Sales by Customer Detail,,,
,Date,Num,Amount
Adam,,,
,01/15/2025,1001,200.00
,01/25/2025,1002,50.50
Total for Adam,,,250.50
Berg,,,
,02/15/2025,1003,100.00
Total for Berg,,,100.00
TOTAL,,,350.50
"""


def loaded(folder: Path, text: str, **said) -> Loaded:
    (folder / "t.csv").write_text(text, encoding="utf-8")
    return load([(folder / "t.csv", "t.csv")], folder, **said)


@pytest.mark.parametrize("text", [HEADED, OVER_OTHERS, OUTLINED, LABELLED, QUICKBOOKS])
def test_lines_are_whose_name_stands_above_them(tmp_path, text):
    portfolio = loaded(tmp_path, text).portfolio
    revenue = portfolio.customers.set_index("name")["revenue"]
    assert sorted(revenue) == [100.0, 250.5] and len(set(revenue.index.str[0])) == 2
    table = portfolio.tables[0]
    assert table.rows_read == table.rows_used + table.rows_set_aside
    assert table.amount_used == table.amount_read == 350.5
    assert table.reasons["total_row"] >= 2


@pytest.mark.parametrize(
    "text",
    [
        HEADED.replace(";09.01.2025;R2", "Gamma;09.01.2025;R2"),  # a line that names its customer itself
        HEADED.replace("Alpha;;;;\n", ""),  # lines before the first name
        HEADED.replace("Beta;;;;", "Beta;;;;\nGamma;;;;"),  # a name without lines
        HEADED.replace("250,50", "250,60"),  # a sum that is none
        OVER_OTHERS.replace("12;250,50", "12;250,60"),
        OUTLINED.replace("Alpha Ergebnis;;;250,50\n", ""),  # several lines that nothing adds up
        OUTLINED.replace("250,50", "250,60"),
    ],
)
def test_without_evidence_no_row_takes_a_name(tmp_path, text):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    (table,) = read_file(tmp_path / "t.csv", "t.csv", tmp_path)
    assert not any(column.label for column in table.columns)
    assert "block_title" not in set(table.set_aside["reason"])


@pytest.mark.parametrize("order", ["12-", "-12", "1-2", "11-2", "1-22"])
@pytest.mark.parametrize("amounts", [("0,01", "0,00", "0,01"), ("0,01", "0,01", "0,02"), ("1,00", "1,00", "1,00")])
def test_a_row_without_a_customer_stays_one(tmp_path, order, amounts):
    each = enumerate(zip(order, (*amounts, "5,00"), strict=False), 1)
    lines = [f"{f'K{who}' if who != '-' else ''};0{day}.01.2025;R{day};{amount}" for day, (who, amount) in each]
    (table,) = loaded(tmp_path, "\n".join(["Kundennummer;Datum;Beleg;Nettobetrag", *lines, ""])).portfolio.tables
    assert table.reasons == {"no_customer": 1}
    assert table.rows_used == len(order) - 1


def test_names_without_a_header_are_asked_about_where_nothing_says_whose_they_are(tmp_path):
    text = QUICKBOOKS.replace("Sales by Customer Detail", "Sales Detail")
    asked = loaded(tmp_path, text)
    (question,) = (question for question in asked.questions if question.needed)
    assert (question.kind, question.options) == ("customer_column", ("A", "none"))
    assert loaded(tmp_path, text, answers={question.key: "A"}).portfolio.customers["revenue"].sum() == 350.5
    assert loaded(tmp_path, text, answers={question.key: "none"}).portfolio is None


def test_a_pivot_table_of_companies_is_one_of_customers(tmp_path):
    pivot = "Zeilenbeschriftungen;Summe von Umsatz\nAlpha GmbH;200,00\nBeta AG;50,50\n(Leer);5,00\n"
    pivot += "Gesamtergebnis;255,50\n"
    portfolio = loaded(tmp_path, pivot).portfolio
    assert portfolio.customers.set_index("name")["revenue"].to_dict() == {"Alpha GmbH": 200.0, "Beta AG": 50.5}
    assert portfolio.tables[0].reasons == {"no_customer": 1, "total_row": 1}
    others = pivot.replace(" GmbH", "").replace(" AG", "")
    assert [question.kind for question in loaded(tmp_path, others).questions if question.needed] == ["customer_column"]
