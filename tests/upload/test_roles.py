"""What a table is and what its columns are: the header words people really have."""

import csv

import pytest

from analysis.errors import PortfolioError
from analysis.upload.files import read_file
from analysis.upload.headers import matches
from analysis.upload.roles import fingerprint, suggest


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Kd-Nr.", "customer_number"),
        ("Debitorennummer", "customer_number"),
        ("KUNNR", "customer_number"),
        ("partner_id/id", "customer_number"),
        ("CustomerID", "customer_number"),
        ("Rechnungs-Nr.", "document"),
        ("Invoice No.", "document"),
        ("VBELN", "document"),
        ("Umsatz in €", "revenue"),
        ("Total Value (PKR)", "revenue"),
        ("Montant_HT", "revenue"),
        ("Nettobetag", "revenue"),
        ("Bruttobetrag", "gross"),
        ("Fällig am", "due_date"),
        ("SettledDate", "paid_date"),
        ("deal_stage", "stage"),
        ("Wareneinsatz", "cost"),
        ("Shipping Cost", "freight_cost"),
    ],
)
def test_a_header_says_its_field(header, field):
    assert matches(header)[0].field == field


def mapped(tmp_path, name, rows, **said):
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return suggest(read_file(path, name, tmp_path), **said)[0]


ACCOUNTS = [["account", "sector", "year_established", "revenue", "employees"]]
ACCOUNTS += [
    [f"Firm {n}", ["retail", "medical"][n % 2], str(1990 + n), f"{n * 110.5}", str(n * 10 + 3)] for n in range(1, 9)
]
PEOPLE = [
    ["sales_agent", "manager", "office"],
    ["Ann", "Bob", "North"],
    ["Cid", "Bob", "South"],
    ["Dan", "Eve", "North"],
]


def test_an_accounts_own_revenue_is_no_revenue_of_ours(tmp_path):
    mapping = mapped(tmp_path, "accounts.csv", ACCOUNTS)
    assert mapping.roles == ("customers",)
    assert "revenue" not in mapping.fields
    assert [question.kind for question in mapping.questions] == ["whose_revenue"]


def test_a_revenue_is_ours_where_a_person_says_so(tmp_path):
    said = {"accounts.csv:revenue:whose_revenue": "ours"}
    mapping = mapped(tmp_path, "accounts.csv", ACCOUNTS, answers=said)
    assert mapping.fields["revenue"] == "revenue"
    assert [question.kind for question in mapping.questions] == ["whose_revenue"]


def test_a_table_without_customers_is_no_portfolio_table_and_says_why(tmp_path):
    mapping = mapped(tmp_path, "teams.csv", PEOPLE)
    assert (mapping.roles, mapping.why) == ((), "no_customer_no_amount")


def test_a_person_has_the_last_word_on_role_and_columns(tmp_path):
    mapping = mapped(tmp_path, "accounts.csv", ACCOUNTS, corrections={"accounts.csv": {"revenue": "revenue"}})
    assert mapping.fields["revenue"] == "revenue"
    assert mapped(tmp_path, "accounts.csv", ACCOUNTS, roles={"accounts.csv": "none"}).roles == ()


def test_a_confirmed_mapping_is_remembered_for_the_same_headers(tmp_path):
    path = tmp_path / "march.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(PEOPLE)
    table = read_file(path, "march.csv", tmp_path)[0]
    kept = {fingerprint(table): {"roles": ["customers"], "fields": {"customer_name": "sales_agent"}}}
    mapping = suggest([table], remembered=kept)[0]
    assert (mapping.roles, mapping.fields) == (("customers",), {"customer_name": "sales_agent"})


@pytest.mark.parametrize(
    "said",
    [{"roles": {"other.csv": "invoices"}}, {"roles": {"t.csv": "bills"}}, {"corrections": {"t.csv": {"x": "date"}}}],
)
def test_a_word_that_fits_nothing_is_one_clear_sentence(tmp_path, said):
    with pytest.raises(PortfolioError, match=r"there are|possible are"):
        mapped(tmp_path, "t.csv", PEOPLE, **said)
