"""The answer in a sentence and three figures, and what it rests on."""

import streamlit as st

from analysis.care.drivers import name_of
from analysis.care.trace import known_drivers
from analysis.evaluate import Evaluation
from pages.parts import page, session


def show(evaluation: Evaluation) -> None:
    """The sentence, the figures, and which drivers are known."""
    language = session.language()
    margin, care, net = (evaluation.total(name) for name in ("contribution_margin", "care_cost", "net_contribution"))
    losing, everybody = evaluation.whale.losing_customers, len(evaluation.customers)
    key = "unknown" if not evaluation.costs.notna().any(axis=None) else "losing" if losing else "none_losing"
    answer = language.text(f"care.answer.{key}", margin=margin, care=care, net=net, n=losing, customers=everybody)
    st.subheader(page.escaped(answer), anchor=False)
    amounts = {"contribution_margin": margin, "care_cost": care, "net_contribution": net}
    for column, (name, amount) in zip(st.columns(3), amounts.items(), strict=True):
        column.metric(
            language.text(f"care.words.{name}"),
            language.short(amount),
            border=True,
            help=language.text(f"care.help.{name}", amount=amount),
        )
    known, unknown = known_drivers(evaluation)
    lines = [
        language.text("care.unknown_drivers", drivers=_names(unknown), known=len(known), all=len([*known, *unknown]))
        if unknown
        else language.text("care.all_drivers_known"),
        language.text("care.margin_assumed") if evaluation.customers["margin_assumed"].any() else "",
        page.escaped(language.text("care.apart", amount=evaluation.total("intangible"))) if evaluation.apart else "",
    ]
    st.caption("  \n".join(line for line in lines if line), help=_names(known) if known else None)


def _names(drivers: list[str]) -> str:
    language = session.language()
    return language.list([page.escaped(name_of(driver, language)) for driver in drivers])
