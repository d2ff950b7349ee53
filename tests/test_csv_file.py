"""A table that is taken away is a table that comes back."""

import io

import pandas as pd

from analysis.csv_file import csv_file
from analysis.language import Language
from tests.hostile import TEXTS


def test_texts_stay_texts_and_figures_exact_in_both_languages():
    table = pd.DataFrame({"=name": list(TEXTS), "€": 1234.567 * pd.RangeIndex(len(TEXTS)).to_numpy() - 2000})
    table["day"] = pd.to_datetime("2026-11-23")
    table.loc[0, ["€", "day"]] = None
    german, english = (csv_file(table, Language(code)).decode("utf-8-sig") for code in ("de", "en"))
    assert german.splitlines()[0] == "'=name;€;day"
    assert english.splitlines()[0] == "'=name,€,day"
    for text, separator, decimal in ((german, ";", ","), (english, ",", ".")):
        read = pd.read_csv(io.StringIO(text), sep=separator, decimal=decimal)
        assert [cell.removeprefix("'") for cell in read["'=name"]] == list(TEXTS)
        assert not [cell for cell in read["'=name"] if cell[0] in "=+-@"]
        assert read["€"].dropna().tolist() == table["€"].dropna().tolist()
        assert read["day"].isna().tolist() == [True, *[False] * (len(TEXTS) - 1)]
