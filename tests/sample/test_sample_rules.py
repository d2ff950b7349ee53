"""Every verdict of step 2 and every action of step 4 has a customer in the sample to whom it applies.

Where the method leaves room (which levers, which target segment), the customer fits under the reading that is
hardest for it, so that the sample shows every rule however the slider stands.
"""

from __future__ import annotations

import pandas as pd
import pytest

from tests.sample.by_hand import END, figures

VERDICTS = ["nurture", "look_very_closely", "look_closer", "do_the_math", "open"]


@pytest.fixture(scope="module")
def result() -> pd.DataFrame:
    """``figures`` with the three questions, the verdict, and whether the customer is high-maintenance."""
    frame = figures()
    by_size = frame["revenue"].sort_values(ascending=False)
    before = by_size.cumsum().shift(fill_value=0) / by_size.sum()
    class_a = (before < 0.8).reindex(frame.index)
    frame["profitable"] = (frame["net"] > 0) & (frame["net"] >= 0.10 * frame["revenue"])
    frame["repeat"] = (frame["orders_per_year"] >= 4) & class_a
    frame["verdict"] = [
        verdict(*answers)
        for answers in zip(frame["profitable"], frame["Strategisch"].fillna("open"), frame["repeat"], strict=True)
    ]
    frame["high"] = frame["care"] > 0.3 * frame["margin"]
    return frame


def verdict(profitable: bool, strategic: str, repeat: bool) -> str:
    """The method's table, for answers of which only the strategic one can be open."""
    if repeat and strategic == "open":
        return "open"
    if profitable:
        return "nurture" if repeat and strategic == "ja" else "look_very_closely"
    return "look_closer" if repeat and strategic == "ja" else "do_the_math"


@pytest.fixture(scope="module")
def beyond_repair(result: pd.DataFrame) -> pd.DataFrame:
    """Not our doing, not new, below zero at rates 20 % lower, no lever within the limits mends it."""
    asked = result[result["Selbstprüfung"] == "nicht wir"]
    sure = asked[(asked["margin"] < 0.8 * asked["care"]) & (asked["first_order"] < END - pd.Timedelta(days=366))]
    fees = sure[["rework", "late", "reminders"]].sum(axis=1)
    gained = 0.05 * sure["revenue"] + 0.3 * sure[["staff", "scope"]].sum(axis=1) + fees
    return sure[sure["net"] + gained < 0]


def parting_gain(frame: pd.DataFrame, everybody: pd.DataFrame, worth_of: pd.Series) -> pd.Series:
    """€ a year, word of mouth aside; freed hours are worth what those of ``worth_of`` earn with theirs."""
    cash = ["goodwill", "late", "terms", "late_discount", "Abzug"]
    hours = everybody[["rework", "staff", "scope"]].sum(axis=1) / 65 + everybody["standard_hours"]
    target = everybody[worth_of]
    worth = (target["margin"] - target[cash].sum(axis=1)).sum() / hours[worth_of].sum()
    return (frame[cash].sum(axis=1) - frame["margin"] + hours[frame.index] * 0.7 * worth) / 2


@pytest.mark.parametrize("expected", VERDICTS)
def test_every_verdict_occurs(result: pd.DataFrame, expected: str) -> None:
    assert (result["verdict"] == expected).any()


def test_at_least_five_customers_are_best_customers(result: pd.DataFrame) -> None:
    assert (result["verdict"] == "nurture").sum() >= 5


def test_keep(result: pd.DataFrame) -> None:
    assert ((result["net"] >= 0) & ~result["high"] & (result["verdict"] != "nurture")).any()


@pytest.mark.parametrize("answer", ["offen", None])
def test_check_ourselves(result: pd.DataFrame, answer: str | None) -> None:
    said = result["Selbstprüfung"].isna() if answer is None else result["Selbstprüfung"] == answer
    assert (said & (result["net"] < 0)).any()


def test_put_right(result: pd.DataFrame) -> None:
    assert ((result["Selbstprüfung"] == "wir sind die Ursache") & (result["net"] < 0)).any()


def test_renegotiate(result: pd.DataFrame) -> None:
    fit = (result["Selbstprüfung"] == "nicht wir") & (result["net"] >= 0) & result["high"]
    assert (fit & (result["verdict"] != "nurture")).any()


def test_clarify_because_the_customer_is_new(result: pd.DataFrame) -> None:
    new = result["first_order"] > END - pd.Timedelta(days=365)
    assert (new & (result["Selbstprüfung"] == "nicht wir") & (result["net"] < 0)).any()


def test_clarify_because_it_depends_on_the_rates(result: pd.DataFrame) -> None:
    hours = result[["rework", "staff", "scope"]].sum(axis=1)
    near = (result["net"] < 0) & (result["net"] + 0.1 * hours > 0)  # PERT ±20 %: one draw in ten is 10 % below
    assert (near & (result["Selbstprüfung"] == "nicht wir")).any()


def test_repair(result: pd.DataFrame) -> None:
    sure = (result["margin"] < 0.8 * result["care"]) & (result["Selbstprüfung"] == "nicht wir")
    mended = result["net"] + 0.05 * result["revenue"] + 0.3 * (result["staff"] + result["scope"]) + result["rework"]
    assert (sure & (mended > 0)).any()


def test_clarify_because_the_strategic_question_is_open(beyond_repair: pd.DataFrame) -> None:
    assert beyond_repair["Strategisch"].isna().any()


def test_strategic_investment(beyond_repair: pd.DataFrame) -> None:
    assert (beyond_repair["Strategisch"] == "ja").any()


def test_part_ways(beyond_repair: pd.DataFrame, result: pd.DataFrame) -> None:
    unimportant = beyond_repair[beyond_repair["Strategisch"] == "nein"]
    everybody = pd.Series(True, index=result.index)
    assert (parting_gain(unimportant, result, worth_of=everybody) > 0).any()


def test_cap_care(beyond_repair: pd.DataFrame, result: pd.DataFrame) -> None:
    unimportant = beyond_repair[beyond_repair["Strategisch"] == "nein"]
    best = result["verdict"] == "nurture"
    assert (parting_gain(unimportant, result, worth_of=best) <= 0).any()
