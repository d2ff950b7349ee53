"""What holds tables together over the numbers of documents: whose lines they are, and that each counts once."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.engine.engine import Engine
from analysis.errors import PortfolioError
from analysis.money import A_CENT
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet

LEAST_NET = 0.7
"""A net amount below this share of a payment is not that payment's: no tax is so high."""
SHARED = 0.5
"""Two tables with this share of the smaller one's documents in common hold the same invoices, and with fewer …"""
ALIKE, FEWEST_ALIKE = 0.8, 2
"""… if so many of them agree in what they say: numbers are given anew every year, and at every branch."""
UNLIKE = 0.2
"""Where fewer of them bear the same day or amount, and fewer than ``SHARED`` the same customer, the numbers were given
twice."""


def customers_by_document(engine: Engine, sheets: Sequence[Sheet]) -> None:
    """Rows that name no customer but a document take the customer, and a date they lack, from the rows that know the
    document: of the same table (an order's further lines), or of another. Payments learn when they were due.

    Raises ``PortfolioError`` for a table that nobody's customers fit.
    """
    linked = [sheet for sheet in sheets if sheet.role in ("invoices", "payments", "credit_notes")]
    known = [sheet for sheet in linked if sheet.names_customers and sheet.has("document")]
    for sheet in linked:
        if not sheet.names_customers and not known:
            key = "errors.payments_without_customer" if sheet.role == "payments" else "errors.lines_without_customer"
            raise PortfolioError(key, file=sheet.table.file, sheet=sheet.table.sheet)
    for sheet in linked:
        sources = [sheet] if sheet in known else [other for other in known if other.role != "credit_notes"]
        for source in sources:
            if _has_nameless(engine, sheet):
                _take_customers(engine, sheet, source)
        if sheet.role == "payments" and not sheet.has("due_date"):
            for invoices in (other for other in linked if other.role == "invoices" and other.has("due_date")):
                _take_due_dates(engine, sheet, invoices)
    for sheet in known:
        # An order head without amounts only says whose order it is: its lines bring the money.
        amounts = {"revenue", "gross", "unit_price"}
        if sheet.role == "invoices" and len(linked) > 1 and sheet.mapping.fields.keys().isdisjoint(amounts):
            engine.update(sheet.name, {"reason": "'order_head'"}, "reason = 'no_amount'")


def _has_nameless(engine: Engine, sheet: Sheet) -> bool:
    return sheet.has("document") and bool(sheet.count(
        engine,
        f"SELECT count(*) FROM (SELECT 1 FROM {sheet.name} WHERE document IS NOT NULL AND who IS NULL "
        "AND number IS NULL LIMIT 1)",
    ))  # fmt: skip


def _take_customers(engine: Engine, sheet: Sheet, source: Sheet) -> None:
    engine.update(
        sheet.name,
        {"number": "known.number", "who": "known.who", "date": f"coalesce({sheet.name}.date, known.date)"},
        f"{sheet.name}.document = known.document AND {sheet.name}.number IS NULL AND {sheet.name}.who IS NULL",
        f"""(SELECT document, min_by(number, row) FILTER (WHERE number IS NOT NULL) AS number,
                min_by(who, row) FILTER (WHERE who IS NOT NULL) AS who, min(date) AS date
            FROM {source.name} WHERE document IS NOT NULL GROUP BY document) AS known""",
    )


def _take_due_dates(engine: Engine, sheet: Sheet, invoices: Sheet) -> None:
    """A list of payments bears the day of the payment; the invoice says when it was due and written."""
    for column in ("due_date", "paid_date"):
        if not sheet.has(column):
            engine.add_column(sheet.name, column, "DATE")
    paid = "paid_date" if sheet.has("paid_date") else "date"
    engine.update(
        sheet.name,
        {"paid_date": f"{sheet.name}.{paid}", "date": "known.date", "due_date": "known.due_date"},
        f"{sheet.name}.document = known.document",
        f"""(SELECT document, min(date) AS date, min(due_date) AS due_date FROM {invoices.name}
            WHERE document IS NOT NULL GROUP BY document) AS known""",
    )


