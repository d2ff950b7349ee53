"""The sheets of step 5: what each segment brings, and the plan for new customers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from openpyxl.chart import BubbleChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.care.decisions import PREFIX, WHOM, year_ahead
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.look import Look
from analysis.refill import picks
from analysis.refill.classes import RANGE
from analysis.refill.plan import Plan, by_month, plan_for
from analysis.refill.plan_words import binding, hours_once, whose
from analysis.refill.segments import conditions, segments
from analysis.refill.targets import by_target, numbers_of
from analysis.report.customer_sheets import Columns
from analysis.report.live import FIRST, Live
from analysis.report.made import Made
from analysis.report.sheets import COUNT, MONEY, NUMBER, SHARE, Formula, Rows, cell, head, kept, table, worded

SEGMENTS = {
    "n": COUNT,
    "revenue": MONEY,
    "net": MONEY,
    "mean": MONEY,
    "exported": MONEY,
    "shrunk": MONEY,
    "low": MONEY,
    "high": MONEY,
    "per_hour": MONEY,
    "growth": SHARE,
    "loss_rate": SHARE,
    "best": COUNT,
    "lift": NUMBER,
}
"""Columns of a segment behind attribute and segment, with their number formats; ``net`` and ``mean`` are formulas."""
LIVE = 5_000_000
"""So many comparisons of customers with an attribute's segments a spreadsheet is asked for; where there are more, the
figures stand as exported."""
BUBBLES = 12
"""So many segments the chart shows."""


def segments_sheet(sheet: WriteOnlyWorksheet, live: Live, columns: Columns, made: Made, language: Language) -> None:
    """The segments of each attribute with their measures and the 90 % interval of the mean, what they bring as
    formulas over the customers; and a bubble for each of the first attribute's."""
    evaluation, chosen, names = live.evaluation, set(made.get(picks.FIELD, ())), list(SEGMENTS)
    found = [
        segments(evaluation, name, language).assign(attribute=name, exported=lambda rows: rows["net"])
        for name in evaluation.portfolio.attributes
    ]
    rows = pd.concat(found) if found else pd.DataFrame(columns=["attribute", "segment", *names])
    rows["picked"] = ["●" if key in chosen else None for key in rows.index]
    counts = rows["attribute"].map(rows["attribute"].value_counts())
    told = zip(rows["attribute"], rows.index, counts, rows["net"], strict=True)
    net = [
        _net(live, columns, str(attribute), str(key), int(count), at) or brought
        for at, (attribute, key, count, brought) in enumerate(told, start=FIRST)
    ]
    mean = [Formula(f"=ROUND($E{at}/$C{at},2)") for at in range(FIRST, FIRST + len(rows))]
    rows["net"], rows["mean"] = kept(net, rows.index), kept(mean, rows.index)
    ours = ("mean", "exported")
    forms: dict[str, str | None] = {"report.attribute": None, "report.segment": None}
    forms |= {f"{'report.segments' if name in ours else 'refill.column'}.{name}": SEGMENTS[name] for name in SEGMENTS}
    forms |= {"refill.column.mark": None}
    shown = rows[["attribute", "segment", *names, "picked"]]
    table(sheet, "segments", worded(forms, language), shown.itertuples(index=False, name=None))
    if found:
        _bubbles(sheet, found[0], Look(language))


def _net(live: Live, columns: Columns, attribute: str, key: str, segments: int, row: int) -> Formula | None:
    """What a segment's customers bring; ``segments``: how many the attribute has. None where a spreadsheet would not
    find them: it takes capital letters for small ones."""
    values, attributes = live.evaluation.customers[attribute], list(live.evaluation.portfolio.attributes)
    cells = live.rows(get_column_letter(3 + attributes.index(attribute)))
    found = attribute_formula(values, attribute, key, cells, f"$B{row}")
    if found is None or len(values) * segments > LIVE:
        return None
    return Formula(f"=ROUND(SUMPRODUCT({found}*{live.rows(columns.letters['net'])}),2)")


def attribute_formula(values: pd.Series, attribute: str, key: str, cells: str, word: str) -> str | None:
    """1 for each of ``cells`` that belongs to the segment ``key`` of an attribute, as a factor; ``word``: the cell
    with the segment's text."""
    ((one,),) = (conditions(key, [attribute]) or {"": [""]}).values()
    if values.dtype.kind not in "fi":
        known = values.dropna().astype("str")
        same = known.str.casefold().eq(one.casefold())
        return f"({cells}={word})" if same.any() and known[same].eq(one).all() else None
    low, between, high = one.partition(RANGE)
    bounds = [f"({cells}={low})"] if not between else []
    bounds += [f"({cells}>={low})"] if between and low else []
    bounds += [f"({cells}<{high})"] if between and high else []
    return "*".join([f"ISNUMBER({cells})", *bounds])


