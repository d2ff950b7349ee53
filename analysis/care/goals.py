"""Goals without them: what parting with a customer would bring, and what it would not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.care.assumptions import GoalAssumptions
from analysis.money import cents

ALL_HOURS = ("rework_hours", "staff_hours", "standard_hours", "out_of_scope_hours", "free_hours")


def all_hours(customers: pd.DataFrame) -> np.ndarray:
    """Hours of care and standard service per customer in the period, the column ``all_hours`` of what follows; NaN
    where no table gives any."""
    hours = customers[list(ALL_HOURS)].to_numpy("float64")
    known = ~np.isnan(hours)
    return np.where(known.any(axis=1), np.where(known, hours, 0.0).sum(axis=1), np.nan)


def worth_per_hour(customers: pd.DataFrame, target: pd.Series | np.ndarray) -> float:
    """What an hour spent on the target customers (bool per customer) brings: (margin − cash care) / all their hours,
    €/h; NaN where no hours are known."""
    hours = _of(customers, "all_hours")
    known = np.asarray(target, dtype="bool") & (hours > 0)
    if not known.any():
        return float("nan")
    earned = (_of(customers, "contribution_margin") - _of(customers, "cash_care"))[known].sum()
    return float(max(earned, 0.0) / hours[known].sum())


def word_of_mouth(customers: pd.DataFrame, goals: GoalAssumptions, per_year: float) -> float:
    """Expected loss per customer parted with, €: listeners × share who count × chance × mean yearly (margin −
    avoidable care) of those above zero × years; never more than what all of them bring."""
    return _talk(_worth(customers, per_year), goals, goals.listeners)


def _worth(customers: pd.DataFrame, per_year: float) -> np.ndarray:
    """Margin − avoidable care, € a year."""
    return (_of(customers, "contribution_margin") - _of(customers, "avoidable_care")) * per_year


def _talk(worth: np.ndarray, goals: GoalAssumptions, listeners: float) -> float:
    worth = worth[worth > 0]
    if not len(worth):
        return 0.0
    chance = goals.listener_loss * (0.5 if goals.kind_parting else 1.0)
    lost = listeners * goals.listeners_who_count * chance
    return float(min(lost * worth.mean(), worth.sum()) * goals.word_of_mouth_years)


def parting_gain(
    customers: pd.DataFrame, goals: GoalAssumptions, per_year: float, hour: float, said: float
) -> pd.Series:
    """What parting with each customer would bring in a year, €: avoidable care cost − contribution margin + freed
    hours × redeployed share × worth per hour − word of mouth. Costs that stay are never subtracted.

    ``hour``: € per hour redeployed (NaN: counts nothing). ``said``: word of mouth, €.
    """
    freed = np.nan_to_num(_of(customers, "all_hours")) * goals.redeployed * (0.0 if hour != hour else hour)
    kept = _of(customers, "avoidable_care") - _of(customers, "contribution_margin")
    return pd.Series(cents((kept + freed) * per_year - said), index=customers.index, copy=False)


@dataclass(frozen=True)
class GoalCheck:
    """The year with and without the customers marked for parting, € per year.

    ``today`` → minus ``margin_lost`` → plus ``saved`` (avoidable care) → plus ``redeployed`` → minus
    ``word_of_mouth`` = ``without``; ``gap`` is what is missing to ``target`` (0 where it is reached); ``hours`` freed.
    ``staying``: care cost of those who leave that no parting avoids; it is in ``without``. ``viral``: the rare case
    beside it, not in ``without``. ``customers``: how many leave.
    """

    customers: int

    today: float
    margin_lost: float
    saved: float
    redeployed: float
    word_of_mouth: float
    without: float
    target: float
    gap: float
    hours: float
    staying: float
    viral: float

    def gap_after(self, more: float) -> float:
        """What is missing to the target where ``more`` € a year come on top; 0 where nothing is."""
        return float(cents(max(0.0, self.target - self.without - more)))


def check_goal(
    customers: pd.DataFrame, parted: pd.Series | np.ndarray, goals: GoalAssumptions, per_year: float, hour: float
) -> GoalCheck:
    """The goal with the customers in ``parted`` (bool per customer) gone."""
    leaves = np.asarray(parted, dtype="bool")
    worth, leaving = _worth(customers, per_year)[~leaves], int(leaves.sum())

    def gone(column: str) -> float:
        return float(np.nansum(_of(customers, column)[leaves]) * per_year)

    care, avoidable, hours = gone("care_cost"), gone("avoidable_care"), gone("all_hours")
    today = float(cents(_of(customers, "net_contribution").sum() * per_year))
    lost, saved = float(cents(gone("contribution_margin"))), float(cents(avoidable))
    redeployed = float(cents(hours * goals.redeployed * (0.0 if hour != hour else hour)))
    said = float(cents(_talk(worth, goals, goals.listeners) * leaving))
    # The care cost that a parting does not avoid stays, whoever leaves.
    without = float(cents(today - lost + saved + redeployed - said))
    target = goals.target if goals.wanted else without
    return GoalCheck(
        customers=leaving,
        today=today,
        margin_lost=lost,
        saved=saved,
        redeployed=redeployed,
        word_of_mouth=said,
        without=without,
        target=target,
        gap=float(cents(max(0.0, target - without))),
        hours=hours,
        staying=float(cents(care - avoidable)),
        viral=float(cents(goals.viral_chance * _talk(worth, goals, goals.viral_listeners) * leaving)),
    )


def _of(customers: pd.DataFrame, column: str) -> np.ndarray:
    return customers[column].to_numpy("float64")
