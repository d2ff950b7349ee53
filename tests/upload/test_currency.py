"""Which currency the amounts are in: said by cells, header or title, else asked for."""

import pytest

from analysis.upload.headers import currencies, currency_in
from analysis.upload.load import load

INVOICES = "Kunde;Datum;Beleg;{header}\nAlpha GmbH;01.03.2025;R1;{one}\nBeta AG;02.03.2025;R2;50,00\n"
LIST = "Kunde;Ort;{header}\nAlpha GmbH;Bern;{one}\nBeta AG;Chur;50\nGamma SA;Genf;70\n"


def currency(tmp_path, text, answers=None):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    loaded = load([(tmp_path / "t.csv", "t.csv")], tmp_path, answers=answers)
    return loaded.portfolio.currency, {question.kind: question for question in loaded.questions}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        *(("Amount (PKR)", "PKR"), ("Umsatz in CHF", "CHF"), ("Revenue [USD]", "USD"), ("Umsatz (T€)", "EUR")),
        *(("Umsatz in TCHF", "CHF"), ("net_usd", "USD"), ("Total TRY", "TRY"), ("Wert (XOF)", "XOF")),
        *(("Sales £", "GBP"), ("Umsatz (ALL)", ""), ("Country", ""), ("Umsatz in Stück", ""), ("Umsatz (LCY)", "")),
    ],
)
def test_a_header_names_its_currency(header, code):
    assert currency_in(header) == code


@pytest.mark.parametrize("text", [INVOICES, LIST])
@pytest.mark.parametrize(
    ("header", "one", "code"), [("Umsatz in CHF", "100", "CHF"), ("Revenue [USD]", "100 €", "EUR")]
)
def test_cells_count_before_the_header(tmp_path, text, header, one, code):
    found, asked = currency(tmp_path, text.format(header=header, one=one))
    assert (found, "currency_unsaid" in asked) == (code, False)


def test_a_line_above_the_table_names_the_currency(tmp_path):
    text = "Alle Beträge in CHF;;;\n\n" + INVOICES.format(header="Umsatz", one="100,00")
    assert currency(tmp_path, text)[0] == "CHF"


@pytest.mark.parametrize("text", [INVOICES.replace("50,00", "50").replace(";", ","), LIST.replace(";", ",")])
def test_where_nothing_names_it_every_currency_can_be_chosen(tmp_path, text):
    found, asked = currency(tmp_path, text.format(header="Umsatz", one="100"))
    assert found == ""
    assert set(asked["currency_unsaid"].options) == {"unsaid", *currencies()}
    assert {"EUR", "CHF", "XOF", "ISK", "JPY"} <= set(currencies()) and "DEM" not in currencies()
    assert (
        currency(tmp_path, text.format(header="Umsatz", one="100"), {asked["currency_unsaid"].key: "ISK"})[0] == "ISK"
    )


DEALS = "Deal;Account;Stage;Close date;Amount;Currency\n1;Alpha;Closed Won;2025-01-05;100;EUR\n"
DEALS += "2;Beta;Closed Won;2025-01-06;50;USD\n3;Gamma;Closed Lost;2025-01-07;70;EUR\n"
CUSTOMERS = "Kunde;Ort;Umsatz;Währung\nAlpha;Bern;100;EUR\nBeta;Chur;50;CHF\nGamma;Genf;70;EUR\nDelta;Genf;0;USD\n"


@pytest.mark.parametrize(("text", "others", "revenue"), [(DEALS, "USD", 100.0), (CUSTOMERS, "CHF", 170.0)])
def test_deals_and_customer_lists_in_several_currencies_are_asked_about_never_added(tmp_path, text, others, revenue):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    asked = load([(tmp_path / "t.csv", "t.csv")], tmp_path)
    (question,) = (question for question in asked.questions if question.needed)
    assert (asked.portfolio, question.kind, question.options) == (None, "currency", ("EUR", others))
    portfolio = load([(tmp_path / "t.csv", "t.csv")], tmp_path, answers={question.key: "EUR"}).portfolio
    assert (portfolio.currency, portfolio.customers["revenue"].sum()) == ("EUR", revenue)
    assert portfolio.tables[0].reasons == {"other_currency": 1}


def test_deals_in_one_currency_are_in_it(tmp_path):
    assert currency(tmp_path, DEALS.replace("USD", "EUR"))[0] == "EUR"


