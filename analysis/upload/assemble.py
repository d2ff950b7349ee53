"""What the tables say of each customer, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.engine.engine import Engine
from analysis.portfolio import Portfolio, empty_customers
from analysis.upload import aggregate, masterdata, words
from analysis.upload.growth import derive
from analysis.upload.identity import People
from analysis.upload.question import Answers, Question
from analysis.upload.revenue import add_revenue
from analysis.upload.service import add_care, add_payments
from analysis.upload.sheets import WEIGHT, Sheet
from analysis.upload.won import mark_ends


@dataclass
class Made:
    """The portfolio in the making."""

    customers: pd.DataFrame
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def assembled(
    engine: Engine,
    sheets: Sequence[Sheet],
    people: People,
    period: tuple[date, date],
    answers: Answers,
) -> Portfolio:
    """The portfolio of the sheets' rows that count; ``tables``, ``set_aside`` and ``currency`` are still to be told."""
    made = Made(empty_customers(people.customers.index))
    made.customers["key"], made.customers["name"] = people.customers["key"], people.customers["name"]
    by_role = {role: [sheet for sheet in sheets if sheet.role == role] for role in WEIGHT}
    for sheet in [*by_role["customers"], *by_role["invoices"]]:
        if not sheet.deals:
            _add_attributes(engine, made, sheet)
    growing = add_revenue(engine, made, by_role, answers)
    add_payments(engine, made, by_role["payments"], period[1])
    add_care(engine, made, by_role)
    _add_answers(engine, made, by_role["answers"])
    _add_losses(engine, made, by_role["losses"], people)
    basis = derive(made.customers, made.frames, period, growing)
    numbers = [name for name in made.attributes if made.customers[name].dtype.kind == "f"]
    return Portfolio(
        customers=made.customers,
        attributes=tuple(made.attributes),
        numbers=tuple(numbers),
        period=period,
        growth_basis=basis,
        questions=tuple(made.questions),
        **made.frames,
    )


def _add_attributes(engine: Engine, made: Made, sheet: Sheet) -> None:
    if sheet.role == "customers":
        columns = masterdata.attribute_columns(sheet.table, sheet.mapping, sheet.table.rows)
        values = masterdata.from_customer_list(engine, sheet.used, sheet.table, columns)
        names = {column.key: column for column in columns}
    else:
        values = masterdata.from_lines(engine, sheet.used, sheet.table, sheet.mapping)
        names = {name: sheet.table.column(name) for name in values}
    for key, column in names.items():
        if key not in values or (sheet.role == "invoices" and column.name in made.attributes):
            continue
        name = masterdata.attribute_name(column, set(made.attributes))
        made.customers[name] = values[key].reindex(made.customers.index)
        made.attributes.append(name)


def _add_answers(engine: Engine, made: Made, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        fields = [name for name in ("strategic", "profitable", "repeat", "self_check", "note") if sheet.has(name)]
        rows = aggregate.rows(engine, sheet.used, ", ".join(fields)).drop_duplicates("customer_id", keep="last")
        rows = rows.set_index("customer_id")
        for name in fields:
            read = {"self_check": words.self_check, "note": words.text_or_none}.get(name, words.answer)
            said = pd.Series([read(words.text_or_none(cell)) for cell in rows[name]], index=rows.index, dtype="object")
            told = said.reindex(made.customers.index)
            before = made.customers[name]
            made.customers[name] = told.where(told.notna(), before.where(before.notna(), None))


def _add_losses(engine: Engine, made: Made, sheets: Sequence[Sheet], people: People) -> None:
    found = []
    for sheet in sheets:
        mark_ends(engine, sheet)
        mapped = sheet.mapping.fields.values()
        columns = [column for column in sheet.table.columns if not column.number and not column.date]
        keys = {column.name: column.key for column in columns if column.name not in mapped}
        extra = "".join(f", source.{key} AS {key}" for key in keys.values())
        told = {
            name: f"typed.{column}" if sheet.has(field_) else "CAST(NULL AS STRING)"
            for name, field_, column in (
                ("stage", "stage", "stage"),
                ("reason", "reason", "reason_text"),
                ("sort", "kind", "kind"),
            )
        }
        rows = engine.frame(
            "SELECT typed.number, typed.who AS name, CAST(typed.date AS TIMESTAMP) AS date, "
            f"{told['stage']} AS stage, typed.ended AS status, {told['reason']} AS reason, "
            f"CAST(typed.amount AS DOUBLE) AS value, {told['sort']} AS sort{extra} FROM {sheet.name} AS typed "
            f"JOIN {engine.source(sheet.table.scan)} AS source USING (row) WHERE typed.reason IS NULL ORDER BY row",
        ).rename(columns={key: name for name, key in keys.items()})
        lists = "" if sheet.has("stage") or sheet.has("status") else sheet.table.name
        sorts = zip(rows["sort"], rows["stage"], strict=True)
        rows["kind"] = [words.lost_kind(*map(words.text_or_none, cells), lists) for cells in sorts]
        pairs = zip(rows["number"], rows["name"], strict=True)
        numbers = [people.known(*map(words.text_or_none, pair)) for pair in pairs]
        rows.insert(0, "customer_id", pd.Series(numbers, dtype="float64", index=rows.index))
        found.append(rows.drop(columns=["number", "sort"]))
    if found:
        made.frames["losses"] = pd.concat(found, ignore_index=True)
