"""The answer of step 4 in a sentence, and what it rests on."""

from __future__ import annotations

from analysis.care.drivers import name_of
from analysis.care.trace import known_drivers
from analysis.costed import Costed
from analysis.language import Language

FIGURES = ("contribution_margin", "care_cost", "net_contribution")
"""The three figures beside the answer, € of the period; words are ``care.words.<name>``."""


def figures(costed: Costed, language: Language) -> list[tuple[str, str]]:
    """The three figures with their words, written so that they add up as shown; care costs of which nothing is known
    are no zero."""
    shown = dict(zip(FIGURES, language.adding(*(costed.total(name) for name in FIGURES)), strict=True))
    if _nothing_known(costed):
        shown["care_cost"] = language.text("parts.unknown")
    return [(language.text(f"care.words.{name}"), text) for name, text in shown.items()]


def answer(costed: Costed, language: Language) -> str:
    """What is left of the margin after care, and how many customers cost more than they bring."""
    margin, care, net = (text for _, text in figures(costed, language))
    losing, everybody = costed.whale.losing_customers, len(costed.customers)
    key = "unknown" if _nothing_known(costed) else "losing" if losing else "none_losing"
    return language.text(f"care.answer.{key}", margin=margin, care=care, net=net, n=losing, customers=everybody)


def _nothing_known(costed: Costed) -> bool:
    return not costed.costs.notna().any(axis=None)


def rests_on(costed: Costed, language: Language) -> list[str]:
    """Which drivers are not known, whether the margin is assumed, what is estimated beside it."""
    known, unknown = known_drivers(costed)
    drivers = language.list([name_of(driver, language) for driver in unknown])
    lines = [
        language.text("care.unknown_drivers", drivers=drivers, known=len(known), all=len([*known, *unknown]))
        if unknown
        else language.text("care.all_drivers_known"),
        language.text("care.margin_assumed") if costed.customers["margin_assumed"].any() else "",
        language.text("care.apart", amount=costed.total("intangible")) if costed.apart else "",
    ]
    return [line for line in lines if line]
