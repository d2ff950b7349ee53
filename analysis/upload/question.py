"""What only the person who knows the file can say, with the likely answer first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from analysis.language import Language


@dataclass(frozen=True)
class Question:
    """Something a table leaves open.

    Parameters
    ----------
    kind : what is asked, such as ``day_first``, ``decimal_mark``, ``header``, ``discount``; its sentence is
        the message ``questions.<kind>``, an option's label ``questions.<kind>_options.<option>``.
    file, sheet, column : what it is asked about (``column`` is the header's own word).
    options : the possible answers, the likely one first; empty where any text may be the answer.
    needed : True where no figure may be shown before it is answered; else the likely answer is used
        and said.
    values : what the sentence's placeholders need.
    """

    kind: str
    file: str
    sheet: str | None = None
    column: str | None = None
    options: tuple[str, ...] = ()
    needed: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table it is about, as the command line names it: ``file`` or ``file.xlsx:Sheet``."""
        return self.file if self.sheet is None else f"{self.file}:{self.sheet}"

    @property
    def key(self) -> str:
        """What an answer is filed under, and the command line's ``--answer KEY=OPTION``."""
        return ":".join(part for part in (self.table, self.column, self.kind) if part)

    @property
    def likely(self) -> str | None:
        return self.options[0] if self.options else None

    def sentence(self, language: Language) -> str:
        values = {"file": self.file, "sheet": self.sheet, "column": self.column, **self.values}
        return language.text(f"questions.{self.kind}", **values)


def each_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The last question of each key: a table in two roles asks only once. What the amounts themselves tell of the tax
    in them takes the place of what their header leaves open."""
    found = {question.key: question for question in questions}
    told = {(question.table, question.column) for question in found.values() if question.kind == "tax_inside"}
    return tuple(q for q in found.values() if q.kind != "net_or_gross" or (q.table, q.column) not in told)


Answers = dict[str, str]
"""Answers given so far: question key to chosen option."""
