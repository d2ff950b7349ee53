"""Late payment on real receivables, where the file is at hand."""

from pathlib import Path

import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import Evaluation, evaluate
from analysis.money import cents
from analysis.upload.load import load

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "receivables"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the real tables are not on this machine")


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    file = next(FOLDER.glob("*.csv"))
    loaded = load([(file, file.name)], tmp_path_factory.mktemp("receivables"))
    assert loaded.portfolio is not None
    return evaluate(loaded.portfolio, Assumptions())


def test_euro_days_late_are_those_of_the_catalogue(evaluation: Evaluation) -> None:
    assert round(evaluation.customers["euro_days_late"].sum(), 2) == 527_462.78


def test_each_customer_pays_interest_on_them_to_the_cent(evaluation: Evaluation) -> None:
    expected = cents(evaluation.customers["euro_days_late"] * 0.08 / 365)
    assert evaluation.customers["care_late_payment"].tolist() == expected.tolist()
