"""Write the sample portfolio: ``python -m sample_data.make_sample [FOLDER]``, by default into its own folder.

The same program always writes the same files: the CSV files byte by byte, the workbook cell by cell.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from sample_data.customers import FIRST, LAST, Customer, customers
from sample_data.records import answers, care_log, deals, prospects
from sample_data.trade import Line, credits, margins, payments, returned_lines, sales

SUPPLIER = "Nordwerk Technik GmbH"
Cell = str | int | float | date | bool | None


def write_sample(folder: Path) -> list[Path]:
    """Write all files of the sample into ``folder`` (made if need be) and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    everybody = customers()
    sold = sales(everybody)
    lines = sold + returned_lines(sold)
    earned = margins(lines)
    return [
        _write_customers(folder / "kunden.xlsx", everybody),
        _write_invoices(folder / "rechnungen.csv", lines),
        _write(
            folder / "gutschriften.csv",
            ("Gutschriftsnummer", "Datum", "Kundennummer", "Kunde", "Nettobetrag", "Grund"),
            (
                (row.number, row.day, row.customer.number, row.customer.name, row.amount, row.reason)
                for row in credits(everybody, earned)
            ),
        ),
        _write(
            folder / "zahlungen.csv",
            ("Rechnungsnummer", "Kundennummer", "Rechnungsdatum", "Fällig am", "Skonto bis", "Bezahlt am",
             "Bruttobetrag", "Skonto", "Abzug", "Mahnungen"),
            (
                (row.number, row.customer.number, row.day, row.due, row.discount_until, row.paid, row.gross,
                 row.discount, row.deducted, row.reminders)
                for row in payments(sold, earned)
            ),
            encoding="utf-8-sig",
        ),
        _write(
            folder / "betreuung.csv",
            ("Datum", "Kundennummer", "Art", "Stunden", "Bemerkung", "Mitarbeiter"),
            (
                (row.day, row.customer.number, row.kind, row.hours, row.remark, row.staff)
                for row in care_log(everybody, earned)
            ),
        ),
        _write(
            folder / "verluste.csv",
            ("Datum", "Firma", "Branche", "Region", "Phase", "Status", "Grund", "Wert", "Art"),
            (
                (row.day, row.company, row.industry, row.region, row.stage, row.status, row.reason,
                 row.value, row.kind)
                for row in deals(everybody)
            ),
        ),
        _write(
            folder / "antworten.csv",
            ("Kundennummer", "Kunde", "Strategisch", "Selbstprüfung", "Notiz"),
            (
                (row.customer.number, row.customer.name, row.strategic, row.self_check, row.note)
                for row in answers(everybody)
            ),
        ),
        _write(
            folder / "interessenten.csv",
            ("Firma", "Branche", "Region", "Mitarbeiter", "Vertriebsweg"),
            (
                (row.company, row.industry, row.region, row.employees, row.channel)
                for row in prospects()
            ),
        ),
    ]  # fmt: skip


def _write_customers(path: Path, everybody: list[Customer]) -> Path:
    book = Workbook()
    book.properties.creator = SUPPLIER
    book.properties.created = datetime(2026, 11, 2, 8, 30)
    sheet = book.active
    assert sheet is not None
    sheet.title = "Kunden"
    sheet.append([f"{SUPPLIER} · Kundenstamm"])
    sheet.append([f"Stand: {LAST:%d.%m.%Y} · erfunden, siehe README"])
    header = ("Kundennummer", "Kunde", "Branche", "Region", "Mitarbeiter", "Vertriebsweg", "Außendienst",
              "Referenzkunde", "seit")  # fmt: skip
    sheet.append(header)
    for row in sorted(everybody, key=lambda customer: customer.number):
        reference = "ja" if row.reference else "nein"
        sheet.append(
            [
                row.number,
                row.name,
                row.industry,
                row.region,
                row.employees,
                row.channel,
                row.sales,
                reference,
                row.since,
            ]
        )
    for cell in (*sheet[1], *sheet[3]):
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHI", (14, 48, 24, 9, 12, 13, 18, 14, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "C4"
    book.save(path)
    return path


def _write_invoices(path: Path, lines: list[Line]) -> Path:
    """The invoice lines as an old system exports them, awkward where such exports are.

    Two sales over the counter have no customer, one line stands there twice, and the last row sums it all up.
    """
    counter = [
        Line("BV-0001", date(2025, 3, 14), None, "Ersatzteile", 3, 164.70, 101.20),
        Line("BV-0002", date(2026, 6, 19), None, "Schmierstoffe", 10, 179.00, 122.50),
    ]
    ordered = sorted([*lines, *counter], key=lambda line: (line.day, line.number))
    twice = next(at for at, line in enumerate(ordered) if line.day.year == 2026 and line.net > 400)
    ordered.insert(twice + 1, ordered[twice])
    rows: list[tuple[Cell, ...]] = [
        (
            line.number, line.day, line.customer.number if line.customer else None,
            line.customer.name if line.customer else None, line.product, line.quantity, line.net, line.cost,
        )
        for line in ordered
    ]  # fmt: skip
    net, cost = (round(sum(getattr(line, name) for line in ordered), 2) for name in ("net", "cost"))
    rows.append(("Summe", None, None, None, None, None, net, cost))
    header = ("Rechnungsnummer", "Rechnungsdatum", "Kundennummer", "Kunde", "Artikelgruppe", "Menge",
              "Nettobetrag", "Wareneinsatz")  # fmt: skip
    return _write(path, header, rows, encoding="cp1252")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([_german(cell) for cell in row] for row in rows)
    return path


def _german(cell: Cell) -> str:
    """A cell as a German program exports it: ``31.10.2026``, ``1.234,56``, ``ja``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        return f"{cell:,.2f}".translate(str.maketrans(",.", ".,"))
    return str(cell)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for written in write_sample(target):
        print(f"{written.name}: {written.stat().st_size:,} bytes ({FIRST:%d.%m.%Y} to {LAST:%d.%m.%Y})")
