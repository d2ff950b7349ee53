"""What the customer card says: the figures of one customer in words, and revenue by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from analysis.language import Language
from analysis.look import Look, plain

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation

KINDS = {
    "revenue": "money",
    "contribution_margin": "money",
    "care_cost": "money",
    "net_contribution": "money",
    "orders": "count",
    "growth": "percent",
    "average_days_late": "number",
    "rework_hours": "number",
    "staff_hours": "number",
    "out_of_scope_hours": "number",
    "credits": "money",
    "deductions": "money",
}
"""The figures on the card, in this order, and how each is written."""


def facts(evaluation: Evaluation, customer: int, language: Language) -> pd.DataFrame:
    """One row per figure: what it is, and its value written in the language; what is not known is left out."""
    row = evaluation.customers.loc[customer]
    known = [(name, kind) for name, kind in KINDS.items() if pd.notna(row[name])]
    attributes = [(name, row[name]) for name in evaluation.portfolio.attributes if pd.notna(row[name])]
    written = [(language.text(f"card.{name}"), getattr(language, kind)(row[name])) for name, kind in known]
    written += [(name, value if isinstance(value, str) else language.number(value)) for name, value in attributes]
    return pd.DataFrame(written, columns=[language.text("card.what"), language.text("card.value")]).set_index(
        language.text("card.what")
    )


def months_figure(evaluation: Evaluation, customer: int, look: Look) -> go.Figure:
    """Revenue by month of one customer, €."""
    language, months = look.language, evaluation.portfolio.months
    own = months[months["customer_id"] == customer].sort_values("month")
    name = plain(evaluation.customers.at[customer, "name"])
    title = language.text("card.months", total=own["revenue"].sum(), n=len(own))
    figure = look.figure(title, language.text("card.months_subtitle", name=name), 280)
    figure.add_bar(
        x=own["month"],
        y=own["revenue"],
        marker={"color": [look.actual if amount >= 0 else look.worse for amount in own["revenue"]]},
        customdata=[
            language.text("card.month_hover", month=month, amount=amount)
            for month, amount in zip(own["month"], own["revenue"], strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_yaxes(**look.money_axis([*own["revenue"]]))
    figure.update_xaxes(showgrid=False)
    return figure
