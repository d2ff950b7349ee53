"""The recommended action per customer: the first rule that holds, and which it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.columns import words

ACTIONS = (
    "invest",
    "keep",
    "check_ourselves",
    "put_right",
    "renegotiate",
    "clarify",
    "repair",
    "strategic_investment",
    "cap_care",
    "part_ways",
    "hold",
)

RULES: tuple[tuple[str, str], ...] = (
    ("best_customer", "invest"),
    ("earns", "keep"),
    ("self_check_open", "check_ourselves"),
    ("we_are_the_cause", "put_right"),
    ("earns_but_demanding", "renegotiate"),
    ("margin_assumed", "clarify"),
    ("new_customer", "clarify"),
    ("depends_on_rates", "clarify"),
    ("levers_reach", "repair"),
    ("strategic_open", "clarify"),
    ("strategic", "strategic_investment"),
    ("parting_brings_nothing", "cap_care"),
    ("goal_allows", "part_ways"),
    ("goal_does_not_allow", "hold"),
)
"""Every rule with its action, in the order in which they are asked. The sentence is ``actions.rules.<rule>``."""


def recommend(facts: Mapping[str, Any], goal_reachable: bool) -> pd.DataFrame:
    """The recommended action, one row per customer: ``action`` (one of ``ACTIONS``) and ``rule`` (from ``RULES``), in
    the index of ``facts["verdict"]``.

    Parameters
    ----------
    facts : columns of a table, or a series or array for each, in one order:
        ``verdict``, ``strategic`` (yes / no / open), ``self_check`` (open / not_us / we_are_the_cause),
        ``net_contribution`` and ``parting_gain`` (€), ``high_maintenance``, ``margin_assumed``, ``is_new`` (first
        order less than 12 months ago), ``depends_on_rates`` (net ≥ 0 in more than 5 % of draws), ``levers_reach``
        (within the limits, and not refused): bool.
    goal_reachable : no goal is set, or it is reachable without all who would be marked for parting.
    """
    index = facts["verdict"].index
    words_of = {name: facts[name] for name in ("verdict", "self_check", "strategic")}
    earns = np.asarray(facts["net_contribution"]) >= 0
    conditions = {
        "best_customer": earns & np.asarray(words_of["verdict"] == "nurture", dtype="bool"),
        "earns": earns & ~np.asarray(facts["high_maintenance"], dtype="bool"),
        "self_check_open": words_of["self_check"] == "open",
        "we_are_the_cause": words_of["self_check"] == "we_are_the_cause",
        "earns_but_demanding": earns,
        "margin_assumed": facts["margin_assumed"],
        "new_customer": facts["is_new"],
        "depends_on_rates": facts["depends_on_rates"],
        "levers_reach": facts["levers_reach"],
        "strategic_open": words_of["strategic"] == "open",
        "strategic": words_of["strategic"] == "yes",
        "parting_brings_nothing": np.asarray(facts["parting_gain"]) <= 0,
        "goal_allows": goal_reachable,
        "goal_does_not_allow": True,
    }
    holds = np.empty((len(index), len(RULES)), dtype="bool")
    for place, (rule, _) in enumerate(RULES):
        holds[:, place] = conditions[rule]
    fired = np.argmax(holds, axis=1)
    rules, actions = zip(*RULES, strict=True)
    return pd.DataFrame({"action": words(fired, actions, index), "rule": words(fired, rules, index)}, copy=False)
