"""The sample portfolio: made again it is the same, and what its README promises is in it."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sample_data.make_sample import write_sample
from tests.sample.by_hand import ENCODINGS, END, SAMPLE, figures, lines, master, table


@pytest.fixture(scope="module")
def result() -> pd.DataFrame:
    return figures()


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


@pytest.mark.parametrize("name", ENCODINGS)
def test_making_it_again_gives_the_same_bytes(made_again: Path, name: str) -> None:
    assert (made_again / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_making_it_again_gives_the_same_workbook_cells(made_again: Path) -> None:
    again, committed = (
        list(openpyxl.load_workbook(folder / "kunden.xlsx")["Kunden"].iter_rows(values_only=True))
        for folder in (made_again, SAMPLE)
    )
    assert again == committed


def test_every_file_made_is_a_file_committed(made_again: Path) -> None:
    data = {path.name for path in SAMPLE.iterdir() if path.suffix in (".csv", ".xlsx")}
    assert {path.name for path in made_again.iterdir()} == data


def test_all_together_stay_below_two_megabytes() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.iterdir() if path.suffix in (".csv", ".xlsx")) < 2_000_000


@pytest.mark.parametrize("name", ENCODINGS)
def test_files_are_in_the_encoding_the_readme_says(name: str) -> None:
    content = (SAMPLE / name).read_bytes()
    if ENCODINGS[name] == "cp1252":
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")
    else:
        content.decode("utf-8")
    assert content.startswith(b"\xef\xbb\xbf") == (ENCODINGS[name] == "utf-8-sig")


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_row_has_as_many_cells_as_the_header(name: str) -> None:
    with (SAMPLE / name).open(encoding=ENCODINGS[name], newline="") as file:
        assert len({len(row) for row in csv.reader(file, delimiter=";")}) == 1


def test_the_total_row_is_the_sum_of_the_rows_above() -> None:
    rows = table("rechnungen.csv")
    above, total = rows.iloc[:-1], rows.iloc[-1]
    assert total["Rechnungsnummer"] == "Summe"
    assert above["Nettobetrag"].sum() == pytest.approx(total["Nettobetrag"], abs=0.004)


def test_one_line_stands_twice_and_two_have_no_customer() -> None:
    rows = table("rechnungen.csv").iloc[:-1]
    assert rows.duplicated().sum() == 1
    assert rows.loc[rows["Kundennummer"].isna(), "Nettobetrag"].tolist() == [164.70, 179.00]


def test_the_period_is_two_full_years_to_the_day() -> None:
    days = lines()["Rechnungsdatum"]
    assert (days.min(), days.max()) == (pd.Timestamp(2024, 11, 1), END)


def test_a_credit_stands_in_one_table_only() -> None:
    assert not set(table("gutschriften.csv")["Gutschriftsnummer"]) & set(lines()["Rechnungsnummer"])


def test_payments_are_gross_of_the_invoices() -> None:
    net = lines().groupby("Rechnungsnummer")["Nettobetrag"].sum()
    paid = table("zahlungen.csv").set_index("Rechnungsnummer")["Bruttobetrag"]
    assert (paid - net.loc[paid.index] * 1.19).abs().max() <= 0.0051


@pytest.mark.parametrize("name", ["rechnungen.csv", "gutschriften.csv", "zahlungen.csv", "betreuung.csv",
                                  "antworten.csv"])  # fmt: skip
def test_every_customer_number_is_in_the_master(name: str) -> None:
    assert set(table(name)["Kundennummer"].dropna()) <= set(master().index)


def test_there_are_240_customers_and_each_buys() -> None:
    assert len(master()) == 240
    assert set(lines()["Kundennummer"]) == set(master().index)


def test_no_name_occurs_twice_among_customers_and_prospects() -> None:
    names = [*master()["Kunde"], *table("interessenten.csv")["Firma"]]
    assert len(names) == len(set(names)) == 300


def test_the_longest_name_has_sixty_characters() -> None:
    assert master()["Kunde"].str.len().max() == 60


def test_who_was_won_is_a_customer() -> None:
    deals = table("verluste.csv")
    assert set(deals.loc[deals["Status"] == "gewonnen", "Firma"]) <= set(master()["Kunde"])


def test_who_was_lost_as_a_customer_buys_no_more_after_that_day() -> None:
    lost = table("verluste.csv").query("Art == 'Kunde'").set_index("Firma")["Datum"]
    last = lines().groupby("Kunde")["Rechnungsdatum"].max().loc[lost.index]
    assert len(lost) >= 10
    assert (last < lost).all()


def test_revenue_is_sixteen_million(result: pd.DataFrame) -> None:
    assert 14_000_000 < result["revenue"].sum() < 18_000_000


def test_the_whale_curve_peaks_well_above_the_total(result: pd.DataFrame) -> None:
    curve = result["net"].sort_values(ascending=False).cumsum()
    assert 1.3 < curve.max() / curve.iloc[-1] < 1.8


def test_some_of_the_twenty_biggest_customers_lose_money(result: pd.DataFrame) -> None:
    assert (result.nlargest(20, "revenue")["net"] < 0).sum() == 7


def test_most_customers_are_cheap(result: pd.DataFrame) -> None:
    assert (result["care"] <= 0.3 * result["margin"]).mean() > 0.7


def test_the_best_sit_in_one_corner(result: pd.DataFrame) -> None:
    corner = result["Branche"].isin(["Lebensmitteltechnik", "Medizintechnik"]) & result["Mitarbeiter"].between(50, 200)
    best = result["Strategisch"].eq("ja") & (result["net"] / result["revenue"] >= 0.10)
    assert best[corner].mean() > 5 * best[~corner].mean()


@pytest.mark.parametrize("industry, grows", [("Medizintechnik", True), ("Lebensmitteltechnik", True),
                                             ("Automobilzulieferer", False)])  # fmt: skip
def test_growth_differs_by_industry(industry: str, grows: bool) -> None:
    sold = lines().join(master()["Branche"], on="Kundennummer").query("Branche == @industry")
    year = sold["Rechnungsdatum"].ge("2025-11-01").rename("second")
    before, after = sold.groupby(year)["Nettobetrag"].sum()
    assert (after / before - 1 > 0.1) if grows else (after / before - 1 < -0.1)


def test_the_trade_has_a_season() -> None:
    sold = lines()
    month = sold.groupby(sold["Rechnungsdatum"].dt.month)["Nettobetrag"].sum()
    assert month[10] > 1.4 * month[8]
