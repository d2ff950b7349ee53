"""The price waterfall: from list price to revenue, to the cent, and only where the columns say so."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.care.prices import price_steps
from analysis.care.waterfall import steps
from analysis.evaluate import Evaluation, evaluate
from analysis.upload.load import load

HEAD = "Rechnungsnummer;Datum;Kundennummer;Kunde;"


def evaluated(folder: Path, **tables: str) -> Evaluation:
    files = []
    for name, text in tables.items():
        files.append((folder / f"{name}.csv", f"{name}.csv"))
        files[-1][0].write_text(text, encoding="utf-8")
    (folder / "scratch").mkdir(exist_ok=True)
    portfolio = load(files, folder / "scratch").portfolio
    assert portfolio is not None
    return evaluate(portfolio, Assumptions())


def lines(head: str, *rows: str) -> str:
    return "\n".join([HEAD + head, *(f"R{at};0{at}.03.2026;10{at % 2};{'AB'[at % 2]} AG;{row}" for at, row in
                                     enumerate(rows, start=1))])  # fmt: skip


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (  # every column stands there and explains the amount; the bonus is paid out later and is none of it
            lines("Menge;Listenpreis;Rabattbetrag;Bonus;Skonto;Frachtvergütung;Nettobetrag",
                  "10;20,00;30,00;9,00;3,40;5,00;161,60", "2;50,00;0;2,00;0;0;100,00", "-1;20,00;-3,00;0;0;0;-17,00"),
            {"list_revenue": 280.0, "discounts": -27.0, "cash_discounts": -3.4, "freight_allowances": -5.0},
        ),
        (  # a list price alone: what lies between is the discount
            lines("Menge;Listenpreis;Nettobetrag", "10;20,00;161,60", "2;50,00;100,00"),
            {"list_revenue": 300.0, "discounts": -38.4},
        ),
        (  # a price and a rate that explain the amount, but for rounding
            lines("Menge;Einzelpreis;Rabatt %;Nettobetrag", "3;9,99;5;28,47", "1;7,77;0;7,77"),
            {"list_revenue": 37.74, "discounts": -1.5},
        ),
        (  # a rate without any price
            lines("Rabatt %;Nettobetrag", "20;80,00", "0;50,00"),
            {"list_revenue": 150.0, "discounts": -20.0},
        ),
        # a price that the discount does not explain (here with tax in it) is no list price
        (lines("Menge;Einzelpreis;Rabatt %;Nettobetrag", "1;119,00;0;100,00", "1;238,00;0;200,00"), {}),
        (lines("Menge;Einzelpreis;Nettobetrag", "10;10,00;100,00", "2;5,00;10,00"), {}),
        (lines("Nettobetrag;Bonus", "100,00;3,00"), {}),
    ],
    ids=["all", "list price", "rate of a price", "rate alone", "tax in the price", "no discount", "bonus alone"],
)  # fmt: skip
def test_the_steps_are_what_the_columns_say(tmp_path: Path, table: str, expected: dict[str, float]) -> None:
    result = evaluated(tmp_path, rechnungen=table)
    assert price_steps(result.customers) == expected


def test_each_customer_and_all_reconcile_with_credit_notes(tmp_path: Path) -> None:
    credits = "Gutschriftsnummer;Datum;Kundennummer;Nettobetrag;Grund\nG1;20.03.2026;101;10,00;Retoure\n"
    credits += "G2;21.03.2026;100;6,00;Kulanz\n"
    table = lines("Menge;Listenpreis;Rabattbetrag;Nettobetrag", "10;20,00;30,00;170,00", "2;50,00;0;99,99")
    result = evaluated(tmp_path, rechnungen=table, gutschriften=credits)
    everybody = price_steps(result.customers)
    # Goodwill is care cost, added back to revenue; the returned goods are not.
    assert everybody == {"list_revenue": 300.0, "discounts": -30.0, "price_rest": -0.01, "credited": -10.0}
    assert round(sum(everybody.values()), 2) == result.total("revenue") == 259.99
    for customer in result.customers.index:
        table = steps(result, pd.Index([customer]))["amount"]
        prices = table.iloc[: table.index.get_loc("revenue")]
        assert round(prices.sum(), 2) == table["revenue"]


def test_a_customer_list_with_the_years_deductions(tmp_path: Path) -> None:
    head = "Kundennummer;Kunde;Branche;Bruttoerlös;Rabatte;Boni;Skonto;Umsatz;Kosten"
    rows = ["101;A AG;Holz;1000,00;100,00;50,00;17,00;833,00;500,00", "102;B AG;Glas;500,00;0;0;0;500,00;300,00"]
    result = evaluated(tmp_path, kunden="\n".join([head, *rows]))
    assert price_steps(result.customers) == {
        "list_revenue": 1500.0, "discounts": -100.0, "bonuses": -50.0, "cash_discounts": -17.0,
    }  # fmt: skip


cent = st.integers(1, 99_999).map(lambda cents: cents / 100)


@settings(max_examples=10, deadline=None)
@given(rows=st.lists(st.tuples(cent, st.floats(0, 0.4), st.floats(0, 0.1)), min_size=1, max_size=8))
def test_whatever_the_prices_the_waterfall_ends_at_revenue(tmp_path_factory, rows) -> None:  # type: ignore[no-untyped-def]
    written = []
    for price, off, bonus in rows:
        taken, more = round(price * off, 2), round(price * bonus, 2)
        written.append(f"{price:.2f};{taken:.2f};{more:.2f};{price - taken - more:.2f}".replace(".", ","))
    folder = tmp_path_factory.mktemp("prices")
    table = "\n".join([HEAD + "Listenwert;Rabattbetrag;Bonus;Nettobetrag", *(
        f"R{at};01.03.2026;{100 + at % 3};Kunde {at % 3};{row}" for at, row in enumerate(written))])  # fmt: skip
    result = evaluated(folder, rechnungen=table)
    found = price_steps(result.customers)
    assert round(sum(found.values()), 2) == result.total("revenue")
    assert found["list_revenue"] == round(sum(price for price, _, _ in rows), 2)
    assert "price_rest" not in found


def test_a_price_is_for_as_many_as_the_price_unit_says(tmp_path):
    lines = ["R1;02.01.2025;Alpha GmbH;500;12,50;100;10,00", "R2;03.01.2025;Beta AG;3;7,00;;5,00"]
    text = "\n".join(["Rechnung;Datum;Kunde;Menge;Einzelpreis;Preiseinheit;Einkaufspreis", *lines, ""])
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    customers = load([(tmp_path / "t.csv", "t.csv")], tmp_path).portfolio.customers.set_index("name")
    assert customers["revenue"].to_dict() == {"Alpha GmbH": 62.5, "Beta AG": 21.0}
    assert customers["cost"].to_dict() == {"Alpha GmbH": 50.0, "Beta AG": 15.0}
