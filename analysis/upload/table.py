"""From the rows of a table to a ``SourceTable``: a Parquet copy to scan, and its columns' forms."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import PortfolioError
from analysis.upload.limits import LIMITS, Limits
from analysis.upload.profile import Column, Setting, profile
from analysis.upload.question import Answers
from analysis.upload.shape import Region, find_regions
from analysis.upload.source import SourceTable
from analysis.upload.text import Row


def sql_text(text: str) -> str:
    """``text`` as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def scratch_file(folder: Path, ending: str) -> Path:
    """A new empty file in ``folder`` with a name that says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=ending, delete=False) as file:
        return Path(file.name)


def set_aside_table(reasons: dict[int, str]) -> pd.DataFrame:
    """One row per row set aside: its number and the reason, in the order of the file."""
    rows = sorted(reasons)
    return pd.DataFrame(
        {"row": pd.Series(rows, dtype="int64"), "reason": pd.Series([reasons[row] for row in rows], dtype="str")}
    )


def tables_of(
    file: str,
    sheet: str | None,
    rows: list[Row],
    folder: Path,
    answers: Answers,
    setting: Setting,
    merged: dict[int, list[tuple[int, int]]] | None = None,
    hidden: bool = False,
    limits: Limits = LIMITS,
) -> list[SourceTable]:
    """The tables in ``rows``, a whole sheet or text file without its empty rows."""
    if max((len(cells) for _, cells in rows), default=0) > limits.columns:
        rows = [(number, _without_empty_end(cells)) for number, cells in rows]
    widest = max((len(cells) for _, cells in rows), default=0)
    if widest > limits.columns:
        raise PortfolioError("errors.too_many_columns", file=file, sheet=sheet, limit=limits.columns, found=widest)
    regions = find_regions(file, sheet, rows, answers, merged)
    return [_table(file, region, folder, answers, setting, hidden) for region in regions]


def _without_empty_end(cells: list[str]) -> list[str]:
    last = max((column for column, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _table(file: str, region: Region, folder: Path, answers: Answers, setting: Setting, hidden: bool) -> SourceTable:
    cells = {
        column: [row[1][column] if column < len(row[1]) else "" for row in region.body] for column in region.columns
    }
    numbers = [row[0] for row in region.body]
    aside = [number in region.reasons for number in numbers]
    columns = []
    for column, name in zip(region.columns, region.names, strict=True):
        counts = Counter(cell for cell, skip in zip(cells[column], aside, strict=True) if cell and not skip)
        columns.append(Column(name, counts, counts.total(), len(counts), mark=setting.marks.get(column),
                              label=column in region.labels))  # fmt: skip
    made, questions = profile(file, region.sheet, columns, setting, answers)
    path = scratch_file(folder, ".parquet")
    arrays = [pa.array(numbers, pa.int64())]
    arrays += [pa.array([cell or None for cell in cells[column]], pa.string()) for column in region.columns]
    names = ["row", *(column.key for column in made)]
    pq.write_table(pa.table(arrays, names=names), path, compression="lz4")
    return SourceTable(
        file=file,
        sheet=region.sheet,
        columns=made,
        scan=f"read_parquet({sql_text(str(path))})",
        rows=len(numbers),
        title=region.title,
        set_aside=set_aside_table(region.reasons),
        questions=tuple(region.questions + questions),
        hidden=hidden,
        digest=hash(tuple(tuple(cells[column]) for column in region.columns)),
    )
