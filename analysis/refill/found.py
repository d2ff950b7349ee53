"""What a found profile brings: its measures, and the sentence that says them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.refill.profile import Profile
from analysis.refill.segments import growth, label, members
from analysis.refill.shrinkage import bootstrap_mean, shrunk_means
from analysis.shares import wilson

TARGETS = {"best": "listened", "profitable": "net_contribution", "growing": "growth"}
"""What a profile may be searched for: best customers, net contribution, growth: different answers; and the column."""
VOICES = 3
"""So many themes have room on a card."""


def profile_table(evaluation: Evaluation, profiles: Sequence[Profile], language: Language) -> pd.DataFrame:
    """One row per profile, index its key, in the order found.

    Columns: ``profile`` (in words), ``n``, ``net`` (€), ``net_share`` (of the portfolio's; NaN where that is not above
    zero), ``mean``, ``shrunk`` (€ per customer), ``low``, ``high`` (90 % interval of the mean), ``best``,
    ``best_share``, ``best_low``, ``best_high`` (Wilson 90 %), ``lift``, ``growth`` (share, from sums), ``chance`` (p;
    NaN not checked).
    """
    rows = [{**_measures(evaluation, profile.key, language), "chance": profile.chance} for profile in profiles]
    return pd.DataFrame(rows, index=pd.Index([profile.key for profile in profiles], name="key"))


def pick_table(evaluation: Evaluation, keys: Sequence[str], language: Language) -> pd.DataFrame:
    """The same measures for picked segments, index their key, in the order picked; those that nobody is in any more
    are left out. ``chance`` is NaN: what a person picked was not searched for."""
    there = [key for key in keys if members(evaluation, key).any()]
    rows = [_measures(evaluation, key, language) for key in there]
    return pd.DataFrame(rows, index=pd.Index(there, name="key"))


def sentence(row: pd.Series, customers: int, language: Language) -> str:
    """A profile in words, as a card says it."""
    values = {name: row[name] for name in ("profile", "n", "net", "net_share", "lift", "best", "best_low", "best_high")}
    key = "refill.search.card" if row["net_share"] == row["net_share"] else "refill.search.card_money"
    return language.text(key, all=customers, **values)


def voices(told: pd.DataFrame, inside: pd.Series, language: Language) -> str:
    """What customers of a segment said: the themes mentioned most, each with how many of those asked there; empty
    where none was asked. ``told``: see ``listen.counts.heard``; ``inside``: bool per customer."""
    here = told[told["customer_id"].isin(inside.index[inside])]
    asked = here["customer_id"].nunique()
    counts = here.dropna(subset="theme").groupby("theme")["customer_id"].nunique()
    most = counts.sort_values(ascending=False, kind="stable")
    if most.empty:
        return ""
    named = [
        language.text("refill.voice", theme=theme, n=int(n), asked=asked) for theme, n in most.head(VOICES).items()
    ]
    return language.text("refill.voices", themes=", ".join(named))


def luck(chance: float, shuffles: int, language: Language) -> str:
    """How often a search among shuffled customers finds one as good: ``3 of 199``, in words."""
    times = round(chance * (shuffles + 1)) - 1
    better = "refill.search.better" if chance <= 0.05 else "refill.search.no_better"
    return language.text(better, times=times, shuffles=shuffles)


def _measures(evaluation: Evaluation, key: str, language: Language) -> dict[str, object]:
    customers, inside = evaluation.customers, members(evaluation, key)
    amount, n = customers["net_contribution"], int(inside.sum())
    best, overall = int(customers.loc[inside, "listened"].sum()), float(customers["listened"].mean())
    net, total = evaluation.total_of("net_contribution", customers.index[inside]), evaluation.total("net_contribution")
    side = pd.Series(inside.map({True: "inside", False: "outside"}), index=customers.index)
    low, high = bootstrap_mean(amount[inside].to_numpy())
    best_low, best_high = wilson(best, n)
    grown = growth(evaluation, side)
    return {
        "profile": label(evaluation, key, language),
        "n": n,
        "net": net,
        "net_share": net / total if total > 0 else float("nan"),
        "mean": float(amount[inside].mean()),
        "shrunk": float(shrunk_means(amount, side).loc["inside", "shrunk"]),
        "low": low,
        "high": high,
        "best": best,
        "best_share": best / n,
        "best_low": best_low,
        "best_high": best_high,
        "lift": best / n / overall if overall > 0 else float("nan"),
        "growth": float(grown.get("inside", float("nan"))),
        "chance": float("nan"),
    }
