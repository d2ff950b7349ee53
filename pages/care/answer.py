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
    st.subheader(
        language.text(f"care.answer.{key}", margin=margin, care=care, net=net, n=losing, customers=everybody),
        anchor=False,
    )
    with st.container(horizontal=True):
        st.metric(language.text("care.words.contribution_margin"), language.short(margin), border=True, width="stretch",
                  help=language.text("care.help.contribution_margin", amount=margin))  # fmt: skip
        st.metric(language.text("care.words.care_cost"), language.short(care), border=True, width="stretch",
                  help=language.text("care.help.care_cost", amount=care))  # fmt: skip
        st.metric(language.text("care.words.net_contribution"), language.short(net), border=True, width="stretch",
                  help=language.text("care.help.net_contribution", amount=net))  # fmt: skip
    known, unknown = known_drivers(evaluation)
    lines = [
        language.text("care.known_drivers", n=len(known), drivers=_names(known)) if known else "",
        language.text("care.unknown_drivers", drivers=_names(unknown)) if unknown else "",
        language.text("care.margin_assumed") if evaluation.customers["margin_assumed"].any() else "",
        language.text("care.apart", amount=evaluation.total("intangible")) if evaluation.apart else "",
    ]
    st.caption("  \n".join(line for line in lines if line))


def _names(drivers: list[str]) -> str:
    language = session.language()
    return language.list([page.escaped(name_of(driver, language)) for driver in drivers])
