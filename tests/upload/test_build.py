"""From files to the portfolio: rows and money reconcile, customers are who they are."""

import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.errors import PortfolioError
from analysis.evaluate import evaluate
from analysis.upload.load import load
from analysis.upload.trust import trust


def write(folder: Path, name: str, rows: list[list[str]], delimiter: str = ";") -> tuple[Path, str]:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path, name


INVOICES = [
    ["Rechnungsnummer", "Datum", "Kundennummer", "Kunde", "Nettobetrag", "Wareneinsatz"],
    ["R1", "15.01.2025", "K1", "Alpha GmbH", "1.000,50", "600,00"],
    ["R1", "15.01.2025", "K1", "Alpha GmbH", "200,00", "100,00"],
    ["R2", "20.02.2025", "K2", "Beta AG", "500,00", "450,00"],
    ["R3", "21.02.2025", "K2", "Beta AG", "-100,00", "-90,00"],
    ["R4", "22.02.2025", "", "", "70,00", "10,00"],
    ["R5", "31.12.2025", "K1", "Alpha GmbH", "30,00", "20,00"],
]


def test_lines_add_up_per_customer_and_the_rest_is_set_aside(tmp_path):
    portfolio = load([write(tmp_path, "r.csv", INVOICES)], tmp_path).portfolio
    table = portfolio.tables[0]
    assert (table.rows_read, table.rows_used, table.rows_set_aside) == (6, 5, 1)
    assert table.reasons == {"no_customer": 1}
    assert (table.amount_read, table.amount_used, table.amount_set_aside) == (1700.5, 1630.5, 70.0)
    assert portfolio.customers.set_index("key")["revenue"].to_dict() == {"K1": 1230.5, "K2": 400.0}
    assert portfolio.customers.set_index("key")["orders"].to_dict() == {"K1": 2.0, "K2": 1.0}
    assert portfolio.period == (date(2025, 1, 15), date(2025, 12, 31))


def test_a_row_set_aside_says_where_it_stood(tmp_path):
    aside = load([write(tmp_path, "r.csv", INVOICES)], tmp_path).portfolio.set_aside
    assert aside[["file", "row", "reason", "amount"]].values.tolist() == [["r.csv", 6, "no_customer", 70.0]]


def test_a_period_sets_aside_what_lies_outside(tmp_path):
    files = [write(tmp_path, "r.csv", INVOICES)]
    portfolio = load(files, tmp_path, period=(date(2025, 1, 1), date(2025, 6, 30))).portfolio
    assert portfolio.tables[0].reasons == {"no_customer": 1, "outside_period": 1}
    assert portfolio.customers["revenue"].sum() == 1600.5


def test_a_period_without_an_invoice_is_one_clear_sentence(tmp_path):
    with pytest.raises(PortfolioError, match="No invoice lies between 01/01/2020 and 31/12/2020"):
        load([write(tmp_path, "r.csv", INVOICES)], tmp_path, period=(date(2020, 1, 1), date(2020, 12, 31)))


def test_a_credit_counts_once(tmp_path):
    credits = [
        ["Gutschriftsnummer", "Datum", "Kundennummer", "Betrag", "Grund"],
        ["G1", "01.03.2025", "K1", "50,00", "Kulanz"],
        ["R3", "21.02.2025", "K2", "100,00", "Retoure"],
    ]
    files = [write(tmp_path, "r.csv", INVOICES), write(tmp_path, "gutschriften.csv", credits)]
    portfolio = load(files, tmp_path).portfolio
    customers = portfolio.customers.set_index("key")
    assert portfolio.tables[1].reasons == {"credit_in_invoices": 1}
    assert customers["revenue"].to_dict() == {"K1": 1180.5, "K2": 400.0}
    assert customers["credits_unjustified"].to_dict() == {"K1": 50.0, "K2": 0.0}


