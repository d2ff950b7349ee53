"""All customers with what is left, the recommended action and the rule that fired; one picked opens below."""

import numpy as np
import pandas as pd
import streamlit as st

from analysis import told
from analysis.care.actions import ACTIONS, RULES
from analysis.care.decisions import PREFIX
from analysis.care.groups import group_name, groups, matching
from analysis.care.trace import rows_behind
from analysis.care.waterfall import waterfall
from analysis.columns import places
from analysis.columns import words as in_words
from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.portfolio import QUANTITIES
from pages.care import views
from pages.parts import chart, closing, fields, rooms, session, table

TABLE = "care_table"
SHOWN = [
    *("name", "revenue", "contribution_margin", "care_cost", "net_contribution", "care_share", "action", "rule"),
]


def show(evaluation: Evaluation) -> list[int]:
    """The table, narrowed to a group or a search, then the customer picked in it; returns whoever is picked."""
    picked = rooms.show("care_customers", lambda: _table(session.evaluation()))
    if picked:
        _one(evaluation, picked[0])
    else:
        st.caption(session.language().text("care.pick_a_customer"))
    return picked


def _table(evaluation: Evaluation) -> list[int]:
    language = session.language()
    found = groups(evaluation)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {group: group_name(group, len(index), language) for group, index in found.items()}
        kind = fields.choice("care.view.customers", label=language.text("care.show"), options=names, default="all",
                             widget=st.selectbox, width=320)  # fmt: skip
        search = st.text_input(language.text("care.search"), key=session.key("care_customers_search"), width=220)
    index = matching(evaluation, found.get(kind, found["all"]), search)
    customers = evaluation.customers
    order = customers.index.take(evaluation.ranked.worst_first)
    rows = order if len(index) == len(order) else order[order.isin(index)]
    return table.show(
        words(customers[SHOWN]),
        TABLE,
        rows=rows,
        alt=language.text("care.tab.customers"),
        says=told.customers(customers["net_contribution"].loc[rows], language),
        order=language.text("parts.told.worst_first"),
        select="single-row",
        columns={
            "name": table.Column(language.text("care.customer"), pinned=True, width=118),
            **{name: _figure(language.text(f"care.words.{name}"), 92) for name in SHOWN[1:5]},
            "care_share": _figure(language.text("care.column.care_share"), 78, "percent"),
            "recommended": table.Column(language.text("care.column.recommended"), width=172),
            "reason": table.Column(language.text("care.column.reason"), width="large"),
            "decided": table.Column(language.text("care.column.decided")),
        },
    )


def _figure(label: str, least: int, kind: table.Kind = "money") -> table.Column:
    """A column of figures as narrow as its head allows, so that what to do stands beside them on a small screen."""
    return table.Column(label, kind, width=max(least, table.head_width(label)))


def words(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with recommended action, reason and decision in words."""
    language = session.language()
    decided = session.workspace().values(f"{PREFIX}action")
    actions = [language.text(f"actions.{action}.label") for action in ACTIONS]
    reasons = [language.text(f"actions.rules.{rule}") for rule, _ in RULES]
    done = np.zeros(len(rows), dtype="int64")
    at = rows.index.get_indexer(list(decided))
    done[at[at >= 0]] = np.array([ACTIONS.index(action) + 1 for action in decided.values()], dtype="int64")[at >= 0]
    return rows.assign(
        recommended=in_words(places(rows["action"], ACTIONS), actions, rows.index),
        reason=in_words(places(rows["rule"], [rule for rule, _ in RULES]), reasons, rows.index),
        decided=in_words(done, ["", *actions], rows.index),
    )


def _one(evaluation: Evaluation, customer: int) -> None:
    language = session.language()
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        name = evaluation.customers.loc[customer, "name"]
        figure = waterfall(evaluation, evaluation.customers.index[evaluation.customers.index == customer], name,
                           session.look())  # fmt: skip
        chart.draw(figure, "care_customer_waterfall", alt=title_of(figure))
    with right:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{language.text('care.quantities')}**", help=language.text("care.quantities_help"),
                        width="stretch")  # fmt: skip
            closing.offer(TABLE)
        with st.container(height=360, border=False):
            for quantity in QUANTITIES:
                _quantity(evaluation, customer, quantity)
    views.how_made(evaluation, evaluation.customers.index[evaluation.customers.index == customer], "care_customer")
    _rows(evaluation, customer)


def _quantity(evaluation: Evaluation, customer: int, quantity: str) -> None:
    language = session.language()
    known = evaluation.customers.loc[customer, quantity]
    there = known == known
    fields.number(
        f"quantity.{quantity}",
        customer,
        label=language.text(f"drivers.quantity.{quantity}"),
        min_value=0.0,
        placeholder=language.number(known) if there else language.text("drivers.not_known"),
    )


def _rows(evaluation: Evaluation, customer: int) -> None:
    language = session.language()
    with st.expander(
        language.text("care.rows_behind"), icon=":material/table_rows:", key="care_rows", on_change="rerun"
    ) as box:
        if not box.open:
            return
        found = rows_behind(evaluation.portfolio, customer)
        if not found:
            st.caption(language.text("care.no_rows_behind"))
        for name, rows in found.items():
            st.markdown(f"**{language.text(f'drivers.source.{name}')}**")
            kinds = {"revenue": "money", "amount": "money", "hours": "number", "lines": "count", "date": "date"}
            shown = [column for column in rows if language.has(f"care.rows.{column}")]
            table.show(
                _kinds_in_words(rows),
                f"care_rows_{name}_{customer}",
                alt=language.text(f"drivers.source.{name}"),
                columns={
                    column: table.Column(language.text(f"care.rows.{column}"), kinds.get(column, "text"))  # type: ignore[arg-type]
                    for column in shown
                },
            )


def _kinds_in_words(rows: pd.DataFrame) -> pd.DataFrame:
    language = session.language()
    if "kind" not in rows:
        return rows
    keys = {kind: f"drivers.quantity.{kind}" for kind in rows["kind"].unique()}
    return rows.assign(
        kind=rows["kind"].map({kind: language.text(key) for kind, key in keys.items() if language.has(key)})
    )
