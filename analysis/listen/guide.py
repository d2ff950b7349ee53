"""The interview guide: what the interviewer should know and ask, to print (DOCX) and to fill in (XLSX)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from docx.shared import Cm, Pt

from analysis.evaluate import Evaluation
from analysis.invoices.words import could_buy, fair_price, rhythm
from analysis.language import LANGUAGES, Language
from analysis.listen.questions import MARKS, QUESTIONS, SCALE, SURE
from analysis.report.paper import add, blank, clean, content
from analysis.tag.card import facts
from analysis.tag.form import Entry, Form
from analysis.upload.identity import plain_name

AMOUNTS = ("revenue", "contribution_margin", "care_cost", "net_contribution")
NAME_WIDTH, VALUE_WIDTH = Cm(4.6), Cm(3.4)
KNOWN = {"price_known": fair_price, "could_buy": could_buy, "rhythm": rhythm}
"""What the invoices already know, as sentences."""
LINES = 4
"""Empty lines to write on below a question."""


def _mark(text: str) -> int | None:
    found = re.fullmatch(r"\s*([1-5])(?:[.,]0+)?\s*", text)
    return int(found[1]) if found else None


def _day(text: str) -> str | None:
    """The ISO date for ``2026-11-24`` (also with a time of day) and, day before month, ``24.11.2026``."""
    if found := re.match(r"\s*(\d{4})-(\d\d)-(\d\d)\b", text):
        year, month, day = found.groups()
    elif found := re.fullmatch(r"\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\s*", text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _sure(text: str) -> str | None:
    for code in LANGUAGES:
        for name in SURE:
            if plain_name(text) == plain_name(Language(code).text(f"listen.sure_options.{name}")):
                return name
    return None


INTERVIEW = Form(
    "listen",
    {
        **dict.fromkeys(QUESTIONS, Entry(wide=True)),
        **dict.fromkeys(MARKS, Entry(_mark, options=SCALE)),
        "marks_note": Entry(wide=True),
        "who": Entry(),
        "when": Entry(_day, lambda day, language: language.date(date.fromisoformat(day))),
        "sure": Entry(_sure, lambda name, language: language.text(f"listen.sure_options.{name}"), SURE),
    },
    numbers=dict.fromkeys(AMOUNTS, "#,##0.00")
    | {"orders": "#,##0", "care_hours": "#,##0.0", "average_days_late": "#,##0.0"},
    wide=tuple(KNOWN),
)
"""What is asked and noted in an interview; its columns are the workspace's fields ``listen.<column>``."""


def interview_list(
    evaluation: Evaluation, customers: Sequence[int], fields: pd.DataFrame, language: Language
) -> pd.DataFrame:
    """The guide as a list to fill in, one row per customer, headers in the language: figures, what stands here
    already, and ``as_of``, the last edit it knows (see ``analysis/tag/incoming.py``).

    Parameters
    ----------
    customers : whom it names, in this order.
    fields : ``Workspace.fields("listen.")``.
    """
    rows = evaluation.customers.loc[list(customers)]
    table = {"key": rows["key"], "name": rows["name"]} | {amount: rows[amount] for amount in AMOUNTS}
    table |= {"orders": rows["orders"], "care_hours": rows["all_hours"], "average_days_late": rows["average_days_late"]}
    for column, room in (("verdict", "tag.verdict.{}"), ("action", "actions.{}.label")):
        table[column] = pd.Series([language.text(room.format(value)) for value in rows[column]], rows.index)
    for column, told in KNOWN.items():
        table[column] = pd.Series([told(evaluation, customer, language) for customer in rows.index], rows.index)
    said = [_said(fields, language, customer) for customer in rows.index]
    for column in INTERVIEW.entries:
        table[column] = pd.Series([answers.get(column) for answers in said], index=rows.index, dtype="object")
    table["as_of"] = pd.Series(int(fields["revision"].max()) if len(fields) else 0, index=rows.index)
    return INTERVIEW.headed(pd.DataFrame(table), language)


