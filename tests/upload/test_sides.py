"""Ledgers with two sides: which one is revenue is said, and asked where the other one may hold payments."""

import pytest

from analysis.language import Language
from analysis.upload.load import load

HEAD = "Datum;Beleg;Kunde;{};{}\n"


def loaded(folder, text, **said):
    (folder / "konto.csv").write_text(text, encoding="utf-8")
    return load([(folder / "konto.csv", "konto.csv")], folder, **said)


@pytest.mark.parametrize(("debit", "credit"), [("Soll", "Haben"), ("Debit", "Credit"), ("Débit", "Crédit")])
@pytest.mark.parametrize("empty", ["", "0,00"])
def test_the_side_with_most_entries_is_revenue_and_the_other_takes_back(tmp_path, debit, credit, empty):
    lines = (
        "".join(f"{n:02d}.02.2025;R1{n};Alpha;{n},00;{empty}\n" for n in range(1, 7))
        + f"20.02.2025;G1;Alpha;{empty};5,50\n"
    )
    found = loaded(tmp_path, HEAD.format(debit, credit) + lines.replace("Alpha", "Beta", 1))
    assert found.mappings[0].roles == ("invoices",)
    assert found.portfolio.customers["revenue"].sum() == 21 - 5.5
    table = found.portfolio.tables[0]
    assert (table.rows_used, table.amount_used, table.amount_column) == (7, 15.5, f"{debit} / {credit}")
    assert [question.kind for question in found.questions] == ["debit_credit", "gross_only", "returns"]


def test_a_revenue_account_is_net_and_stands_on_the_other_side(tmp_path):
    lines = "".join(f"{n:02d}.02.2025;R1{n};Kunde {n % 2};;{n},00\n" for n in range(1, 7))
    found = loaded(tmp_path, HEAD.format("Soll", "Haben") + lines + "20.02.2025;G1;Kunde 1;5,50;\n")
    assert found.portfolio.customers["revenue"].sum() == 15.5
    assert "gross_only" not in {question.kind for question in found.questions}


def test_payments_on_the_other_side_are_asked_about(tmp_path):
    lines = "".join(
        f"{n:02d}.02.2025;R1{n};Kunde {n % 2};{n}0,00;\n{n:02d}.03.2025;R1{n};Kunde {n % 2};;{n}0,00\n"
        for n in range(1, 5)
    )
    text = HEAD.format("Soll", "Haben") + lines + "20.03.2025;R20;Kunde 1;7,00;\n"
    asked = loaded(tmp_path, text)
    (question,) = (question for question in asked.questions if question.needed)
    assert (question.kind, question.likely) == ("debit_credit", "debit_alone")
    for code in ("de", "en"):
        assert question.sentence(Language(code)).count("?") == 1
    paid = loaded(tmp_path, text, answers={question.key: "debit_alone"}).portfolio
    assert (paid.customers["revenue"].sum(), paid.tables[0].reasons) == (107.0, {"no_amount": 4})
    assert loaded(tmp_path, text, answers={question.key: "debit"}).portfolio.customers["revenue"].sum() == 7.0


def test_one_side_alone_says_nothing(tmp_path):
    text = "Datum;Beleg;Kunde;Soll;Netto\n03.01.2025;R1;Alpha;7,00;100,00\n04.01.2025;R2;Beta;8,00;50,00\n"
    assert loaded(tmp_path, text).portfolio.customers["revenue"].sum() == 150.0
