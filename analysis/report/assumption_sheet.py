"""The sheet of assumptions: each value a named cell that the formulas read."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import absolute_coordinate, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.assumptions import every_name, range_named
from analysis.language import Language
from analysis.report.live import Live, name_in_book
from analysis.report.sheets import INPUT, NUMBER, SHARE, cell, framed, head, title_of


def assumptions_sheet(book: Workbook, sheet: WriteOnlyWorksheet, live: Live, language: Language) -> None:
    """Label, value, whether the workbook's formulas read it, default, range, source. What may be changed here is
    marked and held to its range."""
    words = ("assumption", "value", "live", "default", "low", "high", "source")
    head(sheet, [language.text(f"report.{word}") for word in words])
    named = [name for name in every_name() if language.has(f"assumptions.{name}.label")]
    for row, name in enumerate(named, start=2):
        limits, value, reads = range_named(name), live.evaluation.assumptions.value(name), name in live.assumptions
        form = SHARE if limits and limits.unit == "share" else NUMBER
        held = cell(sheet, value, form)
        if reads:
            held.fill = INPUT
            place = f"{quote_sheetname(title_of('assumptions', language))}!{absolute_coordinate(f'B{row}')}"
            book.defined_names[name_in_book(name)] = DefinedName(name_in_book(name), attr_text=place)
        cells = [cell(sheet, language.text(f"assumptions.{name}.label")), held]
        cells.append(cell(sheet, language.text("report.live_yes" if reads else "report.live_no")))
        if limits is not None:
            cells += [cell(sheet, number, form) for number in (limits.default, limits.low, limits.high)]
            cells.append(cell(sheet, limits.source or language.text("report.own_estimate")))
        sheet.append(cells)
        if reads:
            rule = (
                DataValidation("decimal", operator="between", formula1=str(limits.low), formula2=str(limits.high))
                if limits
                else DataValidation("list", formula1='"TRUE,FALSE"')
            )
            rule.add(f"B{row}")
            sheet.data_validations.append(rule)
    framed(sheet, "assumptions", len(words), len(named))
