"""Tabs of which only the open one is drawn; the address keeps which one over a reload and in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.language import LANGUAGES, Language
from pages.parts import session

Drawn = TypeVar("Drawn")


def show(key: str, words: str, evaluation: Evaluation, drawn: Mapping[str, Callable[[Evaluation], Drawn]]) -> Drawn:
    """Draws the tab that is open, the first at first; returns what its function does.

    ``key``: the widget's, and its name in the address. ``drawn``: name to function; a tab is labelled with the message
    ``<words>.<name>``.
    """
    with opened(key, words, drawn) as name:
        return drawn[name](evaluation)


@contextmanager
def opened(key: str, words: str, names: Iterable[str]) -> Iterator[str]:
    """Whatever is drawn inside stands in the tab that is open, whose name it gives; see ``show``."""
    labels = {name: session.language().text(f"{words}.{name}") for name in names}
    _translate(key, words, labels)
    tabs = st.tabs(list(labels.values()), key=key, bind="query-params")
    tab, name = next(pair for pair in zip(tabs, labels, strict=True) if pair[0].open)
    with tab:
        yield name


def _translate(key: str, words: str, labels: Mapping[str, str]) -> None:
    """A tab opened in another language stays open in this one."""
    opened = st.session_state.get(key)
    if opened in labels.values():
        return
    for name, label in labels.items():
        if any(Language(code).text(f"{words}.{name}") == opened for code in LANGUAGES):
            st.session_state[key] = label
