"""Limits said in advance: what is refused before it fills the memory or the disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What a file may be; refused beyond, with the limit named.

    Parameters
    ----------
    workbook_bytes : bytes a workbook may unpack to.
    archive_bytes : bytes a ZIP archive may unpack to, over all members.
    members : files in a ZIP archive or workbook.
    columns : columns of a table.
    sheet_cells : cells of a sheet, as rows × columns of the rectangle that holds them all.
    sheets : sheets of a workbook.
    in_memory_bytes : a text file up to this size is read into memory; a larger one is scanned where it lies.
    in_memory_rows : a sheet of up to so many rows is judged in memory; a larger one from a Parquet copy.
    """

    workbook_bytes: int = 1_000_000_000
    archive_bytes: int = 2_000_000_000
    members: int = 2_000
    columns: int = 1_000
    sheet_cells: int = 20_000_000
    sheets: int = 300
    in_memory_bytes: int = 1_500_000
    in_memory_rows: int = 30_000


LIMITS = Limits()
