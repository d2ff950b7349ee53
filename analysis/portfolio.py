"""The portfolio: what step 1 gives and every later step reads. One row per customer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from analysis.language import Language
from analysis.upload.question import Question

FIGURES: dict[str, str] = {
    "orders": "count of different orders or invoices; NaN where no table tells",
    "lines": "count of invoice lines; NaN where no table tells",
    "revenue": "€, net, returns and credits taken off",
    "cost": "€, cost of goods of those lines that have one; 0 where none has",
    "profit": "€, profit of those lines that give profit itself (no cost); 0 where none does",
    "revenue_with_cost": "€, revenue of the lines behind `cost`",
    "revenue_with_profit": "€, revenue of the lines behind `profit`",
    "first_order": "datetime64, NaT where no table tells",
    "last_order": "datetime64, NaT where no table tells",
    "order_days": "count of different days with an order; NaN where no table tells",
    "months_active": "count of calendar months with an order; NaN where no table tells",
    "orders_per_year": "orders × 365 / days in period, not extrapolated for a period under a year; NaN unknown",
    "growth": "share, 0.1 = +10 %; NaN where undefined (see Portfolio.growth_basis)",
    "average_days_late": "days, Σ amount × max(days late, 0) / Σ amount; NaN without payments",
}
"""Columns of ``Portfolio.customers`` that every portfolio has, with unit."""

QUANTITIES: dict[str, str] = {
    "rework_hours": "h",
    "rework_cases": "count; used where hours are not known",
    "staff_hours": "h above standard service",
    "standard_hours": "h of standard service",
    "out_of_scope_hours": "h outside the agreement",
    "credits": "€ credited in all, whatever the reason (already taken off `revenue`)",
    "credits_unjustified": "€ credited without our fault, by reason; NaN where no reason tells",
    "free_goods_units": "count of units given free (goods)",
    "free_hours": "h given free (time)",
    "deductions": "€ deducted without agreement and not credited later",
    "deduction_cases": "count",
    "late_discount": "€ of cash discount taken after its period + tolerance",
    "euro_days_late": "€·days, Σ amount × max(days late, 0)",
    "reminders": "count",
    "terms_euro_days": "€·days, Σ amount × days from invoice to min(payment, due)",
    "freight_cost": "€ paid for outward freight",
    "freight_charged": "€ of freight charged to the customer",
    "deliveries": "count, by delivery notes or days of delivery; NaN where no table names them",
    "late_invoices": "count of invoices paid or open after they were due",
    "visits": "count of visits whose time no log tells",
    "return_cases": "count of returns not our fault",
    "return_goods": "€ of variable goods in those returns",
    "surcharges": "€ of minimum-order surcharge charged",
    "abusive_incidents": "count",
    "aggravation_level": "level 0–5",
}
"""Care quantities: columns of ``Portfolio.customers``, each NaN where no table gives it. Period figures."""

DEDUCTIONS: dict[str, str] = {
    "discounts": "€ of discount",
    "bonuses": "€ of bonus and rebates",
    "cash_discounts": "€ of cash discount taken off on the invoice",
    "freight_allowances": "€ of freight allowance",
}
"""What the invoices took off the list price; NaN where no table tells."""
PRICES: dict[str, str] = {
    "list_revenue": "€ at list price; lines without one count with their amount",
    **DEDUCTIONS,
    "invoiced": "€ invoiced, before credit notes",
}
"""From list price to invoice: columns of ``Portfolio.customers``, NaN where no table tells a list price."""

ANSWERS: dict[str, str] = {
    "strategic": "yes / no / open: strategically important?",
    "profitable": "yes / no / open",
    "repeat": "yes / no / open",
    "self_check": "open / not_us / we_are_the_cause",
    "note": "free text",
}
"""Columns of ``Portfolio.customers`` an answers table may give; missing columns or None mean: not said."""


@dataclass(frozen=True)
class TableReport:
    """The reconciliation of one uploaded table. Rows: read = used + set aside. Money likewise, to the cent.

    ``amount_*`` are € of the table's money column (revenue, or what stands for it); None where it has none.
    ``reasons`` maps a reason (message ``set_aside.<reason>``) to its rows.
    """

    file: str
    sheet: str | None
    role: str
    rows_read: int
    rows_used: int
    rows_set_aside: int
    reasons: dict[str, int] = field(default_factory=dict)
    amount_read: float | None = None
    amount_used: float | None = None
    amount_set_aside: float | None = None
    amount_column: str | None = None

    @property
    def name(self) -> str:
        return self.file if self.sheet is None else f"{self.file}:{self.sheet}"


@dataclass(frozen=True)
class Finding:
    """Something in the data worth knowing: the message ``findings.<kind>``, the table it is about, and what the
    sentence's placeholders need."""

    kind: str
    file: str
    sheet: str | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.file if self.sheet is None else f"{self.file}:{self.sheet}"

    def sentence(self, language: Language) -> str:
        return language.text(f"findings.{self.kind}", **self.values)


