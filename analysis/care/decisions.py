"""What people decided about customers, beside what the rules recommend, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.care.actions import ACTIONS
from analysis.care.goals import GoalCheck, check_goal
from analysis.evaluate import Evaluation
from analysis.money import cents

STATES = ("planned", "talked", "agreed", "gone")
PREFIX = "decision."
FIELDS = ("action", "owner", "due", "note", "state", "rule", "expected", "outcome", "refused")
"""Fields ``decision.<field>`` of a customer. ``rule`` is the rule that had fired when the decision was taken,
``expected`` the money it was expected to bring (€ a year), ``outcome`` the money it did bring."""


def expected_gain(evaluation: Evaluation, customer: int, action: str) -> float:
    """The money an action is expected to bring in a year, €: repair and renegotiation what the levers reach, a parting
    its gain, everything else nothing that could be promised."""
    row = evaluation.customers.loc[customer]
    if action in ("repair", "renegotiate"):
        return float(cents((row["reached_net"] - row["net_contribution"]) * evaluation.portfolio.per_year))
    if action == "part_ways":
        return float(row["parting_gain"])
    return 0.0


def decision_to_file(evaluation: Evaluation, customer: int, action: str | None, filed: str | None) -> dict[str, Any]:
    """What is filed beside a new decision: the rule that fires now and the money expected. Empty where ``action`` is
    what was ``filed`` last, so that later figures change nothing by themselves."""
    if action == filed:
        return {}
    known = action is not None
    return {
        f"{PREFIX}action_of_rule": action,
        f"{PREFIX}rule": str(evaluation.customers.loc[customer, "rule"]) if known else None,
        f"{PREFIX}expected": expected_gain(evaluation, customer, str(action)) if known else None,
    }


def expected_repairs(fields: pd.DataFrame, evaluation: Evaluation) -> float:
    """What the decided repairs and renegotiations are expected to bring together, € a year."""
    found = decided(fields, evaluation, "repair") | decided(fields, evaluation, "renegotiate")
    expected = fields[(fields["field"] == f"{PREFIX}expected") & fields["customer_id"].isin(found.index[found])]
    return float(cents(float(pd.to_numeric(expected["value"]).sum())))


def board(fields: pd.DataFrame, evaluation: Evaluation, today: date) -> pd.DataFrame:
    """All decisions, index ``customer_id``: overdue first, then by due date, then the rest.

    Parameters
    ----------
    fields : ``Workspace.fields(PREFIX)``.

    Returns
    -------
    ``name``, ``action`` (decided), ``recommended`` (now), ``state``, ``owner``, ``due`` (date or NaT), ``note``,
    ``expected`` and ``outcome`` (€ a year), ``overdue`` (bool: due before ``today`` and neither agreed nor gone),
    ``changed`` (bool: another rule fires now than when it was decided).
    """
    found = fields[fields["field"].str.removeprefix(PREFIX).isin(FIELDS)]
    found = found.assign(field=found["field"].str.removeprefix(PREFIX))
    table = found.pivot(index="customer_id", columns="field", values="value").reindex(columns=list(FIELDS))
    table = table[table.index.isin(evaluation.customers.index) & table["action"].notna()].rename_axis(columns=None)
    now = evaluation.customers.loc[table.index]
    due = pd.to_datetime(table["due"], errors="coerce").astype("datetime64[ns]")
    state = table["state"].where(table["state"].notna(), "planned").astype("str")
    result = pd.DataFrame(
        {
            "name": now["name"],
            "action": table["action"].astype("str"),
            "recommended": now["action"],
            "state": state,
            "owner": table["owner"].where(table["owner"].notna(), "").astype("str"),
            "due": due,
            "note": table["note"].where(table["note"].notna(), "").astype("str"),
            "expected": pd.to_numeric(table["expected"]),
            "outcome": pd.to_numeric(table["outcome"]),
            "overdue": (due < pd.Timestamp(today)) & ~state.isin(["agreed", "gone"]),
            "changed": table["rule"].notna() & (table["rule"] != now["rule"]),
        },
        index=table.index,
    )
    order = result.assign(late=~result["overdue"]).sort_values(["late", "due"], kind="stable", na_position="last").index
    return result.loc[order]


def decided(fields: pd.DataFrame, evaluation: Evaluation, action: str) -> pd.Series:
    """For which customers a person decided ``action``: bool per customer."""
    found = fields[(fields["field"] == f"{PREFIX}action") & (fields["value"] == action)]
    return pd.Series(evaluation.customers.index.isin(found["customer_id"]), index=evaluation.customers.index)


WHOM = "care.view.goal"
"""The workspace's field that says without whom the goal is looked at: ``decided`` or ``recommended``."""


