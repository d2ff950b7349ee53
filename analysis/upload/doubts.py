"""What a mapping leaves open that only a person can say, with the likely answer first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from analysis.upload.fields import MONEY, WHO, has_amount, of_sides
from analysis.upload.headers import UNITS, normalised, times, times_of_all
from analysis.upload.labels import is_label
from analysis.upload.question import Answers, Question
from analysis.upload.scores import FIRMOGRAPHIC, Assigned
from analysis.upload.source import SourceColumn, SourceTable
from analysis.upload.spans import spans_of, year_of

if TYPE_CHECKING:
    from analysis.upload.roles import TableMapping

CUSTOMER_COLUMN = "customer_column"
_NET = re.compile(
    r"(?i)(netto|\bnet\b|^net|\bht\b|hors|untaxed|exkl|excl|ohne|subtotal|imponibile|\bbase\b|warenwert|umsatz|erl[oö]s"
    r"|revenue|sales|turnover|line|zeile|position|item|extended|fatturato|ventas|chiffre|ricav|netwr)"
)
GROSS_BY_HABIT = frozenset(
    normalised(word)
    for word in (
        *("total", "gesamt", "summe", "rechnungsbetrag", "gesamtbetrag", "rechnungssumme", "total amount"),
        *("order total", "grand total", "invoice total", "totale", "importe total", "montant total"),
        *("order total amount", "total amount due", "total due", "bestellsumme", "document total", "doc total"),
        *("total factura", "total facture", "totaal", "totalt", "celkem", "valor total", "bestellwert"),
    )
)
"""Headers of an amount that holds the tax where a tax column stands beside it."""
_OWED = re.compile(
    r"(?i)(\baged\b|\bage?ing\b|fällig|overdue|offene posten|\bopos?\b|receivable|balance|saldo|salden|outstanding|"
    r"\bdays?\b|\btage\b|1 ?- ?30|31 ?- ?60)"
)
_SOLD = re.compile(
    r"(?i)(umsatz|umsätze|erlös|sales|revenue|turnover|invoiced|income|fatturato|ventas|vendas|ventes|chiffre|omzet|\bist\b|actual)"
)
_ALONE = {"debit": "debit_alone", "credit": "credit_alone"}
_ROW_TOTALS = frozenset(["total", "summe", "gesamt", "gesamtergebnis", "gesamtsumme", "totale", "totaal", "grandtotal"])
_PERSON_OR_FIRM = frozenset(
    ["name", "nom", "nome", "nombre", "partner", "contact", "contactname", "kontakt", "account", "matchcode"]
)


def candidates(table: SourceTable, invoices: Assigned) -> list[str]:
    """The columns that may name the customer of a table that is like invoices in all else; none where it is not."""
    labels = [column.name for column in table.columns if is_label(column)]
    if labels and (has_amount(invoices) or spans_of(table)) and invoices.keys() & set(WHO) <= {"customer_name"}:
        return labels[:1] if invoices.get("customer_name", (labels[0], 0.0))[0] == labels[0] else []
    if not has_amount(invoices) or any(name in invoices for name in WHO):
        return []
    if "document" not in invoices or not {"date", "product", "quantity"} & invoices.keys():
        return []
    if {"quantity", "unit_price"} <= invoices.keys() and "date" not in invoices:
        return []  # the lines of orders: what is named is the product, and the orders' own table knows the customer
    return [
        column.name
        for column in table.columns
        if normalised(column.name) in _PERSON_OR_FIRM
        and not column.number
        and not column.date
        and 1 < column.distinct < max(0.98 * column.filled, 3)
    ]


def sides(debit: SourceColumn, credit: SourceColumn) -> tuple[tuple[str, ...], bool]:
    """Which side of an account is revenue, the likely answer first, and whether it must be asked: the side with more
    entries; the other one takes back, unless it has so many that they must be payments."""
    entries = [max(column.filled, 1) if column.distinct > 1 else column.distinct for column in (debit, credit)]
    if entries[0] == entries[1]:
        entries = [debit.distinct, credit.distinct]
    side, other = ("debit", "credit") if entries[0] >= entries[1] else ("credit", "debit")
    many = 2 * min(entries) > max(entries)
    first = (_ALONE[side], side) if many else (side, _ALONE[side])
    return (*first, other, _ALONE[other]), many


def of_ours(table: SourceTable, header: str) -> bool:
    """Whether an amount in a list of customers is likely what they bought: a total beside the columns it adds up, or
    what the table is called says so; not what they still owe."""
    said = " ".join([table.file, table.sheet or "", *table.title, *(column.name for column in table.columns)])
    if _OWED.search(said):
        return False
    numbers = [column for column in table.columns if column.number and column.name != header]
    return bool(_SOLD.search(said)) or (normalised(header) in _ROW_TOTALS and len(numbers) >= 2)


def doubts(table: SourceTable, mapping: TableMapping, said: Mapping[str, str], answers: Answers) -> TableMapping:
    """``mapping`` with its questions; a column whose meaning a person said is not asked about."""
    fields, roles = dict(mapping.fields), mapping.roles
    questions = list(mapping.questions)

    def ask(kind: str, header: str | None, *options: str, needed: bool = False, **values: object) -> str:
        questions.append(Question(kind, table.file, table.sheet, header, options, needed, dict(values)))
        return answers.get(questions[-1].key, options[0])

    if roles == ("customers",) and "revenue" in fields and fields["revenue"] not in said:
        companies = any(normalised(column.name) in FIRMOGRAPHIC for column in table.columns)
        ours = {"cost", "profit", "margin_percent", "orders", "previous_revenue"} & fields.keys()
        unsure = (companies and not ours) or mapping.sure["revenue"] < 0.8
        likely = ("theirs", "ours") if companies or not of_ours(table, fields["revenue"]) else ("ours", "theirs")
        if unsure and ask("whose_revenue", fields["revenue"], *likely) != "ours":
            del fields["revenue"]
    if mapping.spans:
        year, told = year_of(table, mapping.spans, date.today())
        if not told:
            ask("year", mapping.spans[0].header, str(year), str(year + 1), str(year - 1), last=mapping.spans[-1].header)
    headers = [header for name, header in fields.items() if name in MONEY] + [span.header for span in mapping.spans]
    of_all = times_of_all(table.title)
    large = next((header for header in headers if max(times(header), of_all) > 1), None)
    if large:
        ask("thousands", large, "times", "leave", factor=max(times(large), of_all))
    if "invoices" in roles and of_sides(fields):
        debit, credit = table.column(fields["debit"]), table.column(fields["credit"])
        options, needed = sides(debit, credit)
        said_side = ask("debit_credit", debit.name, *options, needed=needed, debit=debit.name, credit=credit.name)
        if said_side.startswith("debit"):
            ask("gross_only", debit.name, "as_net", "19", "7")
    elif "invoices" in roles or "credit_notes" in roles:
        if "discount" in fields and "revenue" not in fields and "gross" not in fields:
            ask("discount", fields["discount"], "take_off", "leave")
        if "gross" in fields and "revenue" not in fields and not {"tax", "tax_rate"} & fields.keys():
            if not {"quantity", "unit_price"} <= fields.keys():
                ask("gross_only", fields["gross"], "as_net", "19", "7")
        elif "revenue" in fields and "gross" not in fields and fields["revenue"] not in said:
            header = fields["revenue"]
            if {"tax", "tax_rate"} & fields.keys() and normalised(UNITS.sub("", header)) in GROSS_BY_HABIT:
                ask("tax_inside", header, "inside", "net")
            elif not _NET.search(header):
                ask("net_or_gross", header, "net", "19", "7")
    asked = tuple(question for question in questions if question.column not in said)
    kept = {name: sure for name, sure in mapping.sure.items() if name in fields}
    return replace(mapping, fields=fields, sure=kept, questions=asked)
