"""What only the rows themselves show: states, totals repeated on each line, dates and amounts that cannot be meant.

Each step adjusts the typed table of a sheet as the likely answer, or the one given, says, and returns the question.
"""

from __future__ import annotations

from collections.abc import Callable

from analysis.engine.engine import Engine
from analysis.money import A_CENT
from analysis.upload.aside import says_total
from analysis.upload.datev import SIGNED
from analysis.upload.numbers import unreadable_sql
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet
from analysis.upload.signs import taken_back, tax_lines, turned_over
from analysis.upload.source import NumberForm
from analysis.upload.tax import tax_inside
from analysis.upload.typed import MONEY_ROLES, key_of, quoted
from analysis.upload.words import states

REPEATED = 0.9
"""So large a share of the documents with several lines must bear one and the same amount on all of them."""
FEWEST_REPEATED = 2
ODD_SHARE = 0.01
"""At most this share of the rows may lie far from the rest in time to be taken for slips."""
OUTLIER = 100
"""An amount so many times the next, and more than all others together, is asked about …"""
FEWEST_AMOUNTS = 20
"""… where there are so many to compare with."""
FEW_WORDS = 0.05
"""Where more of the customers have words for a revenue, nothing is told before somebody said what they mean."""
SEEN = 50_000
"""So many rows are looked at to see whether totals repeat."""

Step = Callable[[Engine, Sheet, Answers], list[Question]]


