"""Published figures through the command line, as a user types it."""

import json
from pathlib import Path

import pytest

from analysis.command import main

SPRING = """Customer;Revenue;Cost of goods sold;Orders;Visits;Miles;Cases;Expedited
P;29952,00;24960,00;15;2;140;2080;0
Q;123900,00;105000,00;25;3;120;8750;0
R;802560,00;729600,00;30;6;180;60800;0
S;442656,00;381600,00;25;2;320;31800;0
T;50544,00;46800,00;30;3;800;3900;1
"""
TIME = """Customer;Revenue;Cost of goods sold;Orders;Inquiries;Credit checks
North;500000,00;100000,00;19000;700;500
South;400000,00;100000,00;20000;400;1000
West;300000,00;100000,00;10000;300;1000
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--json", "--language", "en"]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def drivers(**rates: str) -> list[str]:
    return [part for column, rate in rates.items() for part in ("--driver", f"{column.replace('_', ' ')}={rate}")]


def test_spring_distribution(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Horngren: 2,012 + 11,545 + 38,720 + 41,856 − 3,346, and only T below zero."""
    file = tmp_path / "spring.csv"
    file.write_text(SPRING, encoding="utf-8")
    rates = drivers(Orders="100", Visits="80", Miles="2", Cases="0.5", Expedited="300")
    result = run(capsys, str(file), *rates)
    assert (result["net_contribution"], result["whale"]["losing_total"]) == (90_787.0, -3_346.0)  # type: ignore[index]


def test_time_driven_abc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kaplan & Anderson: 578,600 minutes at 0.80 $ a minute."""
    file = tmp_path / "time.csv"
    file.write_text(TIME, encoding="utf-8")
    rates = drivers(Orders="8min", Inquiries="44min", Credit_checks="50min")
    assert run(capsys, str(file), "--set", "care.hourly_rate=48", *rates)["care_cost"] == 462_880.0


def test_a_driver_without_its_column_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "spring.csv"
    file.write_text(SPRING, encoding="utf-8")
    assert main([str(file), "--driver", "Flights=1", "--language", "en"]) == 2
    assert "Flights" in capsys.readouterr().err