def _bubbles(sheet: WriteOnlyWorksheet, rows: pd.DataFrame, look: Look) -> None:
    """Growth against net per customer, as large as the revenue, green where best customers are more frequent."""
    chart, language = BubbleChart(), look.language
    places = {name: 3 + at for at, name in enumerate(SEGMENTS)}
    drawn = [at for at, growth in enumerate(rows["growth"], start=2) if growth == growth][:BUBBLES]
    for at in drawn:
        across, up, size = (
            Reference(sheet, min_col=places[name], min_row=at, max_row=at) for name in ("growth", "shrunk", "revenue")
        )
        bubble = Series(up, xvalues=across, zvalues=size)
        bubble.tx = SeriesLabel(strRef=StrRef(f"{quote_sheetname(sheet.title)}!$B${at}"))
        bubble.graphicalProperties.solidFill = (look.better if rows["lift"].iloc[at - 2] > 1 else look.muted)[1:]
        bubble.dLbls = DataLabelList(showSerName=True, showVal=False, showLegendKey=False, showBubbleSize=False,
                                     showCatName=False, showPercent=False)  # fmt: skip
        chart.series.append(bubble)
    chart.style, chart.height, chart.width, chart.legend, chart.bubbleScale = 2, 12, 22, None, 40
    chart.title = language.text("report.bubble_title")
    chart.x_axis.title, chart.x_axis.number_format = language.text("refill.profile.x"), "0%"
    chart.y_axis.title, chart.y_axis.number_format = language.text("refill.profile.y"), "#,##0"
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
    if drawn:
        sheet.add_chart(chart, f"{get_column_letter(len(SEGMENTS) + 5)}2")


def plan_sheet(sheet: WriteOnlyWorksheet, evaluation: Evaluation, made: Made, language: Language) -> None:
    """The plan's figures; each picked segment; the year by month."""
    chosen = list(made.get(picks.FIELD, ()))
    targets = picks.targets(evaluation, chosen)
    year = year_ahead(made.starting(PREFIX), made.get(WHOM), evaluation)
    plan = plan_for(evaluation, targets, year)
    head(sheet, [language.text(f"report.{name}") for name in ("figure", "value", "note")])
    for name, value, form in _figures(plan):
        note = binding(plan, language) if name == "customers" else None
        note = whose(bool(chosen), int(targets.sum()), language) if name == "per_customer" else note
        note = hours_once(plan, language) if name == "gap" else note
        sheet.append([cell(sheet, language.text(f"report.plan.{name}")), cell(sheet, value, form), cell(sheet, note)])
    rows = by_target(evaluation, chosen, plan, numbers_of(made.fields), language)
    if chosen:
        columns = {"segment": None, "today": COUNT, "worth": MONEY, "hours_each": NUMBER, "wanted": COUNT,
                   "hours": NUMBER, "first_year": MONEY}  # fmt: skip
        _block(sheet, [language.text(f"refill.targets.{name}") for name in columns], rows[list(columns)],
               list(columns.values()))  # fmt: skip
    goal_set = evaluation.assumptions.goals.wanted
    months = by_month(plan, year.before_new, year.check.target, evaluation.assumptions.refill)
    months = months[["month", "customers", "today", "net", *(["goal"] if goal_set else [])]]
    _block(sheet, [language.text(f"report.month.{name}") for name in months], months,
           [COUNT, NUMBER, *([MONEY] * (len(months.columns) - 2))])  # fmt: skip


def _figures(plan: Plan) -> list[tuple[str, float | None, str]]:
    return [
        ("gap", plan.gap, MONEY),
        ("needed", plan.needed, COUNT),
        ("served", plan.served, COUNT),
        ("won", plan.won, COUNT),
        ("customers", plan.customers, COUNT),
        ("per_customer", plan.per_customer, MONEY),
        ("hours_each", plan.hours_each, NUMBER),
        ("freed", plan.freed, NUMBER),
        ("contacts", plan.contacts, COUNT),
        ("acquisition", plan.acquisition, MONEY),
        ("first_year", plan.first_year, MONEY),
    ]


def _block(sheet: WriteOnlyWorksheet, words: Sequence[str], rows: pd.DataFrame, forms: Sequence[str | None]) -> None:
    """A table of its own, below an empty row."""
    sheet.append([])
    head(sheet, words)
    written = Rows(sheet, forms)
    for row in rows.itertuples(index=False, name=None):
        written.write(row)
