"""What colleagues' answers change, and where they contradict what stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.tag.form import Form
from analysis.upload.identity import plain_name

KINDS = ("new", "changed", "conflict", "same")
"""``new``: nobody had answered here. ``changed``: the answer here is the one the list was exported with. ``conflict``:
it was given or changed here since, or nobody can tell. ``same``: both say the same."""


@dataclass(frozen=True)
class Incoming:
    """``changes``: one row per answer in the file: ``customer_id``, ``name``, ``question`` (of the form's entries),
    ``here`` (a person's answer here, or None), ``there`` (the file's), ``kind``, ``who`` (answered here; empty for
    nobody). ``strangers``: rows of the file (as text) that name no customer of the portfolio. ``unread``: words
    that are no answer, each with its customer."""

    form: Form
    changes: pd.DataFrame
    strangers: tuple[str, ...]
    unread: tuple[str, ...]

    def of(self, *kinds: str) -> pd.DataFrame:
        return self.changes[self.changes["kind"].isin(kinds)]

    def edit(self, take: pd.Index) -> Mapping[tuple[str, int], Any]:
        """One edit for the workspace: the file's answers in those rows of ``changes``."""
        rows = self.changes.loc[take, ["customer_id", "question", "there"]]
        room = self.form.room
        return {
            (f"{room}.{question}", int(customer)): there for customer, question, there in rows.itertuples(index=False)
        }


def incoming(form: Form, answers: pd.DataFrame, customers: pd.DataFrame, fields: pd.DataFrame) -> Incoming:
    """Compares what a file says with what stands here. An empty cell says nothing and takes nothing back.

    Parameters
    ----------
    answers : see ``Form.read``; of several rows for one customer the last counts.
    customers : the evaluation's customers.
    fields : ``Workspace.fields("<room>.")``.
    """
    here = fields.set_index(["field", "customer_id"])
    whose, strangers = _matched(answers, customers)
    changes: dict[tuple[int, str], tuple[object, ...]] = {}
    unread = []
    for (_, row), customer in zip(answers.iterrows(), whose, strict=True):
        if customer is None:
            continue
        name = str(customers.at[customer, "name"])
        for question, asked in form.entries.items():
            if not (text := row[question]):
                continue
            there = asked.read(text)
            if there is None:
                unread.append(f"{name}: {text}")
                continue
            field = (f"{form.room}.{question}", customer)
            entry = here.loc[field] if field in here.index else None
            standing = entry["value"] if entry is not None else form.uploaded(customers.loc[customer], question)
            revision = int(entry["revision"]) if entry is not None else 0
            kind = _kind(standing, there, revision, row["as_of"])
            who = str(entry["who"]) if entry is not None else ""
            changes[customer, question] = (customer, name, question, standing, there, kind, who)
    columns = ["customer_id", "name", "question", "here", "there", "kind", "who"]
    table = pd.DataFrame(list(changes.values()), columns=columns)
    return Incoming(form, table.astype({"here": "object"}), strangers, tuple(unread))


def _kind(here: object, there: object, revision: int, as_of: float) -> str:
    if here is None:
        return "new"
    if _plain(here) == _plain(there):
        return "same"
    return "changed" if as_of == as_of and revision <= as_of else "conflict"


def _plain(answer: object) -> object:
    """A spreadsheet may change the blanks around and within a text."""
    return " ".join(answer.split()) if isinstance(answer, str) else answer


def _matched(answers: pd.DataFrame, customers: pd.DataFrame) -> tuple[list[int | None], tuple[str, ...]]:
    """The customer of each row, by number, else by the only customer of that name."""
    by_key = {str(key): int(customer) for customer, key in customers["key"].items()}
    plain = customers["name"].map(plain_name)
    by_name = {name: int(customer) for customer, name in plain[~plain.duplicated(keep=False)].items()}
    found: list[int | None] = []
    strangers = []
    for key, name in zip(answers["key"], answers["name"], strict=True):
        customer = by_key.get(str(key)) if key else None
        if customer is None and name:
            customer = by_key.get(str(name), by_name.get(plain_name(str(name))))
        if customer is None:
            strangers.append(" · ".join(str(part) for part in (key, name) if part))
        found.append(customer)
    return found, tuple(strangers)
