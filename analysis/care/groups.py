"""Groups of customers that a view can show: all, the troublesome ones, those with the same recommended action."""

from __future__ import annotations

import pandas as pd

from analysis.care.actions import ACTIONS
from analysis.care.uncertainty import how_sure
from analysis.columns import places
from analysis.evaluate import Evaluation
from analysis.language import Language

NAMED_AT_MOST = 300
"""More names than this no list shows at once; a search narrows them down."""

SURE = ("robustly_earning", "depends", "robustly_losing")


def groups(evaluation: Evaluation) -> dict[str, pd.Index]:
    """Group to its customers, in the order a person looks for them; groups without customers are left out.

    ``all``, ``high_maintenance``, ``losing``, one per recommended action.
    """
    customers = evaluation.customers
    actions = places(customers["action"], ACTIONS)
    found = {
        "all": customers.index,
        "losing": customers.index[customers["net_contribution"].to_numpy() < 0],
        "high_maintenance": customers.index[customers["high_maintenance"].to_numpy("bool")],
        **{action: customers.index[actions == place] for place, action in enumerate(ACTIONS)},
    }
    return {name: index for name, index in found.items() if len(index) or name == "all"}


def by_certainty(evaluation: Evaluation) -> dict[str, pd.Index]:
    """Customers who earn in nearly every draw, who lose in nearly every draw, and those where it depends."""
    sure = how_sure(evaluation.earning, evaluation.assumptions.goals.robust_share)
    return {name: sure.index[sure == name] for name in SURE}


def group_name(group: str, count: int, language: Language) -> str:
    """A group's name with how many customers are in it."""
    word = language.text(f"actions.{group}.label" if group in ACTIONS else f"care.group.{group}")
    return f"{word} ({language.count(count)})"


def named(evaluation: Evaluation, search: str = "", always: int | None = None) -> dict[int, str]:
    """Customers to choose from, id to name and number: those whose name or number contains ``search``, the lowest net
    contribution first, at most ``NAMED_AT_MOST``; ``always`` is among them."""
    customers = evaluation.customers
    wanted = customers.loc[matching(evaluation, customers.index, search)]
    shown = wanted.sort_index().sort_values("net_contribution", kind="stable").head(NAMED_AT_MOST)
    if always is not None and always in customers.index and always not in shown.index:
        shown = pd.concat([customers.loc[[always]], shown])
    return {
        int(str(customer)): name if not key or key == name else f"{name} · {key}"
        for customer, name, key in zip(shown.index, shown["name"], shown["key"], strict=True)
    }


def matching(evaluation: Evaluation, index: pd.Index, search: str) -> pd.Index:
    """The customers of ``index`` whose name or number contains ``search``."""
    text = search.strip().casefold()
    if not text:
        return index
    rows = evaluation.customers.loc[index, ["name", "key"]]
    return index[[text in f"{name} {key}".casefold() for name, key in zip(rows["name"], rows["key"], strict=True)]]