def without_tax(engine: Engine, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Takes the tax off deductions and cash discount of payments whose invoices say the net amount; returns the
    sheets it was taken off.

    Each row by its own invoice's net ÷ gross; where that is none (a part payment, an invoice not uploaded) by the
    middle one of all others. Amounts that are financed, and so count until they are paid, stay gross.
    """
    heads = [sheet for sheet in sheets if sheet.role == "invoices" and sheet.has("document")]
    done = []
    for sheet in sheets:
        cut = [name for name in ("deduction", "cash_discount") if sheet.has(name)]
        if sheet.role != "payments" or not sheet.has("document", "gross") or not cut or not heads:
            continue
        net = " UNION ALL ".join(f"SELECT document, amount FROM {head.name} WHERE reason IS NULL" for head in heads)
        engine.make(
            "shares",
            f"""SELECT row, CAST(net / amount AS DOUBLE) AS share
            FROM {sheet.name} JOIN (SELECT document, sum(amount) AS net FROM ({net}) GROUP BY ALL) USING (document)
            WHERE amount > 0 AND net BETWEEN {LEAST_NET} * amount AND amount""",
        )
        middle = engine.execute(f"SELECT {engine.quantile('share', 0.5)} FROM shares").fetchall()[0][0]
        if middle is None or middle == 1:
            continue
        engine.update(
            sheet.name,
            {name: f"{name} * found.share" for name in cut},
            "row = found.at",
            f"(SELECT typed.row AS at, coalesce(shares.share, {middle!r}) AS share FROM {sheet.name} AS typed "
            "LEFT JOIN shares USING (row)) AS found",
        )
        done.append(sheet)
    return done


def counted_once(engine: Engine, sheets: Sequence[Sheet], answers: Answers) -> list[Question]:
    """A credit that stands in the invoices and in a credit table is one credit; invoices that stand in two tables (as
    heads and as lines, as last month's file and this month's) are the same invoices."""
    invoices = [sheet for sheet in sheets if sheet.role == "invoices" and sheet.has("document")]
    questions = []
    for at, one in enumerate(invoices):
        for other in invoices[at + 1 :]:
            questions += _same_invoices(engine, one, other, answers)
    for credit in (sheet for sheet in sheets if sheet.role == "credit_notes"):
        for invoice in invoices:
            documents = f"SELECT document FROM {invoice.name} WHERE reason IS NULL AND document IS NOT NULL"
            credit.set_aside(engine, f"document IN ({documents})", "credit_in_invoices")
    return questions


def _same_invoices(engine: Engine, one: Sheet, other: Sheet, answers: Answers) -> list[Question]:
    counts = []
    for sheet in (one, other):
        where = f"FROM {sheet.name} WHERE reason IS NULL AND document IS NOT NULL"
        counts.append((sheet.count(engine, f"SELECT count(DISTINCT document) {where}"),
                       sheet.count(engine, f"SELECT count(*) {where}")))  # fmt: skip
    numbers = [
        f"SELECT document FROM {sheet.name} WHERE reason IS NULL AND document IS NOT NULL" for sheet in (one, other)
    ]
    both = one.count(engine, f"SELECT count(*) FROM ({' INTERSECT '.join(numbers)})")
    if not both:
        return []
    alike, dated, named = _alike(engine, one, other)
    many = both >= SHARED * min(counts[0][0], counts[1][0])
    given_twice = dated < UNLIKE * both and named < SHARED * both
    if given_twice or not (many or alike >= max(FEWEST_ALIKE, ALIKE * both)):
        return []
    # Lines say more than heads; of two alike, the later file is the newer one.
    kept, left = (one, other) if counts[0][1] > counts[1][1] else (other, one)
    options = ("first", "second") if kept is one else ("second", "first")
    question = one.question(
        "same_invoices", None, *options, "both", n=both, first=one.table.name, second=other.table.name
    )
    chosen = answers.get(question.key, options[0])
    if chosen != "both":
        kept, left = (one, other) if chosen == "first" else (other, one)
        documents = f"SELECT document FROM {kept.name} WHERE reason IS NULL AND document IS NOT NULL"
        left.set_aside(engine, f"document IN ({documents})", "counted_elsewhere")
    return [question]


def _alike(engine: Engine, one: Sheet, other: Sheet) -> tuple[int, int, int]:
    """How many documents that stand in both agree in two of customer, day and amount (two exports may tell the day of
    the invoice and of its posting, or net and gross); in the day or the amount; and in the customer."""
    heads = [
        f"""(SELECT document, min(coalesce(number, who)) AS customer, min(date) AS day, sum(amount) AS total
            FROM {sheet.name} WHERE reason IS NULL AND document IS NOT NULL GROUP BY document)"""
        for sheet in (one, other)
    ]
    who, day, total = (
        f"CASE WHEN {same} THEN 1 ELSE 0 END"
        for same in ("one.customer = other.customer", "one.day = other.day", f"abs(one.total - other.total) < {A_CENT}")
    )
    alike, dated, named = engine.execute(
        f"""SELECT count(*) FILTER (WHERE {who} + {day} + {total} >= 2), count(*) FILTER (WHERE {day} + {total} >= 1),
            count(*) FILTER (WHERE {who} = 1)
        FROM {heads[0]} AS one JOIN {heads[1]} AS other ON one.document = other.document"""
    ).fetchall()[0]
    return alike, dated, named
