"""Target segments: picked in charts, tables or a list, kept in the user's order."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.listen.counts import heard
from analysis.refill import picks
from analysis.refill.found import pick_table, sentence, voices
from analysis.refill.segments import label, members, segment_keys
from pages.parts import fields, page, session


def chosen() -> list[str]:
    """Keys of the picked segments, in the user's order."""
    return session.workspace().get(picks.FIELD, default=[])


def state() -> str:
    """Part of a chart's key that changes with the picks, so that a click on the same segment again is a new click."""
    return "|".join(chosen())


def toggle(keys: Sequence[str]) -> None:
    """Adds picked segments at the end, or takes them out, and draws the page anew; nothing for no keys."""
    if keys:
        session.workspace().put(picks.FIELD, picks.toggled(chosen(), keys))
        st.rerun()


def show(evaluation: Evaluation) -> None:
    """The list of picks: to read, to order, to take out of, and to pick from with the keyboard."""
    language = session.language()
    keys = dict.fromkeys(chosen())
    for attribute in evaluation.portfolio.attributes:
        keys.update(dict.fromkeys(segment_keys(evaluation, [attribute]).dropna().unique()))
    fields.choice(
        picks.FIELD,
        label=language.text("refill.picked"),
        help=language.text("refill.picked_help"),
        options={key: label(evaluation, key, language) for key in keys},
        many=True,
        widget=st.multiselect,
        placeholder=language.text("refill.pick_placeholder"),
    )
    rows = pick_table(evaluation, chosen(), language)
    many = len(evaluation.customers)
    told = heard(evaluation, session.workspace().fields("listen."))
    cards = [
        f"{place}. **{page.escaped(row['profile'])}**: {page.escaped(sentence(row, many, language))} "
        + page.escaped(voices(told, members(evaluation, str(key)), language))
        for place, (key, row) in enumerate(rows.iterrows(), start=1)
    ]
    if cards:
        st.markdown("\n".join(cards))
