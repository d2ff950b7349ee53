"""How the answers to the three questions spread, and whether a person or the data gave them."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.look import Look
from analysis.tag.verdict import QUESTIONS

PARTS = (("yes", True), ("yes", False), ("no", True), ("no", False), ("open", True))
"""The parts of a bar: the answer, and whether a person gave it."""
NARROW = 0.07
"""A part below this share of the bar has no room for words."""


def answer_counts(customers: pd.DataFrame) -> pd.DataFrame:
    """How many customers have which answer: index question; columns ``yes``, ``no``, ``open`` and, of these,
    ``yes_said`` and ``no_said`` (by a person)."""
    counts = {}
    for question in QUESTIONS:
        answer, said = customers[question], customers[f"answered_{question}"]
        counts[question] = {name: int((answer == name).sum()) for name in ("yes", "no", "open")}
        counts[question] |= {f"{name}_said": int(((answer == name) & said).sum()) for name in ("yes", "no")}
    return pd.DataFrame(counts).T


def answers_figure(customers: pd.DataFrame, look: Look, height: int = 300) -> go.Figure:
    """Stacked bars: yes, no and open per question; solid where a person said so, hatched where the data suggest it.
    ``customdata[0]`` is ``question:answer``, and ``:person`` or ``:data`` behind it."""
    language, counts = look.language, answer_counts(customers)
    left = int(counts["open"].sum())
    decide = int((customers["verdict"] == "open").sum())
    title = language.text("tag.answers.title" if left else "tag.answers.title_none", n=left, decide=decide)
    figure = look.figure(title, language.text("tag.answers.subtitle", n=len(customers)), height)
    labels = [language.text(f"tag.question_short.{question}") for question in counts.index]
    colors = {"yes": look.better, "no": look.worse, "open": look.muted}
    for answer, said in PARTS:
        count = counts[answer] if answer == "open" else counts[f"{answer}_said"]
        count = count if said else counts[answer] - count
        words = [f"{language.text(f'tag.answer.{answer}')} {language.count(number)}" for number in count]
        figure.add_bar(
            y=labels,
            x=count,
            orientation="h",
            marker={
                "color": colors[answer],
                "pattern": {
                    "shape": "" if said else "/",
                    "fillmode": "overlay",
                    "fgcolor": look.paper,
                    "fgopacity": 0.45,
                    "size": 7,
                },
            },
            text=[word if number > NARROW * len(customers) else "" for word, number in zip(words, count, strict=True)],
            textposition="inside",
            insidetextanchor="middle",
            insidetextfont={"color": "#FFFFFF" if not look.dark else "#14171C"},
            constraintext="none",
            customdata=[[f"{question}:{answer}{_by(answer, said)}"] for question in counts.index],
            hovertext=[f"{word} · {language.text(_who(answer, said))}" for word in words],
            hovertemplate="%{y}: %{hovertext}<extra></extra>",
            unselected={"marker": {"opacity": 1}},
        )
    figure.update_layout(barmode="stack")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(showticklabels=False, showgrid=False)
    return figure


def with_answer(customers: pd.DataFrame, question: str, answer: str, who: str = "") -> list[int]:
    """Ids of the customers who have this answer to ``question``; ``who``: only those of whom a ``person`` said so, or
    the ``data`` suggest it."""
    found = customers[question] == answer
    if who:
        found &= customers[f"answered_{question}"] == (who == "person")
    return [int(customer) for customer in customers.index[found]]


def _by(answer: str, said: bool) -> str:
    return "" if answer == "open" else ":person" if said else ":data"


def _who(answer: str, said: bool) -> str:
    return "tag.who.nobody" if answer == "open" else f"tag.who.{'person' if said else 'data'}"
