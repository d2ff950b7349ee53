"""What a user's mistake looks like: one sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

from typing import Any

from analysis.language import Language


class PortfolioError(Exception):
    """A user's mistake, or a file's.

    Parameters
    ----------
    message : key of the sentence in the messages of the language room, such as ``errors.broken_workbook``.
        The sentence says what is wrong and what to do.
    file, sheet, row, column : where; ``row`` is the row number a spreadsheet program shows (1 = first line).
    values : what the sentence's placeholders need.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        **values: Any,
    ) -> None:
        self.message, self.file, self.sheet, self.row, self.column = message, file, sheet, row, column
        self.values = values
        super().__init__(self.sentence(Language("en")))

    def place(self, language: Language) -> str:
        """Where it is wrong, such as ``orders.xlsx, sheet “March”, row 12, column “Net”``; empty if unknown."""
        parts = [self.file or ""]
        for key, value in (("sheet", self.sheet), ("row", self.row), ("column", self.column)):
            if value is not None:
                parts.append(language.text(f"errors.{key}", value=value))
        return ", ".join(part for part in parts if part)

    def sentence(self, language: Language) -> str:
        """The whole sentence, place first, in one line."""
        place, what = self.place(language), language.text(self.message, **self.values)
        return " ".join((f"{place}: {what}" if place else what).split())
