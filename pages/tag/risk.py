"""Who is drifting away, the best customers first; and who pays less than comparable customers do."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.invoices.corridor import corridor_figure
from analysis.invoices.drift import Check
from analysis.invoices.words import fit_check, named_below
from analysis.look import title_of
from pages.parts import chart, fields, page, session, table
from pages.tag import charts


def show(evaluation: Evaluation) -> list[int]:
    """The list of customers at risk; the ids of those picked in it."""
    language, known = session.language(), evaluation.invoices
    if known.drift is None:
        st.caption(language.text("invoices.risk.no_orders"))
        return []
    check, (key, rows, measure, amount) = known.drift.check, known.drifting()
    best = len(rows[rows["best"]])
    told = language.text("invoices.risk.best", n=best) if best else ""
    values = {"n": len(rows), "best": told, "amount": amount}
    st.markdown(f"**{page.escaped(language.text(f'invoices.risk.{key}', **values))}**")
    errors = {"model": check.model_error, "rhythm": check.rhythm_error, "n": check.customers} if check else {}
    why = language.text(f"invoices.risk.{known.drift.why}", **errors, variation=known.drift.variation)
    st.caption(why)
    if known.drift.names_nobody:
        st.caption(language.text("invoices.risk.all_active"))
    picked = _list(evaluation, rows, measure) if len(rows) else []
    with st.popover(language.text("invoices.assumptions")):
        fields.slider("invoices.overdue")
        fields.toggle("invoices.contractual")
    if check is not None:
        _check(check)
    return picked


def _check(check: Check) -> None:
    """What both rules said in the middle of the period, beside what came."""
    language = session.language()
    st.markdown(f"**{language.text('invoices.risk.check')}**")
    st.caption(language.text("invoices.risk.check_what", middle=check.middle, n=check.customers))
    kinds: dict[str, table.Kind] = {"who": "text", "orders": "count", "error": "number"}
    table.show(
        fit_check(check, language),
        "risk_check",
        alt=language.text("invoices.risk.check"),
        columns={
            name: table.Column(language.text(f"invoices.risk.check_{name}"), kind) for name, kind in kinds.items()
        },
    )


def _list(evaluation: Evaluation, rows: pd.DataFrame, measure: str) -> list[int]:
    language, drift = session.language(), evaluation.invoices.drift
    shown = rows.assign(
        name=evaluation.customers["name"].reindex(rows.index),
        best_word=rows["best"].map({True: language.text("invoices.table.yes"), False: ""}),
    )
    kinds: dict[str, table.Kind] = {measure: "money", "since": "count", "rhythm": "number", "overdue": "number"}
    by_model = drift is not None and drift.rule == "model" and not drift.names_nobody
    kinds |= {"active": "percent", "expected": "number"} if by_model else {}
    return table.show(
        shown,
        charts.key_of("at_risk"),
        alt=language.text("invoices.table.risks"),
        says=language.text("invoices.table.told_risks", n=len(rows), best=len(rows[rows["best"]])),
        select="multi-row",
        columns={
            "name": table.Column(language.text("invoices.table.customer"), pinned=True, width=120),
            "best_word": _column("best", "text", 52),
            **{name: _column(name, kind, 80) for name, kind in kinds.items()},
        },
    )


def _column(name: str, kind: table.Kind, width: int) -> table.Column:
    """A column beside the sliders: a short head, and the long one when pointed at."""
    text = session.language().text
    return table.Column(text(f"invoices.table.narrow.{name}"), kind, text(f"invoices.table.{name}"), width=width)


def prices(evaluation: Evaluation) -> list[int]:
    """The price corridor of all customers and who is below it; the ids of those picked."""
    language, price = session.language(), evaluation.invoices.price
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {"": language.text("invoices.comparable_none")} | {
            name: name for name in evaluation.portfolio.attributes
        }
        fields.choice("invoices.by", label=language.text("invoices.comparable_by"), options=names, default="",
                      widget=st.selectbox, width=280)  # fmt: skip
        with st.popover(language.text("invoices.assumptions")):
            for name in ("fewest_comparable", "volume_classes", "fair_gap", "band_low", "band_high", "bought_by",
                         "much_less", "combine_below"):  # fmt: skip
                fields.slider(f"invoices.{name}")
    if price.cells.empty:
        st.caption(language.text("invoices.corridor.nothing"))
        return []
    figure = corridor_figure(evaluation, session.look())
    picked = chart.draw(figure, charts.key_of("corridor"), alt=title_of(figure), select="points")
    apart = {"free": "free_lines", "returned": "returned_lines", "without": "lines_without_quantity"}
    counts = {word: price.apart.get(name, 0) for word, name in apart.items()}
    lines = [language.text(f"invoices.corridor.apart_{word}", n=count) for word, count in counts.items() if count]
    told = [language.text("invoices.corridor.apart", lines=language.list(lines))] if lines else []
    told += [language.text("invoices.corridor.alone", n=price.alone)] if price.alone else []
    if told:
        st.caption(" ".join(told))
    if price.mixed:
        st.caption(language.text("invoices.corridor.mixed", products=language.list(list(price.mixed))))
    if words := named_below(evaluation, language):
        st.markdown(f"**{page.escaped(words)}**")
    below = price.below()
    shown = below.assign(name=evaluation.customers["name"].reindex(below["customer_id"]).to_numpy())
    kinds: dict[str, table.Kind] = {"product": "text", "relative": "percent", "gap": "money", "comparable": "count"}
    chosen = table.show(
        shown,
        charts.key_of("below"),
        alt=language.text("invoices.table.below"),
        says=language.text("invoices.table.told_below", n=len(below)),
        order=language.text("parts.told.price_first"),
        select="multi-row",
        columns={
            "name": table.Column(language.text("invoices.table.customer"), width=140),
            **{name: _column(name, kind, 92) for name, kind in kinds.items()},
        },
    )
    return list(dict.fromkeys([*picked, *below.loc[chosen, "customer_id"].tolist()]))
