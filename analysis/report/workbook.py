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
from analysis.report.curve_sheet import curve_sheet, drivers_sheet, worst_sheet
from analysis.report.customer_sheets import Columns, customers_sheet, named, quantities_sheet
from analysis.report.entered_sheets import decisions_sheet, levers_sheet, said_sheet, tags_sheet
from analysis.report.invoice_sheets import invoice_sheets
from analysis.report.live import Live
from analysis.report.made import Made
from analysis.report.refill_sheets import plan_sheet, segments_sheet
from analysis.report.sheets import COUNT, MONEY, Formula, cell, head, new_sheet, table, worded


def write_workbook(
    target: Path | BinaryIO, evaluation: Evaluation, language: Language, made: Made | None = None
) -> None:
    """Writes the workbook: summary, customers, drivers, curve, quantities, assumptions; what people said and decided;
    segments and plan; reconciliation and rows set aside. A changed assumption gives in a spreadsheet what the app would
    show.

    ``made``: where it comes from, for the footer of each page, and what was entered beside the figures.
    """
    book, live, made = Workbook(write_only=True), Live(evaluation, language), made or Made()
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    columns, footer = Columns(live), made.footer(evaluation, language)

    def sheet(key: str, *widths: int) -> WriteOnlyWorksheet:
        return new_sheet(book, language, key, widths, footer)

    _summary(sheet("summary", 44, 20, 20, 60), live, columns, language, footer)
    customers_sheet(sheet("customers", 14, 36), live, columns, language)
    drivers_sheet(sheet("drivers", 44, 20), live, columns, language)
    worst_sheet(sheet("worst", 36, *[18] * 5), live, columns, language)
    curve_sheet(sheet("curve", 20, 20, 20), live, columns, language)
    quantities_sheet(sheet("quantities", 14, 36), live, language)
    invoice_sheets(sheet, evaluation, language)
    assumptions_sheet(book, sheet("assumptions", 56, 14, 26, 14, 14, 14, 30), live, language)
    tags_sheet(sheet("tags", 14, 36, *[16] * 6, 24, 30, 24, 60), evaluation, made, language)
    said_sheet(sheet("said", 14, 36, 40, 70, 30, *[14] * 3, 40, 20, 12, 20), evaluation, made, language)
    levers_sheet(sheet("levers", 14, 36, 18, 14, *[16] * 14), live, columns, made, language)
    decisions_sheet(sheet("decisions", 14, 36, 30, 30, 18, 20, 12, 14, 16, 16, 20, 60), evaluation, made, language)
    segments_sheet(sheet("segments", 24, 30, *[16] * 14), live, columns, made, language)
    plan_sheet(sheet("plan", 44, 18, 18, 18, 18, 18, 20), evaluation, made, language)
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
    forms: dict[str, str | None] = {"report.table": None, "report.role": None}
    forms |= {f"report.{name}": COUNT if name.startswith("rows") else MONEY for name in names}
    forms |= {"report.reasons": None}
    rows = [
        [
            report.name,
            language.text(f"roles.{report.role}"),
            *(getattr(report, name) for name in names),
            ", ".join(f"{rows} × {language.text(f'set_aside.{why}')}" for why, rows in report.reasons.items()),
        ]
        for report in evaluation.portfolio.tables
    ]
    table(sheet, "reconciliation", worded(forms, language), rows)


def _set_aside(sheet: WriteOnlyWorksheet, evaluation: Evaluation, language: Language) -> None:
    forms = {"file": None, "sheet": None, "row": "0", "reason": None, "amount": MONEY, "text": None}
    rows = evaluation.portfolio.set_aside.reindex(columns=list(forms))
    rows["reason"] = named(rows["reason"], "set_aside.{}", language)
    columns = {f"upload.aside.{name}": form for name, form in forms.items()}
    table(sheet, "set_aside", worded(columns, language), rows.itertuples(index=False, name=None))
