"""The time equation: what the tables count by themselves, each with its minutes, off until it is picked."""

import json
from pathlib import Path

import pytest

from analysis.assumptions import Assumptions
from analysis.care.drivers import TIME_EQUATION
from analysis.care.trace import terms
from analysis.command import main
from analysis.evaluate import evaluate
from analysis.upload.load import load
from tests.portfolios import make_portfolio

INVOICES = """Rechnungsnummer;Rechnungsdatum;Kundennummer;Kunde;Nettobetrag;Lieferscheinnummer
R1;01.03.2026;101;Nord GmbH;1000,00;L1
R1;01.03.2026;101;Nord GmbH;500,00;L2
R2;01.03.2026;101;Nord GmbH;40,00;L3
R3;05.04.2026;102;Süd GmbH;800,00;L4
"""
PAYMENTS = """Rechnungsnummer;Kundennummer;Rechnungsdatum;Fällig am;Bezahlt am;Bruttobetrag
R1;101;01.03.2026;31.03.2026;20.04.2026;1785,00
R2;101;01.03.2026;31.03.2026;30.03.2026;47,60
R3;102;05.04.2026;05.05.2026;06.05.2026;952,00
"""
VISITS = """Datum;Kundennummer;Art;Bemerkung
02.03.2026;101;Besuch;Jahresgespräch
09.03.2026;101;Besuch vor Ort;Einweisung
10.03.2026;102;Nacharbeit vor Ort;Montage
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    written = {}
    for name, text in (("rechnungen", INVOICES), ("zahlungen", PAYMENTS), ("betreuung", VISITS)):
        written[name] = tmp_path / f"{name}.csv"
        written[name].write_text(text, encoding="utf-8")
    return written


def loaded(files: dict[str, Path], folder: Path, *names: str):  # type: ignore[no-untyped-def]
    found = load([(files[name], files[name].name) for name in names], folder / "scratch")
    assert found.portfolio is not None
    return found.portfolio


def test_the_tables_give_the_quantities_by_themselves(files: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    portfolio = loaded(files, tmp_path, *files)
    counted = evaluate(portfolio, Assumptions()).counted
    found = {name: counted[name].tolist() for name in ("orders", "lines", "deliveries", "late_invoices", "visits")}
    assert found == {
        "orders": [2, 1], "lines": [3, 1], "deliveries": [3, 1], "late_invoices": [1, 1], "visits": [2, 0],
    }  # fmt: skip
    # Entries whose time nobody noted are no hours: not zero, not known.
    assert portfolio.customers["staff_hours"].isna().all() and portfolio.customers["rework_cases"].tolist() == [0, 1]


def test_without_a_column_the_days_with_an_invoice_stand_for_deliveries(files: dict[str, Path], tmp_path: Path) -> None:
    files["rechnungen"].write_text("\n".join(row.rpartition(";")[0] for row in INVOICES.splitlines()), "utf-8")
    (tmp_path / "scratch").mkdir()
    result = evaluate(loaded(files, tmp_path, "rechnungen"), Assumptions())
    assert result.counted["deliveries"].tolist() == [1, 1]
    sources = {term.part.quantity: (term.source, term.known) for term in terms(result, set())}
    assert sources["deliveries"] == ("order_days", 1.0)
    assert sources["visits"] == sources["late_invoices"] == ("none", 0.0)


def test_the_command_line_counts_what_is_picked(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """(3 + 1 deliveries × 15 min + 2 visits × 90 min) × 60 €/h; nothing else, and nothing at all while it is off."""
    on = ["time_deliveries=on", "time_visits=on", "time_orders=off", "time_lines=off", "time_credit_notes=off"]
    rates = [part for entry in ("hourly_rate=60", *on) for part in ("--set", f"care.{entry}")]

    def cost(*more: str) -> float:
        arguments = [str(files["rechnungen"]), str(files["betreuung"]), *rates, *more, "--json", "--language", "en"]
        assert main(arguments) == 0
        return json.loads(capsys.readouterr().out)["care_cost_by_driver"].get("time_equation", 0.0)

    assert (cost(), cost("--set", "care.time_equation=on")) == (0.0, 4 * 15 + 2 * 90)


def test_off_by_default_and_every_term_can_be_picked_by_itself() -> None:
    portfolio = make_portfolio(20)
    portfolio.customers[["deliveries", "late_invoices", "visits"]] = 3.0
    assert "time_equation" not in evaluate(portfolio, Assumptions()).drivers
    none = {f"care.{part.switch}": False for part in TIME_EQUATION.parts}
    for part in TIME_EQUATION.parts:
        picked = {**none, "care.time_equation": True, f"care.{part.switch}": True}
        result = evaluate(portfolio, Assumptions().changed(picked))
        if result.counted[part.quantity].notna().any():
            minutes = result.assumptions.value(f"care.{part.rates[0]}")
            expected = result.counted[part.quantity] * minutes / 60 * result.assumptions.care.hourly_rate
            assert result.costs["time_equation"].tolist() == pytest.approx(expected.tolist(), abs=0.006)
        else:
            assert result.costs["time_equation"].isna().all(), part.quantity
    nothing = Assumptions().changed({**none, "care.time_equation": True})
    assert "time_equation" not in evaluate(portfolio, nothing).drivers
