"""Which role a table has: how much speaks for each, and why it may have none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.upload.fields import WHO, has_amount
from analysis.upload.headers import normalised
from analysis.upload.source import SourceColumn, SourceTable
from analysis.upload.spans import spans_of
from analysis.upload.words import are_tickets, care_kind, is_visit

Assigned = Mapping[str, tuple[str, float]]
"""Field to (column header, how sure)."""

FIRMOGRAPHIC = frozenset(
    normalised(word)
    for word in (
        *("employees", "number of employees", "no. of employees", "employee count", "numberofemployees", "headcount"),
        *("anzahl der mitarbeiter", "mitarbeiteranzahl", "anzahl der beschäftigten", "number_of_employees"),
        *("company revenue", "nombre d'employés", "effectif", "numero dipendenti", "dipendenti", "empleados"),
        *("mitarbeiter", "mitarbeiterzahl", "anzahl mitarbeiter", "beschäftigte", "year_established", "founded"),
        *("year founded", "gründungsjahr", "subsidiary_of", "parent account", "sector", "annual revenue"),
        *("annualrevenue", "company size", "größenklasse", "unternehmensgröße", "rechtsform", "legal form"),
    )
)
"""Headers that say what a company is: revenue beside them may be the company's own."""
_WON_LOST = re.compile(r"(?i)(\bwon\b|\blost\b|gewonnen|verloren|closed.?won|closed.?lost|abgesagt|auftrag erhalten)")
_QUOTE = re.compile(r"(?i)(angebot|quote|quotation|offer|opportunit|\bdeal|absage|preventiv|devis|presupuest)")
_QUOTE_NUMBER = re.compile(
    r"(?i)^(angebots?|quot(?:e|ation)|estimate|offerte?n?|devis|preventivo|presupuesto|cotizaci[oó]n)"
    r"[ _\-]?(nr\.?|nummer|no\.?|number|num|#|datum|date|id|ref)$"
)
_ACCEPTED = re.compile(r"(?i)(beauftragt|angenommen|erteilt|abgelehnt|absage|accepted|declined|rejected|approved)")
_PIPELINE = re.compile(
    r"(?i)(prospect|qualif|negotiat|proposal|angebot|verhandlung|closed|lead\b|engag|discovery|demo\b|erstgespr|bedarf)"
)
_LOSSES = re.compile(r"(?i)(verlust|verlor|\blost\b|lost_|churn|kündig|kuendig|abgewander)")
_CREDIT_NOTES = re.compile(
    r"(?i)(gutschrift|credit.?note|credit.?memo|retour|\breturns?\b|returns|avoir|nota.di.credito|abono|refund|"
    r"reklamationsgutschr|stornorechnung)"
)
_PAYING = re.compile(r"(?i)(payment|zahlung|pagament|paiement|receipts)")
_PAYMENT_COLUMN = re.compile(
    r"(?i)^(payment.?(id|method|type|amount|no|number)|zahlungs(art|eingang|betrag|nr)|zahlart)$"
)
_CUSTOMERS = re.compile(r"(?i)(kunde|customer|client|account|debitor|firm|compan|cliente|stammdaten|partner)")
_ADDRESS = re.compile(
    r"(?i)^(street|strasse|straße|city|stadt|ort|plz|zip.*|post.?code|country|land|state|region|ville|ciudad|città)$"
)
_PERSONAL = re.compile(
    r"(?i)(gehalt|salary|lohn|abteilung|department|vorname|first.?name|birth|geburt|job.?title|personal|hire|gender)"
)
_TICKET = re.compile(
    r"(?i)^(ticket.*|subject|betreff|requester.*|anforderer|assignee|bearbeiter|priority|priorität|severity|"
    r"issue.*|solved at|resolved.*|first response.*|agent|caller.*|gelöst am)$"
)
"""Headers of a ticket system: where two stand, the rows are tickets, no customers."""
PROSPECTS = re.compile(r"(?i)(interessent|prospect|\bleads?\b|leads?[_.\-]|wunschkund)")
SELLERS = re.compile(r"(?i)(lieferant|kreditor|supplier|vendor|fournisseur|fornitor|proveedor)")
ORDER_WORDS = ("order", "auftrag", "beleg", "rechnung", "invoice", "factur", "fattur", "faktur", "commande", "bestell")
_ORDER_HEADS = ("dateorder", "orderdate", "auftragsdatum", "bestelldatum")


