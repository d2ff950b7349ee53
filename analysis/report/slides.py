"""The summary as three slides with native charts, to be shown and changed in any office program."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from analysis.care.steps_chart import Step, spans, unit_of_steps
from analysis.care.tornado_chart import value_of
from analysis.language import Language, unit_of
from analysis.look import Look, round_ticks
from analysis.report.drawing import beside_peak, curve_points, step_colour
from analysis.report.slide_table import fitted, table
from analysis.report.summary import Part, Summary

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.5
"""Inches of a slide, and of its margin."""
HALF = (WIDE - 3 * MARGIN) / 2
QUIET = "#5F6670"
THICK = 0.5
"""Inches of a bar at most."""


def slides(summary: Summary) -> bytes:
    """The summary as a PPTX file: what is earned and how sure, the decisions, the goal and who fills the gap."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    deck.core_properties.title, deck.core_properties.author = summary.question, ""
    _result(_Slide(deck, summary, summary.question), summary)
    _decisions(_Slide(deck, summary, summary.decisions.title), summary)
    _goal(_Slide(deck, summary, summary.bridge.title), summary)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


class _Slide:
    """An empty slide with its title and the footer."""

    def __init__(self, deck: Any, summary: Summary, title: str) -> None:
        self.look = summary.look
        self.page = deck.slides.add_slide(deck.slide_layouts[5])
        head = self.page.shapes.title
        head.left, head.top, head.width, head.height = (Inches(at) for at in (MARGIN, 0.3, WIDE - 2 * MARGIN, 0.85))
        self.fill(head, [title], fitted(title, WIDE - 2 * MARGIN, 0.85, range(24, 11, -1)), bold=True)
        number = f"{len(deck.slides)} / 3"
        self.text([summary.footer], MARGIN, HIGH - 0.42, WIDE - 2 * MARGIN - 1, 0.3, 10, QUIET)
        self.text([number], WIDE - MARGIN - 1, HIGH - 0.42, 1, 0.3, 10, QUIET, right=True)

    def text(
        self, lines: Sequence[str], x: float, y: float, width: float, height: float, size: float,
        colour: str | None = None, bold: bool = False, right: bool = False,
    ) -> None:  # fmt: skip
        """A box of lines at a place in inches."""
        box = self.page.shapes.add_textbox(*map(Inches, (x, y, width, height)))
        self.fill(box, lines, size, colour, bold, right)

    def fill(
        self, box: Any, lines: Sequence[str], size: float, colour: str | None = None, bold: bool = False,
        right: bool = False,
    ) -> None:  # fmt: skip
        frame = box.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            self.write(paragraph, line, size, colour, bold)

    def write(self, paragraph: Any, text: str, size: float, colour: str | None = None, bold: bool = False) -> None:
        run = paragraph.add_run()
        run.text, paragraph.space_after = text, Pt(size / 3)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour or self.look.text)

    def heading(self, part: Part, x: float, y: float, width: float) -> None:
        """A part's sentence and what stands under it."""
        box = self.page.shapes.add_textbox(*map(Inches, (x, y, width, 0.85)))
        self.fill(box, [part.title], fitted(part.title, width, 0.5, range(14, 7, -1)), bold=True)
        self.write(box.text_frame.add_paragraph(), part.subtitle, 10, QUIET)

    def chart(self, kind: Any, data: Any, alt: str, x: float, y: float, width: float, height: float) -> Any:
        frame = self.page.shapes.add_chart(kind, *map(Inches, (x, y, width, height)), data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
        chart = frame.chart
        chart.has_legend = chart.has_title = False
        chart.font.size, chart.font.color.rgb = Pt(11), rgb(self.look.text)
        return chart


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))


