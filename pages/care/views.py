"""The charts that move with the sliders."""

import pandas as pd
import streamlit as st

from analysis import told
from analysis.care.driver_chart import cost_by_driver
from analysis.care.groups import NAMED_AT_MOST, group_name, groups, named
from analysis.care.quadrant import quadrant as quadrant_chart
from analysis.care.trace import in_numbers, trace
from analysis.care.waterfall import waterfall as waterfall_chart
from analysis.care.whale_chart import sentence, whale_before_and_after
from analysis.costed import Costed
from analysis.evaluate import Evaluation
from analysis.look import title_of
from pages.parts import chart, fields, page, session, table


def whale(costed: Costed) -> None:
    """The whale curve before and after care."""
    look = session.look()
    chart.draw(whale_before_and_after(costed, look), "care_whale", alt=sentence(costed, look))


def waterfall(evaluation: Evaluation) -> None:
    """From revenue to net contribution for all, a group or one customer, and how its figures are made."""
    customers, who = chosen(evaluation, "care.view.waterfall")
    figure = waterfall_chart(evaluation, customers, who, session.look())
    chart.draw(figure, "care_waterfall", alt=title_of(figure))
    how_made(evaluation, customers, "care_waterfall")


def drivers(evaluation: Evaluation) -> None:
    """Who costs most, and with what."""
    language = session.language()
    count = fields.choice(
        "care.view.worst", label=language.text("care.worst"), options={10: "10", 20: "20", 40: "40"}, default=20
    )
    figure = cost_by_driver(evaluation, count or 20, session.look())
    chart.draw(figure, "care_drivers", alt=title_of(figure))


def quadrant(evaluation: Evaluation) -> None:
    """High-maintenance against earning; a click on a customer opens its figures below."""
    figure = quadrant_chart(evaluation, session.look())
    picked = chart.draw(figure, "care_quadrant", alt=title_of(figure), select=("points", "lasso")) or _asked(evaluation)
    if picked:
        _picked(evaluation, pd.Index([customer for customer in picked if customer in evaluation.customers.index]))


def _asked(evaluation: Evaluation) -> list[int]:
    """Customers from a list, for whoever cannot click on a point. More than it can hold are looked for in the table
    of all customers."""
    options, key = named(evaluation), session.key("care_quadrant_list")
    chosen = [number for number in st.session_state.get(key, []) if number in evaluation.customers.index]
    options = {number: evaluation.customers.at[number, "name"] for number in chosen} | options
    return st.multiselect(
        session.language().text("care.quadrant.hint"),
        list(options),
        format_func=lambda number: options[number],
        key=key,
        placeholder=session.language().text("care.quadrant.nobody"),
    )


def chosen(evaluation: Evaluation, field: str, default: str = "all") -> tuple[pd.Index, str]:
    """Whose figures to show: all customers, a group, or one. Returns them and the words for them."""
    language, there = session.language(), session.workspace()
    found = groups(evaluation)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {group: group_name(group, len(index), language) for group, index in found.items()}
        names["one"] = language.text("care.group.one")
        kind = fields.choice(field, label=language.text("care.whose"), options=names, default=default,
                             widget=st.selectbox, width=300)  # fmt: skip
        if kind == "one":
            # The list itself finds what is typed; only where it cannot hold all does it need a search beside it.
            crowded = len(evaluation.customers) > NAMED_AT_MOST
            search = (
                st.text_input(language.text("care.search"), key=session.key(f"{field}.search"), width=180)
                if crowded
                else ""
            )
            before = there.get(f"{field}.customer")
            options = named(evaluation, search, before)
            customer = fields.choice(f"{field}.customer", label=language.text("care.customer"), options=options,
                                     default=next(iter(options), None), widget=st.selectbox, width=320)  # fmt: skip
            if customer in evaluation.customers.index:
                return pd.Index([customer]), evaluation.customers.loc[customer, "name"]
            return evaluation.customers.index, language.text("care.group.all")
    index = found.get(kind, evaluation.customers.index)
    return index, names[kind].rsplit(" (", 1)[0] if kind in found else language.text("care.group.all")


def how_made(evaluation: Evaluation, customers: pd.Index, key: str) -> None:
    """How the figures are made: margin and net in numbers, then quantity × rates, driver by driver."""
    language = session.language()
    with st.expander(
        language.text("care.how_made"), icon=":material/functions:", key=f"{key}_how", on_change="rerun"
    ) as box:
        if not box.open:
            return
        st.markdown(page.escaped(language.text("care.in_numbers", **in_numbers(evaluation, customers))))
        rows = trace(evaluation, customers, language)
        if rows.empty:
            st.caption(language.text("care.nothing_known"))
            return
        table.show(
            rows,
            f"{key}_trace",
            alt=language.text("care.how_made"),
            columns={
                "driver": table.Column(language.text("care.column.driver")),
                "quantity": table.Column(language.text("care.column.quantity")),
                "units": table.Column(language.text("care.column.units"), "number"),
                "formula": table.Column(language.text("care.column.formula")),
                "cost": table.Column(language.text("care.column.cost"), "money"),
                "avoidable": table.Column(language.text("care.column.avoidable"), "percent"),
            },
        )
        st.caption(language.text("care.formula"))


def _picked(evaluation: Evaluation, customers: pd.Index) -> None:
    language = session.language()
    rows = evaluation.customers.loc[customers]
    table.show(
        rows,
        "care_quadrant_picked",
        alt=language.text("care.quadrant.picked"),
        says=told.customers(rows["net_contribution"], language),
        columns={
            "name": table.Column(language.text("care.customer"), pinned=True),
            "contribution_margin": table.Column(language.text("care.words.contribution_margin"), "money"),
            "care_cost": table.Column(language.text("care.words.care_cost"), "money"),
            "net_contribution": table.Column(language.text("care.words.net_contribution"), "money"),
        },
    )
