"""The refill plan in words: how far it reaches, what binds it, and each bound."""

from __future__ import annotations

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.refill.plan import Plan


def plan_sentence(made: Plan, goal_set: bool, language: Language) -> str:
    """How far the plan's new customers reach."""
    end = "no_goal" if not goal_set else "reached" if made.reaches_goal else "short"
    end = "no_gap" if made.binds == "nothing_to_close" else end
    return language.text(f"refill.plan.title_{end}", n=made.customers, gap=made.gap)


def whose(picked: bool, targets: int, language: Language) -> str:
    """With whom it was reckoned: ``targets`` customers of the picked segments, or the best ones."""
    return language.text("refill.plan_for_picks" if picked else "refill.plan_for_best", n=targets)


def binding(made: Plan, language: Language) -> str:
    """Which bound is the smallest."""
    return language.text(f"refill.binds.{made.binds}", n=made.customers)


def bounds(evaluation: Evaluation, made: Plan, language: Language) -> list[str]:
    """A line for each bound: needed, served, won; then what winning them costs, and what is not counted twice."""
    assumed, goal_set = evaluation.assumptions.refill, evaluation.assumptions.goals.wanted
    needed = "needed" if made.needed is not None else "never"
    served = "served" if made.served is not None else "no_hours"
    dear = [language.text("refill.bound_cost.more", first=made.first_year)] if made.first_year <= -0.5 else []
    return [
        language.text(
            f"refill.bound.{needed if goal_set else 'no_goal'}",
            n=made.needed or 0,
            gap=made.gap,
            each=made.per_customer,
        ),
        language.text(f"refill.bound.{served}", n=made.served or 0, freed=made.freed, hours=made.hours_each),
        language.text("refill.bound.won", n=made.won, prospects=assumed.prospects, rate=assumed.win_rate),
        language.text("refill.bound_cost.cost", cost=made.acquisition, contacts=made.contacts),
        *dear,
        *([hours] if (hours := hours_once(made, language)) else []),
    ]


def hours_once(made: Plan, language: Language) -> str | None:
    """That the freed hours count in step 4 or here; None where step 4 counts nothing for them."""
    if made.hours_worth < 0.5:
        return None
    return language.text("refill.bound_hours.once", worth=made.hours_worth)
