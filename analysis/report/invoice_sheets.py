"""What the invoices already know: a row per customer, the largest price gaps, and what customers could buy."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.evaluate import Evaluation
from analysis.invoices.together import together
from analysis.language import Language
from analysis.report.sheets import COUNT, MONEY, NUMBER, SHARE, table, worded

MOST = 5_000
"""So many gaps and offers, the largest, are listed; their sums per customer are of all."""
KNOWN = {
    "gap": MONEY, "above": MONEY, "share": SHARE, "fair": None, "could": MONEY, "small": COUNT, "saving": MONEY,
    "since": COUNT, "rhythm": NUMBER, "overdue": NUMBER, "active": SHARE, "expected": NUMBER, "at_risk": MONEY,
}  # fmt: skip
PRICES = {
    "product": None, "quantity": NUMBER, "price": MONEY, "reference": MONEY, "relative": SHARE, "comparable": COUNT,
    "gap": MONEY, "above": MONEY,
}  # fmt: skip
OFFERS = {
    "product": None, "comparable": COUNT, "buyers": COUNT, "bought": MONEY, "median": MONEY, "revenue": MONEY,
    "margin": MONEY,
}  # fmt: skip


def invoice_sheets(new: Callable[..., WriteOnlyWorksheet], evaluation: Evaluation, language: Language) -> None:
    """All three sheets; ``new`` makes one from its key and its first columns' widths."""
    known_sheet(new("known", 12, 36), evaluation, language)
    prices_sheet(new("prices", 12, 36, 30), evaluation, language)
    offers_sheet(new("offers", 12, 36, 30), evaluation, language)


def known_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    """The three answers of each customer."""
    known, customers = evaluation.invoices, evaluation.customers
    found = pd.DataFrame(index=customers.index).join(known.price.customers[["gap", "above", "share"]])
    found["fair"] = [language.text(f"report.known.fair_is.{known.fair(customer)}") for customer in found.index]
    found["could"] = known.selling.customers["margin"]
    found = found.join(together(evaluation)[["small", "saving"]])
    if known.drift is not None:
        found = found.join(known.drift.table)
    found["at_risk"] = known.at_risk["at_risk"]
    _rows(sheet, "known", found, KNOWN, evaluation, language)


def prices_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    """The largest gaps by customer and product, and what of the same customers' products lies above."""
    cells = evaluation.invoices.price.cells
    largest = cells[cells["gap"] > 0].sort_values("gap", ascending=False, kind="stable").head(MOST)
    _rows(sheet, "prices", largest.set_index("customer_id"), PRICES, evaluation, language)


def offers_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    """What customers could buy, the largest margin first."""
    found = evaluation.invoices.selling.table.sort_values("margin", ascending=False, kind="stable").head(MOST)
    _rows(sheet, "offers", found.set_index("customer_id"), OFFERS, evaluation, language)


def _rows(
    sheet: WriteOnlyWorksheet, name: str, found: pd.DataFrame, forms: dict[str, str | None], evaluation: Evaluation,
    language: Language,
) -> None:  # fmt: skip
    """One line per row of ``found`` (index ``customer_id``): the customer's number and name, then ``forms``."""
    shown = {column: form for column, form in forms.items() if column in found}
    words = {"report.number": None, "report.name": None, **{f"report.known.{word}": shown[word] for word in shown}}
    who = evaluation.customers.loc[found.index, ["key", "name"]].itertuples(index=False, name=None)
    values = found[list(shown)].itertuples(index=False, name=None)
    table(sheet, name, worded(words, language), ((*one, *amounts) for one, amounts in zip(who, values, strict=True)))
