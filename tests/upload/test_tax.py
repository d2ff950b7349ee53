"""Tax in the amounts or beside them: the amounts tell, and where they do a person is asked what is likely."""

import pytest

from analysis.upload.load import load


def loaded(folder, header, lines, **said):
    rows = [f"Beleg;Datum;Kunde;{header}"]
    rows += [f"R{n};0{n}.01.2025;{who};{line}" for n, (who, line) in enumerate(zip("ABAB", lines, strict=False), 1)]
    (folder / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    return load([(folder / "t.csv", "t.csv")], folder, **said)


@pytest.mark.parametrize(
    ("header", "lines", "revenue", "asked"),
    [
        # the header says net, the tax beside says otherwise
        ("Subtotal;Taxes", ["119,00;19,00", "238,00;38,00", "107,00;7,00"], 400.0, ("inside", "net")),
        ("Betrag;MwSt", ["119,00;19,00", "238,00;38,00", "1.190,00;190,00"], 1300.0, ("inside", "net")),
        # the header is one that usually holds the tax, but here it does not
        ("Gesamtbetrag;MwSt", ["100,00;19,00", "200,00;38,00", "1.000,00;190,00"], 1300.0, ("net", "inside")),
        ("Gesamtbetrag;MwSt", ["119,00;19,00", "238,00;38,00", "1.190,00;190,00"], 1300.0, ("inside", "net")),
        # no usual rate, or one that can be either: the header decides
        ("Subtotal;Taxes", ["100,00;8,25", "200,00;16,50", "300,00;24,75"], 600.0, None),
        ("Netto;MwSt", ["125,00;25,00", "250,00;50,00"], 375.0, None),
        ("Netto;MwSt", ["100,00;19,00", "200,00;38,00"], 300.0, None),
    ],
)
def test_the_tax_beside_tells_whether_it_is_inside(tmp_path, header, lines, revenue, asked):
    found = loaded(tmp_path, header, lines)
    assert found.portfolio.customers["revenue"].sum() == pytest.approx(revenue)
    questions = {question.kind: question for question in found.questions}
    assert (questions["tax_inside"].options if "tax_inside" in questions else None) == asked
    assert not {"tax_inside", "net_or_gross"} <= questions.keys()
    if asked:
        other = loaded(tmp_path, header, lines, answers={questions["tax_inside"].key: asked[1]})
        assert other.portfolio.customers["revenue"].sum() != pytest.approx(revenue)


def test_amounts_by_rate_of_tax_are_added_up(tmp_path):
    lines = ["100,00;19,00;0,00;0,00;119,00", "200,00;38,00;100,00;7,00;345,00", "0,00;0,00;50,00;3,50;53,50"]
    found = loaded(tmp_path, "Netto 19%;USt 19%;Netto 7%;USt 7%;Brutto", lines)
    assert found.portfolio.customers["revenue"].sum() == 450.0
    taxed = loaded(tmp_path, "Brutto;USt 19%;USt 7%", ["119,00;19,00;0,00", "345,00;38,00;7,00"])
    assert taxed.portfolio.customers["revenue"].sum() == 400.0


def test_codes_of_credits_lower_revenue(tmp_path):
    found = loaded(tmp_path, "Type;Net", ["SI;100,00", "SI;200,00", "SC;50,00"])
    assert found.portfolio.customers["revenue"].sum() == 250.0
    assert [question.kind for question in found.questions if question.kind == "credit_sign"]