def score(table: SourceTable, role: str, fields: Assigned) -> float:
    """How much speaks for ``role`` when ``fields`` are what it would read: 0 for nothing; the highest wins."""
    who = max((fields[name][1] for name in WHO if name in fields), default=0.0)
    return {
        "answers": _answers,
        "losses": _losses,
        "credit_notes": _credit_notes,
        "payments": _payments,
        "invoices": _invoices,
        "care_log": _care_log,
        "customers": _customers,
    }[role](table, fields, who)


def _answers(table: SourceTable, fields: Assigned, who: float) -> float:
    said = {"strategic", "self_check", "profitable", "repeat"} & fields.keys()
    return 6.0 if who and said else 0.0


def _losses(table: SourceTable, fields: Assigned, who: float) -> float:
    bought = {normalised(column.name) for column in table.columns} & {"quantity", "unitprice", "menge", "einzelpreis"}
    if not {"value", "reason"} & fields.keys() or len(bought) == 2:
        return 0.0
    ends = [table.column(fields[name][0]) for name in ("stage", "status") if name in fields]
    if any(_WON_LOST.search(sample) for column in ends for sample in column.samples):
        return 5.0
    quotes = any(_QUOTE.search(column.name) for column in table.columns) and "reason" in fields
    if (quotes or _of_quotes(table, fields)) and any(
        _ACCEPTED.search(sample) for column in ends for sample in column.samples
    ):
        return 5.0
    stages = [column for column in ends if re.search(r"(?i)(stage|phase|stufe|étape|etapa|fase)", column.name)]
    if any(_PIPELINE.search(sample) for column in stages for sample in column.samples):
        return 5.0
    named = _LOSSES.search(" ".join([_names(table), *(fields[name][0] for name in ("date", "reason", "value")
                                                      if name in fields)]))  # fmt: skip
    return 5.0 if named and who and not _is_document(fields) else 0.0


def _is_document(fields: Assigned) -> bool:
    return "document" in fields and any(word in normalised(fields["document"][0]) for word in ("rechnung", "invoice"))


def _credit_notes(table: SourceTable, fields: Assigned, who: float) -> float:
    headers = [fields[name][0] for name in ("document", "revenue", "gross", "reason") if name in fields]
    named = _CREDIT_NOTES.search(" ".join([_names(table), *headers])) and not _has_invoices(table, fields)
    told = has_amount(fields) or {"reason", "quantity"} & fields.keys()
    return 4.5 if who and named and told and ("date" in fields or "document" in fields) else 0.0


def _has_invoices(table: SourceTable, fields: Assigned) -> bool:
    """Whether its documents are of several types, invoices among them."""
    types = table.column(fields["document_type"][0]).samples if "document_type" in fields else ()
    return any(re.search(r"(?i)(rechnung\b|invoice|faktura|facture|fattura|factura)", kind) for kind in types)


def _payments(table: SourceTable, fields: Assigned, who: float) -> float:
    timed = "paid_date" in fields or (
        "due_date" in fields and bool({"paid_amount", "days_late", "open_amount"} & fields.keys())
    )
    called = _PAYING.search(_names(table)) or any(_PAYMENT_COLUMN.match(column.name) for column in table.columns)
    paying = bool(called) and "document" in fields and "due_date" not in fields
    linked = who or "document" in fields
    money = has_amount(fields) or {"paid_amount", "open_amount"} & fields.keys()
    return 4.0 if linked and money and (timed or paying) else 0.0


