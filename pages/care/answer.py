"""The answer in a sentence and three figures, and what it rests on."""

import streamlit as st

from analysis.care.answer import FIGURES, answer, rests_on
from analysis.care.answer import figures as three
from analysis.care.drivers import name_of
from analysis.care.trace import known_drivers
from analysis.costed import Costed
from analysis.slides import Figures
from pages.parts import page, session


def figures(costed: Costed) -> Figures:
    """What is earned, what care costs, what is left."""
    return three(costed, session.language())


def show(costed: Costed) -> None:
    """The sentence, the figures, and which drivers are known."""
    language = session.language()
    st.subheader(page.escaped(answer(costed, language)), anchor=False)
    for column, figure, name in zip(st.columns(3), figures(costed), FIGURES, strict=True):
        told = language.text(f"care.help.{name}", amount=costed.total(name))
        column.metric(*figure, border=True, help=told)
    known, _ = known_drivers(costed)
    named = language.list([page.escaped(name_of(driver, language)) for driver in known])
    lines = [page.escaped(line) for line in rests_on(costed, language)]
    st.caption("  \n".join(lines), help=named if known else None)
