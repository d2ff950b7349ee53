"""Whether amounts hold the tax that stands beside them: the amounts themselves tell, where the rate is a usual one."""

from __future__ import annotations

from analysis.engine.engine import Engine
from analysis.upload.question import Answers, Question
from analysis.upload.sheets import Sheet

RATES = (5, 5.5, 6, 7, 7.7, 8, 8.1, 9, 10, 12, 13, 13.5, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27)
"""Rates of value added tax in Europe and beyond, in percent."""
LARGE = 30
"""Amounts below tell rates badly apart (€)."""
ROUNDED = 0.0065
FEWEST = 2
SURE, UNSURE = 0.8, 0.2
SEEN = 50_000


def tax_inside(engine: Engine, sheet: Sheet, answers: Answers) -> list[Question]:
    """Adjusts amounts with a tax beside them, and no gross amount, to what tax ÷ amount says of nearly all of them."""
    if sheet.role not in ("invoices", "credit_notes") or not sheet.has("revenue", "tax") or sheet.has("gross"):
        return []
    header = sheet.mapping.fields["revenue"]
    before = next((asked for asked in sheet.mapping.questions if asked.kind in ("tax_inside", "net_or_gross")), None)
    if before and before.key in answers:
        return []
    taken_off = before is not None and before.kind == "tax_inside" and before.likely == "inside"
    amount = "CAST(amount AS DOUBLE)" + (" + CAST(tax AS DOUBLE)" if taken_off else "")
    freight = next((name for name in ("freight_charged", "freight_cost") if sheet.has(name)), None)
    charged = f"coalesce(CAST({freight} AS DOUBLE), 0)" if freight else "0"
    bases = ("amount", "amount + charged") if freight else ("amount",)
    of_net = _fits([rate / 100 for rate in RATES], bases)
    of_gross = _fits([rate / (100 + rate) for rate in RATES], bases)
    rows, net, gross = engine.execute(
        f"SELECT count(*), count(CASE WHEN {of_net} THEN 1 END), count(CASE WHEN {of_gross} THEN 1 END) FROM "
        f"(SELECT {amount} AS amount, CAST(tax AS DOUBLE) AS tax, {charged} AS charged FROM {sheet.name} "
        f"WHERE reason IS NULL AND abs({amount}) >= {LARGE} AND tax <> 0 LIMIT {SEEN}) AS told"
    ).fetchall()[0]
    inside = gross >= SURE * rows and net <= UNSURE * rows
    if rows < FEWEST or inside == taken_off or not (inside or (net >= SURE * rows and gross <= UNSURE * rows)):
        return []
    question = sheet.question("tax_inside", header, *(("inside", "net") if inside else ("net", "inside")))
    if answers.get(question.key, question.options[0]) == question.options[0]:
        # Freight that is charged has its share of a tax that is not the amount's alone.
        alone = _fits([rate / (100 + rate) for rate in RATES], ("CAST(amount AS DOUBLE)",))
        share = (
            f"CASE WHEN {charged} > 0 AND amount > 0 AND NOT ({alone}) THEN amount / (amount + {charged}) ELSE 1 END"
        )
        taken = f"amount - coalesce(tax, 0) * ({share})" if inside else "amount + coalesce(tax, 0)"
        engine.update(sheet.name, {"amount": f"CAST({taken} AS DECIMAL(18,6))"}, "amount IS NOT NULL")
    return [question]


def _fits(shares: list[float], bases: tuple[str, ...]) -> str:
    """SQL of whether the tax is one of the shares of one of the amounts."""
    return " OR ".join(f"abs(abs(tax) - abs({base}) * {share!r}) < {ROUNDED}" for share in shares for base in bases)
