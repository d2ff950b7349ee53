"""Care costs of which nothing is known are no zero."""

from analysis.assumptions import Assumptions
from analysis.care.answer import figures
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.upload.load import load


def test_care_costs_of_which_nothing_is_known_are_no_zero(tmp_path):
    text = "Kunde;Datum;Beleg;Nettobetrag\nAlpha GmbH;02.01.2025;R1;100,00\nBeta AG;03.02.2025;R2;50,00\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    portfolio = load([(tmp_path / "r.csv", "r.csv")], tmp_path).portfolio
    language = Language("de")
    said = dict(figures(evaluate(portfolio, Assumptions()), language))
    assert said[language.text("care.words.care_cost")] == language.text("parts.unknown")
    assert said[language.text("care.words.contribution_margin")] == said[language.text("care.words.net_contribution")]
