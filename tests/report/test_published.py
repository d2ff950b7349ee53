"""Published figures come out of the workbook too, computed by a spreadsheet program."""

import json

import pytest

from analysis.command import main
from tests.care.test_command_line import SPRING, TIME, drivers
from tests.report.test_workbook import OFFICE, computed

CASES = {
    "Spring Distribution": (
        SPRING,
        drivers(Orders="100", Visits="80", Miles="2", Cases="0.5", Expedited="300"),
        90_787.0,
    ),
    "time-driven ABC": (TIME, drivers(Orders="8min", Inquiries="44min", Credit_checks="50min"), 900_000.0 - 462_880.0),
}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("case", CASES)
def test_the_workbook_computes_the_published_figure(case, tmp_path, capsys):
    table, rates, net = CASES[case]
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    arguments = [str(tmp_path / "table.csv"), "--set", "care.hourly_rate=48", *rates, "--language", "en", "--json"]
    assert main([*arguments, "--report", str(tmp_path / "report.xlsx")]) == 0
    assert json.loads(capsys.readouterr().out)["net_contribution"] == net
    book = computed((tmp_path / "report.xlsx").read_bytes(), tmp_path, {})
    rows = list(book["Customers"].iter_rows(values_only=True))
    assert round(sum(row[rows[0].index("Net contribution")] for row in rows[1:]), 2) == net
