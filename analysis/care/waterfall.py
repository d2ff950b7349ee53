"""From revenue to what is left: for one customer, a group, or all."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.care.drivers import ESTIMATES, name_of
from analysis.care.prices import price_steps
from analysis.care.steps_chart import Step, draw_steps
from analysis.evaluate import Evaluation
from analysis.look import Look, plain
from analysis.money import cents


def steps(evaluation: Evaluation, customers: pd.Index) -> pd.DataFrame:
    """The steps of the waterfall for ``customers``, index the step's key: ``amount`` (€, what it adds or takes),
    ``total`` (bool: it is a level, not a step), ``known`` (share of these customers, 0–1, whose quantity is known).

    Steps: those from list price to revenue where a table tells them (see ``prices.price_steps``), ``revenue``,
    ``goods``, ``contribution_margin``, each driver that is known for any of them (largest first),
    ``net_contribution``.
    """
    chosen, costs = evaluation.customers.loc[customers], evaluation.costs.loc[customers]
    tangible = [key for key in evaluation.drivers if key not in evaluation.apart]
    spent = -cents(costs[tangible].sum().astype("float64"))
    known = costs[tangible].notna().mean().fillna(0.0)
    spent = spent[known > 0].sort_values(kind="stable")
    prices = price_steps(chosen)
    rows = [
        *((key, amount, key == "list_revenue", 1.0) for key, amount in prices.items()),
        ("revenue", chosen["revenue"].sum(), True, 1.0),
        ("goods", -chosen["variable_goods"].sum(), False, 1.0),
        ("contribution_margin", chosen["contribution_margin"].sum(), True, 1.0),
        *((key, amount, False, known[key]) for key, amount in spent.items()),
        ("net_contribution", chosen["net_contribution"].sum(), True, 1.0),
    ]
    table = pd.DataFrame(rows, columns=["step", "amount", "total", "known"]).set_index("step")
    table["amount"] = cents(table["amount"].astype("float64"))
    return table


def waterfall(evaluation: Evaluation, customers: pd.Index, who: str, look: Look) -> go.Figure:
    """The waterfall for ``customers``; ``who`` names them in the title."""
    table, language = steps(evaluation, customers), look.language
    first, last = evaluation.portfolio.period
    margin, net = table.loc["contribution_margin", "amount"], table.loc["net_contribution", "amount"]
    ending = "positive" if net >= 0 else "negative"
    shown = dict(zip(("margin", "care", "net"), language.adding(margin, margin - net, net), strict=True))
    title = language.text(f"care.waterfall.title_{ending if margin != net else 'no_care'}", who=who, **shown)
    figure = look.figure(
        title,
        language.text("care.waterfall.subtitle", first=first, last=last, n=len(customers)),
        height=150 + 34 * len(table),
    )
    draw_steps(figure, [_step(str(key), table.loc[key], look) for key in table.index], look)
    return figure


def _step(key: str, row: pd.Series, look: Look) -> Step:
    kind = "level" if row["total"] else "neutral" if key == "goods" else "estimate" if key in ESTIMATES else "step"
    return Step(_name(key, look), float(row["amount"]), kind, _hover(key, row["amount"], row["known"], look))  # type: ignore[arg-type]


def _name(key: str, look: Look) -> str:
    if look.language.has(f"care.words.{key}"):
        return look.language.text(f"care.words.{key}")
    return name_of(key, look.language)


def _hover(key: str, amount: float, known: float, look: Look) -> str:
    text = look.language.text("care.waterfall.hover", name=plain(_name(key, look)), amount=amount)
    return text if known >= 1 else f"{text}<br>{look.language.text('care.known', share=known)}"
