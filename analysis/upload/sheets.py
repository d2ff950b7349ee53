"""A table in one of its roles, on the way from typed rows to figures."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.engine.engine import Engine
from analysis.upload.fields import WHO
from analysis.upload.question import Question
from analysis.upload.roles import TableMapping
from analysis.upload.source import SourceTable

WEIGHT = ("customers", "answers", "invoices", "credit_notes", "payments", "care_log", "losses")
"""The roles; whose word on a customer's name counts first stands first."""


@dataclass(frozen=True)
class Sheet:
    """A source table in one of its roles; ``name`` is its typed table, ``used`` the view of rows that count, with
    their ``customer_id``. ``deals``: won deals that stand for invoices (the typed table holds only those)."""

    table: SourceTable
    mapping: TableMapping
    role: str
    name: str
    deals: bool = False

    @property
    def used(self) -> str:
        return f"{self.name}_used"

    @property
    def names_customers(self) -> bool:
        """Whether a column says whose the rows are."""
        return not self.mapping.fields.keys().isdisjoint(WHO)

    def has(self, *fields: str) -> bool:
        """Whether every one of ``fields`` is mapped."""
        return set(fields) <= self.mapping.fields.keys()

    def question(
        self, kind: str, header: str | None, *options: str, needed: bool = False, **values: object
    ) -> Question:
        """A question about the table, the likely answer first."""
        return Question(kind, self.table.file, self.table.sheet, header, options, needed, dict(values))

    def set_aside(self, engine: Engine, condition: str, reason: str) -> int:
        """Sets aside the rows that count and for which ``condition`` (SQL) holds; returns how many."""
        where = f"WHERE reason IS NULL AND ({condition})"
        count = self.count(engine, f"SELECT count(*) FROM {self.name} {where}")
        if count:
            engine.update(self.name, {"reason": f"'{reason}'"}, f"reason IS NULL AND ({condition})")
        return count

    def count(self, engine: Engine, query: str) -> int:
        """The one whole number that ``query`` gives."""
        return int(engine.execute(query).fetchall()[0][0] or 0)
