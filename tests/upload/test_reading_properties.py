"""Properties of reading: nothing is lost or changed, large files read like small ones, and no bytes break it."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string

from analysis.engine.duck import Duck
from analysis.errors import PortfolioError
from analysis.language import Language
from analysis.upload.files import read_file
from analysis.upload.limits import LIMITS
from analysis.upload.roles import suggest
from analysis.upload.source import SourceTable
from analysis.upload.text import BLANKS
from analysis.upload.typed import make_typed
from analysis.upload.unpack import far_corner

ENDINGS = [".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".zip", ""]

words = st.sampled_from(
    ["Müller", "Meier AG", 'Rohr 5"', "a;b", "x, y", "'=1", "  Weiß ", "", "Zeile 1\nZeile 2", "Öl"]
)
amounts = st.decimals(-(10**6), 10**6, places=2).map(lambda n: f"{n:,.2f}".translate(str.maketrans(",.", ".,")))
days = st.dates().map(lambda day: f"{day:%d.%m.%Y}")
codes = st.integers(0, 99999).map(lambda number: f"{number:05d}")
lines = st.lists(st.tuples(codes, days, words, amounts), min_size=1, max_size=30)
HEADER = ("Beleg", "Datum", "Kunde", "Umsatz")


def read(content: bytes, name: str, folder: Path, **limits: int) -> list[SourceTable]:
    path = folder / "upload"
    path.write_bytes(content)
    return read_file(path, name, folder, limits=replace(LIMITS, **limits))


def written(rows: list[tuple[str, ...]], delimiter: str = ";", end: str = "\n") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows(rows)
    return target.getvalue().encode()


def content_of(table: SourceTable) -> list[tuple[Any, ...]]:
    return table.relation(duckdb.connect()).fetchall()


@settings(max_examples=60, deadline=None)
@given(lines, st.sampled_from(";,\t|"))
def test_what_was_written_is_read_back(rows: list[tuple[str, ...]], delimiter: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (table,) = read(written([HEADER, *rows], delimiter), "u.csv", Path(folder))
        trimmed = [tuple(cell.strip(BLANKS) or None for cell in row) for row in rows]
        assert [row[1:] for row in content_of(table)] == trimmed


ragged = st.lists(st.lists(st.one_of(words, codes, amounts, days), max_size=5), min_size=2, max_size=25)
totals = st.sampled_from([[], [("Summe", "", "", "12,00")], [HEADER], [("Stand: heute",)], [()], [("", "", "", "")]])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(lines, ragged), totals, totals, st.sampled_from(["\n", "\r\n"]))
def test_a_large_file_is_read_like_a_small_one(rows: list[Any], between: Any, after: Any, end: str) -> None:
    half = len(rows) // 2
    content = written([HEADER, *rows[:half], *between, *rows[half:], *after], end=end)
    with tempfile.TemporaryDirectory() as folder:
        small = read(content, "u.csv", Path(folder))
        large = read(content, "u.csv", Path(folder), in_memory_bytes=0)
        if len(small) == 1:  # a large file is not looked through for several tables
            assert [described(table) for table in large] == [described(table) for table in small]


def described(table: SourceTable) -> tuple[Any, ...]:
    columns = [(c.key, c.name, c.filled, c.number, c.date, c.samples) for c in table.columns]
    aside = list(table.set_aside.itertuples(index=False, name=None))
    return columns, content_of(table), table.rows, table.title, aside, table.questions


MANY = [f"R{number:05d};0{number % 9 + 1}.02.2025;Kunde {number % 70};{number % 97},50" for number in range(9_000)]
STRAY = {
    "total in the middle": (4_000, "Summe;;;12,00"),
    "subtotal in the middle": (4_000, "Kunde 7 Ergebnis;;;12,00"),
    "header again": (4_000, ";".join(HEADER)),
    "note in the middle": (4_000, "Seite 3 von 9;;;"),
    "total at the end": (9_000, "Gesamt;;;12,00"),
    "sum at the end": (9_000, ";;;437053,50"),
    "note at the end": (9_000, "Stand: 31.12.2025;;;"),
    "a customer called Total": (4_000, "R9;01.02.2025;Total;1,50"),
    "a line break in a cell": (4_000, 'R9;01.02.2025;"Kunde\n7";1,50'),
    "too few cells": (4_000, "R9;01.02.2025"),
    "too many cells": (4_000, "R9;01.02.2025;x;1,50;mehr"),
    "an empty line": (4_000, ""),
    "empty cells": (4_000, ";;;"),
    "blanks around": (4_000, "  R9 ;01.02.2025; x\u00a0; 1,50 "),
    "a zero byte": (4_000, "R9;01.02.2025;\0x;1,50"),
    "a lone quotation mark": (4_000, 'R9;01.02.2025;5" x;1,50'),
}


@pytest.mark.parametrize("stray", STRAY)
def test_a_row_deep_in_a_large_file_is_judged_as_in_a_small_one(tmp_path: Path, stray: str) -> None:
    place, line = STRAY[stray]
    content = "\n".join([";".join(HEADER), *MANY[:place], line, *MANY[place:]]).encode()
    (small,), (large,) = read(content, "u.csv", tmp_path), read(content, "u.csv", tmp_path, in_memory_bytes=0)
    assert shape_of(large) == shape_of(small)


def shape_of(table: SourceTable) -> tuple[Any, ...]:
    """All that does not depend on how many rows were looked at."""
    columns = [(c.key, c.name, c.filled, c.number, c.date, c.samples) for c in table.columns]
    return columns, list(table.set_aside.itertuples(index=False, name=None)), table.rows, content_of(table)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(alphabet="ab1,.;\t\n\"' |-=€ü\r", max_size=200).map(str.encode),
        st.sampled_from(
            [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"\xff\xfe", b"\xfe\xff"]
        ).flatmap(lambda magic: st.binary(max_size=300).map(lambda rest: magic + rest)),
    ),
    st.sampled_from(ENDINGS),
    st.sampled_from([0, 10**6]),
)
def test_any_bytes_give_tables_or_one_sentence(content: bytes, ending: str, at_once: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            tables = read(content, f"u{ending}", Path(folder), in_memory_bytes=at_once)
        except PortfolioError as error:
            assert error.file and Language("de").has(error.message)
        else:
            assert tables and all(len(content_of(table)) == table.rows for table in tables)


@pytest.mark.parametrize("at_once", [0, 10**6], ids=["large", "small"])
def test_a_stray_byte_far_down_does_not_spoil_the_letters(tmp_path: Path, at_once: int) -> None:
    lines = ["Kunde;Umsatz", *(f"K{number};1,00" for number in range(30_000)), "Müller;2,00", "Ende;3,00"]
    (table,) = read("\n".join(lines).encode("cp1252"), "u.csv", tmp_path, in_memory_bytes=at_once)
    assert content_of(table)[-2][1] == "Müller"


def test_rows_that_many_threads_read_keep_their_numbers(tmp_path: Path) -> None:
    """What is numbered afterwards is what is numbered on the way; every line tells its own number."""
    count = 300_000  # several of the row groups that threads fill
    texts = [f"R{line};01.02.2025;Kunde {line % 7};{line},50" for line in range(2, count)]
    content = "\n".join([";".join(HEADER), *texts, "Gesamt;;;44999249849,00"]).encode()
    (table,) = read(content, "u.csv", tmp_path)
    assert table.lines is not None and list(table.set_aside["reason"]) == ["total_row"]
    (mapping,) = suggest([table], {}, {}, {}, {}, True)
    found = []
    for lines in (table.lines, None):
        engine = Duck()
        make_typed(engine, "typed", replace(table, lines=lines), mapping, "invoices", {})
        found.append(engine.execute("SELECT * FROM typed ORDER BY row").fetchall())
        wrong = "document <> 'R' || row OR amount <> row + 0.5 OR reason IS NOT NULL"
        assert engine.execute(f"SELECT row, amount, reason FROM typed WHERE coalesce({wrong}, TRUE)").fetchall() == [
            (count, None, "total_row")
        ]
    assert found[0] == found[1]


cells_of_a_sheet = st.lists(
    st.one_of(
        st.from_regex(rb' r="[A-C]{0,4}[0-9]{0,8}"?', fullmatch=True),
        st.sampled_from([b"<c", b' s="1"', b' r="', b">"]),
    )
)


@settings(max_examples=300, deadline=None)
@given(cells_of_a_sheet)
def test_the_last_row_and_column_of_a_sheet_are_seen(pieces: list[bytes]) -> None:
    text = b"".join(pieces)
    cells = re.findall(rb' r="([A-Z]{1,3})([0-9]{1,7})"', text)
    columns = [column_index_from_string(letters.decode()) for letters, _ in cells]
    expected = max((int(row) for _, row in cells), default=0), max(columns, default=0)
    assert far_corner(np.frombuffer(text, dtype="uint8")) == expected