def test_credits_alone_are_a_portfolio_too(tmp_path):
    credits = [
        ["Gutschriftsnummer", "Datum", "Kundennummer", "Kunde", "Betrag", "Grund"],
        ["G1", "01.03.2025", "K1", "Alpha GmbH", "50,00", "Kulanz"],
        ["G2", "21.04.2025", "K2", "Beta AG", "100,00", "Retoure"],
    ]
    portfolio = load([write(tmp_path, "gutschriften.csv", credits)], tmp_path).portfolio
    assert portfolio.customers.set_index("key")["revenue"].to_dict() == {"K1": -50.0, "K2": -100.0}
    assert evaluate(portfolio, Assumptions()).total("credits") == 150.0


def test_days_late_weigh_by_amount_and_open_invoices_run_to_the_end(tmp_path):
    payments = [
        ["Rechnungsnummer", "Kundennummer", "Rechnungsdatum", "Fällig am", "Bezahlt am", "Bruttobetrag"],
        ["R1", "K1", "15.01.2025", "14.02.2025", "24.02.2025", "1.000,00"],
        ["R5", "K1", "31.12.2025", "30.01.2026", "", "500,00"],
        ["R2", "K2", "20.02.2025", "22.03.2025", "10.03.2025", "500,00"],
        ["R3", "K2", "01.12.2025", "11.12.2025", "", "100,00"],
    ]
    files = [write(tmp_path, "r.csv", INVOICES), write(tmp_path, "zahlungen.csv", payments)]
    customers = load(files, tmp_path).portfolio.customers.set_index("key")
    assert customers["euro_days_late"].to_dict() == {"K1": 10_000.0, "K2": 2_000.0}
    assert customers["average_days_late"].round(6).to_dict() == {"K1": 6.666667, "K2": 3.333333}


def test_names_find_their_number(tmp_path):
    care = [
        ["Datum", "Kunde", "Art", "Stunden"],
        ["01.02.2025", "ALPHA GmbH", "Nacharbeit", "2,5"],
        ["01.02.2025", "Beta AG", "Beschimpfung", ""],
    ]
    files = [write(tmp_path, "r.csv", INVOICES), write(tmp_path, "betreuung.csv", care)]
    customers = load(files, tmp_path).portfolio.customers.set_index("key")
    assert customers["rework_hours"].to_dict() == {"K1": 2.5, "K2": 0.0}
    assert customers["abusive_incidents"].to_dict() == {"K1": 0.0, "K2": 1.0}
    assert customers["staff_hours"].isna().all()


def test_customers_keep_their_ids_and_merge_only_by_word(tmp_path):
    files = [write(tmp_path, "r.csv", INVOICES)]
    loaded = load(files, tmp_path, identities={"K2": 7})
    assert loaded.identities == {"K2": 7, "K1": 8}
    merged = load(files, tmp_path, identities=loaded.identities, merged={"K2": "K1"}).portfolio.customers
    assert merged["revenue"].to_dict() == {8: 1630.5}
    assert merged["name"].tolist() == ["Alpha GmbH"]


def test_several_currencies_are_asked_about_never_added(tmp_path):
    rows = [["Kundennummer", "Datum", "Nettobetrag", "Währung"]]
    rows += [
        ["K1", "01.02.2025", "10,00", "EUR"],
        ["K2", "02.02.2025", "20,00", "USD"],
        ["K1", "03.02.2025", "5,00", "EUR"],
    ]
    files = [write(tmp_path, "r.csv", rows)]
    asked = load(files, tmp_path)
    assert asked.portfolio is None
    assert [question.options for question in asked.questions if question.needed] == [("EUR", "USD")]
    portfolio = load(files, tmp_path, answers={"r.csv:Währung:currency": "EUR"}).portfolio
    assert (portfolio.currency, portfolio.customers["revenue"].sum()) == ("EUR", 15.0)
    assert portfolio.tables[0].reasons == {"other_currency": 1}


