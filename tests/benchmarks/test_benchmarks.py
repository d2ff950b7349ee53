"""The benchmark command runs, and its works find what their floors find, at sizes that say nothing."""

import json

import pytest

from tests.benchmarks import figures, invoices
from tests.benchmarks.__main__ import main


def test_the_command_measures_a_row_by_its_name_and_judges_nothing_small(tmp_path, capsys):
    assert main(["how_sure", "--share", "0.001", "--repeats", "1", "--json", str(tmp_path / "lines.json")]) == 0
    (line,) = json.loads((tmp_path / "lines.json").read_text())
    printed = capsys.readouterr().out
    assert line["figure"] > 0 and line["floor"] > 0 and line["name"] in printed
    assert "missed" not in printed


@pytest.mark.parametrize(("form", "floor"), [("international", "query_international"), ("german", "query_german")])
def test_the_portfolio_and_its_floor_find_the_same(form, floor, tmp_path):
    path = str(tmp_path / "lines.csv")
    invoices.write(form, path, 3_000)()
    found = invoices.portfolio(path)()
    assert found == getattr(invoices, floor)(path)()
    assert found["rows"] == 3_000


def test_the_answers_and_their_floor_find_the_same():
    assert invoices.answers(3_000)() == invoices.query_products(3_000)()


def test_the_draws_and_their_floor_find_the_same():
    assert figures.how_sure(60, 300)() == figures.drawn_and_summed(60, 300)()


def test_the_works_without_a_result_run(tmp_path):
    path = str(tmp_path / "lines.xlsx")
    invoices.write("workbook", path, 300)()
    invoices.cells(path)()
    assert invoices.portfolio(path)()["rows"] == 300
    for timed in (figures.every_figure(40), figures.profile(400, 3), figures.workbook(40), figures.same_cells(40)):
        timed()
