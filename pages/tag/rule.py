"""The verdict table as the rule it is, with counts, each a filter."""

from __future__ import annotations

import streamlit as st

from analysis.tag.verdict import RULES, VERDICTS
from analysis.tagged import Tagged
from pages.parts import session


def show(evaluation: Tagged) -> None:
    """The table."""
    language, counts = session.language(), evaluation.verdicts
    heads = ("verdict", "profitable", "others", "customers", "share", "net")
    lines = [f"| {' | '.join(language.text(f'tag.rule.{head}') for head in heads)} |", "|---|---|---|--:|--:|--:|"]
    for name, (profit, others) in RULES.items():
        row = counts.loc[name]
        cells = (
            f"**{language.text(f'tag.verdict.{name}')}**",
            language.text(f"tag.rule.profit.{profit}"),
            language.text(f"tag.rule.two.{others}"),
            language.count(row["customers"]),
            language.percent(row["share"]),
            language.short(row["net"]),
        )
        lines.append(f"| {' | '.join(cells)} |")
    st.markdown("\n".join(lines), help=language.text("tag.rule.caption"))


def picked() -> str | None:
    """Asks for the verdict to narrow the customers to; None for all."""
    language = session.language()
    return st.pills(
        language.text("tag.filter"),
        VERDICTS,
        format_func=lambda name: language.text(f"tag.verdict.{name}"),
        key="verdict",
        bind="query-params",
    )