def test_payments_without_a_customer_need_their_invoices(tmp_path):
    payments = [
        ["Rechnungsnummer", "Bezahlt am", "Betrag"],
        ["R1", "24.02.2025", "1.200,50"],
        ["R2", "10.03.2025", "500,00"],
    ]
    alone = [write(tmp_path, "zahlungen.csv", payments)]
    with pytest.raises(PortfolioError, match="name no customer"):
        load(alone, tmp_path)
    portfolio = load([*alone, write(tmp_path, "r.csv", INVOICES)], tmp_path).portfolio
    assert portfolio.tables[0].rows_used == 2


AMOUNTS = st.decimals(-100_000, 100_000, places=2, allow_nan=False)
LINES = st.lists(
    st.tuples(st.sampled_from(["K1", "K2", "K3", ""]), st.dates(date(2024, 1, 1), date(2025, 12, 31)), AMOUNTS),
    min_size=3,
    max_size=40,
).filter(lambda lines: len({line[0] for line in lines if line[0]}) > 1)


@given(lines=LINES, empty=st.sampled_from(["above", "leave"]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_and_amounts_always_reconcile(tmp_path, lines, empty):
    rows = [["Kundennummer", "Rechnungsdatum", "Nettobetrag"]]
    rows += [[key, f"{day:%d.%m.%Y}", f"{amount:.2f}".replace(".", ",")] for key, day, amount in lines]
    answers = {
        "r.csv:outlier": "count",
        "r.csv:Kundennummer:from_above": empty,
        "r.csv:Nettobetrag:turned_over": "leave",
    }
    found = load([write(tmp_path, "r.csv", rows)], tmp_path, answers=answers)
    portfolio, filled = found.portfolio, empty == "above" and any(q.kind == "from_above" for q in found.questions)
    table = portfolio.tables[0]
    expected = pd.Series([float(amount) for _, _, amount in lines])
    keys = pd.Series([key or None for key, _, _ in lines])
    kept = (keys.ffill() if filled else keys).notna()
    assert table.rows_read == table.rows_used + table.rows_set_aside == len(lines)
    assert table.amount_read == pytest.approx(expected.sum(), abs=0.005)
    assert table.amount_used == pytest.approx(expected[kept].sum(), abs=0.005)
    assert round(table.amount_used + table.amount_set_aside, 2) == table.amount_read
    assert portfolio.customers["revenue"].sum() == pytest.approx(table.amount_used, abs=0.005)


def test_what_our_own_exports_put_before_a_formula_is_taken_off_again(tmp_path):
    rows = [INVOICES[0], ["R1", "15.01.2025", "K1", "'=Summe GmbH", "10,00", "5,00"]]
    assert load([write(tmp_path, "r.csv", rows)], tmp_path).portfolio.customers["name"].tolist() == ["=Summe GmbH"]


@pytest.mark.parametrize(
    ("header", "revenue"),
    [("Umsatz (T€)", 12_500.0), ("Umsatz in Mio. €", 12_500_000.0), ("Umsatz in €", 12.5), ("Sales ('000)", 12_500.0)],
)
def test_amounts_in_thousands_count_in_full_and_are_asked_about(tmp_path, header, revenue):
    rows = [["Kunde", "Branche", header], ["Alpha GmbH", "Bau", "10,5"], ["Beta AG", "Handel", "2"]]
    found = load([write(tmp_path, "k.csv", rows)], tmp_path)
    assert found.portfolio.customers["revenue"].sum() == found.portfolio.tables[0].amount_used == revenue
    asked = [question for question in found.questions if question.kind == "thousands"]
    assert bool(asked) == (revenue != 12.5)
    for question in asked:
        left = load([write(tmp_path, "k.csv", rows)], tmp_path, answers={question.key: "leave"})
        assert left.portfolio.customers["revenue"].sum() == 12.5


def test_a_line_above_the_table_may_say_that_all_is_in_thousands(tmp_path):
    rows = [["Umsatzliste 2025, Angaben in TEUR"], ["Kunde", "Branche", "Umsatz"], ["Alpha GmbH", "Bau", "10,5"]]
    found = load([write(tmp_path, "k.csv", [*rows, ["Beta AG", "Handel", "2"]])], tmp_path)
    assert found.portfolio.customers["revenue"].sum() == 12_500.0


def test_deductions_and_discounts_count_without_tax_where_the_invoices_say_it(tmp_path):
    invoices = [
        ["Rechnungsnummer", "Rechnungsdatum", "Kunde", "Nettobetrag"],
        *(["R1", "01.03.2025", "A", "1.000,00"], ["R2", "02.03.2025", "B", "2.000,00"]),
    ]
    payments = [
        ["Rechnungsnummer", "Fällig am", "Skonto bis", "Bezahlt am", "Bruttobetrag", "Skonto", "Abzug"],
        *(["R1", "01.04.2025", "", "05.04.2025", "1.190,00", "0,00", "119,00"],),
        *(["R2", "02.04.2025", "10.03.2025", "02.04.2025", "2.380,00", "47,60", "0,00"],),
    ]
    files = [write(tmp_path, "r.csv", invoices), write(tmp_path, "z.csv", payments)]
    portfolio = load(files, tmp_path).portfolio
    customers = portfolio.customers.set_index("name")
    assert customers["deductions"].round(6).to_dict() == {"A": 100.0, "B": 0.0}
    assert customers["late_discount"].round(6).to_dict() == {"A": 0.0, "B": 40.0}
    assert customers["euro_days_late"].to_dict() == {"A": 4 * 1190.0, "B": 0.0}
    assert [finding.kind for finding in portfolio.findings] == ["without_tax"]


def test_a_credit_for_who_bought_nothing_takes_all_of_it_off_the_margin(tmp_path):
    credits = [["Gutschriftsnummer", "Datum", "Kundennummer", "Nettobetrag"], ["G1", "01.06.2025", "K9", "100,00"]]
    files = [write(tmp_path, "r.csv", INVOICES), write(tmp_path, "gutschriften.csv", credits)]
    customers = evaluate(load(files, tmp_path).portfolio, Assumptions()).customers.set_index("key")
    assert customers.loc["K9", ["revenue", "contribution_margin"]].tolist() == [-100.0, -100.0]
    assert not customers["margin_assumed"].any()


def test_without_a_date_the_period_is_assumed_and_said_to_be(tmp_path):
    rows = [["Kunde", "Ort", "Umsatz"], ["Alpha GmbH", "Bern", "100,00"], ["Beta AG", "Chur", "5,00"]]
    undated = write(tmp_path, "liste.csv", rows)
    assert load([undated], tmp_path).portfolio.period_basis == "assumed"
    assert load([undated], tmp_path, period=(date(2025, 1, 1), date(2025, 6, 30))).portfolio.period_basis == "chosen"
    assert load([write(tmp_path, "r.csv", INVOICES)], tmp_path).portfolio.period_basis == "data"


def test_a_table_that_is_no_portfolio_table_counts_in_the_sum_of_rows_set_aside(tmp_path):
    rows = [["Sales Agent", "Manager", "Office"], ["Anna", "Dana Vogt", "Nord"], ["Ben", "Dana Vogt", "Süd"]]
    teams = write(tmp_path, "teams.csv", rows)
    portfolio = load([write(tmp_path, "r.csv", INVOICES), teams], tmp_path).portfolio
    figures, aside = trust(portfolio), portfolio.set_aside
    assert (figures.rows_read, figures.rows_set_aside) == (8, 3) == (figures.rows_used + 3, len(aside))
    assert (
        aside.loc[aside["file"] == "teams.csv", "text"].iloc[0] == "Sales Agent: Anna; Manager: Dana Vogt; Office: Nord"
    )
