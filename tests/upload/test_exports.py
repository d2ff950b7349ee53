"""Exports as ERP, accounting, shop and CRM programs lay them out (folder ``exports``: the programs' headers, invented
rows): roles, customers and figures as a careful person reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import PortfolioError
from analysis.language import Language
from analysis.upload.load import Loaded, load

EXPORTS = Path(__file__).parent / "exports"
INVOICES = {
    "sap-billing.csv": (3, 2450.0),
    "sap-vbrk.txt": (3, 1950.5),
    "sevdesk.csv": (3, 1700.0),
    "lexoffice.csv": (2, 250.0),
    "weclapp.csv": (2, 330.0),
    "navision.csv": (2, 330.0),
    "xero.csv": (2, 400.0),
    "quickbooks.csv": (1, 300.0),
    "shopify.csv": (2, 127.39),
    "repeated-total.csv": (3, 590.0),
    "woocommerce.csv": (2, 150.0),
    "zoho-books.csv": (2, 370.0),
    "odoo-invoice.csv": (2, 300.0),
    "dynamics-sales.csv": (2, 1800.5),
    "superstore.csv": (3, 1966.1),
    "deckungsbeitrag.csv": (2, 1600.0),
    "brutto-mit-steuer.csv": (2, 400.0),
    "brutto-mit-satz.csv": (2, 400.0),
    "belege.csv": (2, 700.0),
    "facturas.csv": (2, 350.0),
    "factures.csv": (2, 350.0),
    "storno.csv": (2, 810.0),
    "ohne-belegnummer.csv": (2, 100.0),
    "sap-alv.txt": (3, 20339.75),
    "journal-ventes.csv": (3, 3990.5),
    "lexware-rechnungsbuch.txt": (3, 4840.4),
    "facturen-nl.csv": (2, 1400.5),
    "faktury-pl.csv": (2, 1750.0),
    "faktury-cz.csv": (2, 15500.0),
    "fakturor-se.csv": (2, 1600.0),
    "faturas-pt.csv": (2, 1600.0),
    "vendas-br.csv": (2, 350.0),
    "ventas-es.csv": (2, 1600.0),
    "commandes-fr.csv": (2, 280.0),
    "sap-b1-ar.csv": (2, 1500.0),
    "sap-fbl5n.txt": (2, 2023.0),
    "sap-vf05.txt": (2, 1750.5),
    "woo-orders-de.csv": (2, 150.0),
    "easybill.csv": (2, 300.0),
    "square-transactions.csv": (2, 160.0),
    "online-retail-ii.csv": (2, 193.9),
    "libro-ventas.csv": (2, 1_400_000.0),
    "customer-ledger.csv": (2, 1694.0),
    "kontoblatt-8400.csv": (3, 1600.0),
    "debitorenjournal.csv": (2, 1547.0),
    "datev-opos.csv": (2, 1666.0),
    "rechnungsausgangsbuch-steuersaetze.csv": (2, 450.0),
    "sage50-audit.csv": (2, 1650.0),
    "shopify-tax-included.csv": (2, 160.0),
}
"""File to customers with revenue, and revenue."""


def loaded(folder: Path, *names: str, **said) -> Loaded:
    return load([(EXPORTS / name, name) for name in names], folder, **said)


@pytest.mark.parametrize("name", INVOICES)
def test_invoices_bring_the_revenue_a_careful_person_reads(tmp_path, name):
    found = loaded(tmp_path, name)
    assert found.mappings[0].roles[:1] == ("invoices",)
    revenue = found.portfolio.customers["revenue"]
    assert (int((revenue != 0).sum()), round(revenue.sum(), 2)) == INVOICES[name]


def test_a_column_that_may_name_the_customer_is_asked_about(tmp_path):
    asked = loaded(tmp_path, "netsuite.csv")
    assert asked.portfolio is None
    assert [(question.kind, question.options) for question in asked.questions if question.needed] == [
        ("customer_column", ("Name", "none"))
    ]
    answered = loaded(tmp_path, "netsuite.csv", answers={"netsuite.csv:customer_column": "Name"})
    assert answered.portfolio.customers["revenue"].sum() == 210.0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("lieferanten.csv", "suppliers"),
        ("produkte.csv", "no_customer_no_amount"),
        ("personal.csv", "no_customer_no_amount"),
        ("filialen.csv", "no_customer"),
    ],
)
def test_lists_of_something_else_are_named_as_such(tmp_path, name, why):
    (mapping,) = loaded(tmp_path, name).mappings
    assert (mapping.roles, mapping.why) == ((), why)


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("hubspot.csv", ("losses",)),
        ("pipedrive.csv", ("losses",)),
        ("opos.csv", ("invoices", "payments")),
        ("retouren.csv", ("credit_notes",)),
        ("retouren-rma.csv", ("credit_notes",)),
        ("angebote-excel.csv", ("losses",)),
        ("quotes.csv", ("losses",)),
        ("tickets.csv", ("care_log",)),
        ("stammkunden.csv", ("customers", "answers")),
    ],
)
def test_a_table_is_what_its_columns_say(tmp_path, name, roles):
    assert loaded(tmp_path, name).mappings[0].roles == roles


@pytest.mark.parametrize(("name", "revenue", "basis"), [("monate.csv", 225.0, "halves"), ("jahre.csv", 620.0, "column"),
                                                        ("vorjahr.csv", 250.0, "column")])  # fmt: skip
def test_a_customer_list_gives_revenue_by_month_or_year(tmp_path, name, revenue, basis):
    portfolio = loaded(tmp_path, name).portfolio
    assert (portfolio.customers["revenue"].sum(), portfolio.growth_basis) == (revenue, basis)


@pytest.mark.parametrize(
    ("name", "revenue", "currency"),
    [
        ("umsatz-schweiz.csv", 30750.5, "CHF"),
        ("account-list.csv", 433100.0, "GBP"),
        ("pivot-kunden.csv", 2555.5, "EUR"),
        ("shopify-customers.csv", 1605.5, ""),
        ("hubspot-companies.csv", 0.0, ""),
        ("hubspot-companies-de.csv", 0.0, ""),
        ("omzet-per-klant.csv", 17_100.0, "EUR"),
        ("sap-mc-kunden.csv", 180_000.0, "EUR"),
        ("lexware-kundenliste.csv", 15_500.0, "EUR"),
        ("chiffre-affaires-clients.csv", 32_000.0, "EUR"),
        ("odoo-partner.csv", 15_750.5, ""),
        ("matrix-kunde-produkt.csv", 210.0, "EUR"),
        ("kundenliste-abc.csv", 168_700.0, "EUR"),
        ("pivot-libreoffice.csv", 2_250.0, "EUR"),
        ("aged-receivables-xero.csv", 0.0, ""),
    ],
)
def test_a_small_list_is_one_of_customers_whatever_stands_below_it(tmp_path, name, revenue, currency):
    found = loaded(tmp_path, name)
    assert found.mappings[0].roles == ("customers",)
    assert (found.portfolio.customers["revenue"].sum().round(2), found.portfolio.currency) == (revenue, currency)


def test_deals_won_are_the_revenue_where_there_are_no_invoices(tmp_path):
    portfolio = loaded(tmp_path, "hubspot.csv").portfolio
    assert portfolio.customers.set_index("key")["revenue"].to_dict() == {"Acme GmbH": 75_000.0}


def test_lines_take_their_customer_from_the_order(tmp_path):
    portfolio = loaded(tmp_path, "auftraege.csv", "positionen.csv").portfolio
    assert portfolio.customers.set_index("key")["revenue"].to_dict() == {"P1": 250.0, "P2": 100.0}


def test_lines_alone_ask_for_the_orders(tmp_path):
    with pytest.raises(PortfolioError) as trouble:
        loaded(tmp_path, "positionen.csv")
    assert (trouble.value.message, trouble.value.file) == ("errors.lines_without_customer", "positionen.csv")


def test_invoices_in_two_tables_count_once(tmp_path):
    found = loaded(tmp_path, "koepfe.csv", "zeilen.csv")
    assert found.portfolio.customers["revenue"].sum() == 450.0
    assert found.portfolio.tables[0].reasons == {"counted_elsewhere": 2}


def test_every_answer_on_offer_is_called_by_a_word(tmp_path):
    own_words = {"currency", "customer_column", "year"}  # what the file itself says, or a year
    asked = [question for path in sorted(EXPORTS.iterdir()) for question in _questions(tmp_path, path)]
    assert {question.kind for question in asked} > {"states", "returns", "net_or_gross", "currency_unsaid"}
    for question in asked:
        for code in ("de", "en"):
            for option in question.options if question.kind not in own_words else ():
                named = Language(code).has(f"questions.{question.kind}_options.{option}")
                assert named or (question.kind == "currency_unsaid" and option.isupper()), question
            assert question.sentence(Language(code))


def _questions(folder, path):
    try:
        return loaded(folder, path.name).questions
    except PortfolioError:
        return ()
