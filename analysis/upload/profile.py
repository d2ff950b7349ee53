"""How the cells of a table's columns are written: number forms, date forms, and what has to be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from analysis.upload.dates import DateEvidence, Order, date_evidence
from analysis.upload.durations import durations
from analysis.upload.header import cell_kind
from analysis.upload.numbers import Mark, NumberEvidence, number_evidence
from analysis.upload.question import Answers, Question
from analysis.upload.source import DateForm, NumberForm, SourceColumn

Evidence = TypeVar("Evidence", NumberEvidence, DateEvidence)
Found = TypeVar("Found", bound=str)

_JUDGED = 2_000
_SAMPLES = 20
_MARKS: dict[str, Mark] = {"comma": ",", "point": "."}
_ORDERS: dict[str, Order] = {"day_first": "dmy", "month_first": "mdy"}
_DATE_WORDS = re.compile(r"dat(?:um|e)\b|datum|date|data\b|fecha|tag\b|fällig|zeitpunkt|stichtag", re.IGNORECASE)
_MONEY_WORDS = re.compile(
    r"umsatz|umsätze|erlös|betrag|\bnetto|\bbrutto|revenue|turnover|\bsales\b|\bamount\b|fatturato|ventas|\bchiffre",
    re.IGNORECASE,
)
GERMAN = re.compile(
    r"kund|rechnung|umsatz|betrag|datum|menge|preis|netto|brutto|stück|straße|firma|plz|\bort\b|[äöüß]", re.IGNORECASE
)
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d")


@dataclass(frozen=True)
class Column:
    """A column's cells, counted.

    Parameters
    ----------
    name : unique in the table.
    counts : text → number of cells, the first ones first; empty cells and rows set aside are not in it.
    filled, distinct : over the whole table, or scaled up to it.
    all_values : gives the whole column's counts, where ``counts`` is of some rows only.
    mark : the decimal mark, where it is known because the numbers came as numbers.
    label : see ``SourceColumn``.
    """

    name: str
    counts: Counter[str]
    filled: int
    distinct: int
    all_values: Callable[[], Counter[str]] | None = None
    mark: Mark | None = None
    label: bool = False


@dataclass(frozen=True)
class Setting:
    """What the file around a table says about its numbers and dates.

    ``delimiter`` of a text file; ``native``: numbers and dates come as such, as from a workbook; ``marks``: by
    position of the column, the decimal mark in which such numbers were written as text.
    """

    delimiter: str | None = None
    native: bool = False
    marks: Mapping[int, Mark] = field(default_factory=dict)


def spread(values: Counter[str]) -> dict[str, int]:
    """Some two thousand of the different values: the first, the last and those between at equal steps."""
    if len(values) <= _JUDGED:
        return values
    texts = list(values)
    end = _JUDGED // 4
    kept = texts[:end] + texts[end : -end : len(texts) // (_JUDGED // 2) + 1] + texts[-end:]
    return {text: values[text] for text in kept}


def profile(
    file: str, sheet: str | None, columns: Sequence[Column], setting: Setting, answers: Answers
) -> tuple[tuple[SourceColumn, ...], list[Question]]:
    """The columns with their forms, and questions where the cells leave a form open."""
    numbers = [_judged(column, number_evidence) for column in columns]
    dates = [_judged(column, date_evidence) for column in columns]
    usual_mark = _usual([e.settled for e in numbers if e.settled and e.form(e.settled)])
    usual_order = _usual([e.settled for e in dates if e.settled and e.form(e.settled)])
    hint = _mark_hint(columns, setting)
    made: list[SourceColumn] = []
    questions: list[Question] = []
    for index, (column, number, date) in enumerate(zip(columns, numbers, dates, strict=True)):
        ask = _Ask(file, sheet, column.name, answers, questions)
        date_form = _date_form(ask, column, date, usual_order)
        number_form = None
        if not _months(column.counts) and (date_form is None or date_form.order in ("ymd", "serial")):
            number_form = _number_form(ask, column, number, usual_mark, hint)
        samples = tuple(list(column.counts)[:_SAMPLES])
        timed = number_form is None and date_form is None and durations(spread(column.counts))
        counted = (column.filled, column.distinct, number_form, date_form, samples)
        made.append(SourceColumn(f"c{index}", column.name, *counted, duration=timed, label=column.label))
    return tuple(made), questions


def _judged(column: Column, judge: Callable[[Mapping[str, int]], Evidence]) -> Evidence:
    """The evidence of some values, or of all where some leave it open."""
    evidence = judge(spread(column.counts))
    if evidence.ambiguous and (column.all_values or len(column.counts) > _JUDGED):
        evidence = judge(column.all_values() if column.all_values else column.counts)
    return evidence


def _usual(found: list[Found]) -> Found | None:
    return Counter(found).most_common(1)[0][0] if found else None


def _months(counts: Counter[str]) -> bool:
    months = sum(count for text, count in counts.items() if _MONTH.fullmatch(text))
    return months >= 0.9 * max(1, counts.total())


def _mark_hint(columns: Sequence[Column], setting: Setting) -> Mark:
    """The decimal mark to expect where no number tells."""
    if setting.native:
        return "."
    german = any(GERMAN.search(column.name) for column in columns)
    return "," if setting.delimiter == ";" or german else "."


@dataclass
class _Ask:
    """Where a question about a column goes, and what was answered."""

    file: str
    sheet: str | None
    column: str
    answers: Answers
    questions: list[Question]

    def answer(self, kind: str) -> str | None:
        return self.answers.get(self.question(kind, (), False, "").key)

    def question(self, kind: str, options: tuple[str, ...], needed: bool, example: str) -> Question:
        return Question(kind, self.file, self.sheet, self.column, options, needed, {"example": example})


def _number_form(
    ask: _Ask, column: Column, evidence: NumberEvidence, usual: Mark | None, hint: Mark
) -> NumberForm | None:
    answered = _MARKS.get(ask.answer("decimal_mark") or "")
    called = bool(_MONEY_WORDS.search(column.name))
    if column.mark or not evidence.ambiguous:
        return evidence.form(answered or column.mark or evidence.settled or usual or hint, called)
    if evidence.form(",", called) is None:
        return None
    mark: Mark | None = usual
    if mark is None and evidence.thousands_likely and evidence.ambiguous_mark:
        mark = "," if evidence.ambiguous_mark == "." else "."
    likely: Mark = mark or hint
    options = ("comma", "point") if likely == "," else ("point", "comma")
    example = next(text for text in column.counts if _ambiguous(text))
    ask.questions.append(ask.question("decimal_mark", options, mark is None, example))
    return evidence.form(answered or likely, called)


def _ambiguous(text: str) -> bool:
    return number_evidence({text: 1}).either > 0


def _date_form(ask: _Ask, column: Column, evidence: DateEvidence, usual: Order | None) -> DateForm | None:
    answered = _ORDERS.get(ask.answer("date_order") or "")
    called = bool(_DATE_WORDS.search(column.name))
    if not evidence.ambiguous:
        return evidence.form(answered or evidence.settled or "dmy", called)
    if evidence.form("dmy", called) is None:
        return None
    order: Order | None = usual or evidence.in_order
    likely: Order = order or "dmy"
    options = ("day_first", "month_first") if likely == "dmy" else ("month_first", "day_first")
    example = next(text for text in column.counts if cell_kind(text) == "date")
    ask.questions.append(ask.question("date_order", options, order is None, example))
    return evidence.form(answered or likely, called)
