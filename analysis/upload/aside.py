"""Rows of a table that are no data: totals, repeated headers, notes, page footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from analysis.upload.header import RULE, cell_kind
from analysis.upload.numbers import parse_number
from analysis.upload.source import NumberForm
from analysis.upload.text import Row

_TOTAL = re.compile(
    r"\*{1,4}|(?:[-*=#>\s]*)(?:(?:zwischen|teil|end|gesamt|kunden|monats|jahres|seiten)?summen?|insgesamt|"
    r"gesamt(?: ?(?:betrag|ergebnis|umsatz|wert))?|"
    r"(?:sub|grand|sheet|page|report|running)?[\s-]?total(?:e|s|es|i|en|ergebnis|betrag)?|"
    r"total g[eé]n[eé]ral|totale generale|sous-total|somme|suma|totaal|razem|celkem|übertrag|saldo gesamt|sum|[∑Σ])"
    r"(?:\s+(?:der|von|für|of|for|in|per|aller|netto|brutto|net|gross|eur|euro|€)\b.*|\s*[:=*]+.*|\s*\(.*\)|\s+[\d.,/]+)?",
    re.IGNORECASE,
)
_SUBTOTAL = re.compile(r".+\s(?:ergebnis|summe|gesamt|total|subtotal|zwischensumme)\s*:?", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:stand|quelle|source|seite|page|hinweise?|notes?|anmerkung(?:en)?|bemerkung(?:en)?|erstellt|erzeugt|created|"
    r"generated|gedruckt|druckdatum|printed|export(?:iert|ed)?|legende|legend|ende|end of|alle angaben|all figures|"
    r"copyright|vertraulich|confidential|applied filters|angewendete filter|as of|datenquelle|auswertung|"
    r"bericht vom|report (?:date|run))\b.*|[©*†¹²³].*|\(?\d[\d.,]* (?:rows?|records?|zeilen|datensätze)\b.*|"
    r"seite \d+.*|page \d+.*|-+ ?\d+ ?-+",
    re.IGNORECASE | re.DOTALL,
)

_HINTS = ("sum", "total", "totaal", "gesamt", "ergebnis", "somme", "razem", "celkem", "übertrag", "∑", "σ")
_HALF_CENT = Decimal("0.005")

Sums = Callable[[list[int]], "dict[int, Decimal] | None"]
"""Gives the sums of columns (by index) over all data rows but the last, None where they cannot be had."""


def says_total(name: str) -> bool:
    """Whether a name is no more than a total's word."""
    return bool(_TOTAL.fullmatch(name.strip()))


def gap_columns(filled: dict[int, int], rows: int, share: float = 0.9) -> set[int]:
    """Columns filled in nearly all rows: a row in which one of them is empty may be no data row."""
    return {column for column, count in filled.items() if count >= share * max(1, rows - 2)}


def suspects(rows: list[Row], header: dict[int, str]) -> set[int]:
    """Numbers of the rows that a closer look may find to be no data: all others surely are.

    They say a total's word or the header's, begin like a rule, or hold hardly anything.
    """
    words = set(header.values())
    found = set()
    for number, cells in rows:
        text = "|".join(cells).lower()
        if (
            any(hint in text for hint in _HINTS)
            or text.lstrip("|")[:1] in "-=_*+"
            or not words.isdisjoint(cells)
            or sum(map(bool, cells)) <= 1
        ):
            found.add(number)
    return found


def is_usual(row: Row, header: dict[int, str]) -> bool:
    """Whether the row looks like data at a glance: more than one cell, no header, no total's word."""
    cells = filled_cells(row)
    if (len(cells) <= 1 and len(header) >= 3) or repeats_header(cells, header):
        return False
    return len(cells) == len(header) or not any(_TOTAL.fullmatch(c) or _SUBTOTAL.fullmatch(c) for c in cells.values())


def repeats_header(cells: dict[int, str], header: dict[int, str]) -> bool:
    """Whether the cells say again what the header says."""
    same = 0
    for column, cell in cells.items():
        same += cell == header.get(column)
    return (same >= 2 and same >= 0.8 * len(cells)) or (same == 1 == len(header) == len(cells))


class Aside:
    """Finds the rows of one table that are no data.

    Parameters
    ----------
    header : the header's words by column (of the file), not yet made unique.
    full : columns that nearly every row fills, see ``gap_columns``.
    values : columns that hold mostly numbers, with the form they are written in.
    last : the number of the table's last row.
    """

    def __init__(self, header: dict[int, str], full: set[int], values: dict[int, NumberForm], last: int) -> None:
        self.header, self.full, self.values, self.last = header, full, values, last

    def reason(self, row: Row) -> str | None:
        """Why the row is no data, None if it is."""
        cells = filled_cells(row)
        if repeats_header(cells, self.header):
            return "repeated_header"
        if all(RULE.fullmatch(cell) for cell in cells.values()):
            return "note"
        if self._is_total(cells, row[0]):
            return "total_row"
        if len(self.header) >= 3 and len(cells) <= 1 and self._is_note(cells):
            return "note"
        return None

    def _is_total(self, cells: dict[int, str], number: int) -> bool:
        words = {column for column, cell in cells.items() if _TOTAL.fullmatch(cell)}
        if words:
            others = cells.keys() - words
            if self._lacks_keys(cells, words):
                return sum(1 for column in others if cell_kind(cells[column]) == "text") <= 1
            # nothing to lack, as in a list of customer and revenue: then only where totals stand, at the end
            return number >= self.last - 1 and self.has_total_word(cells)
        first = min(cells, default=0)
        subtotal = _SUBTOTAL.fullmatch(cells.get(first, "")) and self._lacks_keys(cells, {first})
        return bool(subtotal) and self._mostly_numbers(cells, {first})

    def has_total_word(self, cells: dict[int, str]) -> bool:
        """Whether the row is a total's word and numbers, though it may be a customer called Total."""
        words = {column for column, cell in cells.items() if _TOTAL.fullmatch(cell)}
        others = cells.keys() - words
        return bool(words) and bool(others) and others <= self.values.keys()

    def _lacks_keys(self, cells: dict[int, str], words: set[int]) -> bool:
        """Whether most of what tells one data row from another is missing: dates, names, numbers of documents."""
        keys = self.full - self.values.keys() - words
        if keys:
            return 2 * len(keys - cells.keys()) >= len(keys)
        return bool(self.full - cells.keys())

    def _mostly_numbers(self, cells: dict[int, str], without: set[int]) -> bool:
        others = [cell for column, cell in cells.items() if column not in without]
        return bool(others) and all(cell_kind(cell) == "number" for cell in others)

    def _is_note(self, cells: dict[int, str]) -> bool:
        return any(_NOTE.fullmatch(cell) for cell in cells.values())


