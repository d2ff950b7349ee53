"""What a table is, and which field each column is: a suggestion with how sure it is, for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.errors import PortfolioError
from analysis.upload.doubts import CUSTOMER_COLUMN, GROSS_BY_HABIT, candidates, doubts
from analysis.upload.fields import DATES, NUMERIC, ROLE_FIELDS, ROLES, SIDES, TIMES, WHO, WORDS, has_amount, of_sides
from analysis.upload.headers import RATE, matches, normalised
from analysis.upload.labels import is_label, names_customers
from analysis.upload.own_currency import in_own_currency
from analysis.upload.question import Answers, Question
from analysis.upload.scores import Assigned, not_ours, one_row_each, score, why_none
from analysis.upload.source import SourceColumn, SourceTable
from analysis.upload.spans import Span, spans_of
from analysis.upload.words import states

ONLY_IN_A_CUSTOMER_LIST = frozenset(
    [*("name", "nom", "nome", "nombre", "id", "partner", "contact", "kontakt", "bezeichnung", "beschriftung")]
)
"""Words that mean a customer in a list of customers, and anything at all elsewhere."""
SAYS_MORE = {
    "profit": ("cost", "unit_cost", "margin_percent"),
    "cost": ("unit_cost", "margin_percent"),
    "unit_cost": ("margin_percent",),
}
"""Of columns that tell the margin, the one that counts, and those that then say nothing more."""
NO_MORE_THAN_A_NAME = frozenset(["name", "nom", "nome", "nombre", "bezeichnung"])
NAMES_AT_LEAST, NAMES_AT_MOST = 0.5, 1.2
"""Names for each number of a customer that make a column called "Name" beside the numbers the customers' names."""
_POWER_OF_TEN = re.compile(r"10*(?:[.,]0+)?")
"""What a price may be for."""
EMAIL = frozenset(["email", "customeremail", "kundenemail"])
"""Whom an order of a shop is from, where it names nobody better."""


@dataclass(frozen=True)
class TableMapping:
    """How a table is read: its roles (none: no portfolio table), and per field the column's header.

    ``sure``: how sure each suggestion is (0–1; 1 also for what a person said). ``why``: for a table without a role,
    the reason (message ``roles.why.<why>``). ``questions``: what the mapping leaves open. ``spans``: columns with
    the revenue of a month, quarter or year each. ``more``: by field, further columns that are added to its own, such
    as amounts by rate of tax.
    """

    table: str
    roles: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)
    why: str = ""
    questions: tuple[Question, ...] = ()
    spans: tuple[Span, ...] = ()
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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
    strict: bool = True,
) -> list[TableMapping]:
    """A mapping per table.

    Parameters
    ----------
    roles : table name to the role a person gave it (``none`` for none).
    corrections : table name to {column header: field}; the field ``""`` or ``ignore`` leaves the column out.
    remembered : fingerprint to ``TableMapping.as_dict()`` of a mapping confirmed earlier.
    answers : to questions, by key.
    strict : whether it is an error that a table, column or field named in ``roles`` or ``corrections`` is not there;
        else it was said of an earlier file and is passed over.
    """
    roles, corrections, remembered, answers = roles or {}, corrections or {}, remembered or {}, answers or {}
    if strict:
        _check_names(tables, [*roles, *corrections])
    found = []
    copies = _copies(tables)
    for table in tables:
        kept = remembered.get(fingerprint(table))
        said = corrections.get(table.name, {})
        if not strict:
            headers = {column.name for column in table.columns}
            said = {header: name for header, name in said.items() if header in headers}
        if table.name in copies and table.name not in roles:
            mapping = TableMapping(table.name, why="copy")
        elif kept and table.name not in roles:
            fields, why = dict(kept["fields"]), "" if kept["roles"] else "set_by_person"
            mapping = TableMapping(table.name, tuple(kept["roles"]), fields, dict.fromkeys(fields, 1.0), why)
        else:
            mapping = _suggest_one(table, roles.get(table.name), said, answers)
        if said:
            mapping = _corrected(table, mapping, said, strict)
        found.append(_finished(table, mapping, said, answers) if mapping.roles else mapping)
    return _one_source_of_revenue([_known_by_order(mapping, found) for mapping in found], roles)