def _result(slide: _Slide, summary: Summary) -> None:
    size = fitted(summary.answer, WIDE - 2 * MARGIN, 0.5, range(16, 9, -1))
    slide.text([summary.answer], MARGIN, 0.9, WIDE - 2 * MARGIN, 0.5, size)
    for at, (name, amount) in enumerate(summary.figures):
        x = MARGIN + at * 2.2
        slide.text([name], x, 1.5, 2.1, 0.25, 11, QUIET)
        slide.text([amount], x, 1.75, 2.1, 0.45, fitted(amount, 2.1, 0.45, range(24, 11, -1)), bold=True)
    x = MARGIN + 6.8
    size = fitted("\n".join(summary.rests_on), WIDE - MARGIN - x, 0.85, range(10, 5, -1))
    slide.text(summary.rests_on, x, 1.5, WIDE - MARGIN - x, 0.85, size, QUIET)
    wide = 7.4
    slide.heading(summary.whale, MARGIN, 2.45, wide)
    _whale(slide, summary, MARGIN, 3.3, wide, 3.65)
    x = 2 * MARGIN + wide
    slide.heading(summary.tornado, x, 2.45, WIDE - MARGIN - x)
    if len(summary.effects):
        _tornado(slide, summary, x, 3.3, WIDE - MARGIN - x, 3.65)


def _decisions(slide: _Slide, summary: Summary) -> None:
    part = summary.decisions
    slide.text([part.subtitle], MARGIN, 1.15, WIDE - 2 * MARGIN, 0.3, 11, QUIET)
    table(slide.page, summary.look, part, MARGIN, 1.5, (2.3, 1.15, 2.5, 1.5, 4.88), HIGH - 2.1)


def _goal(slide: _Slide, summary: Summary) -> None:
    slide.text([summary.bridge.subtitle], MARGIN, 1.2, HALF, 0.3, 10, QUIET)
    _bridge(slide, summary.steps, summary.bridge.title, MARGIN, 1.5, HALF, 3.9)
    slide.text(summary.bridge.lines, MARGIN, 5.5, HALF, 1.4, 12)
    x, part = 2 * MARGIN + HALF, summary.refill
    slide.heading(part, x, 1.2, HALF)
    if part.rows:
        table(slide.page, summary.look, part, x, 2.1, (2.1, 0.93, 0.93, 0.9, 1.06), 2.9)
    slide.text(part.lines, x, 5.1 if part.rows else 2.2, HALF, 1.8, 12)


def _whale(slide: _Slide, summary: Summary, x: float, y: float, width: float, height: float) -> None:
    """Both curves as an XY chart, the peak after care as a mark of its own."""
    look, after, language, data = summary.look, summary.after, summary.look.language, XyChartData()
    curves = {"before": summary.before, "after": after}
    for key, curve in curves.items():
        line = data.add_series(language.text(f"care.whale.{key}"))
        for point in curve_points(curve):
            line.add_data_point(*point)
    top = data.add_series(language.text("care.whale.peak", customers=after.peak_customers, total=after.peak_total))
    top.add_data_point(after.peak_customers, after.peak_total)
    words = data.add_series(" ")
    places = _places(summary)
    for point, *_ in places:
        words.add_data_point(*point)
    chart = slide.chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, summary.whale.title, x, y, width, height)
    _inside(chart, 0.11, 0.03, 0.86, 0.8)
    money_axis(chart.value_axis, [*summary.before.table["cumulative"], *after.table["cumulative"]], look)
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(look.grid)
    _rank_axis(chart.category_axis, max(len(after.table), 1), language)
    before, behind, peak, beside = chart.plots[0].series
    for series, colour, thick, dash in ((before, look.muted, 1.75, MSO_LINE.ROUND_DOT),
                                        (behind, look.actual, 3, MSO_LINE.SOLID)):  # fmt: skip
        series.smooth, series.marker.style = False, XL_MARKER_STYLE.NONE
        series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(thick)
        series.format.line.dash_style = dash
    for series in (peak, beside):
        series.format.line.fill.background()
        series.marker.style = XL_MARKER_STYLE.NONE
    if after.losing_customers and after.peak_customers:
        peak.marker.style, peak.marker.size = XL_MARKER_STYLE.DIAMOND, 10
        peak.marker.format.fill.solid()
        peak.marker.format.fill.fore_color.rgb = peak.marker.format.line.color.rgb = rgb(look.worse)
    for at, (_, word, side, colour) in enumerate(places):
        _label(beside, at, word, side, colour)


