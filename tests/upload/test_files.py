"""Reading files: one small sales list, written by real writers in every format, encoding and form, is one table."""

from __future__ import annotations

import csv
import io
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt
from odf import opendocument, table, text

from analysis.errors import PortfolioError
from analysis.language import Language
from analysis.upload.dates import date_sql
from analysis.upload.files import read_file
from analysis.upload.limits import LIMITS
from analysis.upload.numbers import number_sql
from analysis.upload.source import SourceTable

HEADER = ["Beleg", "Datum", "Kunde", "Umsatz"]
LINES = [
    ("00017", date(2025, 1, 31), "Müller & Söhne GmbH", Decimal("1234.56")),
    ("00018", date(2025, 2, 3), "Café „Zur Post“; Inh. Ößling", Decimal("-89.90")),
    ("00019", date(2025, 12, 24), "Bäckerei Weiß,\nFiliale Süd", Decimal("12345.00")),
    ("00020", date(2025, 3, 5), "O'Neill's 5\" Pipes", Decimal("0.50")),
]
NUMBERS: dict[str, Callable[[Decimal], str]] = {
    "1.234,56": lambda n: f"{n:,.2f}".translate(str.maketrans(",.", ".,")),
    "1,234.56": lambda n: f"{n:,.2f}",
    "1 234,56": lambda n: f"{n:,.2f}".translate(str.maketrans(",.", "\u00a0,")),
    "1'234.56": lambda n: f"{n:,.2f}".replace(",", "'"),
    "1234.5": lambda n: f"{n.normalize():f}",
    "(123,45)": lambda n: (f"({-n})" if n < 0 else f"{n}").replace(".", ","),
    "12,30-": lambda n: (f"{-n}-" if n < 0 else f"{n}").replace(".", ","),
    "€ 1.200": lambda n: "€ " + f"{n:,.2f}".translate(str.maketrans(",.", ".,")),
    "1.200,00 EUR": lambda n: f"{n:,.2f} EUR".translate(str.maketrans(",.", ".,")),
}
DATES = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%m/%d/%Y", "%d-%m-%y", "%d.%m.%Y 16:17", "%Y-%m-%dT16:17:30Z", "%Y%m%d"]


def read(content: bytes, name: str, folder: Path, **limits: int) -> list[SourceTable]:
    path = folder / ("upload" + Path(name).suffix)
    path.write_bytes(content)
    return read_file(path, name, folder / "scratch", limits=replace(LIMITS, **limits))


def sales(found: SourceTable) -> list[tuple[object, ...]]:
    """Number, day, customer and revenue of the lines, by the forms that were found."""
    number, day, customer, revenue = (found.column(name) for name in HEADER)
    assert day.date and revenue.number
    return (
        found.relation(duckdb.connect())
        .select(
            f"{number.key}, {date_sql(day.key, day.date)}, {customer.key}, {number_sql(revenue.key, revenue.number)}"
        )
        .fetchall()
    )


def expected(line_break: str = "\n") -> list[tuple[object, ...]]:
    return [(n, d, c.replace("\n", line_break), r) for n, d, c, r in LINES]


