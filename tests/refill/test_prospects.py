"""Prospects of any list are matched by header, ranked with reasons, and exported without formulas."""

import io
import os
from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import Workbook

from analysis.assumptions import Assumptions
from analysis.errors import PortfolioError
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.refill.fit import fit_model, held_out
from analysis.refill.found import pick_table
from analysis.refill.prospects import from_deals, from_list, match, nearest, read_list
from analysis.refill.ranking import as_csv, ranked, reasons
from analysis.refill.segments import segments
from analysis.workspace import uploads
from analysis.workspace.store import Workspace
from tests.portfolios import make_portfolio

EVALUATION = evaluate(make_portfolio(240), Assumptions())
CUSTOMERS, ATTRIBUTES = EVALUATION.customers, EVALUATION.portfolio.attributes
ENGLISH = Language("en")
HEADERS = ["Company", "Phone", "Number of employees", "Industry", "Sales channel", "Area"]
ROWS = [
    ["Alpha GmbH", "=1+1", "1.250", "FOOD", "partner", "North"],
    ["=Beta()", "", "30", "medical", "online", "South"],
    ["Musterkunde 7 GmbH", "", "", "Retail", "direct", "East"],
    ["", "", "80", "Energy", "direct", "West"],
    ["Gamma AG", "", "75", "Shipyards", "direct", "West"],
]


@pytest.fixture(params=["csv", "xlsx"])
def listed(request, tmp_path):
    path = tmp_path / f"list.{request.param}"
    if request.param == "csv":
        lines = [";".join(f'"{cell}"' for cell in row) for row in [HEADERS, *ROWS]]
        path.write_text("\n".join(lines), encoding="cp1252")
    else:
        book = Workbook()
        for row in [HEADERS, *ROWS]:
            book.active.append([int(cell.replace(".", "")) if cell[:1].isdigit() else cell for cell in row])
            for cell in book.active[book.active.max_row]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        book.save(path)
    return read_list(path, path.name, tmp_path)


def prospects_of(listed) -> pd.DataFrame:
    return from_list(listed, CUSTOMERS, ATTRIBUTES, match(listed, CUSTOMERS, ATTRIBUTES))


def test_headers_find_their_attributes_by_word_or_by_content(listed):
    expected = {
        "industry": "Industry",
        "region": "Area",
        "channel": "Sales channel",
        "employees": "Number of employees",
    }
    assert match(listed, CUSTOMERS, ATTRIBUTES) == expected


def test_values_are_read_as_the_portfolio_writes_them_and_no_row_goes_silently(listed):
    prospects = prospects_of(listed)
    assert prospects["industry"].tolist() == ["Food", "Medical", "Retail", "Shipyards"]
    assert prospects["employees"].tolist() == pytest.approx([1250, 30, float("nan"), 75], nan_ok=True)
    assert len(prospects) + listed.nameless == len(ROWS)


def test_those_in_a_target_segment_come_first_and_the_reason_says_it(listed):
    prospects = prospects_of(listed)
    picks = ["industry=Medical\nregion=South", "industry=Retail\nemployees=20..50"]
    model = fit_model(CUSTOMERS, CUSTOMERS["listened"], ATTRIBUTES)
    check = held_out(CUSTOMERS[list(ATTRIBUTES)], CUSTOMERS["listened"], ATTRIBUTES)
    rows = ranked(EVALUATION, prospects, picks, model, check)
    assert rows["name"].tolist()[:2] == ["=Beta()", "Musterkunde 7 GmbH"]
    assert rows["met"].tolist()[:2] == [2, 1]
    assert rows["customer"].tolist()[:2] == [False, True]
    assert rows["fit"].between(0, 1).all()
    said = reasons(EVALUATION, rows, prospects, model, ENGLISH)
    assert said[0].startswith("In the target segment “industry: Medical · region: South”")
    assert "1 of 2" in said[1] and "missing: employees" in said[1] and "not known: employees" in said[1]


