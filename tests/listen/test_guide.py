"""The guide leaves with the customer's figures, and comes back with the same answers."""

import io
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.invoices.words import could_buy, fair_price
from analysis.language import Language
from analysis.listen.guide import INTERVIEW, figures, guide, interview_list
from analysis.tag.incoming import Incoming, incoming
from tests.portfolios import make_portfolio

HOSTILE = '=HYPERLINK("http://example.org")'
COLUMNS = ["customer_id", "field", "value", "who", "at", "revision"]
ANSWERED = {
    "why_start": "Wegen der Liefertreue.\nUnd der Beratung.", "what_matters": "-5 % auf alles", "leads_us": 4,
    "pays_fair_price": 1, "marks_note": HOSTILE, "who": "Ada", "when": "2026-11-24", "sure": "heard",
}  # fmt: skip


def fields(said: dict[int, dict], revision: int = 1) -> pd.DataFrame:
    """What ``Workspace.fields("listen.")`` gives for {customer: {field: value}}."""
    rows = [
        (customer, f"listen.{name}", value, "Ada", "2026-11-01T10:00:00+00:00", revision)
        for customer, answers in said.items()
        for name, value in answers.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture(scope="module")
def evaluation():
    portfolio = make_portfolio(8)
    portfolio.customers.loc[3, "name"] = HOSTILE
    return evaluate(portfolio, Assumptions())


def words_of(document: bytes) -> str:
    """The text of a DOCX, read without the library that wrote it."""
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    return "\n".join(node.text or "" for node in root.iter() if node.tag.endswith("}t"))


def compared(tmp_path, evaluation, table, language, here) -> Incoming:
    path = tmp_path / "guide.xlsx"
    path.write_bytes(INTERVIEW.workbook(table, language))
    return incoming(INTERVIEW, INTERVIEW.read(path, path.name, tmp_path), evaluation.customers, here)


@pytest.mark.parametrize("code", ["de", "en"])
def test_the_document_holds_figures_questions_and_answers(evaluation, code):
    language = Language(code)
    text = words_of(guide(evaluation, [2, 3], fields({3: ANSWERED}), language))
    for customer in (2, 3):
        row = evaluation.customers.loc[customer]
        assert row["name"] in text
        assert language.money(row["revenue"]) in text
        assert language.money(row["net_contribution"]) in text
        assert language.text(f"tag.verdict.{row['verdict']}") in text
        assert all(value in text for _, value in figures(evaluation, customer, language))
        assert fair_price(evaluation, customer, language) in text
        assert could_buy(evaluation, customer, language) in text
    assert text.count(language.text("listen.questions.buy_more")) == 2
    assert "Wegen der Liefertreue." in text
    assert language.text("listen.sure_options.heard") in text


@pytest.mark.parametrize("code", ["de", "en"])
def test_the_workbook_holds_figures_and_no_formula(evaluation, code):
    language = Language(code)
    table = interview_list(evaluation, [2, 3], fields({3: ANSWERED}), language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(INTERVIEW.workbook(table, language)))
    head, *rows = book.get_sheet_by_index(0).to_python()
    read = pd.DataFrame(rows, columns=head, index=[2, 3])
    for column in ("revenue", "net_contribution", "orders"):
        assert read[INTERVIEW.header(column, language)].tolist() == pytest.approx(
            evaluation.customers.loc[[2, 3], column].tolist()
        )
    assert read.at[3, INTERVIEW.header("name", language)] == HOSTILE
    assert read.at[3, INTERVIEW.header("marks_note", language)] == HOSTILE


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_filled_list_comes_back_to_the_same_answers(tmp_path, evaluation, code):
    language, nobody = Language(code), fields({})
    table = interview_list(evaluation, [2, 3], fields({3: ANSWERED}), language)
    found = compared(tmp_path, evaluation, table, language, nobody)
    expected = {(f"listen.{name}", 3): value for name, value in ANSWERED.items()}
    assert found.edit(found.changes.index) == expected
    assert set(found.changes["kind"]) == {"new"}
    assert not found.strangers and not found.unread


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=60))
def test_any_answer_comes_back_with_its_words(tmp_path_factory, evaluation, text):
    here = fields({2: {"why_start": text}})
    table = interview_list(evaluation, [2], here, Language("de"))
    found = compared(tmp_path_factory.mktemp("guide"), evaluation, table, Language("de"), here)
    assert set(found.changes["kind"]) <= {"same"}


def test_an_answer_given_here_since_is_a_conflict_and_decided_by_the_user(tmp_path, evaluation):
    language = Language("de")
    table = interview_list(evaluation, [2], fields({2: {"why_start": "Preis"}}), language)
    table[INTERVIEW.header("why_start", language)] = "Service"
    for revision, kind in ((1, "changed"), (9, "conflict")):
        here = fields({2: {"why_start": "Nähe" if revision == 9 else "Preis"}}, revision)
        assert compared(tmp_path, evaluation, table, language, here).changes["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("column", "text", "answer"),
    [
        ("leads_us", "4", 4), ("leads_us", "4,0", 4), ("leads_us", "6", None), ("leads_us", "gut", None),
        ("when", "24.11.2026", "2026-11-24"), ("when", "24/11/2026", "2026-11-24"),
        ("when", "2026-11-24 00:00:00", "2026-11-24"), ("when", "31.02.2026", None), ("when", "gestern", None),
        ("sure", "Vom Kunden gehört", "heard"), ("sure", "guessed", "guessed"), ("sure", "egal", None),
    ],
)  # fmt: skip
def test_what_a_cell_stands_for(column, text, answer):
    assert INTERVIEW.entries[column].read(text) == answer
