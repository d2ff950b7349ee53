"""The whale curve before and after care, and what each driver costs, with the spreadsheet's own charts."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.care.driver_chart import SHADES, tint, worst
from analysis.care.drivers import group_of, name_of
from analysis.language import Language
from analysis.look import Look
from analysis.report.customer_sheets import Columns
from analysis.report.live import FIRST, Live
from analysis.report.sheets import MONEY, SHARE, Formula, cell, framed, head, place, table, worded

AT_MOST = 2_000
"""The curve is computed anew in the spreadsheet for up to so many customers: each further one makes it slower."""
POINTS = 400
"""Points of the curve of more customers, as exported."""
WORST = 20
"""So many of those who cost most are shown."""


def curve_sheet(sheet: WriteOnlyWorksheet, live: Live, columns: Columns, language: Language) -> None:
    """Cumulative contribution by the share of customers, best first: before care and after it."""
    customers = live.evaluation.customers
    count = len(customers)
    head(sheet, [language.text(f"report.{word}") for word in ("share_of_customers", "before_care", "after_care")])
    sheet.append([cell(sheet, 0.0, SHARE), cell(sheet, 0.0, MONEY), cell(sheet, 0.0, MONEY)])
    if count <= AT_MOST:
        margin, net = (live.rows(columns.letters[name]) for name in ("margin", "net"))
        for at in range(1, count + 1):
            row = at + 1
            steps = [Formula(f"={column}{row}+LARGE({cells},{at})") for column, cells in (("B", margin), ("C", net))]
            sheet.append([cell(sheet, at / count, SHARE), *(cell(sheet, step, MONEY) for step in steps)])
        rows = count + 2
    else:
        before, after = live.evaluation.whale_before.table, live.evaluation.whale.table
        taken = sorted({round(count * at / POINTS) for at in range(1, POINTS + 1)})
        for at in taken:
            amounts = [float(curve["cumulative"].iloc[at - 1]) for curve in (before, after)]
            sheet.append([cell(sheet, at / count, SHARE), *(cell(sheet, amount, MONEY) for amount in amounts)])
        rows = len(taken) + 2
    framed(sheet, "curve", 3, rows - 1)
    chart = ScatterChart()
    chart.style, chart.height, chart.width = 2, 11, 22
    chart.title = language.text("report.curve_title")
    chart.x_axis.title, chart.x_axis.number_format = language.text("report.share_of_customers"), "0%"
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "#,##0"
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
    across = Reference(sheet, min_col=1, min_row=2, max_row=rows)
    for column, colour in ((2, "9AA1AC"), (3, "2F5DDC")):
        line = Series(Reference(sheet, min_col=column, min_row=1, max_row=rows), across, title_from_data=True)
        line.marker.symbol, line.smooth = "none", False
        line.graphicalProperties.line.solidFill, line.graphicalProperties.line.width = colour, 28_000
        chart.series.append(line)
    sheet.add_chart(chart, "E2")


def drivers_sheet(sheet: WriteOnlyWorksheet, live: Live, columns: Columns, language: Language) -> None:
    """From the contribution margin over each driver to what is left, with a bar per driver."""
    head(sheet, [language.text("report.figure"), language.text("report.value")])
    letters = columns.letters
    lines = [(language.text("report.contribution_margin"), letters["margin"])]
    named = zip(live.drivers, columns.drivers, strict=False)
    lines += [(name_of(driver.key, language), letter) for driver, letter in named]
    lines += [(language.text("report.net_contribution"), letters["net"])]
    for name, letter in lines:
        sheet.append([cell(sheet, name), cell(sheet, Formula(f"=ROUND(SUM({live.rows(letter)}),2)"), MONEY)])
    framed(sheet, "drivers", 2, len(lines))
    if columns.tangible:
        chart = BarChart()
        chart.type, chart.style, chart.height, chart.width, chart.legend = "bar", 2, 11, 22, None
        chart.title = language.text("report.care_cost")
        chart.y_axis.number_format = "#,##0"
        chart.x_axis.scaling.orientation = "maxMin"
        for axis in (chart.x_axis, chart.y_axis):
            axis.delete = False
        amounts = Reference(sheet, min_col=2, min_row=3, max_row=2 + columns.tangible)
        chart.add_data(amounts, titles_from_data=False)
        chart.set_categories(Reference(sheet, min_col=1, min_row=3, max_row=2 + columns.tangible))
        chart.series[0].graphicalProperties.solidFill = "E07B39"
        sheet.add_chart(chart, "D2")


def worst_sheet(sheet: WriteOnlyWorksheet, live: Live, columns: Columns, language: Language) -> None:
    """Who cost most as exported, and with which kind of cost, as bars that go on computing."""
    customers, groups = live.evaluation.customers, worst(live.evaluation, WORST)
    named = [name for name in groups.columns if name != "care_cost"]
    letters: dict[str, list[str]] = {name: [] for name in named}
    for driver, letter in zip(live.drivers, columns.drivers, strict=False):
        letters.setdefault(group_of(driver.key), []).append(letter)
    drawn = [name for name in named if letters[name]]
    words = worded({"report.name": None, **{f"care.groups.{name}": MONEY for name in drawn}}, language)
    places = FIRST + customers.index.get_indexer(groups.index)

    def formula(name: str, row: int) -> Formula:
        cells = ",".join(place("customers", f"${letter}${row}", language) for letter in letters[name])
        return Formula(f"=ROUND(SUM({cells}),2)")

    rows = [
        [customers.at[customer, "name"], *(formula(name, row) for name in drawn)]
        for customer, row in zip(groups.index, places, strict=True)
    ]
    table(sheet, "worst", words, rows)
    if not (rows and drawn):
        return
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 40
    chart.style, chart.height, chart.width = 2, 14, 22
    chart.title = language.text("care.drivers.subtitle", first=live.evaluation.portfolio.period[0],
                                last=live.evaluation.portfolio.period[1])  # fmt: skip
    chart.x_axis.scaling.orientation, chart.y_axis.number_format = "maxMin", "#,##0"
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
    last, look = len(rows) + 1, Look(language)
    chart.add_data(Reference(sheet, min_col=2, max_col=1 + len(drawn), min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    for name, series in zip(drawn, chart.series, strict=True):
        series.graphicalProperties.solidFill = tint(look, SHADES[name]).removeprefix("#")
    sheet.add_chart(chart, f"{get_column_letter(len(words) + 2)}2")
