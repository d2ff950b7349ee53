"""The command line: the same figures, one sentence for a mistake, nothing written by it."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from analysis.assumptions import every_name
from analysis.command import main

ROOT = Path(__file__).parents[1]
NAMES = ("kunden.xlsx", "rechnungen.csv", "gutschriften.csv", "zahlungen.csv", "betreuung.csv", "antworten.csv")
SAMPLE = [str(ROOT / "sample_data" / name) for name in NAMES]
DATA = ROOT.parent / "shared" / "data"
REAL = pytest.mark.skipif(not DATA.is_dir(), reason="the real tables are not on this machine")


def run(capsys, *arguments: str) -> dict:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_sample_reconciles_and_every_figure_is_the_sum_of_its_parts(capsys):
    result = run(capsys, *SAMPLE)
    for table in result["tables"]:
        assert table["rows_read"] == table["rows_used"] + table["rows_set_aside"]
        if table["amount_read"] is not None:
            assert round(table["amount_used"] + table["amount_set_aside"], 2) == table["amount_read"]
    invoices = next(table for table in result["tables"] if table["role"] == "invoices")
    assert (invoices["amount_read"], invoices["reasons"]) == (16038350.55, {"total_row": 1, "no_customer": 2})
    known = sum(cost for cost in result["care_cost_by_driver"].values() if cost is not None)
    assert round(known, 2) == result["care_cost"]
    assert round(result["contribution_margin"] - result["care_cost"], 2) == result["net_contribution"]
    assert sum(result["verdicts"].values()) == sum(result["actions"].values()) == result["customers"] == 240
    assert result["whale"]["peak_share"] > 1.3


def test_every_verdict_and_action_occurs_in_the_sample(capsys):
    today = run(capsys, *SAMPLE)
    ambitious = run(capsys, *SAMPLE, "--set", "goals.goal_set=on", "--set", "goals.target=90000000")
    assert all(count > 0 for count in today["verdicts"].values())
    assert {action for action, count in today["actions"].items() if not count} == {"hold"}
    assert ambitious["actions"]["hold"] > 0


def test_an_assumption_set_changes_what_rests_on_it(capsys):
    dear = run(capsys, *SAMPLE, "--set", "care.hourly_rate=130")
    cheap = run(capsys, *SAMPLE)
    assert dear["care_cost_by_driver"]["rework"] == 2 * cheap["care_cost_by_driver"]["rework"]


def test_the_report_holds_the_same_figures(capsys, tmp_path):
    report = tmp_path / "out.xlsx"
    result = run(capsys, *SAMPLE, "--report", str(report))
    rows = list(openpyxl.load_workbook(report)["Customers"].iter_rows(values_only=True))
    assert len(rows) == result["customers"] + 1
    exported, computed = (rows[0].index(word) for word in ("as exported", "Net contribution"))
    assert round(sum(row[exported] for row in rows[1:]), 2) == result["net_contribution"]
    assert all(str(row[computed]).startswith("=ROUND(") for row in rows[1:])


def test_the_summary_is_written_as_it_is_called(capsys, tmp_path):
    for name, begins in (("out.pdf", b"%PDF"), ("OUT.PPTX", b"PK")):
        assert main([SAMPLE[1], "--summary", str(tmp_path / name), "--language", "en"]) == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
        assert name in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv"], "no such file"),
        ([SAMPLE[1], "--role", "rechnungen.csv=bills"], "no role"),
        ([SAMPLE[1], "--role", "other.csv=invoices"], "no table"),
        ([SAMPLE[1], "--map", "rechnungen.csv:Nettobetrag=euros"], "no field"),
        ([SAMPLE[1], "--map", "nonsense"], "does not fit"),
        ([SAMPLE[1], "--set", "care.hourly_rate=dear"], "decimal point"),
        ([SAMPLE[1], "--set", "care.hourly_rate=5000"], "between"),
        ([SAMPLE[1], "--set", "care.nothing=1"], "no assumption"),
        ([SAMPLE[1], "--margin", "2"], "between"),
        ([SAMPLE[1], "--period", "2026-01-01..2025-01-01"], "period"),
        ([SAMPLE[1], "--answer", "foo=1"], "fits no question"),
        ([SAMPLE[1], "--answer", "rechnungen.csv:returns=banana"], "corrections, returns"),
        ([SAMPLE[3].replace("zahlungen", "rechnungen"), "--report", SAMPLE[0]], "there already"),
        ([SAMPLE[1], "--summary", SAMPLE[1]], "there already"),
        ([SAMPLE[1], "--summary", "summary.docx"], "possible here: .pdf, .pptx"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_two(capsys, arguments, said):
    assert main([*arguments, "--language", "en"]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert said in streams.err
    assert len(streams.err.strip().splitlines()) == 1


def test_the_summary_speaks_german(capsys):
    assert main([*SAMPLE, "--language", "de"]) == 0
    assert "240 Kunden, 01.11.2024 bis 31.10.2026" in capsys.readouterr().out


def test_every_assumption_is_documented_with_its_default(capsys):
    assert main(["--assumptions", "--language", "en"]) == 0
    table = capsys.readouterr().out
    assert [name for name in every_name() if f"| `{name}` |" not in table] == []
    assert "| `care.minutes_per_order` | Minutes per order | 8" in table


def test_it_runs_as_a_module():
    result = subprocess.run(
        [sys.executable, "-m", "analysis", SAMPLE[1], "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(result.stdout)["tables"][0]["role"] == "invoices"


@REAL
def test_retail_as_in_the_catalogue(capsys):
    result = run(capsys, str(DATA / "retail" / "Online Retail.xlsx"), "--margin", "0.35")
    table = result["tables"][0]
    assert (table["rows_read"], table["amount_read"]) == (40_000, 706_922.42)
    assert (table["reasons"], table["amount_set_aside"]) == ({"no_customer": 10_057}, 126_889.57)
    assert (result["customers"], result["margin_assumed"]) == (3_621, True)


@REAL
def test_receivables_give_invoices_and_payments_at_once(capsys):
    result = run(capsys, str(DATA / "receivables" / "WA_Fn-UseC_-Accounts-Receivable.csv"))
    assert [table["role"] for table in result["tables"]] == ["invoices", "payments"]
    assert (result["customers"], result["revenue"]) == (100, 147_703.18)


@REAL
def test_tables_that_are_no_portfolio_are_named_as_such(capsys):
    for name in ("crm/sales_teams.csv", "cdnow/customers_summary.csv"):
        assert run(capsys, str(DATA / name))["tables"][0]["role"] == "none"