def usual_whom(fields: pd.DataFrame, evaluation: Evaluation) -> str:
    """Without whom the goal is looked at as long as nobody chose: those decided for parting, where there are any."""
    return "decided" if decided(fields, evaluation, "part_ways").any() else "recommended"


def parted(fields: pd.DataFrame, evaluation: Evaluation, whom: str | None) -> pd.Series:
    """Who would leave: bool per customer. ``whom``: see ``WHOM``."""
    if whom == "decided":
        return decided(fields, evaluation, "part_ways")
    return evaluation.customers["action"].isin(["part_ways", "hold"])


@dataclass(frozen=True)
class Year:
    """The year that the goal is held against, € a year: ``check`` without those who leave (``whom``), and what decided
    repairs bring on top (``repaired``). One for bridge, refill plan and summary."""

    whom: str
    check: GoalCheck
    repaired: float

    @property
    def without(self) -> float:
        """Net contribution without them, repairs counted."""
        return float(cents(self.check.without + self.repaired))

    @property
    def gap(self) -> float:
        """What is missing to the target; 0 where nothing is."""
        return self.check.gap_after(self.repaired)

    @property
    def before_new(self) -> float:
        """Net contribution without them as ``without``, the freed hours not counted: in step 5 these carry new
        customers, and an hour is used once."""
        return float(cents(self.without - self.check.redeployed))

    @property
    def to_refill(self) -> float:
        """What new customers must bring for the target; 0 where nothing is missing."""
        return self.check.gap_after(self.repaired - self.check.redeployed)


def year_ahead(fields: pd.DataFrame, whom: str | None, evaluation: Evaluation) -> Year:
    """The year as decided or as recommended. ``fields``: ``Workspace.fields(PREFIX)``; ``whom``: see ``WHOM``, None
    where nobody chose."""
    whom = whom or usual_whom(fields, evaluation)
    gone, goals = parted(fields, evaluation, whom), evaluation.assumptions.goals
    check = check_goal(evaluation.customers, gone, goals, evaluation.portfolio.per_year, evaluation.hour_worth)
    return Year(whom, check, expected_repairs(fields, evaluation))


def recommendations(evaluation: Evaluation) -> pd.DataFrame:
    """What the rules recommend, index ``customer_id``: ``name``, ``action``, ``expected`` (€ a year, see
    ``expected_gain``)."""
    customers = evaluation.customers
    levers = cents((customers["reached_net"] - customers["net_contribution"]) * evaluation.portfolio.per_year)
    by_levers, parting = customers["action"].isin(["repair", "renegotiate"]), customers["action"] == "part_ways"
    expected = np.select([by_levers, parting], [levers, customers["parting_gain"]], 0.0)
    return customers[["name", "action"]].assign(expected=expected)


def by_action(chosen: pd.DataFrame, evaluation: Evaluation, most: int = 3) -> pd.DataFrame:
    """Actions of ``chosen`` (``board`` or ``recommendations``), index the action in the order of ``ACTIONS``, those of
    nobody left out: ``customers`` (count), ``net`` (€ of the period), ``expected`` (€ a year), ``foremost`` (ids of the
    ``most`` whose net contribution is farthest from zero, ties by id)."""
    net = evaluation.customers.loc[chosen.index, "net_contribution"].sort_index()
    ranked = net.abs().sort_values(ascending=False, kind="stable").index
    rows = chosen.assign(net=net).loc[ranked].groupby("action", sort=False)
    table = pd.DataFrame(
        {
            "customers": rows.size(),
            "net": cents(rows["net"].sum()),
            "expected": cents(rows["expected"].sum()),
            "foremost": rows["net"].agg(lambda group: tuple(group.index[:most])),
        }
    )
    return table.reindex([action for action in ACTIONS if action in table.index])