def test_without_picks_the_order_is_that_of_the_score(listed):
    prospects = prospects_of(listed)
    model = fit_model(CUSTOMERS, CUSTOMERS["listened"], ATTRIBUTES)
    rows = ranked(EVALUATION, prospects, [], model, None)
    assert rows["score"].is_monotonic_decreasing
    assert rows["place"].tolist() == [1, 2, 3, 4]


def test_the_export_holds_everybody_and_no_formula(listed):
    prospects = prospects_of(listed)
    model = fit_model(CUSTOMERS, CUSTOMERS["listened"], ATTRIBUTES)
    rows = ranked(EVALUATION, prospects, ["region=South"], model, None)
    table = pd.read_csv(io.BytesIO(as_csv(EVALUATION, rows, prospects, model, Language("de"))), sep=";", decimal=",")
    assert table["Interessent"].tolist() == [name.replace("=Beta()", "'=Beta()") for name in rows["name"]]
    assert table["Warum"].str.endswith(".").all()


def test_a_pick_that_is_no_more_is_met_by_nobody(listed):
    assert nearest(prospects_of(listed), ["gone=nowhere"], ATTRIBUTES)["of"].eq(0).all()


def test_a_list_without_names_is_refused(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("a;b\n1;2\n3;4\n5;6\n", encoding="utf-8")
    with pytest.raises(PortfolioError) as trouble:
        read_list(path, path.name, tmp_path)
    assert trouble.value.message == "refill.trouble.no_names"


def test_behind_deals_stand_firms_that_are_no_customers_each_once():
    deals = [
        ("deal", "lost", None, "Delta Ltd", "2026-01-05", "Food"),
        ("deal", "lost", None, "DELTA LTD.", "2026-03-05", None),
        ("deal", "lost", None, "Won later", "2026-01-05", "Food"),
        ("deal", "won", None, "Won later", "2026-06-05", "Food"),
        ("deal", "lost", 7, "Musterkunde 7 GmbH", "2026-01-05", "Food"),
        ("customer", "lost", None, "Gone", "2026-01-05", "Food"),
        ("deal", "open", None, "Open AG", "2026-01-05", "Medical"),
    ]
    losses = pd.DataFrame(deals, columns=["kind", "status", "customer_id", "name", "date", "industry"])
    losses["date"] = pd.to_datetime(losses["date"])
    evaluation = replace(EVALUATION, portfolio=replace(EVALUATION.portfolio, losses=losses))
    lost, opened = from_deals(evaluation, "lost"), from_deals(evaluation, "open")
    assert lost[["name", "industry"]].to_numpy().tolist() == [["DELTA LTD.", "Food"]]
    assert opened["name"].tolist() == ["Open AG"]


def test_the_list_stays_when_other_files_take_the_portfolios_place(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    workspace, source = Workspace.create(), tmp_path / "list.csv"
    source.write_text("Company;Industry\nAlpha;Food\nBeta;Retail\n", encoding="utf-8")
    kept = uploads.keep(workspace, "list.csv", source)
    workspace.put(uploads.PROSPECTS, {"id": kept.id, "name": kept.name})
    os.utime(uploads.path_of(workspace, kept), (0, 0))
    for month in ("01", "02"):
        source.write_text(
            f"Customer;Date;Net revenue\nGamma;2026-{month}-05;10.00\nDelta;2026-{month}-09;20.00\n", "utf-8"
        )
        uploads.use(workspace, [uploads.keep(workspace, f"{month}.csv", source)])
    assert uploads.prospects(workspace) == kept
    assert uploads.path_of(workspace, kept).read_text("utf-8").startswith("Company")


def test_a_picked_segments_card_says_what_the_segments_table_says():
    table = segments(EVALUATION, "industry", ENGLISH)
    card = pick_table(EVALUATION, [*table.index, "gone=nowhere"], ENGLISH)
    assert card.index.tolist() == table.index.tolist()
    assert card["n"].tolist() == table["n"].tolist()
    for column in ("net", "low", "best_low", "best_high", "lift", "growth"):
        assert card[column].tolist() == pytest.approx(table[column].tolist(), nan_ok=True, abs=0.01)
