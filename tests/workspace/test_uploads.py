"""The files of a workspace, and what was said about them."""

from analysis.workspace import uploads
from analysis.workspace.tables import kept_portfolio

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


def revenue(workspace):
    return kept_portfolio(workspace).customers["revenue"].sum()


def test_removing_a_file_and_correcting_a_column_are_undone_in_turn(workspace, tmp_path):
    march, april = keep(workspace, tmp_path, "march.csv"), keep(workspace, tmp_path, "april.csv")
    names = ("march.csv", "april.csv")
    said = {uploads.ROLES: dict.fromkeys(names, "invoices"), uploads.CORRECTIONS: dict.fromkeys(names, FIELDS)}
    uploads.use(workspace, [march, april], said)
    workspace.put("tag.strategic", "yes", 1)
    uploads.use(workspace, [march])
    uploads.use(workspace, [march], {uploads.CORRECTIONS: {"march.csv": {**FIELDS, "Wann": ""}}})
    assert kept_portfolio(workspace).tables[0].rows_used == 3 and kept_portfolio(workspace).orders["date"].isna().all()
    assert uploads.undo(workspace)
    assert (uploads.files(workspace), revenue(workspace)) == ([march], 157.0)
    assert kept_portfolio(workspace).orders["date"].notna().all()
    assert uploads.undo(workspace)
    assert (uploads.files(workspace), revenue(workspace)) == ([march, april], 314.0)
    assert uploads.undo(workspace) and not workspace.values("tag.strategic")
    assert not uploads.undo(workspace), "the first upload stays"


def test_a_file_that_cannot_be_read_is_left_out_and_named(workspace, tmp_path):
    march, broken = keep(workspace, tmp_path, "march.csv"), keep(workspace, tmp_path, "broken.xlsx")
    said = {uploads.ROLES: {"march.csv": "invoices"}, uploads.CORRECTIONS: {"march.csv": FIELDS}}
    loaded = uploads.use(workspace, [broken, march], said, spared={"march.csv", "broken.xlsx"})
    assert {name: trouble.message for name, trouble in loaded.refused.items()} == {
        "broken.xlsx": "errors.not_a_workbook"
    }
    assert (uploads.files(workspace), revenue(workspace)) == ([march], 157.0)
    uploads.discard(workspace, [march, broken])
    assert [path.name for path in (workspace.folder / "files").iterdir()] == [march.id]


def test_what_was_said_of_a_column_that_is_gone_is_passed_over(workspace, tmp_path):
    march = keep(workspace, tmp_path, "march.csv")
    said = {"march.csv": {**FIELDS, "Vormals": "cost"}, "march.csv:Blatt": {"A": "cost"}}
    uploads.use(workspace, [march], {uploads.ROLES: {"march.csv": "invoices"}, uploads.CORRECTIONS: said})
    assert revenue(workspace) == 157.0
