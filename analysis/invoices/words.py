"""What the invoices know of one customer, in words: for the card, the levers and the conversation plan."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from analysis.invoices.drift import Check
from analysis.invoices.together import together
from analysis.language import Language

if TYPE_CHECKING:
    from analysis.evaluate import Evaluation

NAMED = 2
"""So many product groups a conversation plan names."""
MIDDLE = 3
"""The mark that says neither yes nor no."""


def fair_price(evaluation: Evaluation, customer: int, language: Language) -> str:
    """The suggested answer to "pays a fair price?", with its figures."""
    known = evaluation.invoices
    fair = known.fair(customer)
    if fair == "open":
        return language.text("invoices.card.fair_open")
    gap, above, share = known.price.customers.loc[customer, ["gap", "above", "share"]]
    balance = language.text(f"invoices.card.{'below' if share > 0 else 'over'}", share=abs(share))
    return language.text(f"invoices.card.fair_{fair}", gap=gap, above=above, balance=balance)


def rhythm(evaluation: Evaluation, customer: int, language: Language) -> str:
    """How overdue the customer is, and how likely still active; empty where no table has its orders."""
    drift = evaluation.invoices.drift
    if drift is None or customer not in drift.table.index:
        return ""
    row = drift.table.loc[customer]
    key = "quiet" if pd.notna(row["rhythm"]) else "quiet_new"
    words = language.text(f"invoices.card.{key}", **row[["since", "rhythm", "overdue"]])
    if drift.rule == "model" and not drift.names_nobody:
        words += " " + language.text("invoices.card.active", active=row["active"], expected=row["expected"])
    return words


def fit_check(check: Check, language: Language) -> pd.DataFrame:
    """The check of both rules: one row for each and for what came, ``who``, ``orders`` (count of order days) and
    ``error`` (mean per customer; NaN for what came)."""
    rows = {
        "model": (check.expected_by_model, check.model_error),
        "rhythm": (check.expected_by_rhythm, check.rhythm_error),
        "came": (check.ordered, float("nan")),
    }
    told = [(language.text(f"invoices.risk.check_{name}"), *figures) for name, figures in rows.items()]
    return pd.DataFrame(told, columns=["who", "orders", "error"])


def prices(evaluation: Evaluation, customer: int) -> pd.DataFrame:
    """The products that make the customer's gap, the largest first (see ``PriceGap.of``)."""
    return evaluation.invoices.price.of(customer)


def could_buy(evaluation: Evaluation, customer: int, language: Language) -> str:
    """The product groups with the largest margin that the customer could buy, with their counts and amounts."""
    own = evaluation.invoices.selling.of(customer).head(NAMED)
    if own.empty:
        share = evaluation.assumptions.invoices.bought_by
        return language.text("invoices.card.sells_nothing", share=share)
    each = [
        language.text("invoices.card.sells_one", **row)
        for row in own[["product", "buyers", "comparable", "median", "margin"]].to_dict("records")
    ]
    return language.text("invoices.card.sells_these", products=language.list(each))


def combined(evaluation: Evaluation, customer: int, language: Language, key: str = "card") -> str:
    """What fewer, larger orders would save, for the card or the ``plan``; empty where nothing could be combined."""
    found = together(evaluation, customer)
    if found.empty:
        return ""
    values = {"value": evaluation.assumptions.invoices.combine_below, **found.iloc[0]}
    return language.text(f"invoices.{key}.combine", **values)


def suggested_mark(evaluation: Evaluation, customer: int) -> int | None:
    """The mark (1 to 5) that the prices suggest for "pays a fair price": 5 at the reference or above, 4 where the gap
    is still fair, 2 below, 1 where it is more than twice as wide; None where nobody is comparable."""
    known, fair = evaluation.invoices, evaluation.assumptions.invoices.fair_gap
    if known.fair(customer) == "open":
        return None
    share = known.price.customers.at[customer, "share"]
    return next((mark for mark, most in ((5, 0.0), (4, fair), (2, 2 * fair)) if share <= most), 1)


def marked(mark: int, who: str, at: datetime, language: Language) -> str:
    """What a person said of the price, 1 to 5, with who (empty: the user) and when: it goes before the suggestion."""
    answer = "yes" if mark > MIDDLE else "no" if mark < MIDDLE else "half"
    said = language.text("tag.who.by", who=who or language.text("tag.who.you"), at=at)
    return language.text(f"invoices.card.mark_{answer}", mark=str(mark), said=said)


def named_below(evaluation: Evaluation, language: Language) -> str:
    """Who pays far less than the corridor at a small volume; empty where nobody does."""
    rows = evaluation.invoices.price.far_below()
    if rows.empty:
        return ""
    names = evaluation.customers["name"]
    who = [
        language.text(
            "invoices.corridor.one_below", name=names[row.customer_id], product=row.product, relative=row.relative
        )
        for row in rows.itertuples()
    ]
    return language.text("invoices.corridor.below", names=language.list(who))


def lever(evaluation: Evaluation, customer: int, language: Language) -> tuple[float, str] | None:
    """The price rise (share, to a tenth of a percent) that closes the gap, and why; None where there is no gap."""
    known = evaluation.invoices
    share = round(float(known.lever.get(customer, 0.0)), 3)
    if share <= 0:
        return None
    worst = known.price.of(customer).iloc[0]
    gap = known.price.customers.at[customer, "gap"]
    return share, language.text("invoices.lever.suggested", share=share, gap=gap, product=worst["product"])


def asked_price(evaluation: Evaluation, customer: int, language: Language) -> str:
    """What the plan says of the price; empty where no product is below its reference."""
    own = evaluation.invoices.price.of(customer)
    if own.empty or own["gap"].iloc[0] <= 0:
        return ""
    worst = own.iloc[0]
    return language.text("invoices.plan.price", product=worst["product"], share=1 / worst["relative"] - 1)


def offered(evaluation: Evaluation, customer: int, language: Language) -> str:
    """The product groups the plan names; empty where there are none."""
    products = evaluation.invoices.selling.of(customer)["product"].head(NAMED).tolist()
    return language.text("invoices.plan.buys", products=language.list(products)) if products else ""