def as_csv(
    delimiter: str = ";", number: str = "1.234,56", day: str = "%d.%m.%Y", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    target = io.StringIO()
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL  # else Python leaves the inner line break bare
    writer = csv.writer(target, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(HEADER)
    writer.writerows([n, d.strftime(day), c, NUMBERS[number](r)] for n, d, c, r in LINES)
    return target.getvalue().encode(encoding)


def as_xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.append(HEADER)
    for n, d, c, r in LINES:
        workbook.active.append([n, datetime.combine(d, datetime.min.time()), c, float(r)])
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def as_xls() -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Umsatz")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for column, name in enumerate(HEADER):
        sheet.write(0, column, name)
    for row, (n, d, c, r) in enumerate(LINES, start=1):
        sheet.write(row, 0, n)
        sheet.write(row, 1, d, day)
        sheet.write(row, 2, c)
        sheet.write(row, 3, float(r))
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def as_ods() -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Umsatz")
    for cells in [HEADER, *LINES]:
        row = table.TableRow()
        for cell in cells:
            if isinstance(cell, date):
                made = table.TableCell(valuetype="date", datevalue=cell.isoformat())
            elif isinstance(cell, Decimal):
                made = table.TableCell(valuetype="float", value=str(cell))
            else:
                made = table.TableCell(valuetype="string")
                for paragraph in str(cell).split("\n"):
                    made.addElement(text.P(text=paragraph))
            row.addElement(made)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def as_parquet() -> bytes:
    numbers, days, customers, revenues = zip(*LINES, strict=True)
    target = io.BytesIO()
    pq.write_table(pa.table(dict(zip(HEADER, [numbers, days, customers, revenues], strict=True))), target)
    return target.getvalue()


def as_database(kind: str) -> bytes:
    """An SQLite or DuckDB file, written where its library wants it: on disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "u.db"
        connection: Any = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
        money = "REAL" if kind == "sqlite" else "DECIMAL(12,2)"
        connection.execute(f"CREATE TABLE sales (Beleg VARCHAR, Datum DATE, Kunde VARCHAR, Umsatz {money})")
        rows = [(number, str(day), customer, float(revenue)) for number, day, customer, revenue in LINES]
        connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", rows)
        connection.commit()
        connection.close()
        return path.read_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("day", DATES)
def test_every_way_to_write_numbers_and_dates_gives_the_same_table(tmp_path: Path, number: str, day: str) -> None:
    (found,) = read(as_csv(number=number, day=day), "umsatz.csv", tmp_path)
    assert sales(found) == expected()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("at_once", [10**6, 0], ids=["small", "large"])
def test_every_encoding_and_delimiter_gives_the_same_table(
    tmp_path: Path, encoding: str, delimiter: str, end: str, at_once: int
) -> None:
    content = as_csv(delimiter, encoding=encoding, end=end)
    (found,) = read(content, "umsatz.csv", tmp_path, in_memory_bytes=at_once)
    assert sales(found) == expected()


def test_the_euro_sign_of_windows_is_read(tmp_path: Path) -> None:
    (found,) = read(as_csv(number="€ 1.200", encoding="cp1252"), "umsatz.csv", tmp_path)
    assert found.column("Umsatz").number.currencies == ("EUR",)  # type: ignore[union-attr]


def test_a_delimiter_inside_quotes_separates_nothing(tmp_path: Path) -> None:
    lines = ["Kunde,Grund,Betrag", *(f'"A{n} GmbH","spät; und kühl",{n}.50' for n in range(9))]
    (table,) = read("\n".join(lines).encode(), "a.csv", tmp_path)
    assert [column.name for column in table.columns] == ["Kunde", "Grund", "Betrag"]
    assert table.head(1).iloc[0, 1] == "spät; und kühl"


def test_inches_are_no_quotation_marks(tmp_path: Path) -> None:
    lines = ["Kunde,Ware,Betrag", *(f'A{n} GmbH,Rohr 5" lang,{n}.50' for n in range(9))]
    (table,) = read("\n".join(lines).encode(), "a.csv", tmp_path)
    assert table.head(1).iloc[0, 1] == 'Rohr 5" lang'


def test_runs_of_blanks_separate_columns(tmp_path: Path) -> None:
    lines = [f"{n}    {d:%d.%m.%Y}   {c.split(',')[0]:30}{r}" for n, d, c, r in LINES]
    content = ("Beleg    Datum        Kunde                         Umsatz\n" + "\n".join(lines)).encode()
    (found,) = read(content, "umsatz.txt", tmp_path)
    assert sales(found) == [(n, d, c.split(",")[0], r) for n, d, c, r in LINES]


@pytest.mark.parametrize(
    ("name", "write"), [("u.xlsx", as_xlsx), ("u.xlsm", as_xlsx), ("u.xls", as_xls), ("u.ods", as_ods)]
)
def test_every_workbook_gives_the_same_table(tmp_path: Path, name: str, write: Callable[[], bytes]) -> None:
    (found,) = read(write(), name, tmp_path)
    assert sales(found) == expected()


def test_a_large_sheet_gives_the_same_table(tmp_path: Path) -> None:
    (found,) = read(as_xlsx(), "u.xlsx", tmp_path, in_memory_rows=0)
    assert (found.name, sales(found)) == ("u.xlsx:Sheet", expected())


def test_parquet_gives_the_same_table(tmp_path: Path) -> None:
    (found,) = read(as_parquet(), "u.parquet", tmp_path)
    assert sales(found) == expected()


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_database_gives_the_same_table(tmp_path: Path, kind: str) -> None:
    (found,) = read(as_database(kind), "u.db", tmp_path)
    assert sales(found) == expected()


@pytest.mark.parametrize(
    ("name", "write"), [("u.csv", as_csv), ("u.xlsx", as_xlsx), ("u.ods", as_ods), ("u.parquet", as_parquet)]
)
def test_a_file_in_a_zip_gives_the_same_table(tmp_path: Path, name: str, write: Callable[[], bytes]) -> None:
    content = zipped({"export/": b"", f"export/{name}": write(), "__MACOSX/export/._u": b"\0\5", ".DS_Store": b"\0"})
    (found,) = read(content, "alles.zip", tmp_path)
    assert (found.file, sales(found)) == (f"alles.zip/export/{name}", expected())


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    (found,) = read(as_xlsx(), "umsatz.csv", tmp_path)
    assert sales(found) == expected()


def test_a_text_export_called_xls_is_read(tmp_path: Path) -> None:
    (found,) = read(as_csv("\t"), "umsatz.xls", tmp_path)
    assert sales(found) == expected()


def encrypted() -> bytes:
    """An old workbook whose stream is called as Excel calls a workbook with a password."""
    content, name = as_xls(), "EncryptedPackage".encode("utf-16-le")
    place = content.index("Workbook".encode("utf-16-le"))
    return content[:place] + name.ljust(64, b"\0") + bytes([len(name) + 2]) + content[place + 65 :]


def circling_xls() -> bytes:
    """An old workbook in which a sector is followed by itself, without end."""
    content = bytearray(as_xls())
    (sector,) = struct.unpack_from("<I", content, 76)
    struct.pack_into("<I", content, (sector + 1) * 512, 0)
    return bytes(content)


def shapeless_xls() -> bytes:
    """An old workbook with a sheet that says its last row comes before its first."""
    content = as_xls()
    place = content.index(b"\x00\x02\x0e\x00") + 4
    return content[:place] + struct.pack("<IIHH", 9, 3, 0, 4) + content[place + 12 :]


def ods_with(change: Callable[[bytes], bytes]) -> bytes:
    """The ODS file with its sheets changed, and all else right."""
    source, target = zipfile.ZipFile(io.BytesIO(as_ods())), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(name, change(part) if name == "content.xml" else part)
    return target.getvalue()


BROKEN = [
    ("leer.csv", b"", "empty_file"),
    ("leer.xlsx", b"", "empty_file"),
    ("blanks.csv", b"\xef\xbb\xbf \r\n\r\n", "empty_file"),
    ("text.xlsx", b"Kunde;Umsatz\nA;1\n", "not_a_workbook"),
    ("text.ods", b"Kunde;Umsatz\nA;1\n", "not_a_workbook"),
    ("zip.xlsx", zipped({"a.csv": b"a;b\n1;2\n"}), "not_a_workbook"),
    ("halb.xlsx", as_xlsx()[:3000], "broken_workbook"),
    ("halb.xls", as_xls()[:3000], "broken_workbook"),
    ("halb.ods", as_ods()[:1500], "broken_workbook"),
    ("halb-innen.ods", ods_with(lambda part: part[:-200]), "broken_workbook"),
    ("halb.parquet", as_parquet()[:-20], "broken_parquet"),
    ("halb.zip", zipped({"a.csv": b"a;b\n1;2\n" * 99})[:60], "broken_archive"),
    ("kreis.xls", circling_xls(), "broken_workbook"),
    ("formlos.xls", shapeless_xls(), "broken_workbook"),
    ("geheim.xlsx", encrypted(), "password"),
    ("junk.csv", bytes(range(256)) * 20, "binary_file"),
    ("seite.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
    ("rechnung.pdf", b"%PDF-1.7\n...", "other_kind"),
    ("daten.json", b'[{"kunde": "A"}]', "other_kind"),
    ("leer.zip", zipped({}), "empty_archive"),
    ("nur-ordner.zip", zipped({"a/": b""}), "empty_archive"),
    ("zip.zip", zipped({"innen.zip": zipped({"a.csv": b"a;b\n1;2\n"})}), "nested_archive"),
    ("u.xlsb", zipped({"xl/workbook.bin": b"\0"}), "binary_workbook"),
]


@pytest.mark.parametrize(("name", "content", "message"), BROKEN, ids=[case[0] for case in BROKEN])
def test_what_cannot_be_read_is_named_with_a_remedy(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(PortfolioError) as raised:
        read(content, name, tmp_path)
    assert (raised.value.message, raised.value.file and raised.value.file.split("/")[0]) == (f"errors.{message}", name)


@pytest.mark.parametrize("code", ["de", "en"])
def test_an_error_is_one_sentence_that_begins_with_the_place(tmp_path: Path, code: str) -> None:
    with pytest.raises(PortfolioError) as raised:
        read(b"Kunde;Umsatz\nA;1\n", "text.xlsx", tmp_path)
    assert raised.value.sentence(Language(code)).startswith("text.xlsx: ")


def wide_xlsx(columns: int) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.append(list(range(columns)))
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def far_xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["ALL1048576"] = "a", "b"
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def repeated_ods() -> bytes:
    """A few bytes that say: a row of a thousand cells, a million times."""
    return ods_with(
        lambda part: part.replace(
            b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'
        ).replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="200" ')
    )


LIMITED = [
    ("breit.xlsx", wide_xlsx(1200), {}, "too_many_columns"),
    ("breit.csv", b";".join([b"x"] * 1200), {}, "too_many_columns"),
    ("weit.xlsx", far_xlsx(), {}, "too_many_cells"),
    ("bombe.ods", repeated_ods(), {}, "too_many_cells"),
    ("bombe.zip", zipped({"a.csv": b"a;b\n" * 10**6}), {"archive_bytes": 10**6}, "too_large_unpacked"),
    ("bombe.xlsx", as_xlsx(), {"workbook_bytes": 5000}, "too_large_unpacked"),
    ("viele.zip", zipped({f"{i}.csv": b"a;b\n" for i in range(20)}), {"members": 10}, "too_many_members"),
]


@pytest.mark.parametrize(("name", "content", "limits", "message"), LIMITED, ids=[case[0] for case in LIMITED])
def test_what_is_beyond_a_limit_is_refused(
    tmp_path: Path, name: str, content: bytes, limits: dict[str, int], message: str
) -> None:
    with pytest.raises(PortfolioError) as raised:
        read(content, name, tmp_path, **limits)
    assert raised.value.message == f"errors.{message}"


def test_a_name_with_a_pattern_in_it_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "umsatz [2025] *.csv"
    path.write_bytes(as_csv(end="\n").replace(b"\nFiliale", b" Filiale"))
    (found,) = read_file(path, path.name, tmp_path, limits=replace(LIMITS, in_memory_bytes=0))
    assert sales(found) == expected(" ")


def test_a_member_cannot_leave_the_folder(tmp_path: Path) -> None:
    read(zipped({"../../raus.csv": as_csv()}), "u.zip", tmp_path)
    assert not list(tmp_path.parent.glob("raus*")) and not list(tmp_path.glob("raus*"))
