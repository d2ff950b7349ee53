"""The workbook of a run: figures per customer, assumptions and the reconciliation, to check and to take away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from analysis.assumptions import KINDS
from analysis.care.drivers import DRIVERS
from analysis.evaluate import Evaluation, summary
from analysis.language import Language

MONEY, SHARE, COUNT, DAY = "#,##0.00", "0.0%", "#,##0", "dd.mm.yyyy"
_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="E4E6EA")


def write_workbook(path: Path, evaluation: Evaluation, language: Language) -> None:
    """Writes the workbook: summary, customers (care cost and net contribution as formulas), assumptions,
    reconciliation and rows set aside. Text stays text, whatever it looks like."""
    book = Workbook(write_only=True)
    _summary(_sheet(book, language, "summary", (44, 18)), evaluation, language)
    _customers(_sheet(book, language, "customers", (12, 36)), evaluation, language)
    _assumptions(_sheet(book, language, "assumptions", (48, 14, 14, 14, 14, 30)), evaluation, language)
    _reconciliation(_sheet(book, language, "tables", (36, 22)), evaluation, language)
    _set_aside(_sheet(book, language, "set_aside", (30, 16, 10, 30, 14, 80)), evaluation, language)
    book.save(path)


def _sheet(book: Workbook, language: Language, name: str, widths: Sequence[int]) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(language.text(f"report.sheet.{name}"))
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _cell(sheet: WriteOnlyWorksheet, value: Any, form: str | None = None, formula: bool = False) -> WriteOnlyCell:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return WriteOnlyCell(sheet, None)
    if isinstance(value, pd.Timestamp):
        value, form = value.to_pydatetime(), DAY
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value.item() if hasattr(value, "item") else value)
    if isinstance(value, str) and not formula:
        cell.data_type = "s"
    if form:
        cell.number_format = form
    return cell


def _head(sheet: WriteOnlyWorksheet, words: Iterable[str]) -> None:
    cells = [_cell(sheet, word) for word in words]
    for cell in cells:
        cell.font, cell.fill = _BOLD, _HEAD
    sheet.append(cells)


def _summary(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    figures, (first, last) = summary(evaluation), evaluation.portfolio.period
    _head(sheet, [language.text("report.figure"), language.text("report.value")])
    sheet.append(
        [_cell(sheet, language.text("report.period")), _cell(sheet, f"{language.date(first)} – {language.date(last)}")]
    )
    for name, form in (
        ("customers", COUNT),
        ("revenue", MONEY),
        ("contribution_margin", MONEY),
        ("care_cost", MONEY),
        ("net_contribution", MONEY),
    ):
        sheet.append([_cell(sheet, language.text(f"report.{name}")), _cell(sheet, figures[name], form)])
    for verdict, count in figures["verdicts"].items():
        sheet.append([_cell(sheet, language.text(f"tag.verdict.{verdict}")), _cell(sheet, count, COUNT)])
    for action, count in figures["actions"].items():
        sheet.append([_cell(sheet, language.text(f"actions.{action}.label")), _cell(sheet, count, COUNT)])


def _customers(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    customers, drivers = evaluation.customers, _tangible(evaluation)
    attributes = list(evaluation.portfolio.attributes)
    words = {key: _driver(key, language) for key in drivers}
    head = [language.text("report.number"), language.text("report.name"), *attributes]
    head += [language.text("report.revenue"), language.text("report.contribution_margin")]
    head += [words[key] for key in drivers]
    head += [language.text(f"report.{name}") for name in ("care_cost", "net_contribution", "verdict", "action", "rule")]
    _head(sheet, head)
    start = len(attributes) + 4
    margin, first = get_column_letter(start), get_column_letter(start + 1)
    last, care = get_column_letter(start + len(drivers)), get_column_letter(start + len(drivers) + 1)
    for at, (_, row) in enumerate(customers.iterrows(), start=2):
        cells = [_cell(sheet, row["key"]), _cell(sheet, row["name"]), *(_cell(sheet, row[name]) for name in attributes)]
        cells += [_cell(sheet, row["revenue"], MONEY), _cell(sheet, row["contribution_margin"], MONEY)]
        cells += [_cell(sheet, row[f"care_{key}"], MONEY) for key in drivers]
        cells += [_cell(sheet, f"=ROUND(SUM({first}{at}:{last}{at}),2)", MONEY, formula=True)]
        cells += [_cell(sheet, f"=ROUND({margin}{at}-{care}{at},2)", MONEY, formula=True)]
        cells += [_cell(sheet, language.text(f"tag.verdict.{row['verdict']}"))]
        cells += [_cell(sheet, language.text(f"actions.{row['action']}.label"))]
        cells += [_cell(sheet, language.text(f"actions.rules.{row['rule']}"))]
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(customers) + 1}"


def _tangible(evaluation: Evaluation) -> list[str]:
    """The drivers that make up care cost; the intangible ones stand apart and are not in the sum."""
    apart = {driver.key for driver in DRIVERS if not driver.tangible}
    apart |= {entry.as_driver().key for entry in evaluation.own if not entry.tangible}
    return [key for key in evaluation.drivers if key not in apart]


def _driver(key: str, language: Language) -> str:
    name = f"drivers.{key}.label"
    return language.text(name) if language.has(name) else key.removeprefix("own_")


def _assumptions(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    _head(
        sheet, [language.text(f"report.{name}") for name in ("assumption", "value", "default", "low", "high", "source")]
    )
    for room, kind in KINDS.items():
        for entry in fields(kind):
            limits, name = entry.metadata.get("range"), f"{room}.{entry.name}"
            if not language.has(f"assumptions.{name}.label"):
                continue
            value = evaluation.assumptions.value(name)
            cells = [_cell(sheet, language.text(f"assumptions.{name}.label"))]
            if limits is None:
                cells.append(_cell(sheet, language.text("report.on" if value else "report.off")))
            else:
                form = SHARE if limits.unit == "share" else "#,##0.##"
                source = limits.source or language.text("report.own_estimate")
                numbers = (value, limits.default, limits.low, limits.high)
                cells += [*(_cell(sheet, number, form) for number in numbers), _cell(sheet, source)]
            sheet.append(cells)


def _reconciliation(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    names = ("rows_read", "rows_used", "rows_set_aside", "amount_read", "amount_used", "amount_set_aside")
    _head(sheet, [language.text(f"report.{name}") for name in ("table", "role", *names, "reasons")])
    for table in evaluation.portfolio.tables:
        reasons = ", ".join(f"{rows} × {language.text(f'set_aside.{why}')}" for why, rows in table.reasons.items())
        figures = [_cell(sheet, getattr(table, name), COUNT if name.startswith("rows") else MONEY) for name in names]
        sheet.append(
            [
                _cell(sheet, table.name),
                _cell(sheet, language.text(f"roles.{table.role}")),
                *figures,
                _cell(sheet, reasons),
            ]
        )


def _set_aside(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    _head(
        sheet, [language.text(f"upload.aside.{name}") for name in ("file", "sheet", "row", "reason", "amount", "text")]
    )
    for row in evaluation.portfolio.set_aside.itertuples(index=False):
        cells = [_cell(sheet, row.file), _cell(sheet, row.sheet), _cell(sheet, row.row, "0")]
        cells += [
            _cell(sheet, language.text(f"set_aside.{row.reason}")),
            _cell(sheet, row.amount, MONEY),
            _cell(sheet, row.text),
        ]
        sheet.append(cells)