def trailing_notes(rows: list[Row], reasons: dict[int, str], columns: int) -> dict[int, str]:
    """Reasons for the last rows of a table: single cells that stand apart from it, or run on after a note."""
    found: dict[int, str] = {}
    if columns < 3:
        return found
    position = len(rows) - 1
    while position > 0:
        number, cells = rows[position]
        filled = [cell for cell in cells if cell]
        if number in reasons:
            position -= 1
            continue
        if len(filled) > 2 or any(cell_kind(cell) == "number" for cell in filled):
            break
        found[number] = "note"
        position -= 1
    kept = dict(found)
    for number in sorted(found):  # the first of them must stand apart, or look like a note
        index = next(i for i, row in enumerate(rows) if row[0] == number)
        apart = index and rows[index - 1][0] < number - 1
        after_aside = index and rows[index - 1][0] in reasons
        cells = [cell for cell in rows[index][1] if cell]
        if apart or after_aside or any(_NOTE.fullmatch(cell) or len(cell) > 60 for cell in cells):
            break
        del kept[number]
    return kept


def block_titles(rows: list[Row], reasons: dict[int, str]) -> dict[int, str]:
    """Single cells right above a repeated header: the titles of a report in blocks."""
    found = {}
    for (number, cells), (below, _) in pairwise(rows):
        single = sum(1 for cell in cells if cell) <= 2
        if single and number not in reasons and reasons.get(below) == "repeated_header":
            found[number] = "block_title"
    return found


def block_totals(rows: list[Row], odd: set[int], reasons: dict[int, str], aside: Aside) -> dict[int, str]:
    """Rows with a total's word whose numbers are the sums of the rows since the last one that is no data.

    ``odd``: numbers of the rows that may be one.
    """
    found: dict[int, str] = {}
    since: list[Row] = []
    for row in rows:
        if row[0] in reasons:
            since = []
        elif row[0] in odd and aside.has_total_word(filled_cells(row)) and equals_sum(row, aside.values, set(), since):
            found[row[0]] = "total_row"
            since = []
        else:
            since.append(row)
    return found


def group_headings(rows: list[Row], reasons: dict[int, str], header: dict[int, str]) -> dict[int, str]:
    """The names that head groups of rows in a nameless first column, written into the rows of their group.

    So a report by customer says who is meant: the name stands alone in its row, and in none of the rows below it.
    Only where it is so in the whole table.
    """
    data = [row for row in rows if row[0] not in reasons]
    column = min((min(filled_cells(row)) for row in data), default=0)
    heads = [row for row in data if len(filled_cells(row)) == 1 and column in filled_cells(row)]
    others = [row for row in data if len(filled_cells(row)) > 1]
    if column in header or not heads or len(heads) + len(others) < len(data) or len(heads) > len(others):
        return {}
    if data[0] is not heads[0] or any(row[1][column] for row in others):
        return {}
    name = ""
    for row in data:
        name = row[1][column] or name
        row[1][column] = name
    return {row[0]: "block_title" for row in heads}


def equals_sum(row: Row, values: dict[int, NumberForm], texts: set[int], above: Sums | list[Row]) -> bool:
    """Whether a row without key text holds, in every number it has, the sum of the rows above, to the cent."""
    cells = filled_cells(row)
    if any(column in cells and cell_kind(cells[column]) == "text" for column in texts):
        return False
    numbers = {
        column: parse_number(cell, values[column])
        for column, cell in cells.items()
        if column in values and not values[column].percent
    }
    if not numbers or any(number is None for number in numbers.values()):
        return False
    totals = sums_of(above, list(numbers), values) if isinstance(above, list) else above(list(numbers))
    if totals is None or not any(totals.values()):
        return False
    return all(abs(totals[column] - number) <= _HALF_CENT for column, number in numbers.items() if number is not None)


def sums_of(rows: list[Row], columns: list[int], values: dict[int, NumberForm]) -> dict[int, Decimal]:
    """The sums of the columns over the rows; cells that are no numbers are left out."""
    sums = dict.fromkeys(columns, Decimal(0))
    for _, cells in rows:
        for column in columns:
            if column < len(cells) and cells[column]:
                sums[column] += parse_number(cells[column], values[column]) or 0
    return sums


def filled_cells(row: Row) -> dict[int, str]:
    """By column, the cells that are not empty."""
    return {column: cell for column, cell in enumerate(row[1]) if cell}


def fill_counts(rows: list[Row]) -> dict[int, int]:
    """By column, the number of filled cells."""
    counts: Counter[int] = Counter()
    for _, cells in rows:
        counts.update(column for column, cell in enumerate(cells) if cell)
    return dict(counts)
