"""Lengths of time: told in Python and in DuckDB alike, and never lost."""

import duckdb
import pytest

from analysis.upload.durations import duration_sql, durations, is_duration
from analysis.upload.load import load

CELLS = [
    ("1:30", 1.5),
    ("01:30:00", 1.5),
    ("26:15:00", 26.25),
    ("0:20", 0.333333),
    ("-0:30", -0.5),
    ("1,5 h", 1.5),
    ("2 Std.", 2.0),
    ("2 Stunden", 2.0),
    ("1h 30m", 1.5),
    ("1 h 15 min", 1.25),
    ("45 min", 0.75),
    ("90m", 1.5),
    ("1.25 hours", 1.25),
    ("PT1H30M", 1.5),
]


@pytest.mark.parametrize(("text", "hours"), CELLS)
def test_a_length_of_time_is_hours(text, hours):
    assert is_duration(text)
    sql = f"SELECT {duration_sql('cell')} FROM (SELECT $1 AS cell)"
    assert float(duckdb.execute(sql, [text]).fetchall()[0][0]) == pytest.approx(hours, abs=1e-6)


@pytest.mark.parametrize("text", ["", "h", "min", "1,5", "R1", "03.01.2025", "12:75", "PT", "1 Stück", "-"])
def test_what_is_none_stays_none(text):
    assert not is_duration(text)
    found = duckdb.execute(f"SELECT {duration_sql('cell')} FROM (SELECT $1 AS cell)", [text]).fetchall()[0][0]
    assert found == (1.5 if text == "1,5" else None)


def test_a_column_is_one_of_durations_by_most_of_its_cells():
    assert durations({"1:30": 2, "2": 1, "-": 5})
    assert not durations({"1:30": 1, "2": 2})
    assert not durations({"1:30": 2, "viel": 1})


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Dauer", ["1,5 h", "0,5 h", "2 h"]),
        ("Dauer", ["1:30", "0:30", "2:00"]),
        ("Time spent", ["1h 30m", "30m", "2h"]),
        ("Duration", ["01:30:00", "00:30:00", "02:00:00"]),
        ("Stunden", ["1,5", "0,5", "2,0"]),
        ("Minuten", ["90", "30", "120"]),
    ],
)
def test_a_care_log_loses_no_hour(tmp_path, header, cells):
    rows = zip(
        ("03.01.2025;Alpha;Nacharbeit", "04.01.2025;Beta;Beratung", "05.01.2025;Alpha;Beratung"), cells, strict=True
    )
    lines = [f"Datum;Kunde;Art;{header}", *(f"{row};{cell}" for row, cell in rows)]
    (tmp_path / "zeiten.csv").write_text("\n".join(lines), encoding="utf-8")
    found = load([(tmp_path / "zeiten.csv", "zeiten.csv")], tmp_path)
    assert found.mappings[0].roles == ("care_log",)
    customers = found.portfolio.customers.set_index("name")
    assert customers["rework_hours"].to_dict() == {"Alpha": 1.5, "Beta": 0.0}
    assert customers["staff_hours"].to_dict() == {"Alpha": 2.0, "Beta": 0.5}


def test_an_incident_of_a_ticket_system_is_no_abuse(tmp_path):
    text = "Ticket ID;Datum;Kunde;Typ;Minuten\n1;03.01.2025;Alpha;Incident;60\n2;04.01.2025;Beta;Question;30\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    customers = load([(tmp_path / "t.csv", "t.csv")], tmp_path).portfolio.customers.set_index("name")
    assert customers["abusive_incidents"].isna().all()
    assert customers["staff_hours"].to_dict() == {"Alpha": 1.0, "Beta": 0.5}


def test_tickets_without_time_are_no_customers(tmp_path):
    text = "Id;Subject;Organization;Type;Priority;Created at\n1;a;Alpha;Incident;High;2025-01-03\n"
    (tmp_path / "t.csv").write_text(text + "2;b;Beta;Question;Low;2025-01-04\n", encoding="utf-8")
    assert load([(tmp_path / "t.csv", "t.csv")], tmp_path).mappings[0].roles == ()
