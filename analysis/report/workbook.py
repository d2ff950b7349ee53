"""The workbook of a portfolio: figures per customer as live formulas, named assumptions, and where all comes from."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.evaluate import Evaluation, summary
from analysis.language import Language
from analysis.report.assumption_sheet import assumptions_sheet
from analysis.report.curve_sheet import curve_sheet, drivers_sheet
from analysis.report.customer_sheets import Columns, customers_sheet, quantities_sheet
from analysis.report.invoice_sheets import invoice_sheets
from analysis.report.live import Live
from analysis.report.made import Made
from analysis.report.sheets import COUNT, MONEY, Formula, cell, head, new_sheet


def write_workbook(
    target: Path | BinaryIO, evaluation: Evaluation, language: Language, made: Made | None = None
) -> None:
    """Writes the workbook: summary, customers, drivers, curve, quantities, assumptions, reconciliation and rows set
    aside. A changed assumption gives in a spreadsheet what the app would show.

    ``made``: where it comes from, for the footer of each page and what was entered beside the figures.
    """
    book, live = Workbook(write_only=True), Live(evaluation, language)
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    columns, footer = Columns(live), (made or Made()).footer(evaluation, language)

    def sheet(key: str, *widths: int) -> WriteOnlyWorksheet:
        return new_sheet(book, language, key, widths, footer)

    _summary(sheet("summary", 44, 20, 20, 60), live, columns, language, footer)
    customers_sheet(sheet("customers", 12, 36), live, columns, language)
    drivers_sheet(sheet("drivers", 44, 20), live, columns, language)
    curve_sheet(sheet("curve", 20, 20, 20), live, columns, language)
    quantities_sheet(sheet("quantities", 12, 36), live, language)
    invoice_sheets(sheet, evaluation, language)
    assumptions_sheet(book, sheet("assumptions", 56, 14, 26, 14, 14, 14, 30), live, language)
    _reconciliation(sheet("tables", 36, 22), evaluation, language)
    _set_aside(sheet("set_aside", 30, 16, 10, 30, 14, 80), evaluation, language)
    book.save(target)


def _summary(sheet: WriteOnlyWorksheet, live: Live, columns: Columns, language: Language, footer: str) -> None:
    figures, evaluation = summary(live.evaluation), live.evaluation
    head(sheet, [language.text(f"report.{word}") for word in ("figure", "value", "exported", "note")])
    sheet.append([cell(sheet, language.text("report.period")), cell(sheet, footer)])
    letters = {"revenue": "revenue", "contribution_margin": "margin", "care_cost": "care", "net_contribution": "net"}
    sheet.append([cell(sheet, language.text("report.customers")), cell(sheet, figures["customers"], COUNT)])
    for key, column in letters.items():
        total = Formula(f"=ROUND(SUM({live.rows(columns.letters[column])}),2)")
        name, note = language.text(f"report.{key}"), language.text("report.how") if key == "revenue" else None
        amounts = [cell(sheet, amount, MONEY) for amount in (total, figures[key])]
        sheet.append([cell(sheet, name), *amounts, cell(sheet, note)])
    losing = Formula(f'=COUNTIF({live.rows(columns.letters["net"])},"<0")')
    sheet.append(
        [
            cell(sheet, language.text("report.losing")),
            cell(sheet, losing, COUNT),
            cell(sheet, evaluation.whale.losing_customers, COUNT),
        ]
    )
    for verdict, count in figures["verdicts"].items():
        sheet.append([cell(sheet, language.text(f"tag.verdict.{verdict}")), None, cell(sheet, count, COUNT)])
    for action, count in figures["actions"].items():
        sheet.append([cell(sheet, language.text(f"actions.{action}.label")), None, cell(sheet, count, COUNT)])


def _reconciliation(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    names = ("rows_read", "rows_used", "rows_set_aside", "amount_read", "amount_used", "amount_set_aside")
    head(sheet, [language.text(f"report.{name}") for name in ("table", "role", *names, "reasons")])
    for table in evaluation.portfolio.tables:
        reasons = ", ".join(f"{rows} × {language.text(f'set_aside.{why}')}" for why, rows in table.reasons.items())
        figures = [cell(sheet, getattr(table, name), COUNT if name.startswith("rows") else MONEY) for name in names]
        role = language.text(f"roles.{table.role}")
        sheet.append([cell(sheet, table.name), cell(sheet, role), *figures, cell(sheet, reasons)])


def _set_aside(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    head(
        sheet, [language.text(f"upload.aside.{name}") for name in ("file", "sheet", "row", "reason", "amount", "text")]
    )
    for row in evaluation.portfolio.set_aside.itertuples(index=False):
        why = language.text(f"set_aside.{row.reason}")
        cells = [cell(sheet, row.file), cell(sheet, row.sheet), cell(sheet, row.row, "0"), cell(sheet, why)]
        sheet.append([*cells, cell(sheet, row.amount, MONEY), cell(sheet, row.text)])
