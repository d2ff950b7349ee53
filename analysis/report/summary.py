"""What the summary says: for the people who were not in the room. PDF and slides only draw it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.care.answer import answer, figures, rests_on
from analysis.care.decisions import (
    PREFIX,
    WHOM,
    board,
    by_action,
    recommendations,
    year_ahead,
)
from analysis.care.goal_chart import bridge_sentence, bridge_steps
from analysis.care.steps_chart import Step, fine_unit
from analysis.care.tornado_chart import sentence as tornado_sentence
from analysis.care.uncertainty import tornado, triples
from analysis.care.whale_chart import sentence as whale_sentence
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.look import Look
from analysis.money import cents
from analysis.refill import picks
from analysis.refill.plan import plan_for
from analysis.refill.plan_words import binding, bounds, plan_sentence, whose
from analysis.refill.targets import by_target, numbers_of
from analysis.report.made import Made
from analysis.report.paper import clean
from analysis.tag.curves import WhaleCurve

EFFECTS = 5
"""So many assumptions are shown, those that matter most."""
NO_CHANGE = ("invest", "keep")
"""Recommended actions that leave everything as it is."""


@dataclass(frozen=True)
class Part:
    """A part of the summary in words: ``title`` is a sentence with its figure, ``subtitle`` says measure and period.
    ``head`` and ``rows``: its table, where it has one; the first column and those in ``wide`` hold text."""

    title: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wide: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Summary:
    """The summary in the reader's language.

    ``figures``: three of them, each what it is and how much. ``before``, ``after``: the whale curves. ``steps``: the
    goal bridge's. ``effects``: the first rows of ``uncertainty.tornado``.
    """

    look: Look
    question: str
    answer: str
    figures: tuple[tuple[str, str], ...]
    rests_on: tuple[str, ...]
    whale: Part
    before: WhaleCurve
    after: WhaleCurve
    decisions: Part
    bridge: Part
    steps: tuple[Step, ...]
    refill: Part
    tornado: Part
    effects: pd.DataFrame
    footer: str


def summary_of(evaluation: Evaluation, language: Language, made: Made) -> Summary:
    """The summary of an evaluation and of what was entered beside it."""
    look, (first, last) = Look(language), evaluation.portfolio.period
    ranged = triples(evaluation.assumptions, evaluation.ranged)
    effects, net = tornado(evaluation.linear, ranged), evaluation.total("net_contribution")
    bridge, steps = _bridge(evaluation, language, made)
    return Summary(
        look=look,
        question=language.text("care.question"),
        answer=answer(evaluation, language),
        figures=tuple(figures(evaluation, language)),
        rests_on=tuple(clean(line) for line in rests_on(evaluation, language)),
        whale=Part(whale_sentence(evaluation, look), language.text("care.whale.subtitle", first=first, last=last)),
        before=evaluation.whale_before,
        after=evaluation.whale,
        decisions=_decisions(evaluation, language, made),
        bridge=bridge,
        steps=steps,
        refill=_refill(evaluation, language, made),
        tornado=Part(
            tornado_sentence(effects, net, language.text("care.group.all"), language),
            language.text("care.tornado.subtitle", net=net) if len(effects) else "",
        ),
        effects=effects.head(EFFECTS),
        footer=clean(made.footer(evaluation, language)),
    )


def _decisions(evaluation: Evaluation, language: Language, made: Made) -> Part:
    """What people decided; where nobody did, what the rules recommend."""
    chosen, (first, last) = board(made.starting(PREFIX), evaluation, made.day), evaluation.portfolio.period
    if is_decided := len(chosen) > 0:
        done = int(chosen["state"].isin(["agreed", "gone"]).sum())
        expected = float(cents(chosen["expected"].sum()))
        title = language.text("report.paper.decided_title", n=len(chosen), expected=expected, done=done)
    else:
        chosen = recommendations(evaluation)
        to_do = chosen[~chosen["action"].isin(NO_CHANGE)]
        key = "recommended_title" if len(to_do) else "nothing_to_do"
        title = language.text(f"report.paper.{key}", n=len(to_do), all=len(chosen))
    customers, actions = evaluation.customers, by_action(chosen, evaluation)
    largest = customers["net_contribution"].reindex([row[0] for row in actions["foremost"]])
    unit = fine_unit([*actions["net"], *actions["expected"], *largest])
    rows = [
        (
            language.text(f"actions.{row.Index}.label"),
            language.count(row.customers),
            language.short(row.net, unit),
            language.short(row.expected, unit) if row.expected else "–",
            " · ".join(
                clean(f"{customers.at[one, 'name']} ({language.short(customers.at[one, 'net_contribution'], unit)})")
                for one in row.foremost
            ),
        )
        for row in actions.itertuples()
    ]
    head = (
        language.text(f"report.paper.{'decided' if is_decided else 'recommended'}"),
        language.text("report.customers"),
        language.text("report.net_contribution"),
        language.text("care.board.expected"),
        language.text("report.paper.foremost"),
    )
    subtitle = language.text("report.paper.decisions_subtitle", first=first, last=last)
    return Part(title, subtitle, head=head, rows=tuple(rows), wide=(0, 4))


def _bridge(evaluation: Evaluation, language: Language, made: Made) -> tuple[Part, tuple[Step, ...]]:
    filed, goals = made.starting(PREFIX), evaluation.assumptions.goals
    year = year_ahead(filed, made.get(WHOM), evaluation)
    check, repaired, gap = year.check, year.repaired, year.gap
    lines = (
        [f"{language.text('care.goal.whom')} {language.text(f'care.goal.whom_{year.whom}')}"] if check.customers else []
    )
    if goals.wanted:
        lines.append(language.text("care.goal.gap", gap=gap) if gap > 0 else language.text("care.goal.reached"))
    if check.customers:
        lines.append(language.text("care.goal.staying", amount=check.staying))
    title = bridge_sentence(check, repaired, language)
    part = Part(title, language.text("care.goal.subtitle"), lines=tuple(lines))
    return part, tuple(bridge_steps(check, repaired, goals.wanted, language))


def _refill(evaluation: Evaluation, language: Language, made: Made) -> Part:
    chosen = list(made.get(picks.FIELD, ()))
    targets = picks.targets(evaluation, chosen)
    plan = plan_for(evaluation, targets, year_ahead(made.starting(PREFIX), made.get(WHOM), evaluation))
    rows = by_target(evaluation, chosen, plan, numbers_of(made.fields), language)
    columns = ("segment", "today", "wanted", "worth", "first_year")
    head = tuple(language.text(f"refill.targets.{name}") for name in columns) if chosen else ()
    return Part(
        plan_sentence(plan, evaluation.assumptions.goals.wanted, language),
        whose(bool(chosen), int(targets.sum()), language),
        lines=(binding(plan, language), *bounds(evaluation, plan, language)),
        head=head,
        rows=tuple(
            (
                clean(row.segment),
                language.count(row.today),
                language.count(row.wanted),
                language.short(row.worth),
                language.short(row.first_year),
            )
            for row in rows.itertuples()
        ),
    )
