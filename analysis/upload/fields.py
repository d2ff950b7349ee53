"""What a column of an uploaded table can be: the canonical fields, by the role of the table."""

from __future__ import annotations

from analysis.portfolio import ANSWERS, QUANTITIES

WHO = ("customer_number", "customer_name")
PRICE_FIELDS = ("list_amount", "discount_amount", "bonus", "cash_discount", "freight_allowance")
"""What lies between list price and invoice, line by line or summed over the period."""
CARE_QUANTITIES = tuple(QUANTITIES)
"""Columns of a customer list that are care quantities themselves, summed over the period."""
IN_INVOICES = ("freight_cost", "freight_charged", "surcharges", "free_goods_units")
"""Care quantities that an invoice list can give line by line."""

ROLE_FIELDS: dict[str, tuple[str, ...]] = {
    "customers": (
        *(*WHO, "revenue", "previous_revenue", "cost", "profit", "margin_percent", "currency"),
        *("orders", "first_order", "last_order", *CARE_QUANTITIES, *PRICE_FIELDS),
    ),
    "invoices": (
        *(*WHO, "document", "date", "state", "document_type", "revenue", "gross", "tax", "tax_rate"),
        *(
            "quantity",
            "unit_price",
            "price_unit",
            "discount",
            "cost",
            "unit_cost",
            "profit",
            "margin_percent",
            "product",
            "currency",
            "due_date",
            "delivery_note",
            "delivery_date",
            "list_price",
            "debit",
            "credit",
            *PRICE_FIELDS,
            *IN_INVOICES,
        ),
    ),
    "credit_notes": (
        *(*WHO, "document", "date", "state", "document_type", "revenue", "gross", "tax", "tax_rate"),
        *("quantity", "unit_price", "price_unit", "reason", "currency"),
    ),
    "payments": (
        *(*WHO, "document", "date", "state", "document_type", "due_date", "paid_date", "discount_until"),
        *(
            "revenue",
            "gross",
            "paid_amount",
            "open_amount",
            "cash_discount",
            "deduction",
            "disputed",
            "reminders",
            "days_late",
            "currency",
        ),
    ),
    "care_log": (*WHO, "date", "kind", "hours", "minutes", "quantity", "note"),
    "losses": (*WHO, "document", "date", "stage", "status", "reason", "value", "kind", "currency"),
    "answers": (*WHO, *ANSWERS),
}
"""Role to its fields. What each means to a person: the messages ``roles.field.<field>``."""
ROLES = tuple(ROLE_FIELDS)

NUMERIC = frozenset(
    [
        *("revenue", "previous_revenue", "gross", "tax", "tax_rate", "quantity", "unit_price", "discount", "cost"),
        *("unit_cost", "profit", "margin_percent", "cash_discount", "deduction", "reminders", "paid_amount"),
        *("open_amount", "days_late", "hours", "minutes", "value", "orders", *CARE_QUANTITIES),
        *("list_price", "price_unit", "debit", "credit", *PRICE_FIELDS),
    ]
)
TIMES = frozenset(["hours", "minutes", *(name for name in CARE_QUANTITIES if name.endswith("_hours"))])
"""Fields whose cells may be lengths of time (``1:30``, ``1,5 h``)."""
MONEY = frozenset(
    [
        *("revenue", "previous_revenue", "gross", "tax", "cost", "profit", "paid_amount", "open_amount"),
        *("deduction", "value", "debit", "credit", *PRICE_FIELDS),
    ]
)
"""Fields whose cells may be written in thousands or millions."""
SIDES = frozenset(["debit", "credit"])
"""The two sides of an account: neither says anything without the other."""
DATES = frozenset(["date", "due_date", "delivery_date", "paid_date", "discount_until", "first_order", "last_order"])
WORDS = frozenset(["kind", "stage", "status", "state", "document_type", "reason", "disputed", "self_check"])
"""Fields whose cells are words, never numbers or dates."""


def has_amount(fields: object) -> bool:
    """Whether revenue can be told from these fields: a column of it, quantity × price, a gross amount, or the two sides
    of an account."""
    names = set(fields)  # type: ignore[call-overload]
    return bool(names & {"revenue", "gross"}) or {"quantity", "unit_price"} <= names or names >= SIDES


def of_sides(fields: object) -> bool:
    """Whether the two sides of an account are all that tells revenue."""
    names = set(fields)  # type: ignore[call-overload]
    return names >= SIDES and not has_amount(names - SIDES)
