"""The workbook, computed anew by a spreadsheet program, shows what the app shows."""

import io
import shutil
import subprocess
from dataclasses import asdict, replace
from datetime import date
from itertools import product
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analysis import VERSION
from analysis.assumptions import Assumptions
from analysis.care.outcome import Terms, outcome
from analysis.care.own import OwnDriver
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.portfolio import Portfolio
from analysis.refill.segments import segments
from analysis.report.live import name_in_book
from analysis.report.made import Made
from analysis.report.sheets import TABLE
from analysis.report.workbook import write_workbook
from analysis.upload.load import load
from analysis.workspace.database import Entry

SAMPLE = Path(__file__).parents[2] / "sample_data"
FILES = ("kunden.xlsx", "rechnungen.csv", "gutschriften.csv", "zahlungen.csv", "betreuung.csv")
OFFICE = shutil.which("soffice")
GERMAN = Language("de")
CHANGED = {
    "care.hourly_rate": 83.0,
    "care.interest": 0.1125,
    "care.unjustified_share": 0.35,
    "care.time_equation": True,
    "care.time_lines": False,
    "care.time_deliveries": True,
    "care.time_late_invoices": True,
    "care.small_orders": True,
    "upload.variable_share": 0.85,
    "upload.margin": 0.2,
}
OWN = (OwnDriver("Fahrten", "orders", 3.35), OwnDriver("Prüfung", "lines", 1.5, per="minutes"))


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory) -> Portfolio:
    found = load([(SAMPLE / name, name) for name in FILES], tmp_path_factory.mktemp("scratch")).portfolio
    some = found.customers.index[::3]
    customers = found.customers.copy()  # a third without known cost, so that the assumed margin counts
    customers.loc[some, ["revenue_with_cost", "cost"]] = 0.0
    customers.loc[some, "aggravation_level"] = 3.0
    return replace(found, customers=customers)


TERMS = Terms(price=0.035, loss=0.02, hours=0.45, fee=0.3, risk=0.15)
"""Levers set for ``LEVERED``."""
LEVERED = (3, 17)


def written(evaluation: Evaluation, language: Language = GERMAN) -> bytes:
    file = io.BytesIO()
    rows = [
        (customer, f"lever.{name}", value, "", "2026-11-20T10:00:00+00:00", at)
        for at, (customer, (name, value)) in enumerate(product(LEVERED, asdict(TERMS).items()))
    ]
    fields = pd.DataFrame(rows, columns=["customer_id", "field", *Entry._fields])
    write_workbook(file, evaluation, language, Made("Nord & Süd", fields, date(2026, 11, 24)))
    return file.getvalue()


