"""The files of a workspace, and what was said about them."""

from analysis.workspace import uploads

MARCH = "Wer;Wann;Wieviel\nAlpha GmbH;01.03.2025;100,00\nBeta AG;02.03.2025;50,00\nAlpha GmbH;03.03.2025;7,00\n"
FIELDS = {"Wer": "customer_name", "Wann": "date", "Wieviel": "revenue"}


def keep(workspace, folder, name):
    (folder / name).write_text(MARCH, encoding="utf-8")
    return uploads.keep(workspace, name, folder / name)


def test_what_a_person_said_of_columns_holds_for_the_next_file_with_the_same_headers(workspace, tmp_path):
    march = keep(workspace, tmp_path, "march.csv")
    said = {uploads.ROLES: {"march.csv": "invoices"}, uploads.CORRECTIONS: {"march.csv": FIELDS}}
    uploads.use(workspace, [march], said)
    loaded = uploads.use(workspace, [march, keep(workspace, tmp_path, "april.csv")])
    assert [mapping.fields for mapping in loaded.mappings] == [{name: header for header, name in FIELDS.items()}] * 2
    assert loaded.portfolio.customers.set_index("name")["revenue"].to_dict() == {"Alpha GmbH": 214.0, "Beta AG": 100.0}


def test_what_a_person_called_no_portfolio_table_stays_none(workspace, tmp_path):
    march, april = keep(workspace, tmp_path, "march.csv"), keep(workspace, tmp_path, "april.csv")
    said = {uploads.ROLES: {"march.csv": "invoices"}, uploads.CORRECTIONS: {"march.csv": FIELDS}}
    uploads.use(workspace, [march], said)
    uploads.use(workspace, [march, april], {uploads.ROLES: {"march.csv": "invoices", "april.csv": "none"}})
    assert [mapping.roles for mapping in uploads.read(workspace, uploads.files(workspace)).mappings] == [
        ("invoices",),
        (),
    ]
