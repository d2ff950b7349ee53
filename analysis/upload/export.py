"""Rows set aside as a file: what was left out, where it stands, and why."""

from __future__ import annotations

import pandas as pd

from analysis.csv_file import csv_file
from analysis.language import Language


def set_aside_csv(set_aside: pd.DataFrame, language: Language, footer: str = "") -> bytes:
    """``Portfolio.set_aside`` as CSV with the separators of the language, for Excel (UTF-8 with a mark); cells that
    would be read as a formula are prefixed with an apostrophe."""
    names = ("file", "sheet", "row", "reason", "amount", "text")
    table = set_aside[list(names)].copy()
    table["reason"] = [language.text(f"set_aside.{reason}") for reason in table["reason"]]
    table.columns = pd.Index([language.text(f"upload.aside.{name}") for name in names])
    return csv_file(table, language, footer)