def _places(summary: Summary) -> list[tuple[tuple[float, float], str, Any, str]]:
    """Invisible points beside the curves that carry their words: place, words, side of it, colour."""
    look, before, after = summary.look, summary.before, summary.after
    language, count = look.language, max(len(after.table), 1)
    amounts = [0.0, *before.table["cumulative"], *after.table["cumulative"]]
    gap = 0.06 * (max(amounts) - min(amounts))
    ends = {
        key: language.text(f"care.whale.{key}_end", total=curve.total)
        for key, curve in (("before", before), ("after", after))
    }
    left = XL_LABEL_POSITION.LEFT
    found = [
        ((float(count), before.total + gap), ends["before"], left, look.text),
        ((float(count), after.total - gap), ends["after"], left, look.text),
    ]
    if after.losing_customers and after.peak_customers:
        word = language.text("care.whale.peak", customers=after.peak_customers, total=after.peak_total)
        amount, is_early = beside_peak(after)
        side = XL_LABEL_POSITION.RIGHT if is_early else left
        found.append(((float(after.peak_customers), amount if is_early else amount - gap), word, side, look.worse))
    return found


def _rank_axis(axis: Any, customers: int, language: Language) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.has_major_gridlines = 0, customers, False
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "#,##0", False
    ticks = [*round_ticks(0, customers), customers]
    axis.tick_label_position, axis.major_unit = XL_TICK_LABEL_POSITION.LOW, max(1, round(ticks[1] - ticks[0]))
    axis.axis_title.text_frame.text = language.text("care.whale.axis")
    title = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    title.size, title.bold = Pt(11), False


def _inside(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Places the plot itself, without the words around it, as shares of the chart."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in (
        *(("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge")),
        *(("x", left), ("y", top), ("w", width), ("h", height)),
    ):
        etree.SubElement(manual, qn(f"c:{name}"), val=str(value))
    area.insert(0, layout)


def money_axis(axis: Any, amounts: Sequence[float], look: Look) -> None:
    """An axis over ``amounts`` (€) with round ticks, in the unit a person would say."""
    ticks = round_ticks(min([0.0, *amounts]), max([0.0, *amounts]))
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    low, high = min([0.0, *amounts]), max([0.0, *amounts])
    axis.minimum_scale = ticks[0] - (step if low < ticks[0] else 0)
    axis.maximum_scale = ticks[-1] + (step if high > ticks[-1] else 0) if len(ticks) > 1 else 1.0
    axis.major_unit, unit = step, unit_of(ticks)
    axis.tick_labels.number_format = number_format(unit, 0 if step >= unit else 1, look.language)
    axis.tick_labels.number_format_is_linked = False
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE


def number_format(unit: float, decimals: int, language: Language) -> str:
    """The format by which an office program writes amounts in ``unit`` as ``Language.short`` does."""
    before, behind = language.short(unit, unit, 0).split("1")
    figure = ("#,##0" if decimals == 0 else "#,##0.0") + "," * {1.0: 0, 1e3: 1, 1e6: 2}[unit]
    return "".join([f'"{before}"' if before else "", figure, f'"{behind}"' if behind else ""])


def _label(series: Any, point: int, text: str, place: Any, colour: str) -> None:
    label = series.points[point].data_label
    frame = label.text_frame
    frame.text = text
    frame.word_wrap = False
    frame.paragraphs[0].runs[0].font.size = Pt(11)
    frame.paragraphs[0].runs[0].font.color.rgb = rgb(colour)
    label.position = place


