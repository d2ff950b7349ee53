"""What the invoices already know: a row per customer, the largest price gaps, and what customers could buy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.evaluate import Evaluation
from analysis.invoices.together import together
from analysis.language import Language
from analysis.report.sheets import COUNT, MONEY, NUMBER, SHARE, cell, head

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
    table = pd.DataFrame(index=customers.index).join(known.price.customers[["gap", "above", "share"]])
    table["fair"] = [language.text(f"report.known.fair_is.{known.fair(customer)}") for customer in table.index]
    table["could"] = known.selling.customers["margin"]
    table = table.join(together(evaluation)[["small", "saving"]])
    if known.drift is not None:
        table = table.join(known.drift.table)
    table["at_risk"] = known.at_risk["at_risk"]
    _rows(sheet, table, KNOWN, evaluation, language)


def prices_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    """The largest gaps by customer and product, and what of the same customers' products lies above."""
    cells = evaluation.invoices.price.cells
    largest = cells[cells["gap"] > 0].sort_values("gap", ascending=False, kind="stable").head(MOST)
    _rows(sheet, largest.set_index("customer_id"), PRICES, evaluation, language)


def offers_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    """What customers could buy, the largest margin first."""
    table = evaluation.invoices.selling.table.sort_values("margin", ascending=False, kind="stable").head(MOST)
    _rows(sheet, table.set_index("customer_id"), OFFERS, evaluation, language)


def _rows(
    sheet: WriteOnlyWorksheet, table: pd.DataFrame, forms: dict[str, str | None], evaluation: Evaluation,
    language: Language,
) -> None:  # fmt: skip
    """One line per row of ``table`` (index ``customer_id``): the customer's number and name, then ``forms``."""
    shown = [name for name in forms if name in table]
    words: Sequence[str] = [language.text(f"report.known.{name}") for name in shown]
    head(sheet, [language.text("report.number"), language.text("report.name"), *words])
    names = evaluation.customers.loc[table.index, ["key", "name"]].itertuples(index=False)
    for who, values in zip(names, table[shown].itertuples(index=False), strict=True):
        amounts = [cell(sheet, value, forms[name]) for name, value in zip(shown, values, strict=True)]
        sheet.append([*(cell(sheet, word) for word in who), *amounts])