def adjusted(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """Takes every step for a sheet with money; returns its questions."""
    if sheet.role in ("invoices", "customers") and not sheet.has("document"):
        _leave_out_totals(engine, sheet)
    if sheet.role == "customers":
        return _no_number(engine, sheet, answers)
    if sheet.role not in MONEY_ROLES:
        return []
    return [question for step in STEPS for question in step(engine, sheet, answers)]


def _chosen(question: Question, answers: Answers) -> str:
    return answers.get(question.key, question.likely or "")


def _no_number(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """Words where a customer's revenue should stand: nothing was sold to them, or nobody knows how much."""
    key = key_of(sheet.table, sheet.mapping, "revenue")
    if key is None:
        return []
    column = sheet.table.column(sheet.mapping.fields["revenue"])
    words = engine.source(
        sheet.table.scan, f"row AS at, {key} AS said", unreadable_sql(key, column.number or NumberForm("."))
    )
    found = f"FROM {sheet.name} JOIN {words} AS words ON row = words.at WHERE reason IS NULL AND amount IS NULL"
    rows, said = engine.execute(f"SELECT count(*), min(said) {found}").fetchall()[0]
    if not rows:
        return []
    often = rows > FEW_WORDS * sheet.count(engine, f"SELECT count(*) FROM {sheet.name} WHERE reason IS NULL")
    question = sheet.question("no_number", column.name, "leave_out", "nothing", needed=often, n=rows, said=said)
    if _chosen(question, answers) == "leave_out":
        engine.update(sheet.name, {"reason": "'unreadable_amount'"}, f"row IN (SELECT row {found})")
    return [question]


def _states(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """Quotes, drafts and cancelled documents are no revenue; credit notes in a list of invoices lower it."""
    questions = []
    for field in ("state", "document_type"):
        header = sheet.mapping.fields.get(field)
        if header is None:
            continue
        cells = engine.execute(
            f"SELECT {field}, bool_or(amount < 0), bool_or(amount > 0) FROM {sheet.name} "
            f"WHERE reason IS NULL AND {field} IS NOT NULL GROUP BY {field} ORDER BY count(*) DESC, {field}"
        ).fetchall()
        meant = states(header, [cell for cell, _, _ in cells])
        out = sorted(cell for cell, meaning in meant.items() if meaning == "not_invoiced")
        if out:
            # Where cancellations stand as negative documents of their own, the cancelled ones must stay.
            reversed_ = any(meant[cell] == "credit" and "storno" in cell.lower() for cell, below, _ in cells if below)
            likely = ("count", "leave_out") if reversed_ else ("leave_out", "count")
            question = sheet.question("states", header, *likely, states=", ".join(out))
            questions.append(question)
            if _chosen(question, answers) == "leave_out":
                sheet.set_aside(engine, f"{field} IN ({', '.join(map(quoted, out))})", "not_invoiced")
        lowering = sorted(cell for cell, _, above in cells if above and meant[cell] == "credit")
        if lowering and sheet.role == "invoices" and sheet.mapping.fields.get("gross") != SIGNED:
            question = sheet.question("credit_sign", header, "subtract", "add", states=", ".join(lowering))
            questions.append(question)
            if _chosen(question, answers) == "subtract":
                engine.update(
                    sheet.name,
                    {"amount": "-amount", "line_cost": "-abs(line_cost)", "line_profit": "-line_profit"},
                    f"amount > 0 AND {field} IN ({', '.join(map(quoted, lowering))})",
                )
    return questions


def _leave_out_totals(engine: Engine, sheet: Sheet) -> None:
    """Totals that stand where a customer's name does, wherever in the table: rows called no more than a total whose
    amounts are those of all other rows once more."""
    if not {"who", "amount"} <= set(engine.columns(sheet.name)):
        return
    sums = engine.execute(
        f"SELECT who, sum(amount) FROM {sheet.name} WHERE reason IS NULL AND who IS NOT NULL GROUP BY who"
    ).fetchall()
    called = [who for who, _ in sums if says_total(who)]
    totals = sum(amount or 0 for who, amount in sums if who in called)
    rest = sum(amount or 0 for who, amount in sums if who not in called)
    if called and totals and abs(totals - rest) < A_CENT:
        sheet.set_aside(engine, f"who IN ({', '.join(map(quoted, called))})", "total_row")


def _repeated(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """A document's total that stands on each of its lines counts once."""
    header = next((sheet.mapping.fields[name] for name in ("revenue", "gross", "open_amount") if sheet.has(name)), None)
    if header is None or not sheet.has("document"):
        return []
    several, same = engine.execute(
        f"""SELECT count(*), count(*) FILTER (WHERE low = high) FROM (
            SELECT min(amount) AS low, max(amount) AS high FROM (SELECT document, amount FROM {sheet.name}
                WHERE reason IS NULL AND document IS NOT NULL AND amount <> 0 ORDER BY row LIMIT {SEEN})
            GROUP BY document HAVING count(*) > 1)"""
    ).fetchall()[0]
    if several < FEWEST_REPEATED or same < REPEATED * several or _lines_repeat(engine, sheet):
        return []
    question = sheet.question("repeated_total", header, "once", "each_line")
    if _chosen(question, answers) == "once":
        engine.update(
            sheet.name,
            {"amount": "0"},
            "document = of AND row <> first AND reason IS NULL",
            f"""(SELECT document AS of, min(row) AS first FROM {sheet.name}
                WHERE reason IS NULL AND document IS NOT NULL AND amount <> 0 GROUP BY document) AS documents""",
        )
    return [question]


def _lines_repeat(engine: Engine, sheet: Sheet) -> bool:
    """Whether whole lines stand twice: then it is the export that repeats, not the total."""
    fields = [name for name in ("quantity", "unit_price", "product") if sheet.has(name)]
    if not fields:
        return True
    return not sheet.count(
        engine,
        f"SELECT count(*) FROM (SELECT document FROM {sheet.name} WHERE reason IS NULL AND document IS NOT NULL "
        f"GROUP BY document HAVING count(*) > 1 AND count(DISTINCT ({', '.join(fields)}, 0)) > 1 LIMIT 1)",
    )


def _odd_dates(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """A few dates years away from all others would stretch the period: they are taken for slips."""
    header = sheet.mapping.fields.get("date")
    if header is None:
        return []
    low, high = engine.execute(
        f"SELECT {engine.day_quantile('date', ODD_SHARE)} - INTERVAL 2 YEAR, "
        f"{engine.day_quantile('date', 1 - ODD_SHARE)} + INTERVAL 2 YEAR "
        f"FROM {sheet.name} WHERE reason IS NULL AND date IS NOT NULL"
    ).fetchall()[0]
    if low is None:
        return []
    odd = f"date < DATE '{low:%Y-%m-%d}' OR date > DATE '{high:%Y-%m-%d}'"
    found = engine.execute(
        f"SELECT count(*), min(date), max(date) FROM {sheet.name} WHERE reason IS NULL AND ({odd})"
    ).fetchall()[0]
    if not found[0]:
        return []
    question = sheet.question(
        "odd_dates", header, "leave_out", "count", n=int(found[0]), first=str(found[1]), last=str(found[2])
    )
    if _chosen(question, answers) == "leave_out":
        sheet.set_aside(engine, odd, "odd_date")
    return [question]


def _outlier(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """One amount larger than all others together, and far above the next: a slip, or a very good year."""
    rows = engine.execute(
        f"SELECT row, abs(amount), amount FROM {sheet.name} WHERE reason IS NULL AND amount IS NOT NULL "
        "ORDER BY 2 DESC LIMIT 2"
    ).fetchall()
    total, amounts = engine.execute(
        f"SELECT sum(abs(amount)), count(amount) FROM {sheet.name} WHERE reason IS NULL"
    ).fetchall()[0]
    if amounts < FEWEST_AMOUNTS or rows[0][1] < OUTLIER * rows[1][1] or rows[0][1] <= total / 2 or not rows[1][1]:
        return []
    question = sheet.question(
        "outlier", None, "count", "leave_out", needed=True, amount=float(rows[0][2]), row=rows[0][0]
    )
    if _chosen(question, answers) == "leave_out":
        sheet.set_aside(engine, f"row = {int(rows[0][0])}", "outlier")
    return [question]


STEPS: tuple[Step, ...] = (tax_inside, turned_over, tax_lines, _states, taken_back, _repeated, _odd_dates, _outlier)
