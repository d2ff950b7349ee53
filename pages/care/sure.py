"""How sure: which assumption matters most, the band of the result, and whose sign depends on the assumptions."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis import told
from analysis.assumptions import range_named
from analysis.care.groups import by_certainty
from analysis.care.tornado_chart import tornado_chart, value_of
from analysis.care.uncertainty import DRAWS, band, tornado, triples, uncertain_names
from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.ranges import Range
from pages.care import views
from pages.parts import chart, fields, page, session, table


def show(evaluation: Evaluation) -> None:
    """Tornado and band for all, a group or one customer; then customers by how sure their sign is."""
    language = session.language()
    chosen, who = views.chosen(evaluation, "care.view.sure")
    figure = figure_of(evaluation, chosen, who)
    chart.draw(figure, "care_tornado", alt=title_of(figure))
    found = band(evaluation.linear.of(chosen).total(evaluation.rates))
    if found.low != found.high:
        st.markdown(page.escaped(
            language.text("care.sure.band", draws=DRAWS, who=who, low=found.low, high=found.high, mean=found.mean,
                          negative=found.negative)
        ))  # fmt: skip
    _certainty(evaluation)
    _ranges(evaluation)


def figure_of(evaluation: Evaluation, chosen: pd.Index, who: str) -> go.Figure:
    """Which assumption matters most for these customers."""
    linear, ranged = evaluation.linear.of(chosen), triples(evaluation.assumptions, evaluation.ranged)
    net = evaluation.total_of("net_contribution", chosen)
    return tornado_chart(tornado(linear, ranged), net, who, session.look())


def _certainty(evaluation: Evaluation) -> None:
    language = session.language()
    found = by_certainty(evaluation)
    names = {
        name: f"{language.text(f'care.sure.{name}')} ({language.count(len(index))})" for name, index in found.items()
    }
    usual = next((name for name in ("depends", "robustly_losing") if len(found[name])), "robustly_earning")
    picked = fields.choice("care.view.certainty", label=language.text("care.sure.which"), options=names, default=usual)
    index = found.get(picked or usual, found[usual])
    rows = evaluation.customers.loc[index, ["name", "net_contribution", "care_cost"]].assign(
        earning=evaluation.earning[index]
    )
    table.show(
        rows.sort_values("net_contribution", kind="stable"),
        f"care_certainty_{picked}",
        alt=names.get(picked or usual, ""),
        says=told.customers(rows["net_contribution"], language),
        order=language.text("parts.told.worst_first"),
        columns={
            "name": table.Column(language.text("care.customer"), pinned=True, width=170),
            "net_contribution": table.Column(language.text("care.words.net_contribution"), "money"),
            "care_cost": table.Column(language.text("care.words.care_cost"), "money"),
            "earning": table.Column(language.text("care.sure.earning"), "percent", width=90,
                                    help=language.text("care.sure.earning_help")),
        },
    )  # fmt: skip


def _ranges(evaluation: Evaluation) -> None:
    """Low and high of one assumption, as the analyst sees them."""
    language, there = session.language(), session.workspace()
    with st.expander(
        language.text("care.sure.ranges"), icon=":material/tune:", key="care_ranges", on_change="rerun"
    ) as box:
        if not box.open:
            return
        fields.slider("goals.uncertainty")
        fields.slider("goals.robust_share")
        names = {name: language.text(f"assumptions.{name}.label") for name in uncertain_names()}
        name = st.selectbox(
            language.text("care.assumption"), list(names), format_func=names.__getitem__, key="care_range"
        )
        limits = range_named(name)
        triple = triples(evaluation.assumptions, evaluation.ranged)[name]
        if limits is None or not isinstance(limits, Range):
            return
        key = f"care_range:{there.id}:{name}:{triple.low}:{triple.high}"
        low, high = st.slider(
            language.text("care.sure.low_high", value=value_of(name, triple.likely, language)),
            limits.low, limits.high, (triple.low, triple.high), limits.step, key=key,
            format=fields.FORMATS[limits.unit],
        )  # fmt: skip
        with st.container(horizontal=True):
            if st.button(language.text("care.sure.keep_range"), key="care_range_keep"):
                there.put(f"range.{name}", [low, high])
                st.rerun()
            if name in evaluation.ranged and st.button(language.text("care.sure.drop_range"), key="care_range_drop"):
                there.put(f"range.{name}", None)
                st.rerun()
