"""The charts of step 2: whale curve, revenue against net contribution, and how the answers spread."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.look import POINTS_AT_MOST, Look, plain
from analysis.tag.curves import WhaleCurve
from analysis.tag.verdict import QUESTIONS


def thinned(table: pd.DataFrame, keep: int) -> pd.DataFrame:
    """At most ``POINTS_AT_MOST`` rows of a ranked table, its ends and row ``keep`` (the peak) among them."""
    if len(table) <= POINTS_AT_MOST:
        return table
    places = np.linspace(0, len(table) - 1, POINTS_AT_MOST - 2).round().astype("int64")
    return table.iloc[sorted({*places.tolist(), max(keep - 1, 0)})]


def whale_figure(curve: WhaleCurve, names: pd.Series, look: Look, subtitle: str, height: int = 440) -> go.Figure:
    """Cumulative net contribution, best customer first; the peak is marked. ``customdata[0]`` is the customer id.

    ``names``: customer id to name.
    """
    language = look.language
    figure = look.figure(whale_sentence(curve, look), subtitle, height)
    points = thinned(curve.table, curve.peak_customers)
    hover = [
        language.text("tag.whale.hover", name=plain(name), rank=row.rank, net=row.net, total=row.cumulative)
        for name, row in zip(names.reindex(points.index), points.itertuples(), strict=True)
    ]
    figure.add_scatter(
        x=points["rank"],
        y=points["cumulative"],
        mode="lines+markers" if len(points) <= 300 else "lines",
        line={"color": look.actual, "width": 3},
        marker={"size": 5, "color": [look.sign(net) for net in points["net"]]},
        customdata=[[int(customer), text] for customer, text in zip(points.index, hover, strict=True)],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    if curve.losing_customers and curve.peak_customers:
        figure.add_annotation(
            x=curve.peak_customers,
            y=curve.peak_total,
            text=language.text("tag.whale.peak", n=curve.peak_customers, total=curve.peak_total),
            xanchor="right",
            ax=-30,
            ay=70,
            font={"color": look.worse},
            arrowcolor=look.worse,
        )
    figure.update_yaxes(**look.money_axis([*curve.table["cumulative"]]))
    figure.update_xaxes(title=language.text("tag.whale.axis"), showgrid=False)
    return figure


def whale_sentence(curve: WhaleCurve, look: Look) -> str:
    """What the whale curve shows, with its figures, true for any portfolio."""
    language = look.language
    if curve.losing_customers == 0:
        return language.text("tag.whale.title_none", n=len(curve.table), total=curve.total)
    if curve.total <= 0:
        return language.text("tag.whale.title_loss", n=curve.losing_customers, lost=-curve.losing_total)
    share = curve.peak_customers / len(curve.table)
    return language.text(
        "tag.whale.title",
        share=share,
        peak=curve.peak_share,
        n=curve.losing_customers,
        lost=-curve.losing_total,
    )


def quadrants(customers: pd.DataFrame) -> dict[str, int]:
    """How many customers lie in each quadrant: revenue above or below the median, net contribution from zero on or
    below (``big_earning``, ``big_losing``, ``small_earning``, ``small_losing``)."""
    big = customers["revenue"] >= customers["revenue"].median()
    earning = customers["net_contribution"] >= 0
    return {
        "big_earning": int((big & earning).sum()),
        "big_losing": int((big & ~earning).sum()),
        "small_earning": int((~big & earning).sum()),
        "small_losing": int((~big & ~earning).sum()),
    }


def quadrant_figure(customers: pd.DataFrame, look: Look, subtitle: str, height: int = 440) -> go.Figure:
    """Revenue against net contribution, one point per customer; ``customdata[0]`` is the customer id.

    Above ``POINTS_AT_MOST`` customers the largest amounts are drawn: the ones a selection is after.
    """
    language = look.language
    counts = quadrants(customers)
    title = language.text(
        "tag.quadrant.title", n=counts["big_losing"], all=counts["big_losing"] + counts["big_earning"]
    )
    figure = look.figure(title, subtitle, height)
    size = customers["revenue"].abs().rank(ascending=False, method="first")
    shown = customers[size <= POINTS_AT_MOST]
    figure.add_scattergl(
        x=shown["revenue"],
        y=shown["net_contribution"],
        mode="markers",
        marker={
            "size": 9,
            "opacity": 0.8,
            "color": [look.sign(net) for net in shown["net_contribution"]],
            "symbol": ["circle" if net >= 0 else "diamond" for net in shown["net_contribution"]],
        },
        customdata=[
            [int(customer), language.text("tag.quadrant.hover", name=plain(name), revenue=revenue, net=net)]
            for customer, name, revenue, net in zip(
                shown.index, shown["name"], shown["revenue"], shown["net_contribution"], strict=True
            )
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    if len(customers):
        figure.add_vline(x=float(customers["revenue"].median()), line={"color": look.muted, "dash": "dot", "width": 1})
    figure.update_xaxes(title=language.text("tag.quadrant.x"), **look.money_axis([*shown["revenue"]]))
    figure.update_yaxes(title=language.text("tag.quadrant.y"), **look.money_axis([*shown["net_contribution"]]))
    return figure


def answer_counts(customers: pd.DataFrame) -> pd.DataFrame:
    """How many customers have which answer: index question, columns yes / no / open and ``said`` (by a person)."""
    return pd.DataFrame(
        {
            question: {
                **{answer: int((customers[question] == answer).sum()) for answer in ("yes", "no", "open")},
                "said": int(customers[f"answered_{question}"].sum()),
            }
            for question in QUESTIONS
        }
    ).T


def answers_figure(customers: pd.DataFrame, look: Look, height: int = 300) -> go.Figure:
    """Stacked bars: yes, no and open per question."""
    language, counts = look.language, answer_counts(customers)
    figure = look.figure(
        language.text("tag.answers.title", n=int(counts["open"].sum())),
        language.text("tag.answers.subtitle", n=len(customers)),
        height,
    )
    labels = [language.text(f"tag.question_short.{question}") for question in counts.index]
    for answer, color in (("yes", look.better), ("no", look.worse), ("open", look.muted)):
        figure.add_bar(
            y=labels,
            x=counts[answer],
            orientation="h",
            marker={"color": color, "pattern": {"shape": "/" if answer == "open" else ""}},
            text=[f"{language.text(f'tag.answer.{answer}')} {language.count(count)}" for count in counts[answer]],
            textposition="inside",
            insidetextanchor="middle",
            hoverinfo="skip",
        )
    figure.update_layout(barmode="stack")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(showticklabels=False, showgrid=False)
    return figure
