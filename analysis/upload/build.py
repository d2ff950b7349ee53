"""From mapped tables to the portfolio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.engine.duck import Duck
from analysis.engine.engine import Engine
from analysis.errors import PortfolioError
from analysis.portfolio import Portfolio, TableReport
from analysis.upload.above import from_above
from analysis.upload.adjust import adjusted
from analysis.upload.assemble import assembled
from analysis.upload.currency import currency_of
from analysis.upload.documents import counted_once, customers_by_document, without_tax
from analysis.upload.fields import ROLE_FIELDS
from analysis.upload.findings import findings_of, tax_found
from analysis.upload.identity import People, resolve
from analysis.upload.period import last_year, period_of
from analysis.upload.question import Answers, Question, each_once
from analysis.upload.reconcile import ASIDE_COLUMNS, no_role, report, rows_of_none
from analysis.upload.roles import TableMapping
from analysis.upload.sheets import WEIGHT, Sheet
from analysis.upload.source import SourceTable
from analysis.upload.twice import same_revenue, same_rows
from analysis.upload.typed import COLUMN, make_typed, type_of
from analysis.upload.won import won_deals


@dataclass(frozen=True)
class Built:
    """What came of the tables: the portfolio (None while a needed question is open), what is asked, and every
    customer's key with the id it has from now on."""

    portfolio: Portfolio | None
    questions: tuple[Question, ...]
    identities: dict[str, int]


def build(
    tables: Sequence[SourceTable],
    mappings: Sequence[TableMapping],
    *,
    identities: Mapping[str, int] | None = None,
    answers: Answers | None = None,
    period: tuple[date, date] | None = None,
    merged: Mapping[str, str] | None = None,
    engine: Engine | None = None,
) -> Built:
    """The portfolio of the mapped tables.

    Parameters
    ----------
    identities : customers' keys known from earlier uploads, with their ids.
    answers : to questions, by key; the likely answer counts where there is none.
    period : first and last day that count; the data's own where None.
    merged : key to the key it is the same customer as, by the user's word.
    engine : what holds the tables and reckons; DuckDB in this process where None.

    Raises
    ------
    PortfolioError : no table says who the customers are, or rows cannot be matched to customers.
    """
    engine = engine or Duck()
    answers, identities = answers or {}, dict(identities or {})
    sheets = _typed(engine, tables, mappings, answers)
    asked = [question for mapping in mappings for question in mapping.questions]
    customers_by_document(engine, sheets)
    for sheet in sheets:
        if sheet.role in ("invoices", "credit_notes", "care_log"):
            asked += from_above(engine, sheet, answers)
        if sheet.role in ("invoices", "credit_notes", "care_log") and sheet.has("date"):
            sheet.set_aside(engine, "date IS NULL", "no_date")
        asked += adjusted(engine, sheet, answers)
    asked += counted_once(engine, sheets, answers)
    asked += same_rows(engine, sheets, answers)
    taxed = without_tax(engine, sheets)
    currency, questions = currency_of(engine, sheets, tables, answers)
    asked += questions
    deals, questions = won_deals(engine, sheets, answers)
    every = each_once([*asked, *questions])
    if any(question.needed and question.key not in answers for question in every):
        return Built(None, every, identities)
    sheets = [*sheets, *deals]
    for sheet in sheets:
        if sheet.role != "losses":
            sheet.set_aside(engine, "number IS NULL AND who IS NULL", "no_customer")
    people = _people(engine, sheets, identities, merged or {})
    every = each_once([*every, *same_revenue(engine, sheets, answers)])
    told = period or period_of(engine, sheets, answers)
    if period:
        _leave_out(engine, sheets, period)
    reports, aside = _reports(engine, sheets, tables, mappings)
    portfolio = assembled(engine, sheets, people, told or last_year(), answers)
    every = each_once([*every, *portfolio.questions])
    portfolio = replace(
        portfolio,
        tables=tuple(reports),
        findings=(*findings_of(engine, sheets, portfolio, people), *(tax_found(sheet) for sheet in taxed)),
        set_aside=aside,
        currency=currency,
        period_basis="chosen" if period else "data" if told else "assumed",
        questions=every,
    )
    return Built(portfolio, every, people.identities)


def _typed(
    engine: Engine,
    tables: Sequence[SourceTable],
    mappings: Sequence[TableMapping],
    answers: Answers,
) -> list[Sheet]:
    sheets = [
        Sheet(table, mapping, role, f"typed_{at}_{role}")
        for at, (table, mapping) in enumerate(zip(tables, mappings, strict=True))
        for role in mapping.roles
    ]
    sheets.sort(key=lambda sheet: WEIGHT.index(sheet.role))
    for sheet in sheets:
        make_typed(engine, sheet.name, sheet.table, sheet.mapping, sheet.role, answers)
    return sheets