def computed(content: bytes, folder: Path, changes: dict[str, float | bool]) -> openpyxl.Workbook:
    """The workbook with ``changes`` typed into its named cells, computed by LibreOffice."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in changes.items():
        ((sheet, place),) = book.defined_names[name_in_book(name)].destinations
        book[sheet][place] = value
    book.save(folder / "book.xlsx")
    command = [str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "out"), str(folder / "book.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return openpyxl.load_workbook(folder / "out" / "book.xlsx", data_only=True)


def by_header(sheet: Worksheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("changes", [{}, CHANGED], ids=["as exported", "changed"])
def test_a_spreadsheet_computes_what_the_app_shows_to_the_cent(portfolio, tmp_path, changes):
    exported = evaluate(portfolio, Assumptions(), own=OWN)
    book = computed(written(exported), tmp_path, changes)
    shown = evaluate(portfolio, Assumptions().changed(changes), own=OWN)

    rows = list(book["Kunden"].iter_rows(values_only=True))
    for word, column in (
        ("Umsatz", "revenue"),
        ("Deckungsbeitrag I", "contribution_margin"),
        ("Betreuungskosten", "care_cost"),
        ("Kundendeckungsbeitrag", "net_contribution"),
    ):
        assert [row[rows[0].index(word)] for row in rows[1:]] == shown.customers[column].tolist(), word
    lines = {row[0]: row[1] for row in book["Zusammenfassung"].iter_rows(values_only=True)}
    assert lines["Kundendeckungsbeitrag"] == shown.total("net_contribution")
    assert lines["Kunden mit Verlust"] == shown.whale.losing_customers
    curve = list(book["Kundenergebniskurve"].iter_rows(values_only=True))
    assert round(curve[-1][2], 2) == shown.total("net_contribution")
    assert round(max(row[2] for row in curve[1:]), 2) == round(shown.whale.peak_total, 2)
    care = shown.customers.set_index("name")["care_cost"]
    dearest = list(book["Teuerste Kunden"].iter_rows(min_row=2, values_only=True))
    assert [round(sum(row[1:]), 2) for row in dearest] == [care[row[0]] for row in dearest]
    levers = by_header(book["Hebel"])
    for customer in LEVERED:
        (row,) = [row for row in levers if row[GERMAN.text("report.number")] == shown.customers.at[customer, "key"]]
        after = outcome(shown, pd.Index([customer]), TERMS)
        assert row["mit den gesetzten Hebeln"] == after.net_after
        assert row["mit dem Risiko im Mittel"] == after.expected
    net = shown.customers.set_index("key")["net_contribution"]
    assert [row["Kundendeckungsbeitrag"] for row in levers] == [
        net[row[GERMAN.text("report.number")]] for row in levers
    ]
    rows = by_header(book["Segmente"])
    for attribute in shown.portfolio.attributes:
        brought = segments(shown, attribute, GERMAN, intervals=False).set_index("segment")
        told = {row["Segment"]: row for row in rows if row[GERMAN.text("report.attribute")] == attribute}
        assert {word: row["Ergebnis"] for word, row in told.items()} == brought["net"].round(2).to_dict()
        means = {word: row["Ergebnis je Kunde"] for word, row in told.items()}
        assert means == pytest.approx(brought["mean"].to_dict(), abs=0.0051)
    wrong = [cell.value for sheet in book for row in sheet for cell in row if str(cell.value).startswith("#")]
    assert wrong == []


def test_every_formula_reads_a_named_assumption_that_exists(portfolio):
    book = openpyxl.load_workbook(io.BytesIO(written(evaluate(portfolio, Assumptions(), own=OWN))))
    assert {"care_hourly_rate", "care_interest", "upload_margin", "care_intangible"} <= set(book.defined_names)
    for name, defined in book.defined_names.items():
        if name.startswith(TABLE):
            continue
        ((sheet, place),) = defined.destinations
        room, _, entry = name.partition("_")
        assert book[sheet][place].value == Assumptions().value(f"{room}.{entry}"), name


def test_each_sheet_says_whose_it_is_and_by_what(portfolio):
    book = openpyxl.load_workbook(io.BytesIO(written(evaluate(portfolio, Assumptions()))))
    assert all(sheet.oddFooter.left.text.startswith("Nord && Süd · 01.11.2024") for sheet in book)
    assert all(
        sheet.oddFooter.left.text.endswith(f"Standard · keepworthy {VERSION} · 24.11.2026")
        and sheet.freeze_panes == "A2"
        for sheet in book
    )
    drawn = ("Kundenergebniskurve", "Kostentreiber", "Teuerste Kunden", "Segmente")
    assert [len(book[name]._charts) for name in drawn] == [1] * len(drawn)


def test_each_table_is_named_filtered_and_set_for_a4(portfolio):
    book = openpyxl.load_workbook(io.BytesIO(written(evaluate(portfolio, Assumptions()))))
    named = [next(defined.destinations) for name, defined in book.defined_names.items() if name.startswith(TABLE)]
    assert {sheet for sheet, _ in named} == set(book.sheetnames) - {"Zusammenfassung", "Plan"}
    for sheet, cells in named:
        assert book[sheet].auto_filter.ref == book[sheet].dimensions == cells.replace("$", "")
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape"), sheet.title


def test_the_version_is_the_projects_own():
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{VERSION}"\n' in project


def test_a_long_name_leaves_the_footer_as_long_as_a_spreadsheet_takes(portfolio):
    file, made = io.BytesIO(), Made("R&D & " * 40, day=date(2026, 11, 24))
    write_workbook(file, evaluate(portfolio, Assumptions()), GERMAN, made)
    (footer,) = {sheet.oddFooter.left.text for sheet in openpyxl.load_workbook(file)}
    assert 200 < len(footer) + len("&L&R&P / &N") <= 255 and footer.endswith("24.11.2026")
