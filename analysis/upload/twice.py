"""Money that stands in two tables: never added up unasked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from analysis.engine.engine import Engine
from analysis.money import A_CENT
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet

SHARED = 0.5
"""With this share of the smaller table's rows or customers in common, two tables may hold the same money …"""
ALIKE = 0.8
"""… and with so large a share of equal amounts among them they surely do."""
FEWEST = 2


def same_rows(engine: Engine, sheets: Sequence[Sheet], answers: Answers) -> list[Question]:
    """Invoices without numbers that stand in two tables alike, customer, day and amount. The rows of a sheet that
    stand in another one of its workbook too are taken for a copy; those of two files may be two months alike."""
    invoices = [sheet for sheet in sheets if sheet.role == "invoices" and not sheet.deals]
    questions = []
    for one, other in combinations(invoices, 2):
        if (one.has("document") and other.has("document")) or one.table is other.table:
            continue
        alike = [_rows_of(sheet) for sheet in (one, other)]
        common = one.count(engine, f"SELECT count(*) FROM ({alike[0]} INTERSECT ALL {alike[1]})")
        rows = [one.count(engine, f"SELECT count(*) FROM ({query})") for query in alike]
        if common < max(FEWEST, SHARED * min(rows)):
            continue
        kept, left, options = (
            (one, other, ("first", "second")) if rows[0] >= rows[1] else (other, one, ("second", "first"))
        )
        copied = one.table.file == other.table.file and common == min(rows)
        question = one.question(
            "same_rows", None, *((*options, "both") if copied else ("both", *options)), n=common,
            first=one.table.name, second=other.table.name,
        )  # fmt: skip
        questions.append(question)
        chosen = answers.get(question.key, question.options[0])
        if chosen != "both":
            kept, left = (one, other) if chosen == "first" else (other, one)
            left.set_aside(
                engine, f"{_KEY} IN (SELECT {_KEY} FROM {kept.name} WHERE reason IS NULL)", "counted_elsewhere"
            )
    return questions


_KEY = "concat_ws('|', coalesce(number, who), CAST(date AS STRING), CAST(amount AS STRING))"


def _rows_of(sheet: Sheet) -> str:
    return (
        f"SELECT coalesce(number, who) AS customer, date, amount FROM {sheet.name} WHERE reason IS NULL AND amount <> 0"
    )


def same_revenue(engine: Engine, sheets: Sequence[Sheet], answers: Answers) -> list[Question]:
    """Customer lists whose revenue is that of invoices, or of another list. What does not count twice loses its money,
    its rows still say who the customers are."""
    lists = [sheet for sheet in sheets if sheet.role == "customers" and (sheet.has("revenue") or sheet.mapping.spans)]
    sold = [sheet for sheet in sheets if sheet.role == "invoices"]
    questions = []
    if sold:
        invoices = " UNION ALL ".join(_sums_of(sheet) for sheet in sold)
        for listed in lists:
            if any(listed.table is sheet.table for sheet in sold):
                continue
            both, alike, fewer = _compared(engine, listed, _sums_of(listed), invoices)
            if both < max(FEWEST, SHARED * fewer):
                continue
            question = listed.question("list_and_invoices", _header(listed), "invoices", "both", n=both)
            questions.append(question)
            if answers.get(question.key, "invoices") == "invoices":
                _without_money(engine, listed)
        return questions
    gone: set[str] = set()
    for one, other in combinations(lists, 2):
        if {one.name, other.name} & gone or one.table is other.table:
            continue
        both, alike, fewer = _compared(engine, one, _sums_of(one), _sums_of(other))
        if both < max(FEWEST, SHARED * fewer) or alike < ALIKE * both:
            continue
        copied = one.table.file == other.table.file
        options = ("first", "second", "both") if copied else ("both", "first", "second")
        question = one.question("same_lists", None, *options, n=alike, first=one.table.name, second=other.table.name)
        questions.append(question)
        chosen = answers.get(question.key, options[0])
        if chosen != "both":
            left = other if chosen == "first" else one
            _without_money(engine, left)
            gone.add(left.name)
    return questions


def _header(sheet: Sheet) -> str:
    return sheet.mapping.fields.get("revenue") or sheet.mapping.spans[0].header


def _sums_of(sheet: Sheet) -> str:
    return f"SELECT customer_id, amount FROM {sheet.used} WHERE amount <> 0"


def _compared(engine: Engine, sheet: Sheet, one: str, other: str) -> tuple[int, int, int]:
    """How many customers stand in both, with the same sum, and in the one with fewer."""
    sums = [
        f"(SELECT customer_id, sum(amount) AS amount FROM ({query}) AS rows_of GROUP BY customer_id)"
        for query in (one, other)
    ]
    both = sheet.count(engine, f"SELECT count(*) FROM {sums[0]} AS one JOIN {sums[1]} AS other USING (customer_id)")
    alike = sheet.count(
        engine,
        f"SELECT count(*) FROM {sums[0]} AS one JOIN {sums[1]} AS other USING (customer_id) "
        f"WHERE abs(one.amount - other.amount) < {A_CENT}",
    )
    fewer = min(sheet.count(engine, f"SELECT count(*) FROM {query} AS counted") for query in sums)
    return both, alike, fewer


def _without_money(engine: Engine, sheet: Sheet) -> None:
    spans = [f"span_{at}" for at in range(len(sheet.mapping.spans))]
    engine.update(sheet.name, dict.fromkeys(("amount", "line_cost", "line_profit", *spans), "NULL"), "TRUE")
