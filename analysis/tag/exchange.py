"""The tagged list leaves the house and comes back: a table that colleagues fill in, and what their answers change."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation
from analysis.language import LANGUAGES, Language
from analysis.tag.suggestions import why
from analysis.tag.verdict import QUESTIONS
from analysis.upload.export import FORMULA_STARTS, safe
from analysis.upload.files import read_file
from analysis.upload.identity import plain_name
from analysis.upload.source import SourceTable
from analysis.upload.words import NO, YES

FILLED_IN = (*QUESTIONS, "note")
"""Columns that a colleague may fill in, and that are read back."""
AMOUNTS = ("revenue", "contribution_margin", "care_cost", "net_contribution")
OPEN = frozenset(["offen", "open", "unklar", "unknown"])


def tagged_list(evaluation: Evaluation, customers: pd.Index, fields: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The list as it is exported, one row per customer, headers in the language.

    Parameters
    ----------
    customers : whom the list names, in this order.
    fields : ``Workspace.fields("tag.")``.

    A question's own column holds a person's answer and is empty where nobody gave one; the suggestion and its reason
    stand beside it. ``as_of`` is the last edit the list knows, by which later edits are told from earlier ones.
    """
    rows, of = evaluation.customers.loc[customers], len(evaluation.customers)
    words = {answer: language.text(f"tag.list.{answer}") for answer in ("yes", "no", "open")}
    table = {"key": rows["key"], "name": rows["name"]}
    table |= {column: rows[column] for column in AMOUNTS}
    table["margin_after_care"] = rows["margin_after_care"]
    for question in QUESTIONS:
        said = rows[question].where(rows[f"answered_{question}"])
        table[question] = said.map(words)
        table[f"suggested_{question}"] = rows[f"suggested_{question}"].map(words)
    records = rows.to_dict("records")
    table["why"] = pd.Series(
        [" · ".join(why(row, question, of).sentence(language) for question in QUESTIONS) for row in records],
        index=rows.index,
        dtype="object",
    )
    table["verdict"] = rows["verdict"].map(
        {name: language.text(f"tag.verdict.{name}") for name in set(rows["verdict"])}
    )
    notes = fields[fields["field"] == "tag.note"].set_index("customer_id")["value"]
    table["note"] = notes.reindex(rows.index).astype("object").fillna(rows["note"])
    table["as_of"] = pd.Series(int(fields["revision"].max()) if len(fields) else 0, index=rows.index)
    made = pd.DataFrame(table)
    return made.rename(columns={column: language.text(f"tag.list.{column}") for column in made})


def as_csv(table: pd.DataFrame, language: Language) -> bytes:
    """The list as CSV for Excel in the language's form; what a spreadsheet would compute is prefixed."""
    german = language.code == "de"
    written = table.copy()
    for column in written.columns[written.dtypes.map(lambda kind: kind.kind not in "fi")]:
        written[column] = [safe(str(value)) if pd.notna(value) else None for value in written[column]]
    text = written.to_csv(index=False, sep=";" if german else ",", decimal="," if german else ".", float_format="%.4f")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def as_workbook(table: pd.DataFrame, language: Language) -> bytes:
    """The list as XLSX: text as text, answers to choose from a list, the columns to fill in marked."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(language.text("tag.list.sheet"))
    sheet.freeze_panes = "C2"
    filled_in = {language.text(f"tag.list.{column}") for column in FILLED_IN}
    amounts = {language.text(f"tag.list.{column}") for column in AMOUNTS}
    words = ",".join(language.text(f"tag.list.{answer}") for answer in ("yes", "no", "open"))
    choices = DataValidation("list", formula1=f'"{words}"', allow_blank=True)
    for place, header in enumerate(table, start=1):
        letter = get_column_letter(place)
        wide = header in (language.text("tag.list.why"), language.text("tag.list.note"))
        sheet.column_dimensions[letter].width = 60 if wide else 34 if place == 2 else 17
        if header in {language.text(f"tag.list.{question}") for question in QUESTIONS}:
            choices.add(f"{letter}2:{letter}{len(table) + 1}")
    if len(table):
        sheet.data_validations.append(choices)
    sheet.append([_cell(sheet, header, bold=True, marked=header in filled_in) for header in table])
    forms = ["#,##0.00" if header in amounts else "0.0%" if kind.kind == "f" else None
             for header, kind in table.dtypes.items()]  # fmt: skip
    for row in table.itertuples(index=False, name=None):
        sheet.append([_cell(sheet, value, form) for value, form in zip(row, forms, strict=True)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(sheet: object, value: object, form: str | None = None, bold: bool = False, marked: bool = False) -> object:
    if value is None or value != value:
        return None
    if not isinstance(value, str) and form is None:
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if form:
        cell.number_format = form
    if bold:
        cell.font = Font(bold=True)
    if marked:
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
    return cell


def answers_in(path: Path, name: str, folder: Path) -> pd.DataFrame:
    """The answers in a file that a colleague filled in: ``key``, ``name``, ``FILLED_IN`` (text or None) and ``as_of``
    (revision; NaN where the file does not say), one row per row of the file.

    Raises ``PortfolioError`` where no table in it has a customer and at least one of the columns to fill in.
    """
    for table in read_file(path, name, folder):
        columns = {role: header for header in (column.name for column in table.columns) if (role := _role(header))}
        if {"key", "name"} & columns.keys() and set(FILLED_IN) & columns.keys():
            return _read(table, columns)
    raise PortfolioError("tag.trouble.no_answers", file=name)


def _read(table: SourceTable, columns: dict[str, str]) -> pd.DataFrame:
    cells = table.head(table.rows)
    read = pd.DataFrame({role: cells[header].astype("object") for role, header in columns.items()})
    read = read.reindex(columns=["key", "name", *FILLED_IN, "as_of"]).astype("object")
    read = read.where(read.notna(), None)
    for column in ("key", "name", "note"):
        # As objects: a column of text would turn an empty cell into NaN, which then counts as said.
        read[column] = pd.Series([_restored(text) for text in read[column]], index=read.index, dtype="object")
    read["as_of"] = pd.to_numeric(read["as_of"], errors="coerce")
    return read


def _role(header: str) -> str | None:
    """What a header stands for, in either language; None for columns that are not read back."""
    plain = plain_name(header)
    for code in LANGUAGES:
        language = Language(code)
        for role in ("key", "name", *FILLED_IN, "as_of"):
            if plain == plain_name(language.text(f"tag.list.{role}")):
                return role
    return None


def _restored(text: str | None) -> str | None:
    """Text as it was before ``safe``."""
    return text[1:] if text and text[0] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def answer_of(text: str) -> str | None:
    """yes / no / open; None for a word that is none of these."""
    plain = plain_name(text)
    if plain in YES:
        return "yes"
    return "no" if plain in NO else "open" if plain in OPEN or text.strip() == "?" else None