def _people(
    engine: Engine,
    sheets: Sequence[Sheet],
    identities: Mapping[str, int],
    merged: Mapping[str, str],
) -> People:
    pairs = [
        engine.frame(
            f"SELECT number, who, min(row) AS row FROM {sheet.name} WHERE reason IS NULL "
            "AND (number IS NOT NULL OR who IS NOT NULL) GROUP BY ALL ORDER BY row"
        )[["number", "who"]]
        for sheet in sheets
        if sheet.role != "losses"
    ]
    every = pd.concat([pair.astype("object") for pair in pairs]) if pairs else pd.DataFrame(columns=["number", "who"])
    if every.empty:
        raise _nobody(sheets)
    people = resolve(every.where(every.notna(), None), identities, merged)
    engine.put("pairs", people.pairs.astype({"number": "str", "who": "str"}))
    for sheet in sheets:
        if sheet.role != "losses":
            _make_used(engine, sheet)
    return people


def _nobody(sheets: Sequence[Sheet]) -> PortfolioError:
    """No row names a customer: which table should have, and what to do."""
    if len(sheets) == 1 and sheets[0].role == "losses":
        table = sheets[0].table
        key = "errors.deals_without_customer" if not sheets[0].names_customers else "errors.deals_none_won"
        return PortfolioError(key, file=table.file, sheet=table.sheet)
    heads = [sheet for sheet in sheets if sheet.role == "invoices"]
    if heads:
        return PortfolioError("errors.no_amounts", file=heads[0].table.file, sheet=heads[0].table.sheet)
    return PortfolioError("errors.no_customers")


def _make_used(engine: Engine, sheet: Sheet) -> None:
    """The view of the rows that count, with their ``customer_id`` and a NULL for every field of the role that no
    column gives."""
    there = engine.columns(sheet.name)
    missing = [COLUMN.get(field, field) for field in ROLE_FIELDS[sheet.role]]
    nothing = "".join(
        f", CAST(NULL AS {type_of(field)}) AS {field}"
        for field in missing
        if field not in there and field not in ("customer_number", "customer_name")
    )
    engine.view(
        sheet.used,
        f"SELECT typed.*, pairs.customer_id{nothing} "
        f"FROM {sheet.name} AS typed JOIN pairs ON typed.number IS NOT DISTINCT FROM pairs.number "
        "AND typed.who IS NOT DISTINCT FROM pairs.who WHERE typed.reason IS NULL",
    )


def _leave_out(engine: Engine, sheets: Sequence[Sheet], period: tuple[date, date]) -> None:
    invoices: list[tuple[int, int]] = []
    for sheet in sheets:
        if sheet.role in ("invoices", "credit_notes", "care_log", "payments") and sheet.has("date"):
            outside = f"date < DATE '{period[0].isoformat()}' OR date > DATE '{period[1].isoformat()}'"
            left_out = sheet.set_aside(engine, outside, "outside_period")
            kept = sheet.count(engine, f"SELECT count(*) FROM {sheet.name} WHERE reason IS NULL")
            if sheet.role == "invoices":
                invoices.append((left_out, kept))
    if any(left_out for left_out, _ in invoices) and not any(kept for _, kept in invoices):
        raise PortfolioError("errors.empty_period", first=period[0], last=period[1])


def _reports(
    engine: Engine,
    sheets: Sequence[Sheet],
    tables: Sequence[SourceTable],
    mappings: Sequence[TableMapping],
) -> tuple[list[TableReport], pd.DataFrame]:
    reports, asides = [], [pd.DataFrame(columns=list(ASIDE_COLUMNS))]
    for table, mapping in zip(tables, mappings, strict=True):
        if not mapping.roles:
            reports.append(no_role(table, mapping))
            if table.rows:
                asides.append(rows_of_none(engine, table, mapping))
        for sheet in sheets:
            if sheet.table is table and not sheet.deals:
                result, rows = report(engine, sheet.name, table, mapping, sheet.role)
                reports.append(result)
                asides.append(rows)
    kept = [aside for aside in asides if len(aside)]
    if not kept:
        return reports, asides[0]
    # A row of a table in two roles that is set aside in both for the same reason is one row.
    return reports, pd.concat(kept, ignore_index=True).drop_duplicates(["file", "sheet", "row", "reason"])
