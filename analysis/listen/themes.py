"""What the answers are about: themes per answer, suggested, renamed and merged everywhere at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from analysis.listen.questions import QUESTIONS
from analysis.listen.words import folded, terms

FIELD = "listen.themes."
"""Field ``listen.themes.<question>`` of a customer: the list of themes of that answer."""
AT_MOST = 4


def key_of(theme: str) -> str:
    """What makes two themes one: the words, whatever their case and blanks."""
    return " ".join(theme.split()).casefold()


def answers(fields: pd.DataFrame) -> pd.DataFrame:
    """One row per answer that is not empty, by customer and in the order of the questions.

    Parameters
    ----------
    fields : ``Workspace.fields("listen.")``.

    Returns
    -------
    ``customer_id``, ``question`` (of ``QUESTIONS``), ``quote`` (the answer's own words), ``themes`` (tuple, each in its
    most usual spelling; empty where nobody gave one).
    """
    standing = _standing(fields)
    spelling = _spellings(standing)
    rows = [
        (customer, question, str(quote), _unique(spelling[key_of(theme)] for theme in given))
        for customer in sorted({customer for _, customer in standing})
        for question in QUESTIONS
        if str(quote := standing.get((f"listen.{question}", customer)) or "").strip()
        for given in [standing.get((FIELD + question, customer)) or ()]
    ]
    return pd.DataFrame(rows, columns=["customer_id", "question", "quote", "themes"]).astype({"customer_id": "int64"})


def known(answered: pd.DataFrame) -> list[str]:
    """All themes of ``answers``, the most frequent first, ties by name."""
    counts = Counter(theme for themes in answered["themes"] for theme in themes)
    return sorted(counts, key=lambda theme: (-counts[theme], theme))


def mentions(answered: pd.DataFrame) -> pd.DataFrame:
    """One row per answer and theme, and one for an answer without (``theme`` missing): ``customer_id``, ``question``,
    ``quote``, ``theme``; index that of ``answers``."""
    return answered.explode("themes").rename(columns={"themes": "theme"})


def suggestions(answered: pd.DataFrame, quote: str, given: Collection[str], at_most: int = AT_MOST) -> list[str]:
    """Themes that may fit an answer and that it does not have yet, the likeliest first.

    First the user's own: those whose name stands in the answer, then those whose answers share most words with it.
    Then the answer's words, such as stand in most answers first, and names of things before other words.
    """
    here, taken = folded(quote), {key_of(theme) for theme in given}
    scores = {theme: _closeness(theme, answered, here) for theme in known(answered) if key_of(theme) not in taken}
    own = [theme for theme in sorted(scores, key=lambda theme: scores[theme], reverse=True) if any(scores[theme])]
    covered = taken.union(*map(folded, [*own, *given]))
    spread = Counter(term for text in answered["quote"] for term in folded(text))
    words = [term for term in terms(quote) if term.casefold() not in covered]
    words.sort(key=lambda term: (-spread[term.casefold()], term.islower()))
    return [*own, *words][:at_most]


def renamed(fields: pd.DataFrame, themes: Collection[str], into: str) -> Mapping[tuple[str, int], Any]:
    """One edit for the workspace: every one of ``themes`` is called ``into`` wherever it stands. Several, or a name
    that is there already, become one theme; no answer and no other theme changes."""
    into = " ".join(into.split())
    old = {key_of(theme) for theme in (*themes, into)}
    edit = {}
    for (field, customer), given in _standing(fields).items():
        if field.startswith(FIELD):
            after = list(_unique(into if key_of(theme) in old else theme for theme in given))
            if after != given:
                edit[field, customer] = after
    return edit


def _closeness(theme: str, answered: pd.DataFrame, here: frozenset[str]) -> tuple[bool, int]:
    """Whether the theme's name stands in an answer with the terms ``here``, and how many of these its own answers
    share."""
    name = folded(theme)
    told = [quote for quote, themes in zip(answered["quote"], answered["themes"], strict=True) if theme in themes]
    return bool(name) and name <= here, len(here.intersection(frozenset().union(*map(folded, told))))


def _standing(fields: pd.DataFrame) -> dict[tuple[str, int], Any]:
    columns = zip(fields["field"], fields["customer_id"], fields["value"], strict=True)
    return {(field, int(customer)): value for field, customer, value in columns}


def _spellings(standing: Mapping[tuple[str, int], Any]) -> dict[str, str]:
    """Each theme's key to its most frequent spelling, ties by name."""
    counts = Counter(theme for (field, _), given in standing.items() if field.startswith(FIELD) for theme in given)
    ordered = sorted(counts, key=lambda theme: (counts[theme], theme))
    return {key_of(theme): " ".join(theme.split()) for theme in ordered}


def _unique(themes: Any) -> tuple[str, ...]:
    return tuple({key_of(theme): theme for theme in themes}.values())
