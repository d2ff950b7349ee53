"""Rows set aside as a file: what was left out, where it stands, and why."""

from __future__ import annotations

import pandas as pd

from analysis.language import Language

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def set_aside_csv(set_aside: pd.DataFrame, language: Language) -> bytes:
    """``Portfolio.set_aside`` as CSV with the separators of the language, for Excel (UTF-8 with a mark); cells that
    would be read as a formula are prefixed with an apostrophe."""
    names = ("file", "sheet", "row", "reason", "amount", "text")
    table = set_aside[list(names)].copy()
    table["reason"] = [language.text(f"set_aside.{reason}") for reason in table["reason"]]
    for name in ("file", "sheet", "reason", "text"):
        table[name] = [safe(value) for value in table[name].astype("str")]
    table.columns = pd.Index([language.text(f"upload.aside.{name}") for name in names])
    german = language.code == "de"
    text = table.to_csv(index=False, sep=";" if german else ",", decimal="," if german else ".")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def safe(text: str) -> str:
    """``text`` so that a spreadsheet program shows it instead of computing it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