@dataclass(frozen=True)
class Portfolio:
    """What the uploaded tables say about the customers in the analysed period.

    Parameters
    ----------
    customers : one row per customer, index ``customer_id`` (int, a surrogate that stays the same from upload
        to upload), sorted by it. Columns: ``key`` (the customer's number, or name where there is none),
        ``name``, ``FIGURES``, ``QUANTITIES``, ``PRICES``, ``ANSWERS``, and the attributes under their headers' own
        words.
    attributes : which columns of ``customers`` are attributes one can know of a prospect (industry, region,
        size …); text or numbers.
    numbers : further numeric columns of ``customers`` that may become care drivers of the user's own.
    period : first and last day, both included; ``period_basis``: whether the ``data`` say it, it was ``chosen``, or it
        is ``assumed`` because no table has a date.
    months : one row per customer and calendar month with an order: ``customer_id``, ``month`` (first day),
        ``orders``, ``revenue``, ``cost``, ``profit``, ``revenue_with_cost``, ``revenue_with_profit`` (€).
    orders : one row per order: ``customer_id``, ``order``, ``date``, ``revenue`` (€), ``lines``; empty without
        invoices.
    credits : one row per credit or return document line: ``customer_id``, ``date``, ``document``, ``amount``
        (€, positive), ``reason``, ``unjustified`` (True / False / None).
    care : one row per care-log entry: ``customer_id``, ``date``, ``kind`` (a quantity's name), ``hours``, ``note``.
    losses : one row per deal or lost customer: ``customer_id`` (NaN where it is none of ours), ``name``, ``date``,
        ``stage``, ``status`` (won / lost / open), ``reason``, ``value`` (€), ``kind`` (deal / customer), attributes.
    discounts : cash discount taken after its period: ``customer_id``, ``days`` after it, ``amount`` (€).
    products : one row per customer and product group: ``customer_id``, ``product``, ``quantity`` (units) and the
        money columns of ``months``; ``paid_quantity`` and ``paid_revenue`` of the lines that say what a unit cost, and
        the counts of those that do not (see ``aggregate.per_product``). Empty where no table names products.
    growth_basis : ``months`` (the same months a year apart), ``halves`` (second half against first, not
        season-adjusted), ``column`` (from the table) or ``none``.
    set_aside : one row per row set aside: ``file``, ``sheet``, ``row``, ``reason``, ``amount``, ``text``.
    tables : one report per table.
    currency : ISO code; empty where the data do not say.
    questions : what the tables leave open.
    findings : what is worth knowing about the data.
    """

    customers: pd.DataFrame
    attributes: tuple[str, ...]
    period: tuple[date, date]
    tables: tuple[TableReport, ...] = ()
    numbers: tuple[str, ...] = ()
    months: pd.DataFrame = field(default_factory=pd.DataFrame)
    orders: pd.DataFrame = field(default_factory=pd.DataFrame)
    credits: pd.DataFrame = field(default_factory=pd.DataFrame)
    care: pd.DataFrame = field(default_factory=pd.DataFrame)
    losses: pd.DataFrame = field(default_factory=pd.DataFrame)
    discounts: pd.DataFrame = field(default_factory=pd.DataFrame)
    products: pd.DataFrame = field(default_factory=pd.DataFrame)
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)
    period_basis: str = "data"
    growth_basis: str = "none"
    currency: str = "EUR"
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def days(self) -> int:
        """Days in the period, both ends included."""
        return (self.period[1] - self.period[0]).days + 1

    @property
    def per_year(self) -> float:
        """What a period figure is multiplied by to be annual."""
        return 365 / self.days

    def known(self, quantity: str) -> pd.Series:
        """Which customers have a figure for ``quantity``: bool per customer."""
        if quantity not in self.customers:
            return pd.Series(False, index=self.customers.index)
        return self.customers[quantity].notna()


def empty_customers(index: Any = ()) -> pd.DataFrame:
    """A customers table with every column of the contract and nothing known, for builders and tests."""
    frame = pd.DataFrame(index=pd.Index(index, name="customer_id", dtype="int64"))
    frame["key"] = frame["name"] = pd.Series("", index=frame.index, dtype="str")
    for column in FIGURES:
        dates = column in ("first_order", "last_order")
        frame[column] = pd.Series(pd.NaT if dates else float("nan"), index=frame.index)
    for column in ("revenue", "cost", "profit", "revenue_with_cost", "revenue_with_profit"):
        frame[column] = 0.0
    for column in (*QUANTITIES, *PRICES):
        frame[column] = float("nan")
    for column in ANSWERS:
        frame[column] = pd.Series([None] * len(frame), index=frame.index, dtype="object")
    return frame.copy()
