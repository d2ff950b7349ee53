"""The whale curve by product group, sales person, region or any other attribute."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.refill.segments import segment_of
from analysis.tag.group_chart import group_figure
from analysis.tag.groups import buyers, by_group, by_product, words
from pages.parts import chart, rooms, session
from pages.tag import charts

PRODUCTS = ""
"""Stands for the product groups, which are no attribute of a customer."""


def show(evaluation: Evaluation) -> list[int]:
    """The curve by one attribute; the ids of the customers in the groups picked."""
    language, portfolio = session.language(), evaluation.portfolio
    choices = [*portfolio.attributes, *([] if portfolio.products.empty else [PRODUCTS])]
    if not choices:
        st.caption(language.text("tag.no_attributes"))
        return []
    above = st.container(horizontal=True, vertical_alignment="bottom")
    attribute = above.selectbox(
        language.text("tag.group_by"),
        choices,
        format_func=lambda name: name or language.text("tag.products"),
        key="tag_group_by",
        persist_state="session",
        on_change=rooms.on_change("tag_group_by"),
        width=220,
    )
    key = charts.key_of(f"groups_{attribute}")
    if attribute == PRODUCTS:
        table = by_product(portfolio, evaluation.assumptions.upload)
        words_below = charts.subtitle(evaluation, "tag.subtitle_products")
        figure = group_figure(table["contribution_margin"], table["customers"], session.look(), words_below)
        asked = _asked(above, key, table.index)
        return buyers(portfolio, chart.draw(figure, key, alt=title_of(figure), select="points") or asked)
    group = segment_of(evaluation, attribute, language)
    table = by_group(evaluation.customers, group, language.text("tag.none"))
    words_below = charts.subtitle(evaluation, "tag.subtitle_groups", attribute=attribute)
    figure = group_figure(table["net_contribution"], table["customers"], session.look(), words_below)
    asked = _asked(above, key, table.index)
    picked = chart.draw(figure, key, alt=title_of(figure), select="points") or asked
    named = words(group, language.text("tag.none"))
    return [int(customer) for customer in named.index[named.isin(picked)]]


def _asked(above: DeltaGenerator, key: str, groups: pd.Index) -> list[str]:
    """The same from a list, for whoever cannot click on the curve."""
    return above.multiselect(
        session.language().text("tag.groups.which"),
        [str(group) for group in groups],
        key=f"{key}:list",
        placeholder=session.language().text("tag.nobody_picked"),
        on_change=rooms.on_change(f"{key}:list"),
        width=280,
    )
