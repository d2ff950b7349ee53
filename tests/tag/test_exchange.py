"""The list goes out and comes back: nothing is computed by a spreadsheet, nothing is overwritten unasked."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.tag.exchange import TAGS, tagged_list
from analysis.tag.incoming import Incoming, incoming
from tests.portfolios import make_portfolio

GERMAN = Language("de")
HOSTILE = '=HYPERLINK("http://example.org")'
NOBODY = pd.DataFrame(columns=["customer_id", "field", "value", "who", "at", "revision"])


def said(*answers: tuple[int, str, str, int]) -> pd.DataFrame:
    """What ``Workspace.fields("tag.")`` gives for (customer, question, answer, revision)."""
    rows = [
        (customer, f"tag.{question}", value, "Ada", "2026-11-01T10:00:00+00:00", revision)
        for customer, question, value, revision in answers
    ]
    return pd.DataFrame(rows, columns=NOBODY.columns)


def evaluated(fields: pd.DataFrame = NOBODY) -> Evaluation:
    portfolio = make_portfolio(8)
    portfolio.customers.loc[3, "name"] = HOSTILE
    spoken = fields.assign(question=fields["field"].str.removeprefix("tag."))
    answers = spoken.pivot(index="customer_id", columns="question", values="value") if len(fields) else None
    return evaluate(portfolio, Assumptions(), answers)


def exported(fields: pd.DataFrame = NOBODY, language: Language = GERMAN) -> pd.DataFrame:
    evaluation = evaluated(fields)
    return tagged_list(evaluation, evaluation.customers.index, fields, language)


def back(tmp_path: Path, content: bytes, name: str) -> pd.DataFrame:
    path = tmp_path / name
    path.write_bytes(content)
    return TAGS.read(path, name, tmp_path)


def compared(tmp_path: Path, table: pd.DataFrame, fields: pd.DataFrame) -> Incoming:
    read = back(tmp_path, TAGS.workbook(table, GERMAN), "liste.xlsx")
    return incoming(TAGS, read, evaluated(fields).customers, fields)


def test_a_name_that_looks_like_a_formula_is_text_in_the_workbook():
    sheet = openpyxl.load_workbook(io.BytesIO(TAGS.workbook(exported(), GERMAN))).active
    cell = sheet.cell(4, 2)
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


def test_a_name_that_looks_like_a_formula_is_prefixed_in_csv():
    text = TAGS.csv(exported(), GERMAN).decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ';"=' not in text


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize(("write", "name"), [(TAGS.workbook, "liste.xlsx"), (TAGS.csv, "liste.csv")])
def test_what_goes_out_comes_back_the_same(tmp_path, code, write, name):
    language, fields = Language(code), said((2, "profitable", "no", 1), (3, "note", "-5 % gewünscht", 2))
    read = back(tmp_path, write(exported(fields, language), language, "Nord & Süd · keepworthy"), name)
    found = incoming(TAGS, read, evaluated(fields).customers, fields)
    assert set(found.changes["kind"]) == {"same"}
    assert len(found.changes) == 2
    assert not found.strangers
    assert read.loc[read["key"] == "K000003", "name"].item() == HOSTILE


def test_an_answer_where_nobody_had_answered_is_new(tmp_path):
    table = exported()
    table.loc[5, "Profitabel?"] = "ja"
    found = compared(tmp_path, table, NOBODY)
    assert found.changes[["customer_id", "question", "there", "kind"]].values.tolist() == [
        [5, "profitable", "yes", "new"]
    ]


def test_a_colleague_may_change_the_answer_the_list_left_with(tmp_path):
    fields = said((5, "profitable", "no", 1))
    table = exported(fields)
    table.loc[5, "Profitabel?"] = "ja"
    assert compared(tmp_path, table, fields).changes["kind"].tolist() == ["changed"]


def test_an_answer_given_here_since_the_list_left_is_a_conflict(tmp_path):
    table = exported(said((5, "profitable", "no", 1)))
    table.loc[5, "Profitabel?"] = "ja"
    later = said((5, "profitable", "open", 9))
    changes = compared(tmp_path, table, later).changes
    assert changes[["here", "there", "kind", "who"]].values.tolist() == [["open", "yes", "conflict", "Ada"]]


def test_a_note_on_one_customer_adds_none_to_the_others(tmp_path):
    fields = said((3, "note", "ruft freitags an", 1))
    assert compared(tmp_path, exported(fields), fields).changes["customer_id"].tolist() == [3]


def test_an_empty_cell_takes_nothing_back(tmp_path):
    table = exported()
    later = said((5, "profitable", "no", 3))
    assert compared(tmp_path, table, later).changes.empty


def test_rows_that_name_no_customer_and_words_that_are_no_answer_are_told(tmp_path):
    table = exported()
    table.loc[5, "Profitabel?"] = "manchmal"
    table.loc[6, ["Kundennummer", "Kunde", "Profitabel?"]] = ["K9", "Fremd & Partner KG", "ja"]
    found = compared(tmp_path, table, NOBODY)
    assert found.strangers == ("K9 · Fremd & Partner KG",)
    assert found.unread == ("Musterkunde 5 GmbH: manchmal",)
    assert found.changes.empty


def test_a_list_without_numbers_finds_customers_by_their_only_name(tmp_path):
    table = exported().drop(columns=["Kundennummer"])
    table.loc[5, "Strategisch wichtig?"] = "x"
    assert compared(tmp_path, table, NOBODY).changes["customer_id"].tolist() == [5]


def test_taking_a_change_is_one_edit_of_the_workspace(tmp_path):
    table = exported()
    table.loc[[5, 7], "Profitabel?"] = "ja"
    found = compared(tmp_path, table, NOBODY)
    assert found.edit(found.changes.index) == {("tag.profitable", 5): "yes", ("tag.profitable", 7): "yes"}


def test_a_file_without_answers_says_so(tmp_path):
    with pytest.raises(PortfolioError, match=r"preise\.csv"):
        back(tmp_path, b"Artikel;Preis\nA;1,00\nB;2,00\n", "preise.csv")
