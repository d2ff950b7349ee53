"""What a table is, and which field each column is: a suggestion with how sure it is, for a person to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.errors import PortfolioError
from analysis.upload.headers import matches, normalised
from analysis.upload.question import Answers, Question
from analysis.upload.source import SourceColumn, SourceTable

WHO = ("customer_number", "customer_name")
CARE_QUANTITIES = (
    *("rework_hours", "staff_hours", "out_of_scope_hours", "deductions", "credits", "orders"),
    *("abusive_incidents", "freight_cost", "reminders"),
)
ROLE_FIELDS: dict[str, tuple[str, ...]] = {
    "customers": (*WHO, "revenue", "cost", "profit", "margin_percent", "currency", *CARE_QUANTITIES),
    "invoices": (
        *(*WHO, "document", "date", "revenue", "gross", "tax", "quantity", "unit_price", "discount"),
        *("cost", "unit_cost", "profit", "margin_percent", "product", "currency", "freight_cost"),
    ),
    "credit_notes": (*WHO, "document", "date", "revenue", "gross", "reason", "currency"),
    "payments": (
        *(*WHO, "document", "date", "due_date", "paid_date", "discount_until", "revenue", "gross", "paid_amount"),
        *("cash_discount", "deduction", "disputed", "reminders", "days_late", "currency"),
    ),
    "care_log": (*WHO, "date", "kind", "hours", "minutes", "note"),
    "losses": (*WHO, "date", "stage", "status", "reason", "value", "kind"),
    "answers": (*WHO, "strategic", "profitable", "repeat", "self_check", "note"),
}
ROLES = tuple(ROLE_FIELDS)
NUMERIC = frozenset(
    [
        *("revenue", "gross", "tax", "quantity", "unit_price", "discount", "cost", "unit_cost", "profit"),
        *("margin_percent", "cash_discount", "deduction", "reminders", "paid_amount", "days_late", "hours"),
        *("minutes", "value", *CARE_QUANTITIES),
    ]
)
DATES = frozenset(["date", "due_date", "paid_date", "discount_until"])
FIRMOGRAPHIC = frozenset(
    normalised(word)
    for word in (
        *("employees", "number of employees", "mitarbeiter", "mitarbeiterzahl", "beschäftigte", "year_established"),
        *(
            "founded",
            "gründungsjahr",
            "subsidiary_of",
            "parent account",
            "sector",
            "numberofemployees",
            "annual revenue",
        ),
    )
)
ONLY_IN_A_CUSTOMER_LIST = frozenset(["name", "nom", "nome", "nombre", "id", "partner"])
"""Words that mean a customer in a list of customers, and anything at all elsewhere."""
WON_LOST = ("won", "lost", "gewonnen", "verloren", "open", "offen", "closed", "abgesagt", "angebot", "prospect")
CREDIT_WORDS = ("gutschrift", "credit", "retoure", "return", "avoir", "nota di credito", "abono")


@dataclass(frozen=True)
class TableMapping:
    """How a table is read: its roles (none: no portfolio table), and per field the column's header.

    ``sure``: how sure each suggestion is (0–1; 1 also for what a person said). ``why``: for a table without a role,
    the reason (message ``roles.why.<why>``). ``questions``: what the mapping leaves open.
    """

    table: str
    roles: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)
    why: str = ""
    questions: tuple[Question, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """What a workspace remembers of it."""
        return {"roles": list(self.roles), "fields": self.fields}


def fingerprint(table: SourceTable) -> str:
    """The same for every table with the same headers, whatever the file is called."""
    return "|".join(normalised(column.name) for column in table.columns)


def suggest(
    tables: Sequence[SourceTable],
    roles: Mapping[str, str] | None = None,
    corrections: Mapping[str, Mapping[str, str]] | None = None,
    remembered: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Answers | None = None,
) -> list[TableMapping]:
    """A mapping per table.

    Parameters
    ----------
    roles : table name to the role a person gave it (``none`` for none).
    corrections : table name to {column header: field}; the field ``""`` or ``ignore`` leaves the column out.
    remembered : fingerprint to ``TableMapping.as_dict()`` of a mapping confirmed earlier.
    answers : to questions, by key.
    """
    roles, corrections, remembered, answers = roles or {}, corrections or {}, remembered or {}, answers or {}
    _check_names(tables, [*roles, *corrections])
    found = [_suggest_one(table, roles.get(table.name), answers) for table in tables]
    for at, table in enumerate(tables):
        kept = remembered.get(fingerprint(table))
        if kept and table.name not in roles:
            found[at] = replace(
                found[at],
                roles=tuple(kept["roles"]),
                fields=dict(kept["fields"]),
                sure=dict.fromkeys(kept["fields"], 1.0),
            )
        if table.name in corrections:
            found[at] = _corrected(table, found[at], corrections[table.name])
    return _one_source_of_revenue(found, roles)


def _check_names(tables: Sequence[SourceTable], named: Iterable[str]) -> None:
    known = {table.name for table in tables}
    for name in named:
        if name not in known:
            raise PortfolioError("errors.unknown_table", name=name, known=", ".join(sorted(known)))


def _suggest_one(table: SourceTable, role: str | None, answers: Answers) -> TableMapping:
    if role is not None:
        if role == "none":
            return TableMapping(table.name, why="set_by_person")
        if role not in ROLE_FIELDS:
            raise PortfolioError("errors.unknown_role", role=role, known=", ".join((*ROLES, "none")))
        return _finished(table, (role,), assign(table, role))
    if not table.rows:
        return TableMapping(table.name, why="no_rows")
    assigned = {role: assign(table, role) for role in ROLES}
    scores = {role: _score(table, role, fields) for role, fields in assigned.items()}
    best = max(ROLES, key=lambda role: scores[role])
    if scores[best] <= 0:
        return TableMapping(table.name, why=_why_none(table, assigned))
    chosen: tuple[str, ...] = (best,)
    if best == "payments" and scores["invoices"] > 0 and "revenue" in assigned["invoices"]:
        chosen = ("invoices", "payments")
    fields: dict[str, tuple[str, float]] = {}
    for role in chosen:
        fields = {**assigned[role], **fields}
    return _finished(table, chosen, fields)


def assign(table: SourceTable, role: str) -> dict[str, tuple[str, float]]:
    """Field to (column header, how sure) for a table in ``role``; each column serves one field."""
    options = []
    for place, column in enumerate(table.columns):
        for match in matches(column.name):
            if match.field in ROLE_FIELDS[role]:
                sure = match.sure * _fits(column, match.field, table.rows)
                if sure > 0:
                    if (
                        match.field in WHO
                        and role != "customers"
                        and normalised(column.name) in ONLY_IN_A_CUSTOMER_LIST
                    ):
                        continue
                    options.append((-sure, place, match.field, column.name))
    fields: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for negative, _, name, header in sorted(options):
        if name not in fields and header not in taken:
            fields[name] = (header, -negative)
            taken.add(header)
    return fields


def _fits(column: SourceColumn, name: str, rows: int) -> float:
    if name in NUMERIC:
        return 1.0 if column.number else 0.0
    if name in DATES:
        return 1.0 if column.date else 0.0
    if name == "customer_name":
        return 0.0 if column.date or column.number else 1.0
    if name == "customer_number":
        return 0.0 if column.date or (column.filled and column.distinct < 2 <= rows) else 1.0
    if name in ("kind", "stage", "status", "reason", "disputed", "strategic", "self_check"):
        return 0.0 if column.date or (column.number and name not in ("strategic",)) else 1.0
    return 0.0 if column.date and name != "document" else 1.0


def has_amount(fields: Mapping[str, object]) -> bool:
    """Whether revenue can be told: as a column, as quantity × price, or gross."""
    return "revenue" in fields or "gross" in fields or {"quantity", "unit_price"} <= fields.keys()


def _score(table: SourceTable, role: str, fields: Mapping[str, tuple[str, float]]) -> float:
    who = max((fields[name][1] for name in WHO if name in fields), default=0.0)
    names = f"{table.file} {table.sheet or ''}".lower()
    words = " ".join([names, *(column.name.lower() for column in table.columns)])
    sure = {name: entry[1] for name, entry in fields.items()}
    if role == "answers":
        said = {"strategic", "self_check", "profitable", "repeat"} & fields.keys()
        return 6.0 if who and said and not has_amount(fields) else 0.0
    if role == "losses":
        told = any(name in fields and _tells_won_or_lost(table.column(fields[name][0])) for name in ("stage", "status"))
        return 5.0 if told and ("value" in fields or "reason" in fields) and not _is_invoice_like(fields) else 0.0
    if role == "credit_notes":
        headers = " ".join(fields[name][0].lower() for name in ("document", "revenue", "gross") if name in fields)
        named = any(word in f"{names} {headers}" for word in CREDIT_WORDS)
        return 4.5 if who and has_amount(fields) and named and ("date" in fields or "document" in fields) else 0.0
    if role == "payments":
        timed = "paid_date" in fields or ("due_date" in fields and {"paid_amount", "days_late"} & fields.keys())
        linked = who or "document" in fields
        paying = any(word in words for word in ("payment", "zahlung", "pagament", "paiement"))
        if linked and has_amount(fields) and (timed or (paying and "document" in fields)):
            return 4.0
        return 0.0
    if role == "invoices":
        dated = max(sure.get("date", 0), sure.get("document", 0))
        if has_amount(fields) and who and dated:
            return 3.0 + who / 10
        lines = {"quantity", "unit_price", "document"} <= fields.keys()
        orders = bool(who) and sure.get("date", 0) == 1.0 and "document" in fields
        return 2.5 if (lines and not _segment_only(table)) or (orders and _is_order_head(table)) else 0.0
    if role == "care_log":
        effort = {"hours", "minutes"} & fields.keys()
        return 3.5 if who and effort and "date" in fields else 0.0
    attributes = [column for column in table.columns if not column.number and not column.date and column.distinct > 1]
    unique = _is_one_row_per_customer(table, fields)
    strong = who >= 0.8 or (who > 0 and any(normalised(column.name) in FIRMOGRAPHIC for column in table.columns))
    named = who > 0 and "customer_name" in fields and len(attributes) >= 2
    return 2.0 if unique and (strong or named) and attributes else 0.0


def _tells_won_or_lost(column: SourceColumn) -> bool:
    return any(word in sample.lower() for sample in column.samples for word in WON_LOST)


def _is_invoice_like(fields: Mapping[str, object]) -> bool:
    return {"quantity", "unit_price"} <= fields.keys()


def _segment_only(table: SourceTable) -> bool:
    return not any("order" in normalised(column.name) or "auftrag" in normalised(column.name) or "beleg" in
                   normalised(column.name) or "rechnung" in normalised(column.name) or "invoice" in
                   normalised(column.name) for column in table.columns)  # fmt: skip


def _is_order_head(table: SourceTable) -> bool:
    return any(normalised(column.name) in ("dateorder", "orderdate", "auftragsdatum", "bestelldatum")
               for column in table.columns)  # fmt: skip


def _is_one_row_per_customer(table: SourceTable, fields: Mapping[str, tuple[str, float]]) -> bool:
    keys = [table.column(fields[name][0]) for name in WHO if name in fields]
    return any(column.distinct >= 0.95 * max(column.filled, 1) and column.filled >= 0.9 * table.rows for column in keys)


def _why_none(table: SourceTable, assigned: Mapping[str, Mapping[str, object]]) -> str:
    invoices = assigned["invoices"]
    if not any(name in invoices for name in WHO):
        return "no_customer" if has_amount(invoices) else "no_customer_no_amount"
    return "no_amount"


def _finished(table: SourceTable, roles: tuple[str, ...], fields: Mapping[str, tuple[str, float]]) -> TableMapping:
    chosen = dict(fields)
    if {"revenue", "quantity", "unit_price"} <= chosen.keys() and chosen["revenue"][1] < 0.7:
        del chosen["revenue"]
    for name, other in (
        ("unit_cost", "cost"),
        ("cost", "profit"),
        ("margin_percent", "profit"),
        ("margin_percent", "cost"),
    ):
        if other in chosen and name in chosen:
            del chosen[name]
    questions = []
    if roles == ("customers",) and "revenue" in chosen:
        header = chosen["revenue"][0]
        theirs = any(normalised(column.name) in FIRMOGRAPHIC for column in table.columns)
        if theirs or chosen["revenue"][1] < 0.8:
            del chosen["revenue"]
            questions.append(Question("whose_revenue", table.file, table.sheet, header, ("theirs", "ours")))
    if "discount" in chosen and "revenue" not in chosen and "invoices" in roles:
        questions.append(Question("discount", table.file, table.sheet, chosen["discount"][0], ("take_off", "leave")))
    if "gross" in chosen and "revenue" not in chosen and not {"quantity", "unit_price"} <= chosen.keys():
        questions.append(Question("gross_only", table.file, table.sheet, chosen["gross"][0], ("as_net", "19", "7")))
    return TableMapping(
        table.name,
        roles,
        {name: header for name, (header, _) in chosen.items()},
        {name: sure for name, (_, sure) in chosen.items()},
        questions=tuple(questions) if roles != ("payments",) else (),
    )


def _corrected(table: SourceTable, mapping: TableMapping, said: Mapping[str, str]) -> TableMapping:
    """``mapping`` with what a person said: {column header: field}."""
    fields, sure = dict(mapping.fields), dict(mapping.sure)
    headers = {column.name for column in table.columns}
    allowed = {name for role in mapping.roles or ROLES for name in ROLE_FIELDS[role]}
    for header, name in said.items():
        if header not in headers:
            raise PortfolioError(
                "errors.unknown_column",
                file=table.file,
                sheet=table.sheet,
                name=header,
                known=", ".join(sorted(headers)),
            )
        if name and name not in ("ignore", "attribute") and name not in allowed:
            raise PortfolioError("errors.unknown_field", name=name, known=", ".join(sorted(allowed)))
        fields = {other: column for other, column in fields.items() if column != header}
        if name and name not in ("ignore", "attribute"):
            fields[name], sure[name] = header, 1.0
    questions = tuple(question for question in mapping.questions if question.column not in said)
    return replace(mapping, fields=fields, sure={name: sure[name] for name in fields}, questions=questions)


def _one_source_of_revenue(found: list[TableMapping], roles: Mapping[str, str]) -> list[TableMapping]:
    """A list of payments is also the invoices only where no other table gives them; the same invoice counts once."""
    others = any(mapping.roles == ("invoices",) for mapping in found)
    return [
        replace(mapping, roles=("payments",))
        if others and mapping.roles == ("invoices", "payments") and mapping.table not in roles
        else mapping
        for mapping in found
    ]
