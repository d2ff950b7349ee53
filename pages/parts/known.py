"""What the invoices know of one customer: price, what it could buy, rhythm; with the price corridor."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.invoices.corridor import corridor_figure
from analysis.invoices.words import combined, fair_price, marked, prices, rhythm
from analysis.look import title_of
from pages.parts import chart, page, session, table

MARK = "listen.pays_fair_price"


def show(evaluation: Evaluation, customer: int) -> None:
    """The three answers; a person's mark goes before what is suggested."""
    language = session.language()
    st.markdown(f"**{language.text('invoices.title')}**")
    st.markdown(page.escaped(fair_price(evaluation, customer, language)))
    if (entry := session.workspace().entry(MARK, customer)) is not None:
        at = session.local(datetime.fromisoformat(entry.at))
        st.markdown(page.escaped(marked(entry.value, entry.who, at, language)))
    gaps = prices(evaluation, customer)
    if len(gaps):
        figure = corridor_figure(evaluation, session.look(), customer)
        chart.draw(figure, f"known:{customer}", alt=title_of(figure))
        kinds: dict[str, table.Kind] = {"price": "money", "reference": "money", "comparable": "count"}
        _table(gaps, "prices", customer, {"product": "text", **kinds, "gap": "money", "above": "money"})
    could_buy = evaluation.invoices.selling.of(customer)
    if could_buy.empty:
        share = evaluation.assumptions.invoices.bought_by
        st.markdown(language.text("invoices.card.sells_nothing", share=share))
    else:
        st.markdown(language.text("invoices.card.sells"))
        more: dict[str, table.Kind] = {"share": "percent", "low": "percent", "high": "percent", "comparable": "count"}
        _table(could_buy, "sells", customer, {"product": "text", **more, "median": "money", "margin": "money"})
    for words in (combined(evaluation, customer, language), rhythm(evaluation, customer, language)):
        if words:
            st.markdown(page.escaped(words))


def _table(rows: pd.DataFrame, name: str, customer: int, kinds: dict[str, table.Kind]) -> None:
    language = session.language()
    columns = {column: table.Column(language.text(f"invoices.table.{column}"), kind) for column, kind in kinds.items()}
    table.show(rows, f"known_{name}:{customer}", alt=language.text(f"invoices.table.{name}"), columns=columns)