def _known_by_order(mapping: TableMapping, found: Sequence[TableMapping]) -> TableMapping:
    """Lines whose orders stand in another table have their customers from there: nothing is to be asked."""
    heads = [
        other
        for other in found
        if other is not mapping and "document" in other.fields and not other.fields.keys().isdisjoint(WHO)
        and "invoices" in other.roles
    ]  # fmt: skip
    if not heads or not mapping.fields.keys().isdisjoint(WHO):
        return mapping
    return replace(mapping, questions=tuple(asked for asked in mapping.questions if asked.kind != CUSTOMER_COLUMN))


def _copies(tables: Sequence[SourceTable]) -> set[str]:
    """The names of sheets that hold what an earlier sheet of their workbook holds, header by header, cell by cell."""
    seen: set[tuple[object, ...]] = set()
    found = set()
    for table in tables:
        content = (table.file, tuple(column.name for column in table.columns), table.digest)
        if table.sheet is not None and table.digest is not None and table.rows:
            if content in seen:
                found.add(table.name)
            seen.add(content)
    return found


def _check_names(tables: Sequence[SourceTable], named: Iterable[str]) -> None:
    known = {table.name for table in tables}
    for name in named:
        if name not in known:
            raise PortfolioError("errors.unknown_table", name=name, known=", ".join(sorted(known)))


def _suggest_one(table: SourceTable, role: str | None, said: Mapping[str, str], answers: Answers) -> TableMapping:
    if role is not None:
        if role == "none":
            return TableMapping(table.name, why="set_by_person")
        if role not in ROLE_FIELDS:
            raise PortfolioError("errors.unknown_role", role=role, known=", ".join((*ROLES, "none")))
        return _mapping(table, (role,), assign(table, role))
    if not table.rows:
        return TableMapping(table.name, why="no_rows")
    assigned = {role: _with_said(assign(table, role), role, said) for role in ROLES}
    scores = {role: score(table, role, fields) for role, fields in assigned.items()}
    best = max(ROLES, key=lambda role: scores[role])
    if best == "customers" and scores[best] > 0 and (why := not_ours(table)):
        return TableMapping(table.name, why=why)
    if scores[best] <= 0 or (best == "invoices" and assigned[best].keys().isdisjoint(WHO)):
        asked = _who_is_asked(table, assigned, answers)
        if asked or scores[best] <= 0:
            none = TableMapping(table.name, why=why_none(table, assigned["invoices"]))
            return asked or replace(none, questions=_customer_question(table, assigned))
    chosen: tuple[str, ...] = (best,)
    amounts = {"revenue", "gross"} & assigned["invoices"].keys() or of_sides(assigned["invoices"])
    if best == "payments" and scores["invoices"] > 0 and amounts:
        chosen = ("invoices", "payments")
    if best == "answers" and scores["customers"] > 0 and len(table.columns) > len(assigned["answers"]):
        chosen = ("customers", "answers")
    fields: dict[str, tuple[str, float]] = {}
    for role in chosen:
        fields = {**assigned[role], **fields}
    return _mapping(table, chosen, fields)


def _mapping(table: SourceTable, roles: tuple[str, ...], fields: Assigned) -> TableMapping:
    return TableMapping(
        table.name,
        roles,
        {name: header for name, (header, _) in fields.items()},
        {name: sure for name, (_, sure) in fields.items()},
    )


def _with_said(fields: Assigned, role: str, said: Mapping[str, str]) -> dict[str, tuple[str, float]]:
    """What a person said a column is counts when the role is judged."""
    kept = {name: entry for name, entry in fields.items() if entry[0] not in said}
    return {**kept, **{name: (header, 1.0) for header, name in said.items() if name in ROLE_FIELDS[role]}}


