"""Finds the tables in the rows of a sheet or text file: header, title, data, and rows that are no data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from analysis.upload.aside import (
    Aside,
    Sums,
    block_titles,
    block_totals,
    equals_sum,
    fill_counts,
    filled_cells,
    gap_columns,
    group_headings,
    is_usual,
    suspects,
    trailing_notes,
)
from analysis.upload.groups import Groups, names_of_groups
from analysis.upload.header import Header, cell_kind, find_header
from analysis.upload.numbers import number_evidence
from analysis.upload.profile import GERMAN
from analysis.upload.question import Answers, Question
from analysis.upload.source import NumberForm
from analysis.upload.text import Row

SHARE_OF_ALL = 0.7
"""What counts as nearly all rows where totals and notes could not be left out of the count."""

Merged = dict[int, list[tuple[int, int]]]


@dataclass
class Region:
    """One table among the rows of a file.

    Parameters
    ----------
    sheet : its name, a further table's with ``(2)`` behind.
    columns : positions, in the file, of the columns that are kept.
    names : their names, unique.
    title : what stands above.
    body : all rows below the header that are not empty.
    reasons : of rows that are no data, by row number.
    questions : about the header.
    labels : the columns with the names of rows or of groups of rows, over which no header stands.
    """

    sheet: str | None
    columns: list[int]
    names: list[str]
    title: tuple[str, ...]
    body: list[Row]
    reasons: dict[int, str]
    questions: list[Question] = field(default_factory=list)
    labels: frozenset[int] = frozenset()


def letter(column: int) -> str:
    """A spreadsheet's letter for the column at position ``column`` (0 = A)."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def unique_names(names: list[str], columns: list[int]) -> list[str]:
    """Header words with blanks made one, letters for the nameless, a trailing ``(2)`` where one comes again."""
    seen: Counter[str] = Counter()
    made: list[str] = []
    taken = set()
    for column in columns:
        name = " ".join(names[column].split()) if column < len(names) else ""
        name = base = name or letter(column)
        while name in taken:
            seen[base] += 1
            name = f"{base} ({seen[base] + 1})"
        taken.add(name)
        made.append(name)
    return made


def answered_header(header: Header, rows: list[Row], answer: str | None) -> Header:
    """The header as the person says: the first row that is not a title, or none."""
    if answer == "first_row" and not header.found and header.body < len(rows):
        first = rows[header.body]
        return Header(header.body + 1, list(first[1]), header.title, (first[0],), False)
    if answer == "none" and header.found:
        title_lines = header.title
        body = next(i for i, row in enumerate(rows) if row[0] == header.rows[0])
        return Header(body, [], title_lines, (), False)
    return header


def header_of(
    file: str, sheet: str | None, rows: list[Row], answers: Answers, merged: Merged
) -> tuple[Header, list[Question]]:
    """The header, as found or as answered, and the question if it is in doubt."""
    found = find_header(rows, merged)
    question = Question("header", file, sheet, options=("none", "first_row"), values={"example": _example(rows, found)})
    header = answered_header(found, rows, answers.get(question.key))
    return header, ([] if found.found else [question])


def _example(rows: list[Row], header: Header) -> str:
    if header.body >= len(rows):
        return ""
    return " | ".join(cell for cell in rows[header.body][1] if cell)[:80]


def find_regions(
    file: str, sheet: str | None, rows: list[Row], answers: Answers, merged: Merged | None = None
) -> list[Region]:
    """The tables in ``rows`` (the whole sheet, without its empty rows), one under another."""
    regions: list[Region] = []
    while rows:
        name = sheet if not regions else f"{sheet or ''} ({len(regions) + 1})".strip()
        header, questions = header_of(file, name, rows, answers, merged or {})
        body = rows[header.body :]
        cut = _second_table(body, header) if header.found else len(body)
        regions.append(region(name, header, body[:cut], questions))
        rows = body[cut:]
    return regions


