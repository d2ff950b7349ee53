"""What the customer card says: one customer's figures by period, orders over time, care, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from analysis.language import Language
from analysis.look import Look
from analysis.tag.movers import windows_of

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation

FACTS = {
    "orders": "count",
    "orders_per_year": "rough",
    "growth": "percent",
    "average_days_late": "rough",
    "rework_hours": "number",
    "staff_hours": "number",
    "out_of_scope_hours": "number",
    "credits": "money",
    "deductions": "money",
    "first_order": "date",
    "last_order": "date",
}
"""The figures on the card, in this order, and how each is written."""


def facts(evaluation: Evaluation, customer: int, language: Language) -> pd.DataFrame:
    """One row per figure or attribute, in words: index what it is, one column its value; what is not known is left
    out."""
    row = evaluation.customers.loc[customer]
    written = [
        (language.text(f"card.{name}"), getattr(language, kind)(row[name]))
        for name, kind in FACTS.items()
        if pd.notna(row[name])
    ]
    attributes = [(name, row[name]) for name in evaluation.portfolio.attributes if pd.notna(row[name])]
    written += [(name, value if isinstance(value, str) else _number(value, language)) for name, value in attributes]
    what = language.text("card.what")
    return pd.DataFrame(written, columns=[what, language.text("card.value")]).set_index(what)


def care(evaluation: Evaluation, customer: int, names: Mapping[str, str], language: Language) -> pd.DataFrame:
    """What the care of one customer costs, the largest driver first, in words; empty where nothing is known.

    ``names``: driver to its name.
    """
    row = evaluation.customers.loc[customer]
    costs = pd.Series({names[driver]: row[f"care_{driver}"] for driver in evaluation.drivers}, dtype="float64")
    costs = costs[costs.notna() & (costs != 0)].sort_values(ascending=False, kind="stable")
    words = pd.DataFrame({language.text("card.value"): [language.money(cost) for cost in costs]}, index=costs.index)
    return words.rename_axis(language.text("card.care_cost"))


def by_period(evaluation: Evaluation, customer: int, language: Language) -> pd.DataFrame:
    """Orders and revenue in the earlier and the later months (see ``growth.windows``), in words: index what it is,
    one column per period. Empty where no table has dates."""
    months = evaluation.portfolio.months
    sides = windows_of(evaluation)
    if sides is None:
        return pd.DataFrame()
    own = months[months["customer_id"] == customer]
    columns = {}
    for side in sides:
        rows = own[own["month"].isin(side)]
        head = language.text("card.from_to", first=side[0], last=side[-1])
        columns[head] = [language.count(rows["orders"].sum()), language.money(rows["revenue"].sum())]
    index = pd.Index([language.text("card.orders"), language.text("card.revenue")], name=language.text("card.what"))
    return pd.DataFrame(columns, index=index)


def months_figure(evaluation: Evaluation, customer: int, look: Look, height: int = 260) -> go.Figure:
    """Revenue by month of one customer, €, with the number of orders when hovered over."""
    language, months = look.language, evaluation.portfolio.months
    own = months[months["customer_id"] == customer].sort_values("month")
    name = evaluation.customers.at[customer, "name"]
    title = language.text("card.months", total=own["revenue"].sum(), n=len(own))
    figure = look.figure(title, language.text("card.months_subtitle", name=name), height)
    figure.add_bar(
        x=own["month"],
        y=own["revenue"],
        marker={"color": [look.actual if amount >= 0 else look.worse for amount in own["revenue"]]},
        customdata=[
            language.text("card.month_hover", month=month, amount=amount, n=int(orders))
            for month, amount, orders in zip(own["month"], own["revenue"], own["orders"], strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    first, last = evaluation.portfolio.period
    figure.update_yaxes(**look.money_axis([*own["revenue"]]))
    figure.update_xaxes(showgrid=False, range=[pd.Timestamp(first) - pd.Timedelta(days=20), last])
    return figure


def _number(value: float, language: Language) -> str:
    """Years are written without a thousands mark."""
    return str(int(value)) if 1900 <= value <= 2100 and value == int(value) else language.number(value)
