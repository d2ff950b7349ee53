"""DATEV's booking batches (``EXTF … Buchungsstapel``): which bookings are sales, to whom, and on which day.

The first line says the fiscal year and how long general ledger accounts are; customers' accounts have one digit more
and begin with 1 to 6. What is booked against revenue (8… in SKR 03, 4… in SKR 04) is a sale or takes one back, all else
(payments, purchases) is none. Format: developer.datev.de, DATEV-Format, Buchungsstapel.
"""

from __future__ import annotations

import re

from analysis.upload.text import Row

_AMOUNT = re.compile(r"(?i)umsatz \(ohne soll")
_SIDE = re.compile(r"(?i)^soll/haben")
_CONTRA = re.compile(r"(?i)gegenkonto")
_YEAR_BEGINS, _DIGITS = 12, 13
SIGNED = "Umsatz brutto"
"""The header of amounts in which the booking's side is already."""


def is_batch(rows: list[Row]) -> bool:
    """Whether the rows of a text file are a booking batch."""
    return len(rows) > 1 and rows[0][1][:1] in (["EXTF"], ["DTVF"]) and "Buchungsstapel" in rows[0][1][:5]


def sales_of(rows: list[Row]) -> list[Row]:
    """The rows with two more columns: ``Debitor`` and ``Umsatz brutto``, empty for bookings that are no sales; days
    (``0301``) with their year. The same rows where the columns are not those of the format."""
    about, header = rows[0][1], rows[1][1]
    places = [
        next((at for at, name in enumerate(header) if form.search(name)), None) for form in (_AMOUNT, _SIDE, _CONTRA)
    ]
    amount, side, contra = places
    account = header.index("Konto") if "Konto" in header else None
    day = header.index("Belegdatum") if "Belegdatum" in header else None
    begins = about[_YEAR_BEGINS] if len(about) > _DIGITS else ""
    if None in (*places, account, day) or not re.fullmatch(r"\d{8}", begins) or not about[_DIGITS].isdigit():
        return rows
    assert amount is not None and side is not None and contra is not None and account is not None and day is not None
    width = len(header)
    found = [(rows[1][0], [*header, "Debitor", SIGNED])]
    for number, cells in rows[2:]:
        cells = [*cells, *[""] * (width - len(cells))][:width]
        cells[day] = _day(cells[day], begins)
        debtor, sign = _debtor(cells[account], cells[contra], int(about[_DIGITS]))
        sign = sign if cells[side].upper() == "S" else -sign
        sold = f"{'-' if sign < 0 else ''}{cells[amount]}" if debtor and cells[amount] else ""
        found.append((number, [*cells, debtor, sold]))
    return found


def _debtor(account: str, contra: str, digits: int) -> tuple[str, int]:
    """The customer's account of a sale, and 1 where the booking's side is its own, −1 where it is the other one's."""
    for customer, other, sign in ((account, contra, 1), (contra, account, -1)):
        if re.fullmatch(rf"[1-6]\d{{{digits}}}", customer) and re.fullmatch(rf"[48]\d{{{digits - 1}}}", other):
            return customer, sign
    return "", 1


def _day(text: str, begins: str) -> str:
    """``301`` or ``0301`` as a day of the fiscal year that begins on ``begins`` (``yyyymmdd``)."""
    if not re.fullmatch(r"\d{3,4}", text):
        return text
    month, year = int(text[-2:]), int(begins[:4])
    return f"{int(text[:-2]):02d}.{month:02d}.{year + (month < int(begins[4:6]))}"
