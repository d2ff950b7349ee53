"""Tables too large to hold in memory: judged from a part of their rows and one pass of DuckDB over all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import duckdb

from analysis.engine.engine import Lines
from analysis.upload.aside import gap_columns
from analysis.upload.header import Header
from analysis.upload.numbers import number_evidence, number_sql
from analysis.upload.profile import Column, Setting, profile
from analysis.upload.question import Answers, Question
from analysis.upload.shape import SHARE_OF_ALL, Region, region
from analysis.upload.source import NumberForm, SourceTable
from analysis.upload.table import set_aside_table, sql_text
from analysis.upload.text import BLANKS, Row

_TOTAL_WORDS = "(?i)(sum|total|gesamt|insgesamt|ergebnis|razem|celkem|übertrag|[∑Σ])"
# cells that leave decimal mark or day and month open
_OPEN = r"-?[1-9][0-9]{0,2}[.,][0-9]{3}|0?([1-9]|1[0-2])[/-]0?([1-9]|1[0-2])[/-][0-9]{2,4}.*"


@dataclass(frozen=True)
class Raw:
    """Cells below a header, trimmed. ``cells``: what stands behind FROM, columns ``r0`` … as text; ``first``: the
    number of its first row where the others follow one by one, in order; None where a column ``row`` says."""

    cells: str
    first: int | None = None

    @property
    def rows(self) -> str:
        """What stands behind FROM: ``row`` and the columns."""
        if self.first is None:
            return self.cells
        return f"(SELECT row_number() OVER () + {self.first - 1} AS row, * FROM {self.cells})"


@dataclass(frozen=True)
class Facts:
    """What one pass over a relation counts. By position of the column: cells filled, different ones (nearly).

    ``rows``: all, ``repeated``: those that say the header again, ``untrimmed``: columns with blanks at an end,
    ``quoted``: whether a cell begins with a quotation mark, which the reader then left in.
    """

    rows: int
    filled: dict[int, int]
    distinct: dict[int, int]
    repeated: int
    untrimmed: frozenset[int]
    quoted: bool


def names_of(width: int) -> list[str]:
    """The columns of a raw relation: ``r0``, ``r1`` …"""
    return [f"r{column}" for column in range(width)]


def count_facts(connection: duckdb.DuckDBPyConnection, raw: Raw, width: int, header: Header, quotes: bool) -> Facts:
    """One pass over ``raw``."""
    names = names_of(width)
    same = " AND ".join(f"{name} = {sql_text(text)}" for name, text in zip(names, header.names, strict=False) if text)
    wanted = ["count(*)", f"count_if({same})" if same else "0"]
    wanted += [f"count({name})" for name in names]
    wanted += [f"approx_count_distinct({name})" for name in names]
    wanted += [f"coalesce(bool_or({name} < '!' OR ends_with({name}, ' ')), false)" for name in names]
    if quotes:
        wanted.append(
            f"coalesce({' OR '.join(f'bool_or(starts_with({name}, $${chr(34)}$$))' for name in names)}, false)"
        )
    (found,) = connection.execute(f"SELECT {', '.join(wanted)} FROM {raw.cells}").fetchall()
    rows, repeated, *rest = found
    filled, distinct, untrimmed = (rest[part * width : (part + 1) * width] for part in range(3))
    return Facts(
        rows=rows,
        filled=dict(enumerate(filled)),
        distinct={column: min(number, filled[column]) for column, number in enumerate(distinct)},
        repeated=repeated,
        untrimmed=frozenset(column for column, blank in enumerate(untrimmed) if blank),
        quoted=bool(rest[-1]) if quotes else False,
    )


def trimmed(cells: str, width: int, columns: set[int] | frozenset[int]) -> str:
    """``cells`` (what stands behind FROM) with blanks cut off both ends of those in ``columns``, NULL where nothing is
    left."""
    blanks = sql_text(BLANKS)
    cut = [
        f"nullif(trim({name}, {blanks}), '') AS {name}" if column in columns else name
        for column, name in enumerate(names_of(width))
    ]
    return f"(SELECT {', '.join(cut)} FROM {cells})"


@dataclass
class Scan:
    """A large table on its way to a ``SourceTable``.

    Parameters
    ----------
    file, sheet, hidden : as the user knows them.
    raw : its rows.
    width : number of columns of ``raw``.
    facts : of ``raw``, after trimming.
    header, questions : the header and what is asked about it.
    head, tail : the first and the last rows of ``raw``.
    between : rows spread over the table; their numbers do not matter.
    plain : see ``SourceTable``.
    """

    connection: duckdb.DuckDBPyConnection
    file: str
    sheet: str | None
    raw: Raw
    width: int
    facts: Facts
    header: Header
    questions: list[Question]
    head: list[Row]
    tail: list[Row]
    between: list[Row]
    hidden: bool = False
    plain: bool = False

    def table(self, setting: Setting, answers: Answers) -> SourceTable:
        """The table, judged."""
        rows = sorted({row[0]: row for row in (*self.head, *self._odd_rows(), *self.tail)}.values())
        empty = min((self.facts.rows - count for count in self.facts.filled.values()), default=0) > 0
        present = self._filled_rows() if empty else self.facts.rows
        if len(rows) >= present:  # all of them at hand, as in a file that is not large
            part = region(self.sheet, self.header, rows, self.questions)
        else:
            counts = (self.facts.filled, present, self._sums)
            part = region(self.sheet, self.header, rows, self.questions, *counts)
        seen = dict((*self.head, *self.between, *self.tail))
        judged = [cells for number, cells in seen.items() if number not in part.reasons]
        aside = [row[1] for row in rows if row[0] in part.reasons]
        columns = [
            replace(self._column(part, index, judged, aside), mark=setting.marks.get(column))
            for index, column in enumerate(part.columns)
        ]
        made, questions = profile(self.file, self.sheet, columns, setting, answers)
        self.connection.close()
        return SourceTable(
            file=self.file,
            sheet=self.sheet,
            columns=made,
            scan=self._sql(part, self.raw.rows, "row", without_empty=empty),
            lines=None if self.raw.first is None or empty else Lines(self._sql(part, self.raw.cells), self.raw.first),
            rows=present,
            title=part.title,
            set_aside=set_aside_table(part.reasons),
            questions=tuple(part.questions + questions),
            hidden=self.hidden,
            plain=self.plain,
            profiled=len(judged) if len(judged) + len(aside) < present else None,
        )

    def _sql(self, part: Region, raw: str, *selected: str, without_empty: bool = False) -> str:
        cells = [
            *selected,
            *(
                f"r{column} AS c{index}" if column < self.width else f"CAST(NULL AS VARCHAR) AS c{index}"
                for index, column in enumerate(part.columns)
            ),
        ]
        where = f" WHERE coalesce({', '.join(names_of(self.width))}) IS NOT NULL" if without_empty else ""
        return f"(SELECT {', '.join(cells)} FROM {raw}{where})"

    def _filled_rows(self) -> int:
        cells = ", ".join(names_of(self.width))
        return int(self._fetch(f"SELECT count(*) FROM {self.raw.cells} WHERE coalesce({cells}) IS NOT NULL")[0][0])

    def _fetch(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def _odd_rows(self) -> list[Row]:
        """Rows that may be no data: those that say the header again, and those that lack what nearly every row has,
        with a total's word or with hardly anything in them."""
        names = names_of(self.width)
        words = {column: name for column, name in enumerate(self.header.names) if name and column < self.width}
        wanted = []
        if self.facts.repeated:
            wanted.append("(" + " AND ".join(f"r{column} = {sql_text(name)}" for column, name in words.items()) + ")")
        full = [f"r{column}" for column in gap_columns(self.facts.filled, self.facts.rows, SHARE_OF_ALL)]
        gaps = [name for name in full if self.facts.filled[int(name[1:])] < self.facts.rows]
        if gaps:
            filled = " + ".join(f"({name} IS NOT NULL)::INTEGER" for name in names)
            some = f"regexp_matches(concat_ws('|', {', '.join(names)}), '{_TOTAL_WORDS}') OR {filled} <= 2"
            wanted.append(f"(({' OR '.join(f'{name} IS NULL' for name in gaps)}) AND ({some}))")
        if not wanted:
            return []
        found = self._fetch(f"SELECT * FROM {self.raw.rows} WHERE {' OR '.join(wanted)}")
        return [(row, [cell or "" for cell in cells]) for row, *cells in found if any(cells)]

    def _sums(self, columns: list[int]) -> dict[int, Decimal]:
        """The sums of the columns over all rows but the last."""
        last = self.tail[-1] if self.tail else self.head[-1]
        sums = [f"sum({number_sql(f'r{column}', self._form(column))})" for column in columns]
        (found,) = self._fetch(f"SELECT {', '.join(sums)} FROM {self.raw.rows} WHERE row < {last[0]}")
        return {column: total or Decimal(0) for column, total in zip(columns, found, strict=True)}

    def _form(self, column: int) -> NumberForm:
        cells = Counter(row[1][column] for row in self.head if column < len(row[1]) and row[1][column])
        return NumberForm(number_evidence(cells).settled or ".")

    def _column(self, part: Region, index: int, judged: list[list[str]], aside: list[list[str]]) -> Column:
        column, name = part.columns[index], part.names[index]
        counts = Counter(cells[column] for cells in judged if column < len(cells) and cells[column])
        without = sum(1 for cells in aside if column < len(cells) and cells[column])

        def all_values() -> Counter[str]:
            cell = f"r{column}"
            return counts + Counter(
                dict(
                    self._fetch(
                        f"SELECT {cell}, count(*) FROM {self.raw.cells} WHERE NOT regexp_full_match({cell}, '{_OPEN}') "
                        "GROUP BY 1 ORDER BY 2 DESC LIMIT 5000"
                    )
                )
            )

        filled = self.facts.filled.get(column, 0) - without
        complete = len(judged) >= self.facts.rows - len(aside)
        distinct = len(counts) if complete else max(len(counts), min(filled, self.facts.distinct.get(column, 0)))
        return Column(name, counts, filled, distinct, None if complete or column >= self.width else all_values)
