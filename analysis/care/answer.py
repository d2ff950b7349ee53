"""The answer of step 4 in a sentence, and what it rests on."""

from __future__ import annotations

from analysis.care.drivers import name_of
from analysis.care.trace import known_drivers
from analysis.evaluate import Evaluation
from analysis.language import Language

FIGURES = ("contribution_margin", "care_cost", "net_contribution")
"""The three figures beside the answer, € of the period; words are ``care.words.<name>``."""


def figures(evaluation: Evaluation, language: Language) -> list[tuple[str, str]]:
    """The three figures with their words, written so that they add up as shown."""
    shown = language.adding(*(evaluation.total(name) for name in FIGURES))
    return [(language.text(f"care.words.{name}"), text) for name, text in zip(FIGURES, shown, strict=True)]


def answer(evaluation: Evaluation, language: Language) -> str:
    """What is left of the margin after care, and how many customers cost more than they bring."""
    margin, care, net = (text for _, text in figures(evaluation, language))
    losing, everybody = evaluation.whale.losing_customers, len(evaluation.customers)
    key = "unknown" if not evaluation.costs.notna().any(axis=None) else "losing" if losing else "none_losing"
    return language.text(f"care.answer.{key}", margin=margin, care=care, net=net, n=losing, customers=everybody)


def rests_on(evaluation: Evaluation, language: Language) -> list[str]:
    """Which drivers are not known, whether the margin is assumed, what is estimated beside it."""
    known, unknown = known_drivers(evaluation)
    drivers = language.list([name_of(driver, language) for driver in unknown])
    lines = [
        language.text("care.unknown_drivers", drivers=drivers, known=len(known), all=len([*known, *unknown]))
        if unknown
        else language.text("care.all_drivers_known"),
        language.text("care.margin_assumed") if evaluation.customers["margin_assumed"].any() else "",
        language.text("care.apart", amount=evaluation.total("intangible")) if evaluation.apart else "",
    ]
    return [line for line in lines if line]