def _who_is_asked(table: SourceTable, assigned: Mapping[str, Assigned], answers: Answers) -> TableMapping | None:
    """A table that would be invoices if it were known which column names the customer: that is asked."""
    questions = _customer_question(table, assigned)
    chosen = answers.get(questions[0].key) if questions else "none"
    if chosen == "none":
        return None
    fields = dict(assigned["invoices"])
    if chosen in questions[0].options:
        fields = {name: entry for name, entry in fields.items() if entry[0] != chosen}
        fields["customer_name"] = (chosen, 1.0)
    listed = any(is_label(table.column(header)) for header in questions[0].options[:-1])
    mapping = _mapping(table, ("customers",) if listed and one_row_each(table, fields) else ("invoices",), fields)
    return replace(mapping, questions=questions)


def _customer_question(table: SourceTable, assigned: Mapping[str, Assigned]) -> tuple[Question, ...]:
    options = candidates(table, assigned["invoices"])
    if not options:
        return ()
    return (Question(CUSTOMER_COLUMN, table.file, table.sheet, options=(*options, "none"), needed=True),)


def assign(table: SourceTable, role: str) -> dict[str, tuple[str, float]]:
    """Field to (column header, how sure) for a table in ``role``; each column serves one field."""
    options = []
    for place, column in enumerate(table.columns):
        for match in matches(column.name):
            if match.field not in ROLE_FIELDS[role] or not _possible(column, match.field, role):
                continue
            if sure := match.sure * _fits(column, match.field, table.rows):
                options.append((-sure, place, match.field, column.name))
            elif match.field == "customer_name" and match.sure >= 0.8 and _is_code(column):
                options.append((-0.8 * match.sure, place, "customer_number", column.name))
    fields: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for negative, _, name, header in sorted(options):
        if name not in fields and header not in taken:
            fields[name] = (header, -negative)
            taken.add(header)
    if "list_amount" in fields and "revenue" in ROLE_FIELDS[role] and not has_amount(fields):
        fields["revenue"] = (fields.pop("list_amount")[0], 0.6)  # nothing else says what was sold
    if role != "losses" and fields.get("customer_name", ("", 0.0))[1] < 0.8 and "customer_number" not in fields:
        labels = (column for column in table.columns if is_label(column) and names_customers(table, column))
        if label := next(labels, None):
            fields = {name: entry for name, entry in fields.items() if entry[0] != label.name}
            fields["customer_name"] = (label.name, 0.8)
    number = fields.get("customer_number")
    if number and "customer_name" not in fields and (beside := _name_beside(table, number[0], role)):
        fields = {name: entry for name, entry in fields.items() if entry[0] != beside}
        fields["customer_name"] = (beside, 0.8)
    if number and number[1] < 0.8 and _of_few(table, number[0], fields):
        fields = {name: entry for name, entry in fields.items() if name != "customer_number"}
        number = None
    if number and normalised(number[0]) in EMAIL and "customer_name" in fields:
        named = table.column(fields["customer_name"][0])
        if named.filled >= 0.95 * table.rows:
            del fields["customer_number"]
    return fields


def _name_beside(table: SourceTable, number: str, role: str) -> str | None:
    """The header of a column right of the customers' numbers that is called no more than a name, and has about as many
    values as there are numbers."""
    at = [column.name for column in table.columns].index(number) + 1
    if at == len(table.columns) or "customer_name" not in ROLE_FIELDS[role]:
        return None
    column, many = table.columns[at], table.column(number).distinct
    words = normalised(column.name) in NO_MORE_THAN_A_NAME and not column.number and not column.date
    return column.name if words and NAMES_AT_LEAST * many <= column.distinct <= NAMES_AT_MOST * many else None


def _of_few(table: SourceTable, number: str, fields: Assigned) -> bool:
    """Whether a column that may hold customers' numbers has far fewer of them than there are names: accounts of the
    general ledger, say."""
    named = fields.get("customer_name", ("", 0.0))
    return named[1] >= 0.8 and table.column(number).distinct <= NAMES_AT_LEAST * table.column(named[0]).distinct


def _possible(column: SourceColumn, name: str, role: str) -> bool:
    word = normalised(column.name)
    if name in WHO and word in EMAIL:
        return role == "invoices"
    return not (name in WHO and role != "customers" and word in ONLY_IN_A_CUSTOMER_LIST)