def guide(
    evaluation: Evaluation, customers: Sequence[int], fields: pd.DataFrame, language: Language, footer: str = ""
) -> bytes:
    """The guide as DOCX, two pages per customer: the figures, the four questions with what was answered or room to
    write, the marks, who, when and how sure. Parameters as ``interview_list``; ``footer`` stands on every page."""
    paper = blank(language.text("listen.guide.title"), footer)
    for place, customer in enumerate(customers):
        heading = _customer(paper, evaluation, customer, _said(fields, language, customer), language)
        heading.paragraph_format.page_break_before = place > 0
    return content(paper)


def figures(evaluation: Evaluation, customer: int, language: Language) -> list[tuple[str, str]]:
    """What the interviewer should know: name and value, in words."""
    row = evaluation.customers.loc[customer]
    known = [(language.text(f"card.{name}"), language.money(row[name])) for name in AMOUNTS]
    known += [(language.text("listen.list.verdict"), language.text(f"tag.verdict.{row['verdict']}")),
              (language.text("listen.list.action"), language.text(f"actions.{row['action']}.label"))]  # fmt: skip
    if pd.notna(row["all_hours"]):
        known.append((language.text("listen.list.care_hours"), language.number(row["all_hours"])))
    more = facts(evaluation, customer, language)
    return known + list(zip(more.index, more.iloc[:, 0], strict=True))


def _customer(paper: Any, evaluation: Evaluation, customer: int, said: dict[str, Any], language: Language) -> Any:
    """Adds a customer's pages; returns their heading."""
    row = evaluation.customers.loc[customer]
    heading = add(paper, clean(language.text("listen.guide.heading", name=row["name"], key=row["key"])), "Heading1")
    paper.add_paragraph().add_run(language.text("listen.guide.internal")).italic = True
    _figures(paper, figures(evaluation, customer, language))
    paper.add_heading(language.text("invoices.title"), level=2)
    for told in KNOWN.values():
        if sentence := told(evaluation, customer, language):
            paper.add_paragraph(clean(sentence))
    for question in QUESTIONS:
        add(paper, language.text(f"listen.questions.{question}"), "Heading2")
        paper.add_paragraph(clean(said.get(question) or "\n" * LINES))
    add(paper, language.text("listen.guide.marks"), "Heading2").paragraph_format.page_break_before = True
    for mark in MARKS:
        steps = "   ".join(f"{'☒' if said.get(mark) == step else '☐'} {step}" for step in SCALE)
        paper.add_paragraph(f"{language.text(f'listen.marks.{mark}')}\n{steps}")
    paper.add_paragraph(language.text("listen.scale")).runs[0].font.size = Pt(9)
    for name in ("marks_note", "who", "when", "sure"):
        entry = INTERVIEW.entries[name]
        choices = " / ".join(str(entry.write(option, language)) for option in entry.options)
        paper.add_paragraph(f"{language.text(f'listen.{name}')}  {clean(said.get(name) or choices)}")
    return heading


def _said(fields: pd.DataFrame, language: Language, customer: int) -> dict[str, Any]:
    """What stands here of one customer: column to the answer as it is written."""
    own = fields[fields["customer_id"] == customer]
    given = zip(own["field"].str.removeprefix("listen."), own["value"], strict=True)
    return {name: INTERVIEW.entries[name].write(value, language) for name, value in given if name in INTERVIEW.entries}


def _figures(paper: Any, known: list[tuple[str, str]]) -> None:
    """Two figures to a row, so that the questions begin on the first page."""
    half = (len(known) + 1) // 2
    grid = paper.add_table(rows=half, cols=4, style="Table Grid")
    grid.autofit = False
    for place, (name, value) in enumerate(known):
        cells = grid.rows[place % half].cells[2 * (place // half) :]
        for cell, text in zip(cells, (name, value), strict=False):
            cell.text, cell.width = clean(text), NAME_WIDTH if text is name else VALUE_WIDTH
            cell.paragraphs[0].runs[0].font.size = Pt(9)
            cell.paragraphs[0].runs[0].bold = text is value
