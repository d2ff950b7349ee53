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
    language = session.language()
    yield st.segmented_control(
        key,
        list(names),
        format_func=lambda name: language.text(f"{words}.{name}"),
        default=next(iter(names)),
        required=True,
        wrap=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
