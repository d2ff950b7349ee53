"""Money that stands in two tables is never added up unasked, and never dropped unsaid."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from analysis.language import Language
from analysis.upload.load import Loaded, load

LINES = [
    ["Datum", "Kunde", "Netto"],
    ["03.01.2025", "Alpha", 100],
    ["05.01.2025", "Beta", 50],
    ["07.01.2025", "Beta", 25],
]
SUMS = [["Kunde", "Ort", "Umsatz netto"], ["Alpha", "Ulm", 100], ["Beta", "Bonn", 75]]


def workbook(folder: Path, **said) -> Loaded:
    sheets = said.pop("sheets")
    made = Workbook()
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"S{number + 1}")
        for row in rows:
            sheet.append(row)
    made.remove(made["Sheet"])
    made.save(folder / "b.xlsx")
    return load([(folder / "b.xlsx", "b.xlsx")], folder, **said)


def texts(folder: Path, *tables: list[list], **said) -> Loaded:
    files = []
    for number, rows in enumerate(tables):
        name = f"{number}.csv"
        (folder / name).write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
        files.append((folder / name, name))
    return load(files, folder, **said)


def revenue(found: Loaded) -> float:
    return found.portfolio.customers["revenue"].sum()


def asked(found: Loaded, kind: str):
    (question,) = (question for question in found.questions if question.kind == kind)
    for code in ("de", "en"):
        language = Language(code)
        assert question.sentence(language).count("?") == 1
        assert all(language.has(f"questions.{kind}_options.{option}") for option in question.options)
    return question


def test_a_copied_sheet_counts_once_and_says_why(tmp_path):
    found = workbook(tmp_path, sheets=[LINES, LINES])
    assert (revenue(found), found.mappings[1].why) == (175.0, "copy")
    assert found.portfolio.tables[1].reasons == {"copy": 3}
    by_word = workbook(tmp_path, sheets=[LINES, LINES], roles={"b.xlsx:S2": "invoices"})
    assert by_word.mappings[1].roles == ("invoices",)


def test_a_sheet_of_some_rows_of_another_is_asked_about(tmp_path):
    found = workbook(tmp_path, sheets=[LINES, LINES[:3]])
    assert revenue(found) == 175.0
    assert found.portfolio.tables[1].reasons == {"counted_elsewhere": 2}
    question = asked(found, "same_rows")
    assert revenue(workbook(tmp_path, sheets=[LINES, LINES[:3]], answers={question.key: "both"})) == 325.0


def test_two_files_with_the_same_rows_both_count_until_a_person_says_otherwise(tmp_path):
    found = texts(tmp_path, LINES, LINES)
    question = asked(found, "same_rows")
    assert (revenue(found), question.options[0]) == (350.0, "both")
    for answer in ("first", "second"):
        assert revenue(texts(tmp_path, LINES, LINES, answers={question.key: answer})) == 175.0


def test_two_months_are_two_months(tmp_path):
    later = [LINES[0], *([row[0].replace(".01.", ".02."), *row[1:]] for row in LINES[1:])]
    found = texts(tmp_path, LINES, later)
    assert revenue(found) == 350.0 and not [q for q in found.questions if q.kind == "same_rows"]


def test_a_list_with_the_revenue_of_the_invoices_counts_once(tmp_path):
    found = texts(tmp_path, LINES, SUMS)
    assert revenue(found) == 175.0
    assert found.portfolio.customers.set_index("name")["Ort"].to_dict() == {"Alpha": "Ulm", "Beta": "Bonn"}
    question = asked(found, "list_and_invoices")
    assert revenue(texts(tmp_path, LINES, SUMS, answers={question.key: "both"})) == 350.0


def test_a_list_of_other_customers_adds_to_the_invoices(tmp_path):
    others = [SUMS[0], ["Gamma", "Ulm", 10], ["Delta", "Bonn", 7]]
    found = texts(tmp_path, LINES, others)
    assert revenue(found) == 192.0 and not [q for q in found.questions if q.kind == "list_and_invoices"]


def test_two_lists_with_the_same_revenue_are_asked_about(tmp_path):
    wide = [[*row, "x"] for row in SUMS]
    found = texts(tmp_path, SUMS, wide)
    assert revenue(found) == 350.0
    question = asked(found, "same_lists")
    assert revenue(texts(tmp_path, SUMS, wide, answers={question.key: "second"})) == 175.0
    assert revenue(workbook(tmp_path, sheets=[SUMS, wide])) == 175.0


HEAD = ["Rechnungsnr", "Datum", "Kunde", "Netto"]
NUMBERED = [[f"R{day}", f"{day:02d}.03.2025", "ABC"[day % 3], 10 * day] for day in range(1, 15)]


def test_two_exports_that_overlap_a_little_count_the_same_invoices_once(tmp_path):
    found = texts(tmp_path, [HEAD, *NUMBERED[:9]], [HEAD, *NUMBERED[7:]])
    assert (revenue(found), len(found.portfolio.orders)) == (sum(row[3] for row in NUMBERED), 14)
    question = asked(found, "same_invoices")
    assert question.values["n"] == 2
    both = texts(tmp_path, [HEAD, *NUMBERED[:9]], [HEAD, *NUMBERED[7:]], answers={question.key: "both"})
    assert revenue(both) == revenue(found) + 80 + 90


def test_another_day_or_amount_of_the_same_invoice_is_still_the_same_invoice(tmp_path):
    posted = [[number, f"{day[:2]}.04.2025", who, net] for number, day, who, net in NUMBERED]
    gross = [[number, day, who, 1.19 * net] for number, day, who, net in NUMBERED]
    for other in (posted, gross):
        found = texts(tmp_path, [HEAD, *NUMBERED], [HEAD, *other])
        assert asked(found, "same_invoices").values["n"] == 14
        assert len(found.portfolio.orders) == 14


def test_the_same_customers_under_the_same_numbers_are_asked_about(tmp_path):
    other = [[number, day.replace("2025", "2024"), who, net + 7] for number, day, who, net in NUMBERED]
    assert asked(texts(tmp_path, [HEAD, *other], [HEAD, *NUMBERED]), "same_invoices").values["n"] == 14


def test_numbers_given_anew_are_other_invoices(tmp_path):
    year_before = [
        [number, day.replace("2025", "2024"), "ABC"[net % 7 % 3], net + 7] for number, day, _, net in NUMBERED
    ]
    found = texts(tmp_path, [HEAD, *year_before], [HEAD, *NUMBERED])
    assert not [question for question in found.questions if question.kind == "same_invoices"]
    assert (revenue(found), len(found.portfolio.orders)) == (2 * sum(row[3] for row in NUMBERED) + 14 * 7, 28)
