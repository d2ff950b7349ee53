"""A table that is taken away is a table that comes back."""

import csv
import io

import pandas as pd

from analysis import VERSION
from analysis.csv_file import csv_file
from analysis.language import Language
from analysis.upload.load import load
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


def test_the_foot_says_where_a_file_comes_from_and_is_no_row_when_it_comes_back(tmp_path):
    table = pd.DataFrame({"Kundennummer": [10001, 10002], "Kunde": ["A GmbH", "B GmbH"], "Umsatz": [100.5, 200.25]})
    for code in ("de", "en"):
        footer = f'Nord; "Süd", =1+1 · keepworthy {VERSION}'
        path = tmp_path / f"{code}.csv"
        path.write_bytes(csv_file(table, Language(code), footer))
        text = path.read_text(encoding="utf-8-sig")
        *_, empty, (foot,) = csv.reader(io.StringIO(text), delimiter=";" if code == "de" else ",")
        assert (empty, foot) == ([], f"# {footer}")
        portfolio = load([(path, path.name)], tmp_path).portfolio
        assert portfolio.customers["revenue"].tolist() == [100.5, 200.25]
        assert portfolio.set_aside["reason"].tolist() == ["note"]