def _bridge(slide: _Slide, steps: Sequence[Step], alt: str, x: float, y: float, width: float, height: float) -> None:
    """Stacked bars on an invisible base; a bar that crosses zero has a part on either side. An invisible bar behind
    each carries its figure."""
    look, found, data = slide.look, spans(steps), CategoryChartData()
    data.categories = [step.name for step in steps]
    ends = [(min(span), max(span)) for span in found]
    reach = max([0.0, *(high for _, high in ends)]) - min([0.0, *(low for low, _ in ends)]) or 1.0
    data.add_series("", [low if low > 0 else high if high < 0 else 0.0 for low, high in ends])
    data.add_series("+", [max(high, 0.0) - max(low, 0.0) for low, high in ends])
    data.add_series("-", [min(low, 0.0) - min(high, 0.0) for low, high in ends])
    data.add_series(" ", [0.3 * reach] * len(steps))
    chart = slide.chart(XL_CHART_TYPE.BAR_STACKED, data, alt, x, y, width, height)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = _gap(height, len(steps)), 100
    _bars_down(chart, 0.42)
    base, above, below, beside = plot.series
    for series in (base, beside):
        series.format.fill.background()
        series.format.line.fill.background()
    unit = unit_of_steps(steps)
    for at, step in enumerate(steps):
        colour = step_colour(step, look)
        for series in (above, below):
            point = series.points[at].format
            if step.kind in ("plan", "goal"):
                point.fill.background()
            else:
                _painted(point, colour, look, step.kind == "estimate")
            point.line.color.rgb, point.line.width = rgb(colour), Pt(1)
        _label(beside, at, look.language.short(step.amount, unit), XL_LABEL_POSITION.INSIDE_BASE, look.text)


def _tornado(slide: _Slide, summary: Summary, x: float, y: float, width: float, height: float) -> None:
    """A bar to either side for each assumption, hatched where it is low, with the value that it has there."""
    look, effects, data = summary.look, summary.effects, CategoryChartData()
    data.categories = [look.language.text(f"assumptions.{name}.label") for name in effects.index]
    data.add_series("low", effects["at_low"].tolist())
    data.add_series("high", effects["at_high"].tolist())
    chart = slide.chart(XL_CHART_TYPE.BAR_CLUSTERED, data, summary.tornado.title, x, y, width, height)
    chart.plots[0].gap_width, chart.plots[0].overlap = _gap(height, len(effects)), 100
    _bars_down(chart, 0.46)
    reach = 2.2 * max([*effects["effect"], 1.0])
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = -reach, reach
    for series, column in zip(chart.plots[0].series, ("low", "high"), strict=True):
        for at, name in enumerate(effects.index):
            change = float(effects[f"at_{column}"].iloc[at])
            point = series.points[at].format
            _painted(point, look.sign(change), look, column == "low")
            point.line.color.rgb = rgb(look.sign(change))
            if abs(change) >= 0.005:
                word = value_of(str(name), float(effects[column].iloc[at]), look.language)
                _label(series, at, word, XL_LABEL_POSITION.OUTSIDE_END, look.text)


def _gap(height: float, bars: int) -> int:
    """Between so many bars over a height in inches, in percent of a bar: a few are not thicker than many."""
    return max(40, min(500, round(100 * (height / bars / THICK - 1))))


def _bars_down(chart: Any, names: float) -> None:
    """The first bar on top, names at the left edge, no axis of amounts: the figures stand at the bars. ``names``: the
    share of the chart's width that is theirs."""
    _inside(chart, names, 0.01, 0.99 - names, 0.98)
    chart.category_axis.reverse_order, chart.category_axis.tick_label_position = True, XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.value_axis.has_major_gridlines = chart.value_axis.visible = False


def _painted(form: Any, colour: str, look: Look, hatched: bool) -> None:
    if hatched:
        form.fill.patterned()
        form.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        form.fill.fore_color.rgb, form.fill.back_color.rgb = rgb(colour), rgb(look.paper)
    else:
        form.fill.solid()
        form.fill.fore_color.rgb = rgb(colour)
