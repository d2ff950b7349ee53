"""Rows that leave empty what stands in a row above them: a document's further lines, a customer's further documents."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.engine.engine import Engine
from analysis.money import A_CENT
from analysis.upload.fields import WHO
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet

FEW = 0.2
"""Of fewer rows that leave something empty nobody is asked: it may be missing, and is no habit of the table."""
FEWEST = 5
"""Of so few such rows nobody is asked either."""
ONCE = 0.9
"""Where so many of the names stand in one row only, a name stands for the rows below it as well."""

_NOBODY = "(number IS NULL AND who IS NULL)"
_LOOKED_AT = "(reason IS NULL OR reason = 'no_amount')"
"""A head may bring no amount itself."""


@dataclass(frozen=True)
class _Seen:
    """``lines``: rows that say nothing of what is missing in many, ``mixed``: that say some of it; ``share``: of the
    amounts (of the rows, where there are none) in rows that would not count; ``begins``: whether the first row says
    all; ``once``: whether nearly every customer stands in one such row only; ``twice``: whether the lines bear the
    same money once more, as subtotals do."""

    lines: int
    mixed: int
    share: float
    begins: bool
    once: bool
    twice: bool


def from_above(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """Fills customer, document and day from the row above, as the likely answer or the one given says.

    Beyond doubt where several of them are missing in the same rows; where it is the customer alone it is asked, and
    so it is where much would not count for it.
    """
    missing = _missing(engine, sheet)
    if not missing or ("document" in missing and len(missing) == 1):
        return []
    seen = _look(engine, sheet, missing)
    whole = seen.begins and seen.lines > 0 and seen.mixed == 0 and not seen.twice
    sure = whole and len(missing) > 1
    likely = ("above", "leave") if sure or (whole and seen.once) else ("leave", "above")
    if not sure and (seen.lines + seen.mixed < FEWEST or (likely[0] == "leave" and seen.share < FEW)):
        return []
    header = next(sheet.mapping.fields[name] for name in (*WHO, "date") if _is(name) in missing and sheet.has(name))
    question = sheet.question(
        "from_above", header, *likely, needed=not sure, n=seen.lines + seen.mixed, share=seen.share
    )
    if answers.get(question.key, question.likely) == "above":
        _fill(engine, sheet, missing)
    return [question]


def _is(field: str) -> str:
    return "customer" if field in WHO else field


def _empty(name: str) -> str:
    return _NOBODY if name == "customer" else f"{name} IS NULL"


def _missing(engine: Engine, sheet: Sheet) -> list[str]:
    """What many rows leave empty: ``customer``, ``document``, ``date``."""
    there = ["customer"] if sheet.names_customers else []
    there += [name for name in ("document", "date") if sheet.has(name)]
    if not there:
        return []
    counts = ", ".join(f"count(*) FILTER (WHERE {_empty(name)})" for name in there)
    rows, *empty = engine.execute(f"SELECT count(*), {counts} FROM {sheet.name} WHERE reason IS NULL").fetchall()[0]
    return [name for name, count in zip(there, empty, strict=True) if count and count >= FEW * rows]


def _look(engine: Engine, sheet: Sheet, missing: list[str]) -> _Seen:
    all_empty = " AND ".join(_empty(name) for name in missing)
    any_empty = " OR ".join(_empty(name) for name in missing)
    lost = " OR ".join(_empty(name) for name in missing if name != "document")
    weight = "1" if sheet.role == "care_log" else "abs(amount)"
    customer = "coalesce(number, who)"
    heads, customers, lines, mixed, lost_weight, weights, first_head, first, of_heads, of_lines = engine.execute(
        f"""SELECT count(*) FILTER (WHERE NOT ({any_empty})),
            count(DISTINCT {customer}) FILTER (WHERE NOT ({any_empty})),
            count(*) FILTER (WHERE reason IS NULL AND {all_empty}),
            count(*) FILTER (WHERE reason IS NULL AND ({any_empty}) AND NOT ({all_empty})),
            sum({weight}) FILTER (WHERE reason IS NULL AND ({lost})),
            sum({weight}) FILTER (WHERE reason IS NULL),
            min(row) FILTER (WHERE NOT ({any_empty})), min(row),
            sum(amount) FILTER (WHERE NOT ({any_empty})), sum(amount) FILTER (WHERE reason IS NULL AND {all_empty})
        FROM {sheet.name} WHERE {_LOOKED_AT}"""
    ).fetchall()[0]
    share = float(lost_weight or 0) / float(weights) if weights else 0.0
    twice = bool(of_heads) and abs(of_heads - (of_lines or 0)) < A_CENT
    return _Seen(lines, mixed, share, first_head == first, heads > 1 and customers >= ONCE * heads, twice)


def _fill(engine: Engine, sheet: Sheet, missing: list[str]) -> None:
    """Each of what is missing is taken from the last row above that says it."""
    columns = [name for field in missing for name in (("number", "who") if field == "customer" else (field,))]
    blocks = ", ".join(
        f"sum(CASE WHEN {_empty(field)} THEN 0 ELSE 1 END) OVER (ORDER BY row) AS {field}_block" for field in missing
    )
    block_of = {name: "customer" if name in ("number", "who") else name for name in columns}
    values = ", ".join(f"max({name}) OVER (PARTITION BY {block_of[name]}_block) AS {name}" for name in columns)
    engine.update(
        sheet.name,
        {name: f"coalesce({sheet.name}.{name}, above.{name})" for name in columns},
        f"{sheet.name}.row = above.at AND {sheet.name}.reason IS NULL AND ({' OR '.join(_open(sheet, missing))})",
        f"""(SELECT row AS at, {values} FROM (SELECT row, {", ".join(columns)}, {blocks} FROM {sheet.name}
            WHERE {_LOOKED_AT})) AS above""",
    )


def _open(sheet: Sheet, missing: list[str]) -> list[str]:
    of = sheet.name
    return [
        f"({of}.number IS NULL AND {of}.who IS NULL)" if name == "customer" else f"{of}.{name} IS NULL"
        for name in missing
    ]
