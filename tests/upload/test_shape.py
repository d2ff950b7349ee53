"""The shape of a table: header, title, totals, notes, several tables in a sheet, and what is asked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from analysis.errors import PortfolioError
from analysis.language import LANGUAGES, Language
from analysis.upload.files import read_file
from analysis.upload.limits import LIMITS
from analysis.upload.source import SourceTable


def read(text: str, folder: Path, answers: dict[str, str] | None = None, large: bool = False) -> list[SourceTable]:
    path = folder / "u.csv"
    path.write_text(text, encoding="utf-8")
    limits = replace(LIMITS, in_memory_bytes=0) if large else LIMITS
    return read_file(path, "u.csv", folder, answers, limits)


def one(text: str, folder: Path, answers: dict[str, str] | None = None, large: bool = False) -> SourceTable:
    (found,) = read(text, folder, answers, large)
    return found


def read_sheet(
    cells: dict[str, Any], folder: Path, merged: tuple[str, ...] = (), hidden: bool = False
) -> list[SourceTable]:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for place, value in cells.items():
        sheet[place] = value
    for span in merged:
        sheet.merge_cells(span)
    if hidden:
        workbook.create_sheet("leer")
        sheet.sheet_state = "hidden"
    target = io.BytesIO()
    workbook.save(target)
    path = folder / "u.xlsx"
    path.write_bytes(target.getvalue())
    return read_file(path, "u.xlsx", folder)


def names(found: SourceTable) -> list[str]:
    return [column.name for column in found.columns]


def aside(found: SourceTable) -> dict[int, str]:
    return dict(zip(found.set_aside["row"], found.set_aside["reason"], strict=True))


def rows(found: SourceTable) -> list[tuple[Any, ...]]:
    return found.relation(duckdb.connect()).fetchall()


SALES = "Kunde;Datum;Umsatz\nMüller;01.02.2025;100,50\nMeier;02.02.2025;200,25\nSchulz;03.02.2025;50,00\n"
both = pytest.mark.parametrize("large", [False, True], ids=["small", "large"])


@both
def test_title_rows_stand_above_the_header(tmp_path: Path, large: bool) -> None:
    found = one("Umsatzliste 2025;;\nStand: 31.12.2025;;\n\n" + SALES, tmp_path, large=large)
    assert (found.title, names(found)) == (("Umsatzliste 2025", "Stand: 31.12.2025"), ["Kunde", "Datum", "Umsatz"])


@both
def test_row_numbers_are_those_of_the_file(tmp_path: Path, large: bool) -> None:
    found = one("Umsatzliste 2025\n\n" + SALES + "\n\nVogt;04.02.2025;7,00\n", tmp_path, large=large)
    assert [row[0] for row in rows(found)] == [4, 5, 6, 9]


@both
@pytest.mark.parametrize("first_line", ["sep=;", '"sep=;"', "#TYPE System.Object;;", "#TYPE Selected.Invoice"])
def test_a_line_for_programs_is_no_header(tmp_path: Path, first_line: str, large: bool) -> None:
    found = one(f"{first_line}\n{SALES}", tmp_path, large=large)
    assert (names(found), rows(found)[0][0]) == (["Kunde", "Datum", "Umsatz"], 3)


TOTALS = [
    "Summe;;350,75",
    "Gesamt;;350,75",
    "Total:;;350,75",
    "Zwischensumme;;1,00",
    ";Grand total;350,75",
    "Total général;;1,00",
    "Gesamtergebnis;;1,00",
    "Summe EUR;;350,75",
    "Totale;;1,00",
    "* Summe;;350,75",
    ";;350,75",
    ";31.12.2025;350,75",
]


@both
@pytest.mark.parametrize("line", TOTALS)
def test_a_total_is_set_aside(tmp_path: Path, line: str, large: bool) -> None:
    found = one(SALES + line + "\n", tmp_path, large=large)
    assert (aside(found), found.rows) == ({5: "total_row"}, 4)


@both
@pytest.mark.parametrize(
    "line",
    ["Total;04.02.2025;50,00", "Gesamtschule Süd;04.02.2025;5,00", ";;350,74", "Summe AG;;9,00"],
)
def test_what_is_no_total_stays(tmp_path: Path, line: str, large: bool) -> None:
    assert aside(one(SALES + line + "\n", tmp_path, large=large)) == {}


def test_the_sum_need_not_hold_for_a_percentage(tmp_path: Path) -> None:
    text = "Kunde;Ort;Umsatz;Marge\nA;Ulm;100;10 %\nB;Bonn;200;20 %\nC;Kiel;300;30 %\n;;600;23,3 %\n"
    assert aside(one(text, tmp_path)) == {5: "total_row"}


def test_a_total_in_a_list_of_two_columns(tmp_path: Path) -> None:
    assert aside(one("Kunde;Umsatz\nA;100\nB;200\nGesamt;300\n", tmp_path)) == {4: "total_row"}


def test_a_customer_called_total_in_a_list_of_two_columns(tmp_path: Path) -> None:
    assert aside(one("Kunde;Umsatz\nA;100\nTotal;120\nB;200\nC;7\n", tmp_path)) == {}


def test_subtotals_by_customer_as_a_spreadsheet_makes_them(tmp_path: Path) -> None:
    block = "{0};R1;5\n{0};R2;5\n{0} Ergebnis;;10\n"
    text = "Kunde;Beleg;Umsatz\n" + "".join(map(block.format, ("Adam", "Berg", "Cohn")))
    assert list(aside(one(text + "Gesamtergebnis;;30\n", tmp_path)).values()) == ["total_row"] * 4


@both
def test_a_repeated_header_is_set_aside(tmp_path: Path, large: bool) -> None:
    found = one(SALES + SALES, tmp_path, large=large)
    assert (aside(found), found.column("Umsatz").filled) == ({5: "repeated_header"}, 6)


@both
@pytest.mark.parametrize(
    "line", ["Stand: 31.12.2025", "Quelle: ERP;;", "Seite 1 von 1", "\nAlle Angaben ohne Gewähr;;"]
)
def test_notes_at_the_end_are_set_aside(tmp_path: Path, line: str, large: bool) -> None:
    found = one(SALES + line + "\n", tmp_path, large=large)
    assert list(aside(found).values()) == ["note"]


def test_a_customer_of_whom_only_the_name_is_known_stays(tmp_path: Path) -> None:
    found = one("Kunde;Ort;Telefon\nMüller;Ulm;0731 5\nMeier;Bonn;0228 7\nNeumann;;\n", tmp_path)
    assert aside(found) == {}


def test_a_rule_below_the_header_is_set_aside(tmp_path: Path) -> None:
    found = one("kunde|ort|umsatz\n-----|----|------\nA|Ulm|5\nB|Bonn|6\nC|Kiel|7\n", tmp_path)
    assert aside(found) == {2: "note"}


def test_a_report_in_blocks(tmp_path: Path) -> None:
    block = "Verkäufe am {day}\nPerson;Nord;Süd\nAnna;1;2\nBernd;3;4\nSumme;4;6\n\n"
    found = one("".join(block.format(day=f"0{day}.01.2025") for day in range(1, 6)), tmp_path)
    assert found.set_aside.groupby("reason").size().to_dict() == {
        "block_title": 4, "repeated_header": 4, "total_row": 5,
    }  # fmt: skip


def test_names_that_head_groups_are_written_into_their_rows(tmp_path: Path) -> None:
    adam = "Adam,,\n,01/15/2025,1\n,01/16/2025,2\nTotal for Adam,,3\n"
    found = one(f",Date,Amount\n{adam}Berg,,\n,01/17/2025,4\nTotal for Berg,,4\n", tmp_path)
    data = [row for row in rows(found) if row[0] not in aside(found)]
    assert [row[1] for row in data] == ["Adam", "Adam", "Berg"]


def test_a_list_with_rules_as_an_erp_prints_it(tmp_path: Path) -> None:
    rule = "-" * 30 + "\n"
    lines = "|Kunde|Name  | Umsatz  |\n" + rule + "|100  |Müller|1.234,50 |\n|200  |Meier |  200,00-|\n"
    found = one("Umsatzliste\n\n" + rule + lines + rule + "|*    |      |1.034,50 |\n" + rule, tmp_path)
    assert (names(found), found.title, list(aside(found).values())) == (
        ["Kunde", "Name", "Umsatz"],
        ("Umsatzliste",),
        ["note", "note", "total_row", "note"],
    )


def test_aligned_columns_may_have_empty_cells(tmp_path: Path) -> None:
    text = "Kunde      Ort    Umsatz\nAdam GmbH  Ulm     12,50\nBerta AG          100,00\nCäsar KG   Kiel     7,25\n"
    assert [row[1:] for row in rows(one(text, tmp_path))] == [
        ("Adam GmbH", "Ulm", "12,50"),
        ("Berta AG", None, "100,00"),
        ("Cäsar KG", "Kiel", "7,25"),
    ]


@both
def test_empty_columns_are_left_out(tmp_path: Path, large: bool) -> None:
    found = one(
        "Kunde;;Umsatz;\nA;;1\nB;;2\nC;;3\n" if not large else "Kunde;;Umsatz;\nA;;1;\nB;;2;\nC;;3;\n",
        tmp_path,
        large=large,
    )
    assert names(found) == ["Kunde", "Umsatz"]


@both
def test_nameless_columns_have_letters_and_double_names_numbers(tmp_path: Path, large: bool) -> None:
    found = one("Kunde;Wert;Wert;\nA;1;2;x\nB;3;4;y\n", tmp_path, large=large)
    assert names(found) == ["Kunde", "Wert", "Wert (2)", "D"]


def test_too_many_and_too_few_cells_are_kept(tmp_path: Path) -> None:
    found = one("Kunde;Umsatz\nA;1;mehr\nB;2\nC\n", tmp_path)
    assert [row[1:] for row in rows(found)] == [("A", "1", "mehr"), ("B", "2", None), ("C", None, None)]


@both
def test_a_table_of_headers_only_has_no_rows(tmp_path: Path, large: bool) -> None:
    found = one("Kunde;Datum;Umsatz\n\n", tmp_path, large=large)
    assert (names(found), found.rows, rows(found)) == (["Kunde", "Datum", "Umsatz"], 0, [])


HEADERLESS = "K0001;Müller;100,50\nK0002;Meier;200,25\nK0003;Schulz;50,00\n"


@both
def test_a_file_without_a_header_is_asked_about(tmp_path: Path, large: bool) -> None:
    found = one(HEADERLESS, tmp_path, large=large)
    assert (names(found), found.rows, [question.key for question in found.questions]) == (
        ["A", "B", "C"], 3, ["u.csv:header"],
    )  # fmt: skip


@both
def test_the_answer_makes_the_first_row_the_header(tmp_path: Path, large: bool) -> None:
    found = one(HEADERLESS, tmp_path, {"u.csv:header": "first_row"}, large)
    assert (names(found), found.rows) == (["K0001", "Müller", "100,50"], 2)


def test_years_over_amounts_are_a_header(tmp_path: Path) -> None:
    found = one("Kunde;2023;2024\nA;100;200\nB;300;400\n", tmp_path)
    assert names(found) == ["Kunde", "2023", "2024"]


def test_a_line_of_units_belongs_to_the_header(tmp_path: Path) -> None:
    found = one("Kunde;Umsatz;Zeit\n;EUR;Std.\nA;100;2\nB;200;3\n", tmp_path)
    assert names(found) == ["Kunde", "Umsatz EUR", "Zeit Std."]


def test_groups_of_columns_are_joined_with_their_names(tmp_path: Path) -> None:
    found = one(
        ";2023;;2024;\nKunde;Umsatz;DB;Umsatz;DB\nA;1;2;3;4\nB;5;6;7;8\n".replace("2023", "Vorjahr").replace(
            "2024", "Jahr"
        ),
        tmp_path,
    )
    assert names(found) == ["Kunde", "Vorjahr Umsatz", "Vorjahr DB", "Jahr Umsatz", "Jahr DB"]


def test_merged_cells_over_the_header_name_their_columns(tmp_path: Path) -> None:
    cells = {
        "A2": "Kunde",
        "B1": "Umsatz",
        "B2": "Inland",
        "C2": "Ausland",
        "A3": "A",
        "B3": 1,
        "C3": 2,
        "A4": "B",
        "B4": 3,
        "C4": 4,
    }
    (found,) = read_sheet(cells, tmp_path, merged=("B1:C1",))
    assert names(found) == ["Kunde", "Umsatz Inland", "Umsatz Ausland"]


def test_words_merged_over_rows_are_said_in_each(tmp_path: Path) -> None:
    cells = {
        "A1": "Kunde",
        "B1": "Beleg",
        "C1": "Umsatz",
        "A2": "A",
        "B2": "R1",
        "C2": 1,
        "B3": "R2",
        "C3": 2,
        "A4": "B",
        "B4": "R3",
        "C4": 3,
    }
    (found,) = read_sheet(cells, tmp_path, merged=("A2:A3",))
    assert [row[1] for row in rows(found)] == ["A", "A", "B"]


def test_a_table_may_begin_anywhere_in_a_sheet(tmp_path: Path) -> None:
    cells = {
        "F2": "Stand",
        "G2": date(2025, 1, 1),
        "B5": "Kunde",
        "C5": "Umsatz",
        "B6": "A",
        "C6": 1.5,
        "B7": "B",
        "C7": 2,
    }
    (found,) = read_sheet(cells, tmp_path)
    assert (names(found), rows(found)) == (["Kunde", "Umsatz"], [(6, "A", "1.5"), (7, "B", "2")])


def test_two_tables_under_each_other_are_two(tmp_path: Path) -> None:
    cells = {
        "A1": "Kunde",
        "B1": "Umsatz",
        "A2": "A",
        "B2": 1,
        "A3": "B",
        "B3": 2,
        "A6": "Artikel",
        "B6": "Preis",
        "C6": "Lager",
        "A7": "X",
        "B7": 3,
        "C7": 4,
        "A8": "Y",
        "B8": 5,
        "C8": 6,
    }
    found = read_sheet(cells, tmp_path)
    assert [(each.name, names(each), each.rows) for each in found] == [
        ("u.xlsx:Sheet", ["Kunde", "Umsatz"], 2), ("u.xlsx:Sheet (2)", ["Artikel", "Preis", "Lager"], 2),
    ]  # fmt: skip


def test_a_hidden_sheet_is_read_and_said(tmp_path: Path) -> None:
    (found,) = read_sheet({"A1": "Kunde", "B1": "Umsatz", "A2": "A", "B2": 1}, tmp_path, hidden=True)
    assert found.hidden


def test_native_numbers_take_the_mark_of_the_texts_beside_them(tmp_path: Path) -> None:
    cells = {"A1": "Kunde", "B1": "Umsatz", "A2": "A", "B2": 1.5, "A3": "B", "B3": "1.234,56", "A4": "C", "B4": 2}
    (found,) = read_sheet(cells, tmp_path)
    assert [row[2] for row in rows(found)] == ["1,5", "1.234,56", "2"]


def test_a_native_number_is_never_ambiguous(tmp_path: Path) -> None:
    cells = {"A1": "Kunde", "B1": "Menge", "A2": "A", "B2": 1.234, "A3": "B", "B3": 2.345}
    (found,) = read_sheet(cells, tmp_path)
    assert (found.column("Menge").number.decimal_mark, found.questions) == (".", ())  # type: ignore[union-attr]


@both
def test_a_decimal_comma_between_commas_is_refused(tmp_path: Path, large: bool) -> None:
    with pytest.raises(PortfolioError) as raised:
        one("Kunde,Umsatz\nA,100,50\nB,7,25\nC,8,00\n", tmp_path, large=large)
    assert raised.value.message == "errors.split_decimals"


AMBIGUOUS = "Kunde;Menge;Wert\nA;1.234;{a}\nB;2.500;{b}\nC;3.750;{c}\n"


@both
def test_an_ambiguous_number_is_asked_about(tmp_path: Path, large: bool) -> None:
    (question,) = one(AMBIGUOUS.format(a=1, b=2, c=3), tmp_path, large=large).questions
    assert (question.key, question.options, question.needed) == ("u.csv:Menge:decimal_mark", ("comma", "point"), True)


@both
@pytest.mark.parametrize(("mark", "value"), [("comma", ","), ("point", ".")])
def test_the_answer_settles_the_number(tmp_path: Path, mark: str, value: str, large: bool) -> None:
    found = one(AMBIGUOUS.format(a=1, b=2, c=3), tmp_path, {"u.csv:Menge:decimal_mark": mark}, large)
    assert found.column("Menge").number.decimal_mark == value  # type: ignore[union-attr]


def test_the_column_beside_it_tells_how_an_ambiguous_number_is_meant(tmp_path: Path) -> None:
    found = one(AMBIGUOUS.format(a="1,963.10", b="2.50", c="0.5"), tmp_path)
    (question,) = found.questions
    assert (question.likely, question.needed) == ("point", False)


@both
def test_a_date_that_fits_both_orders_is_asked_about(tmp_path: Path, large: bool) -> None:
    (question,) = one("Kunde;Datum\nA;01/02/2025\nB;11/12/2025\nC;03/04/2025\n", tmp_path, large=large).questions
    assert (question.key, question.likely, question.needed) == ("u.csv:Datum:date_order", "day_first", True)


def test_the_answer_settles_the_date(tmp_path: Path) -> None:
    text = "Kunde;Datum\nA;01/02/2025\nB;11/12/2025\nC;03/04/2025\n"
    found = one(text, tmp_path, {"u.csv:Datum:date_order": "month_first"})
    assert found.column("Datum").date.order == "mdy"  # type: ignore[union-attr]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", [HEADERLESS, AMBIGUOUS.format(a=1, b=2, c=3), "K;D\nA;01/02/2025\nB;03/04/2025\n"])
def test_every_question_and_option_has_its_words(tmp_path: Path, text: str, code: str) -> None:
    (question,) = one(text, tmp_path).questions
    options = [Language(code).text(f"questions.{question.kind}_options.{option}") for option in question.options]
    assert question.sentence(Language(code)).endswith("?") and all(options)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("reason", ["total_row", "repeated_header", "block_title", "note"])
def test_every_reason_has_its_words(reason: str, code: str) -> None:
    assert Language(code).has(f"set_aside.{reason}")


def test_leading_zeros_stay(tmp_path: Path) -> None:
    found = one("Kunde;PLZ;Umsatz\nA;01067;5\nB;04109;6\n", tmp_path)
    assert found.column("PLZ").samples == ("01067", "04109")


def test_months_are_neither_numbers_nor_dates(tmp_path: Path) -> None:
    column = one("Monat;Umsatz\n08.2020;1\n10.2020;2\n11.2020;3\n", tmp_path).column("Monat")
    assert (column.number, column.date) == (None, None)


def test_a_lone_inch_sign_does_not_swallow_the_rest(tmp_path: Path) -> None:
    lines = "".join(f"R{number};Rohr;{number},50\n" for number in range(40))
    assert one('Nr;Artikel;Preis\nR99;"2 Zoll;5,00\n' + lines, tmp_path).rows == 41
