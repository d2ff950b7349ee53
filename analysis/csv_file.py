"""Tables as CSV, for people who open them in a spreadsheet program."""

from __future__ import annotations

import csv
import io

import pandas as pd

from analysis.language import Language

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FOOT = "# "
"""How a footer begins: as comments do for programs that read CSV."""


def csv_file(table: pd.DataFrame, language: Language, footer: str = "") -> bytes:
    """``table`` without its index, its columns the headers, with the separators of the language, for Excel (UTF-8 with
    a mark). Texts that would be read as a formula are prefixed with an apostrophe, which Upload takes off again.

    ``footer``: the last line, below an empty one, behind ``FOOT``; Upload sets it aside as a note.
    """
    columns = [_cells(table.iloc[:, at], language) for at in range(table.shape[1])]
    taken = pd.concat(columns, axis=1) if columns else table
    taken.columns = pd.Index([safe(str(header)) for header in table.columns])
    german = language.code == "de"
    separator = ";" if german else ","
    text = taken.to_csv(index=False, sep=separator, decimal="," if german else ".")
    if footer:
        line = io.StringIO()
        csv.writer(line, delimiter=separator, lineterminator="\n").writerow([f"{FOOT}{footer}"])
        text += f"\n{line.getvalue()}"
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def safe(text: str) -> str:
    """``text`` so that a spreadsheet program shows it instead of computing it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cells(values: pd.Series, language: Language) -> pd.Series:
    if values.dtype.kind in "iuf":
        return values
    write = language.date if values.dtype.kind == "M" else lambda value: safe(str(value))
    return pd.Series([write(value) if pd.notna(value) else None for value in values], values.index, dtype="object")