def _is_code(column: SourceColumn) -> bool:
    """Whole numbers that stand for somebody: a Kunde column with the customers' numbers."""
    return bool(column.number) and all(re.fullmatch(r"\d{2,}", sample) for sample in column.samples)


def _fits(column: SourceColumn, name: str, rows: int) -> float:
    """How well the cells fit the field: 0 where they cannot be it."""
    if name == "price_unit" and not all(_POWER_OF_TEN.fullmatch(sample) for sample in column.samples):
        return 0.0
    if name in NUMERIC:
        return 1.0 if column.number or (column.duration and name in TIMES) else 0.0
    if name in DATES:
        return 1.0 if column.date else 0.0
    if name == "customer_name":
        return 0.0 if column.date or column.number else 1.0
    if name == "customer_number":
        return 0.0 if column.date or (column.filled and column.distinct < 2 <= rows) else 1.0
    if name in ("state", "document_type"):
        return 1.0 if not column.date and any(states(column.name, column.samples).values()) else 0.0
    if name in WORDS:
        return 0.0 if column.date or column.number else 1.0
    return 0.0 if column.date and name != "document" else 1.0


def _finished(table: SourceTable, mapping: TableMapping, said: Mapping[str, str], answers: Answers) -> TableMapping:
    """``mapping`` with columns that say the same left to one of them, and with the questions it leaves open."""
    fields, sure = dict(mapping.fields), mapping.sure

    def sure_of(name: str) -> float:
        return sure.get(name, 1.0)

    def drop(name: str) -> None:
        if fields[name] not in said:
            del fields[name]

    priced = {"revenue", "quantity", "unit_price"} <= fields.keys()
    if priced and sure_of("revenue") < 0.7 and normalised(fields["revenue"]) in GROSS_BY_HABIT:
        drop("revenue")
    for other, lesser in SAYS_MORE.items():
        for name in lesser:
            if other in fields and name in fields:
                drop(name)
    if not of_sides(fields):
        for name in SIDES & fields.keys():
            drop(name)
    spans: tuple[Span, ...] = ()
    if mapping.roles[0] == "customers" and "revenue" not in {name for name in fields if sure_of(name) >= 0.95}:
        spans = spans_of(table)
        if spans and "revenue" in fields:
            drop("revenue")
    fields = in_own_currency(table, fields, said)
    sure = {name: sure_of(name) for name in fields}
    mapping = replace(mapping, fields=fields, sure=sure, spans=spans, more=_by_rate(table, fields, said))
    return doubts(table, mapping, said, answers)


def _by_rate(table: SourceTable, fields: Mapping[str, str], said: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By field, the columns that differ from its own in nothing but the rate of tax in the header."""
    found = {}
    for name in {"revenue", "tax", "gross"} & fields.keys():
        header = fields[name]
        others = [
            column.name for column in table.columns if column.number and column.name not in {*fields.values(), *said}
        ]
        stem = normalised(RATE.sub("", header)) if RATE.search(header) else ""
        alike = [other for other in others if RATE.search(other) and normalised(RATE.sub("", other)) == stem]
        if stem and alike:
            found[name] = tuple(alike)
    return found


def _corrected(table: SourceTable, mapping: TableMapping, said: Mapping[str, str], strict: bool) -> TableMapping:
    """``mapping`` with what a person said: {column header: field}."""
    fields, sure = dict(mapping.fields), dict(mapping.sure)
    headers = {column.name for column in table.columns}
    allowed = {name for role in mapping.roles or ROLES for name in ROLE_FIELDS[role]}
    for header, name in said.items():
        if not strict and name not in ("", "ignore", "attribute", *allowed):
            continue
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
    return replace(mapping, fields=fields, sure={name: sure[name] for name in fields})


def _one_source_of_revenue(found: list[TableMapping], roles: Mapping[str, str]) -> list[TableMapping]:
    """A list of payments is also the invoices only where no other table gives them; the same invoice counts once."""
    others = any(mapping.roles == ("invoices",) for mapping in found)
    return [
        replace(mapping, roles=("payments",), questions=())
        if others and mapping.roles == ("invoices", "payments") and mapping.table not in roles
        else mapping
        for mapping in found
    ]
