"""Reports by customer: the name stands once, over the lines it is of, and below them often their sum.

Rows take the name that stands above them only where the whole table is built so, never by a single row: a row without a
name may just as well be one whose customer nobody entered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analysis.upload.aside import equals_sum, filled_cells
from analysis.upload.header import cell_kind
from analysis.upload.source import NumberForm
from analysis.upload.text import Row

_SUM = re.compile(
    r"(?i)^[-*=#>\s]*(?:(?:zwischen|teil|kunden|gruppen)?summen?|gesamt|insgesamt|(?:sub|grand)?[\s-]?total|totals?|somme|"
    r"suma|totaal|totale)\b|\b(?:ergebnis|summe|total|gesamt|subtotal)\s*:?$"
)
_LABELLED = re.compile(
    r"(?i)\s*(kunden?|kundenname|customer|client|klant|cliente|debitor|firma|account)(?: ?(?:name|nr\.?|no\.?))?\s*:"
    r"\s*(.*)"
)
_CODE_AND_NAME = 2


@dataclass
class Groups:
    """What a table's rows say of groups. ``reasons``: of the rows that are heads or sums, by row number; ``column``:
    the column that now holds the names in every row, None where there are no groups; ``named``: its header where the
    heads say it (``Kunde: …``)."""

    reasons: dict[int, str] = field(default_factory=dict)
    column: int | None = None
    named: str = ""


def names_of_groups(
    body: list[Row], reasons: dict[int, str], values: dict[int, NumberForm], above: tuple[str, ...]
) -> Groups:
    """Finds groups and writes each one's name into its rows (the cells of ``body`` are changed).

    ``above``: the lines over the header, where the first block's name may stand.
    """
    found = _labelled(body, reasons, above) or _headed(body, reasons, values)
    return found or _outlined(body, reasons, values) or Groups()


@dataclass
class _Block:
    name: str
    head: Row | None
    lines: list[Row]
    sums: list[int]

    def cells(self, column: int, apart: bool) -> dict[int, str]:
        """What is written into each line, by column."""
        return filled_cells(self.head) if apart and self.head else {column: self.name}


def _headed(body: list[Row], reasons: dict[int, str], values: dict[int, NumberForm]) -> Groups | None:
    """A name alone in its row, its lines below it, in every one of which the name's column is empty, or whose numbers
    a row below adds up."""
    rows = [row for row in body if reasons.get(row[0]) in (None, "total_row")]
    column = next((min(filled_cells(row)) for row in rows if row[0] not in reasons), None)
    if column is None or not _is_head(rows[0], column, values):
        return None
    blocks: list[_Block] = []
    for row in rows:
        if row[0] not in reasons and _is_head(row, column, values):
            blocks.append(_Block(_name(row), row, [], []))
        elif not _added(row, blocks, reasons, values):
            return None
    if len({block.name for block in blocks}) < 2 or not all(block.lines for block in blocks):
        return None
    lines = [row for block in blocks for row in block.lines]
    places = {place for block in blocks if block.head for place in filled_cells(block.head)}
    filled = [bool(filled_cells(row).keys() & places) for row in lines]
    apart = not any(filled)
    thin = sum(len(filled_cells(row)) >= _CODE_AND_NAME for row in lines) < len(lines)
    summed = all(filled) and all(block.sums for block in blocks[:-1])
    if thin or not (apart or summed):
        return None
    return _written(blocks, column if apart else _new_column(body), apart)


def _outlined(body: list[Row], reasons: dict[int, str], values: dict[int, NumberForm]) -> Groups | None:
    """A pivot table's outline: the name stands in the first line of its group only, and a row below each group of
    several lines adds them up."""
    rows = [row for row in body if reasons.get(row[0]) in (None, "total_row")]
    data = [row for row in rows if row[0] not in reasons]
    column = min((min(filled_cells(row)) for row in data), default=None)
    if column is None or column in values:
        return None
    blocks: list[_Block] = []
    for row in rows:
        cell = row[1][column] if column < len(row[1]) else ""
        if row[0] not in reasons and cell and not _SUM.search(cell):
            blocks.append(_Block(cell, None, [row], []))
        elif not _added(row, blocks, reasons, values):
            return None
    several = [block for block in blocks if len(block.lines) > 1]
    if len(several) < 2 or not all(block.sums for block in several):
        return None
    return _written(blocks, column, False)


def _labelled(body: list[Row], reasons: dict[int, str], above: tuple[str, ...]) -> Groups | None:
    """Blocks with a header each, over which ``Kunde: …`` says whose they are."""
    labels = {row[0]: match for row in body if (match := _label(row))}
    first = next((match for line in reversed(above) if (match := _LABELLED.fullmatch(line))), None)
    heads = [number for number, reason in reasons.items() if reason == "repeated_header"]
    if not first or not labels or len(heads) < len(labels) or any(number not in reasons for number in labels):
        return None
    name, named, column = first[2].strip(), first[1], _new_column(body)
    for number, cells in body:
        name = labels[number][2].strip() if number in labels else name
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = "" if number in reasons else name
    return Groups({}, column, named)


def _label(row: Row) -> re.Match[str] | None:
    cells = list(filled_cells(row).values())
    return _LABELLED.fullmatch(" ".join(cells)) if len(cells) <= _CODE_AND_NAME else None


def _is_head(row: Row, column: int, values: dict[int, NumberForm]) -> bool:
    """Whether the row is a name and nothing else, or a number and a name."""
    cells = filled_cells(row)
    if not cells or min(cells) != column or len(cells) > _CODE_AND_NAME or _SUM.search(cells[column]):
        return False
    if any(place in values and place != column for place in cells):
        return False
    kinds = [cell_kind(cell) for cell in cells.values()]
    return kinds[-1] == "text" and "date" not in kinds and len(_name(row)) <= 100


def _name(row: Row) -> str:
    return " ".join(filled_cells(row).values())


def _added(row: Row, blocks: list[_Block], reasons: dict[int, str], values: dict[int, NumberForm]) -> bool:
    """Adds the row to the last block, as its sum or as one of its lines; False where there is none to add it to."""
    if not blocks:
        return False
    block, cells = blocks[-1], filled_cells(row)
    words = [cell for place, cell in cells.items() if place not in values]
    called = len(words) == 1 < len(cells) and bool(_SUM.search(words[0]) or block.name in words[0])
    if (row[0] in reasons or called) and block.lines and _equals(row, values, block.lines):
        block.sums.append(row[0])
    elif row[0] not in reasons:
        if called and block.lines:
            return False  # called a sum, and yet none
        block.lines.append(row)
    return True


def _equals(row: Row, values: dict[int, NumberForm], lines: list[Row]) -> bool:
    numbers = (row[0], [cell if place in values else "" for place, cell in enumerate(row[1])])
    return equals_sum(numbers, values, set(), lines)


def _new_column(body: list[Row]) -> int:
    return max(len(cells) for _, cells in body)


def _written(blocks: list[_Block], column: int, apart: bool) -> Groups:
    reasons: dict[int, str] = {}
    for block in blocks:
        reasons |= dict.fromkeys(block.sums, "total_row")
        if block.head is not None:
            reasons[block.head[0]] = "block_title"
        names = block.cells(column, apart)
        for _, cells in block.lines:
            cells.extend([""] * (max(names) + 1 - len(cells)))
            for place, name in names.items():
                cells[place] = name
    return Groups(reasons, column)
