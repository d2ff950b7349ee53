"""The charts of step 2; what is picked in them is what the table below shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import plotly.graph_objects as go
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.tag.answers_chart import answers_figure, with_answer
from analysis.tag.curves import pareto
from analysis.tag.pareto_chart import pareto_figure
from analysis.tag.picking import inside
from analysis.tag.quadrant_chart import quadrant_figure
from analysis.tag.verdict import ANSWERS, QUESTIONS
from analysis.tag.whale_chart import whale_figure
from pages.parts import chart, rooms, session, tabs
from pages.tag import groups, movers, risk

ANSWERED = ("pareto", "answers", "risk")
"""Charts that show answers or classes. No threshold changes any other, so none draws it anew."""


def show() -> tuple[str, list[int]]:
    """One chart at a time: its name, and the ids of the customers picked in it."""
    draws = {
        "whale": _whale,
        "pareto": _pareto,
        "quadrant": _quadrant,
        "answers": _answers,
        "groups": groups.show,
        "movers": movers.show,
        "risk": risk.show,
        "prices": risk.prices,
    }
    name = tabs.opened("tag_charts", "tag.tab", draws)
    return name, rooms.show("tag_chart", lambda: draws[name](session.evaluation()))


def key_of(name: str) -> str:
    """The key of a chart; a new one each time its selection is cleared, which is how a selection is cleared."""
    return f"tag_{name}_{st.session_state.get('tag_cleared', 0)}"


def clear() -> None:
    """Takes back what is picked in the charts."""
    st.session_state["tag_cleared"] = st.session_state.get("tag_cleared", 0) + 1


def subtitle(evaluation: Evaluation, key: str = "tag.subtitle", **values: str) -> str:
    language, (first, last) = session.language(), evaluation.portfolio.period
    return language.text(key, first=first, last=last, **values)


def whale(evaluation: Evaluation) -> go.Figure:
    """The whale curve."""
    return whale_figure(evaluation.whale, evaluation.customers["name"], session.look(), subtitle(evaluation))


def pareto_of(evaluation: Evaluation) -> go.Figure:
    """The classes by revenue."""
    curve = pareto(evaluation.customers["revenue"], evaluation.assumptions.tag)
    some_below = bool((evaluation.customers["revenue"] < 0).any())
    words = subtitle(evaluation, "tag.subtitle_pareto_positive" if some_below else "tag.subtitle_pareto")
    return pareto_figure(curve, evaluation.customers["name"], session.look(), words)


def quadrant(evaluation: Evaluation) -> go.Figure:
    """Revenue against net contribution."""
    return quadrant_figure(evaluation.customers, session.look(), subtitle(evaluation, "tag.subtitle_quadrant"))


def _whale(evaluation: Evaluation) -> list[int]:
    figure = whale(evaluation)
    return _kept(
        "whale", evaluation, figure, chart.draw(figure, key_of("whale"), alt=title_of(figure), select="points")
    )


def _pareto(evaluation: Evaluation) -> list[int]:
    figure = pareto_of(evaluation)
    return _kept(
        "pareto", evaluation, figure, chart.draw(figure, key_of("pareto"), alt=title_of(figure), select="points")
    )


def _quadrant(evaluation: Evaluation) -> list[int]:
    customers, key, figure = evaluation.customers, key_of("quadrant"), quadrant(evaluation)
    points = chart.draw(figure, key, alt=title_of(figure), select=("points", "box", "lasso"))
    boxes, lassos = _areas(key)
    if boxes or lassos:
        points = inside(customers["revenue"], customers["net_contribution"], boxes, lassos)
    return _kept("quadrant", evaluation, figure, points)


def _areas(key: str) -> tuple[Sequence[dict], Sequence[dict]]:
    """The boxes and lassos drawn on a chart."""
    selection = st.session_state[key]["selection"]
    return selection.get("box", []), selection.get("lasso", [])


def _answers(evaluation: Evaluation) -> list[int]:
    figure = answers_figure(evaluation.customers, session.look())
    picked = _kept(
        "answers", evaluation, figure, chart.draw(figure, key_of("answers"), alt=title_of(figure), select="points")
    )
    asked = picked[0] if picked else _answer_asked()
    return with_answer(evaluation.customers, *asked.split(":")) if asked else []


def _kept(name: str, evaluation: Evaluation, figure: go.Figure, picked: list[Any]) -> list[Any]:
    """What is picked in a chart, also when a threshold or another language has drawn it anew, with which the browser
    takes its selection back. Then only a new pick takes its place, or ``clear``; not with other customers than those
    it was picked from."""
    of = crc32(evaluation.customers.index.to_numpy().tobytes())
    key, drawn = f"{key_of(name)}:{session.workspace().id}:{of}", crc32(figure.to_json().encode())
    before: _Picked | None = st.session_state.get(key)
    anew = before is not None and (before.anew or before.drawn != drawn)
    if picked:
        st.session_state[key] = _Picked(picked, drawn, anew and before is not None and before.ids == picked)
    elif before is not None:
        st.session_state[key] = _Picked(before.ids, drawn, True) if anew else None
    now: _Picked | None = st.session_state.get(key)
    return now.ids if now else []


@dataclass(frozen=True)
class _Picked:
    """The ids picked; the figure they are seen in, in short; whether it has been drawn anew since."""

    ids: list[Any]
    drawn: int
    anew: bool


def _answer_asked() -> str | None:
    """The same from a list, for whoever cannot click on a bar. It names no counts: what is chosen stays when they
    change."""
    language = session.language()
    labels = {
        f"{question}:{answer}": language.text(
            "tag.answers.part",
            question=language.text(f"tag.question_short.{question}"),
            answer=language.text(f"tag.answer.{answer}"),
        )
        for question in QUESTIONS
        for answer in ANSWERS
    }
    key = f"{key_of('answers_list')}:{language.code}"
    return st.selectbox(
        language.text("tag.answers.whose"),
        list(labels),
        index=None,
        format_func=lambda part: labels[part],
        key=key,
        placeholder=language.text("tag.nobody_picked"),
        on_change=rooms.on_change(key),
        width=280,
    )
