"""DATEV's booking batches: sales by customer's account, payments and purchases set aside."""

import pytest

from analysis.upload.load import load

ABOUT = (
    '"EXTF";700;21;"Buchungsstapel";13;20250401120000000;;"RE";"";"";1001;20001;{begins};4;{begins};20250331;"X";"";1;0'
)
HEAD = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Konto;Gegenkonto (ohne BU-Schlüssel);"
    "BU-Schlüssel;Belegdatum;Belegfeld 1;Buchungstext"
)
LINES = [
    '1190,00;"S";"EUR";;10001;8400;"";0301;"R1";"Alpha"',
    '595,00;"H";"EUR";;8400;10002;"";1501;"R2";"Beta, vom Erlöskonto her"',
    '238,00;"H";"EUR";;10001;8400;"";203;"G3";"Gutschrift Alpha"',
    '952,00;"S";"EUR";;1200;10001;"";2002;"R1";"Zahlung Alpha"',
    '119,00;"S";"EUR";;4930;70001;"9";2102;"B17";"Bürobedarf"',
]


def loaded(folder, *lines, begins="20250101", **said):
    text = "\n".join([ABOUT.format(begins=begins), HEAD, *lines, ""])
    (folder / "EXTF.csv").write_text(text, encoding="cp1252")
    return load([(folder / "EXTF.csv", "EXTF.csv")], folder, **said)


def test_sales_are_what_is_booked_against_revenue(tmp_path):
    found = loaded(tmp_path, *LINES)
    portfolio = found.portfolio
    assert portfolio.customers.set_index("key")["revenue"].to_dict() == {"10001": 952.0, "10002": 595.0}
    table = portfolio.tables[0]
    assert (table.role, table.rows_read, table.rows_used) == ("invoices", 5, 3)
    assert table.reasons == {"no_amount": 2} and portfolio.currency == "EUR"
    (question,) = (question for question in found.questions if question.kind == "gross_only")
    net = loaded(tmp_path, *LINES, answers={question.key: "19"}).portfolio
    assert net.customers["revenue"].sum() == pytest.approx(1547 / 1.19, abs=0.01)


@pytest.mark.parametrize(
    ("begins", "first", "last"), [("20250101", "2025-01-03", "2025-03-02"), ("20250201", "2025-03-02", "2026-01-15")]
)
def test_days_have_the_year_of_their_fiscal_year(tmp_path, begins, first, last):
    period = loaded(tmp_path, *LINES, begins=begins).portfolio.period
    assert tuple(map(str, period)) == (first, last)


def test_a_batch_of_another_form_is_read_as_it_stands(tmp_path):
    text = (
        '"EXTF";700;21;"Buchungsstapel"\nDatum;Beleg;Kunde;Netto\n03.01.2025;R1;Alpha;5,00\n04.01.2025;R2;Beta;7,00\n'
    )
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    assert load([(tmp_path / "x.csv", "x.csv")], tmp_path).portfolio.customers["revenue"].sum() == 12.0