def _invoices(table: SourceTable, fields: Assigned, who: float) -> float:
    dated = max((fields[name][1] for name in ("date", "document") if name in fields), default=0.0)
    if any(normalised(column.name) in FIRMOGRAPHIC for column in table.columns) and one_row_each(table, fields):
        return 0.0  # a list of companies, each with the day it was entered
    numbered_rows = "date" not in fields and fields.get("document", ("", 1.0))[1] <= 0.5
    if numbered_rows and one_row_each(table, fields):
        return 0.0  # a list of customers whose rows have numbers
    if _of_quotes(table, fields):
        return 0.0
    if has_amount(fields) and who and dated:
        return 3.0 + who / 10
    if {"quantity", "unit_price", "document"} <= fields.keys() and _names_an_order(table):
        return 2.5
    heads = any(normalised(column.name) in _ORDER_HEADS for column in table.columns)
    if who and heads and {"document", "date"} <= fields.keys() and fields["date"][1] == 1.0:
        return 2.5
    return 1.5 if who >= 0.8 and has_amount(fields) and not one_row_each(table, fields) else 0.0


def _of_quotes(table: SourceTable, fields: Assigned) -> bool:
    """Whether the documents are quotes: their number or date says so, and no other document is named."""
    named = fields.get("document", ("", 0.0))
    numbered = bool(_QUOTE_NUMBER.search(named[0])) or named[1] < 0.5
    return numbered and any(_QUOTE_NUMBER.search(column.name) for column in table.columns)


def _names_an_order(table: SourceTable) -> bool:
    return any(word in normalised(column.name) for column in table.columns for word in ORDER_WORDS)


def _care_log(table: SourceTable, fields: Assigned, who: float) -> float:
    if not who or "date" not in fields:
        return 0.0
    if {"hours", "minutes"} & fields.keys():
        return 3.5
    kinds = table.column(fields["kind"][0]).samples if "kind" in fields else ()
    tickets = are_tickets((column.name for column in table.columns), kinds)
    told = any(care_kind(kind, tickets) in ("rework_hours", "abusive_incidents") or is_visit(kind) for kind in kinds)
    return 2.8 if told else 0.0


def _customers(table: SourceTable, fields: Assigned, who: float) -> float:
    headers = [column.name for column in table.columns]
    if not one_row_each(table, fields) or sum(bool(_TICKET.match(header)) for header in headers) >= 2:
        return 0.0
    words = [column for column in table.columns if not column.number and not column.date]
    told = [column for column in words if column.distinct > 1 or table.rows == 1]
    told = [column for column in told if column.name not in {fields[name][0] for name in WHO if name in fields}]
    names = {"customer_number", "customer_name"} <= fields.keys()  # for invoices that have the numbers
    if not told and not names and not {"revenue", "profit"} & fields.keys() and not spans_of(table):
        return 0.0
    if who >= 0.8 or (who and any(normalised(header) in FIRMOGRAPHIC for header in headers)):
        return 2.0
    places = sum(bool(_ADDRESS.search(header.strip())) for header in headers) >= 2
    persons = any(_PERSONAL.search(header) for header in headers)
    named = who and "customer_name" in fields and (places or _CUSTOMERS.search(" ".join([_names(table), *table.title])))
    return 2.0 if named and not persons else 0.0


def one_row_each(table: SourceTable, fields: Mapping[str, object]) -> bool:
    """Whether (nearly) every row is another customer."""
    headers = [entry[0] if isinstance(entry, tuple) else entry for name, entry in fields.items() if name in WHO]
    return any(_is_key(table.column(str(header)), table) for header in headers)


def _is_key(column: SourceColumn, table: SourceTable) -> bool:
    data = table.rows - len(table.set_aside)
    rows = min(data, table.profiled or data)
    return column.distinct >= 0.95 * max(min(column.filled, rows), 1) and column.filled >= 0.9 * data


def _names(table: SourceTable) -> str:
    return f"{table.file} {table.sheet or ''}"


def not_ours(table: SourceTable) -> str | None:
    """Why a list of companies is not one of customers, by what it is called: ``prospects``, ``suppliers``; else
    None."""
    if PROSPECTS.search(_names(table)):
        return "prospects"
    return "suppliers" if SELLERS.search(_names(table)) else None


def why_none(table: SourceTable, invoices: Assigned) -> str:
    """The reason (message ``roles.why.<reason>``) that a table has no role."""
    if any(SELLERS.search(column.name) for column in table.columns) and has_amount(invoices):
        return "suppliers"
    if not any(name in invoices for name in WHO):
        return "no_customer" if has_amount(invoices) else "no_customer_no_amount"
    return "no_amount"
