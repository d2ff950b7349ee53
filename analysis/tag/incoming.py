"""What colleagues' answers change, and where they contradict what stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.tag.exchange import FILLED_IN, answer_of
from analysis.tag.verdict import QUESTIONS
from analysis.upload.identity import plain_name

KINDS = ("new", "changed", "conflict", "same")
"""``new``: nobody had answered here. ``changed``: the answer here is the one the list was exported with. ``conflict``:
it was given or changed here since, or nobody can tell. ``same``: both say the same."""


@dataclass(frozen=True)
class Incoming:
    """``changes``: one row per answer in the file: ``customer_id``, ``name``, ``question`` (of ``FILLED_IN``),
    ``here`` (a person's answer here, or None), ``there`` (the file's), ``kind``, ``who`` (answered here; empty for
    nobody). ``strangers``: rows of the file (as text) that name no customer of the portfolio. ``unread``: words
    that are no answer, each with its customer."""

    changes: pd.DataFrame
    strangers: tuple[str, ...]
    unread: tuple[str, ...]

    def of(self, *kinds: str) -> pd.DataFrame:
        return self.changes[self.changes["kind"].isin(kinds)]

    def edit(self, take: pd.Index) -> Mapping[tuple[str, int], Any]:
        """One edit for the workspace: the file's answers in those rows of ``changes``."""
        rows = self.changes.loc[take, ["customer_id", "question", "there"]]
        return {(f"tag.{question}", int(customer)): there for customer, question, there in rows.itertuples(index=False)}


def incoming(answers: pd.DataFrame, customers: pd.DataFrame, fields: pd.DataFrame) -> Incoming:
    """Compares what a file says with what stands here. An empty cell says nothing and takes nothing back.

    Parameters
    ----------
    answers : see ``exchange.answers_in``; of several rows for one customer the last counts.
    customers : the evaluation's customers.
    fields : ``Workspace.fields("tag.")``.
    """
    here = fields.set_index(["field", "customer_id"])
    whose, strangers = _matched(answers, customers)
    changes: dict[tuple[int, str], tuple[object, ...]] = {}
    unread = []
    for (_, row), customer in zip(answers.iterrows(), whose, strict=True):
        if customer is None:
            continue
        name = str(customers.at[customer, "name"])
        for question in FILLED_IN:
            if not (text := row[question]):
                continue
            there = text if question == "note" else answer_of(text)
            if there is None:
                unread.append(f"{name}: {text}")
                continue
            entry = here.loc[(f"tag.{question}", customer)] if (f"tag.{question}", customer) in here.index else None
            standing = entry["value"] if entry is not None else _uploaded(customers, customer, question)
            revision = int(entry["revision"]) if entry is not None else 0
            kind = _kind(standing, there, revision, row["as_of"])
            who = str(entry["who"]) if entry is not None else ""
            changes[customer, question] = (customer, name, question, standing, there, kind, who)
    columns = ["customer_id", "name", "question", "here", "there", "kind", "who"]
    table = pd.DataFrame(list(changes.values()), columns=columns)
    return Incoming(table.astype({"here": "object"}), strangers, tuple(unread))


def _kind(here: object, there: object, revision: int, as_of: float) -> str:
    if here is None:
        return "new"
    if here == there:
        return "same"
    return "changed" if as_of == as_of and revision <= as_of else "conflict"


def _uploaded(customers: pd.DataFrame, customer: int, question: str) -> object:
    """What an uploaded answers table says, where it says anything."""
    if question in QUESTIONS:
        return customers.at[customer, question] if customers.at[customer, f"answered_{question}"] else None
    note = customers.at[customer, "note"]
    return note if isinstance(note, str) and note else None


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