def _second_table(body: list[Row], header: Header) -> int:
    """Where, after an empty row, another table with a header of its own begins; the length if none does."""
    names = [" ".join(name.split()) for name in header.names]
    starts = [i for i in range(1, len(body)) if body[i][0] > body[i - 1][0] + 1]
    if len(starts) > 200:  # a report in blocks: its headers repeat, it is one table
        return len(body)
    columns = {column for column, name in enumerate(names) if name}
    for start in starts:
        block = body[start : start + 12]
        again = find_header(block)
        if not again.found or again.body >= len(block) or again.body > 3 or block[again.body][0] > again.rows[-1] + 1:
            continue
        words = {column: " ".join(name.split()) for column, name in enumerate(again.names) if name}
        same = sum(1 for column, word in words.items() if column < len(names) and names[column] == word)
        if len(words) < 2 or same >= 0.5 * len(words):
            continue
        if any(cell_kind(word) != "text" for word in words.values()):
            continue
        other_columns = bool(words.keys() - columns)
        if other_columns or _contrast(words, body[:start], block[again.body :]):
            return start
    return len(body)


def _contrast(words: dict[int, str], above: list[Row], below: list[Row]) -> bool:
    """Whether the words stand in columns of numbers or dates, above and below them."""

    def values(rows: list[Row], column: int) -> bool:
        kinds = [cell_kind(cells[column]) for _, cells in rows[-20:] if column < len(cells) and cells[column]]
        return sum(1 for kind in kinds if kind in ("number", "date")) > 0.5 * max(1, len(kinds))

    return any(values(above, column) and values(below, column) for column in words)


def region(
    sheet: str | None,
    header: Header,
    body: list[Row],
    questions: list[Question],
    filled: dict[int, int] | None = None,
    rows: int | None = None,
    sums: Sums | None = None,
) -> Region:
    """The table below ``header``.

    ``filled`` and ``rows`` count the whole table, and ``sums`` adds up its columns, where ``body`` holds only
    some of its rows.
    """
    words = {column: " ".join(name.split()) for column, name in enumerate(header.names) if name.strip()}
    odd = suspects(body, words)
    usual = [row for row in body if row[0] not in odd or is_usual(row, words)]
    full = (
        gap_columns(fill_counts(usual), len(usual))
        if filled is None or rows is None
        else gap_columns(filled, rows, SHARE_OF_ALL)
    )
    values, texts = _forms(usual)
    aside = Aside(words, full, values, body[-1][0] if body else 0)
    reasons = {row[0]: reason for row in body if row[0] in odd and (reason := aside.reason(row))}
    if sums is None:
        reasons |= block_totals(body, odd, reasons, aside)
    reasons |= block_titles(body, reasons)
    reasons |= trailing_notes(body, reasons, max(len(words), len(full)))
    data = [row for row in body if row[0] not in reasons]
    lacking = bool(data) and aside.full - filled_cells(data[-1]).keys()
    if len(data) >= 3 and lacking and equals_sum(data[-1], values, texts, sums or data[:-1]):
        reasons[data[-1][0]] = "total_row"
    groups = Groups()
    if sums is None and not (found := group_headings(body, reasons, words)):
        groups = names_of_groups(body, reasons, values, header.title)
        reasons |= groups.reasons
    elif sums is None:
        reasons |= found
    without = fill_counts([row for row in body if row[0] in reasons])
    total = fill_counts(body) if filled is None else filled
    columns = sorted(c for c in total.keys() | words.keys() if c in words or total.get(c, 0) > without.get(c, 0))
    names = header.names
    if groups.column is not None and groups.column >= len(names):
        group = groups.named or ("Gruppe" if any(GERMAN.search(name) for name in names) else "Group")
        names = [*names, *[""] * (groups.column - len(names)), group]
    nameless = {groups.column, *columns[:1]} - words.keys()
    labels = frozenset(column for column in nameless if column is not None and column not in values)
    return Region(sheet, columns, unique_names(names, columns), header.title, body, reasons, questions, labels)


def _forms(body: list[Row]) -> tuple[dict[int, NumberForm], set[int]]:
    """Of the columns: those that hold numbers with their form, and those that hold words."""
    some = body[:100] + (body[100 :: max(1, len(body) // 200)] if len(body) > 100 else [])
    counts: dict[int, Counter[str]] = {}
    for _, cells in some:
        for column, cell in enumerate(cells):
            if cell:
                counts.setdefault(column, Counter())[cell] += 1
    values, texts = {}, set()
    for column, cells_of in counts.items():
        evidence = number_evidence(cells_of)
        form = evidence.form(evidence.settled or ".") if evidence.filled else None
        if form and not any(cell_kind(cell) == "date" for cell in list(cells_of)[:5]):
            values[column] = form
        elif not form:
            texts.add(column)
    return values, texts
