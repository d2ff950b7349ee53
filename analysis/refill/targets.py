"""The plan per picked segment: a number each, the hours they take, and how many segments the team can really work."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.money import cents
from analysis.refill.plan import Plan, shrunk_worth
from analysis.refill.segments import label, members

NUMBER = "refill.number."
"""The workspace's fields with the number of new customers the user set per picked segment end with its key."""


def numbers_of(fields: pd.DataFrame) -> dict[str, int]:
    """The numbers of new customers the user set: segment's key to number. ``fields``: ``Workspace.fields()``."""
    set_ = fields[fields["field"].str.startswith(NUMBER)]
    return {field.removeprefix(NUMBER): int(number) for field, number in zip(set_["field"], set_["value"], strict=True)}


@dataclass(frozen=True)
class Workable:
    """How many of the picked segments the freed hours carry, in the user's order. ``segments``: None where hours are
    not known. ``hours``: what the wanted customers take a year, ``freed``: what there is."""

    segments: int | None
    hours: float
    freed: float


def by_target(
    evaluation: Evaluation, picks: list[str], made: Plan, numbers: dict[str, int], language: Language
) -> pd.DataFrame:
    """One row per picked segment, index its key, in the user's order: ``segment`` (in words), ``today`` (customers it
    has), ``worth`` (€ a year one brings, shrunk margin − cash care), ``hours_each`` (h a year; NaN not known),
    ``wanted`` (new customers: the user's number, else an equal part of the plan's), ``hours`` (h), ``first_year`` (€,
    after the cost of winning them)."""
    assumed, per_year = evaluation.assumptions.refill, evaluation.portfolio.per_year
    shares = _equal_parts(made.customers, len(picks))
    rows = []
    for key, share in zip(picks, shares, strict=True):
        inside = members(evaluation, key)
        hours = evaluation.customers.loc[inside, "all_hours"] * per_year
        each = float(hours[hours > 0].mean())
        worth = shrunk_worth(evaluation, inside)
        wanted = int(numbers.get(key, share))
        gain = wanted * (worth * assumed.first_year_share - assumed.acquisition_cost)
        rows.append(
            {
                "segment": label(evaluation, key, language),
                "today": int(inside.sum()),
                "worth": worth,
                "hours_each": each,
                "wanted": wanted,
                "hours": wanted * each,
                "first_year": float(cents(gain)) if wanted else 0.0,
            }
        )
    return pd.DataFrame(rows, index=pd.Index(picks, name="key"))


def workable(targets: pd.DataFrame, freed: float) -> Workable:
    """How many of the segments in ``targets`` (see ``by_target``) the freed hours carry, first ones first."""
    hours = targets["hours"]
    if hours.isna().any():
        return Workable(None, float(hours.sum()), freed)
    return Workable(int((hours.cumsum() <= freed + 1e-6).sum()), float(hours.sum()), freed)


def _equal_parts(whole: int, parts: int) -> list[int]:
    return [whole // parts + (place < whole % parts) for place in range(parts)] if parts else []