@pytest.mark.parametrize(
    ("unit", "code", "total"), [("Mio. €", "EUR", 2_050_000), ("TCHF", "CHF", 2_050), ("k€", "EUR", 2_050)]
)
def test_amounts_written_in_thousands_or_millions_count_in_full(tmp_path, unit, code, total):
    path = tmp_path / "kunden.csv"
    path.write_text(f"Kunde;Branche;Umsatz 2025\nAda GmbH;Bau;1,2 {unit}\nBert AG;Handel;0,85 {unit}\n")
    made = load([(path, path.name)], tmp_path / "out").portfolio
    assert made is not None
    assert (made.customers["revenue"].sum(), made.currency) == (total, code)


def test_a_cell_that_says_thousands_is_not_multiplied_by_its_header_too(tmp_path):
    path = tmp_path / "kunden.csv"
    path.write_text("Kunde;Branche;Umsatz (T€)\nAda GmbH;Bau;850 T€\nBert AG;Handel;2\n")
    made = load([(path, path.name)], tmp_path / "out").portfolio
    assert made is not None
    assert made.customers["revenue"].sum() == 852_000


TWICE = """Buchungsdatum;Belegnr.;Debitorennr.;Währungscode;{document};{own}
02.01.2025;R1;K1;USD;100,00;90,00
03.01.2025;R2;K2;;50,00;50,00
"""


@pytest.mark.parametrize(
    ("document", "own"),
    [
        ("Betrag", "Betrag (MW)"),
        ("Amount", "Amount (LCY)"),
        ("Betrag in Belegwährung", "Betrag in Hauswährung"),
        ("Nettobetrag FW", "Nettobetrag HW"),
        ("Netto Fremdwährung", "Netto"),
        ("Untaxed Amount in Currency Signed", "Untaxed Amount Signed"),
    ],
)
def test_of_an_amount_in_two_currencies_ones_own_counts(tmp_path, document, own):
    (tmp_path / "t.csv").write_text(TWICE.format(document=document, own=own), encoding="utf-8")
    portfolio = load([(tmp_path / "t.csv", "t.csv")], tmp_path).portfolio
    assert portfolio.customers.set_index("key")["revenue"].to_dict() == {"K1": 90.0, "K2": 50.0}
    assert portfolio.currency == "EUR"


@pytest.mark.parametrize(("mark", "codes"), [("MW", ("EUR", "EUR")), ("HW", ("EUR", "EUR")), ("FC", ("EUR", "USD"))])
def test_what_may_be_no_currency_at_all_takes_no_amounts_place(tmp_path, mark, codes):
    """A mean, hardware, a forecast; and several currencies are still asked about."""
    text = TWICE.format(document="Umsatz", own=f"Umsatz {mark}").replace("USD", codes[0])
    (tmp_path / "t.csv").write_text(text.replace(";;50", f";{codes[1]};50"), encoding="utf-8")
    found = load([(tmp_path / "t.csv", "t.csv")], tmp_path)
    assert found.mappings[0].fields["revenue"] == "Umsatz"
    assert (found.portfolio is None) == (len(set(codes)) > 1)


def test_amounts_whose_currency_is_mostly_empty_are_asked_about_and_never_added_to_others(tmp_path):
    text = "Datum;Beleg;Kundennr;Währung;Nettobetrag\n" + "".join(
        f"0{day}.01.2025;R{day};K{day % 3};{'USD' if day == 4 else ''};{day}0,00\n" for day in range(1, 8)
    )
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    files, answers = [(tmp_path / "t.csv", "t.csv")], {"t.csv:Währung:currency_blank": "EUR"}
    asked = load(files, tmp_path)
    assert asked.portfolio is None and asked.questions[-1].kind == "currency_blank"
    assert asked.questions[-1].likely == "EUR" and asked.questions[-1].values["n"] == 6
    assert load(files, tmp_path, answers=answers).questions[-1].kind == "currency"
    portfolio = load(files, tmp_path, answers={**answers, "t.csv:Währung:currency": "EUR"}).portfolio
    assert portfolio.currency == "EUR" and portfolio.tables[0].amount_used == 240.0
    same = load(files, tmp_path, answers={"t.csv:Währung:currency_blank": "USD"}).portfolio
    assert same.currency == "USD" and same.tables[0].amount_used == 280.0
