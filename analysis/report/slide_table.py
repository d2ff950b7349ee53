"""A table on a slide: no colours of the program's own, lines below the rows, letters as large as fit."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from analysis.look import Look
from analysis.report.summary import Part

SIZES = (13, 12, 11, 10, 9, 8, 7)
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The name of the style without any, which every office program knows."""
LETTER, BOLD, LINE, PADDING = 0.6, 0.68, 1.25, 0.1
"""Width of a usual letter, of a bold one, and height of a line as shares of the letters' size; inches that a cell keeps
free. A wide font is taken for granted: nobody knows which one the reader's program will use."""


def table(page: Any, look: Look, part: Part, x: float, y: float, widths: Sequence[float], room: float) -> None:
    """The part's table on a slide (python-pptx) at a place in inches, within ``room`` inches of height."""
    rows = [part.head, *part.rows]
    narrow = [(row[place], width) for row in rows for place, width in enumerate(widths) if place not in part.wide]
    fit = (size for size in SIZES if sum(heights(rows, widths, size)) <= room and all(
        _width(word, size) <= width - 2 * PADDING for text, width in narrow for word in text.split(" ")))  # fmt: skip
    size = next(fit, SIZES[-1])
    frame = page.shapes.add_table(len(rows), len(widths), *map(Inches, (x, y, sum(widths), room)))
    made = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
    made.horz_banding = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(width)
    for at, (height, row) in enumerate(zip(heights(rows, widths, size), rows, strict=True)):
        made.rows[at].height = Inches(height)
        for place, text in enumerate(row):
            _cell(made.cell(at, place), text, size, look, head=at == 0, right=place not in part.wide)


def heights(rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> list[float]:
    """Inches that each row needs where letters are ``size`` points."""
    return [max(_height(text, width - 2 * PADDING, size) for text, width in zip(row, widths, strict=True)) + PADDING
            for row in rows]  # fmt: skip


def fitted(text: str, width: float, height: float, sizes: Sequence[float]) -> float:
    """The first of ``sizes`` (points) in which ``text`` fits a box (inches), else the last."""
    return next((size for size in sizes if _height(text, width, size, BOLD) <= height), sizes[-1])


def _height(text: str, width: float, size: float, letter: float = LETTER) -> float:
    return max(1, ceil(_width(text, size, letter) / width)) * size * LINE / 72


def _width(text: str, size: float, letter: float = BOLD) -> float:
    return len(text) * letter * size / 72


def _cell(cell: Any, text: str, size: float, look: Look, head: bool, right: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(PADDING)
    cell.margin_top = cell.margin_bottom = Inches(PADDING / 2)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    # No minus at the end of a line: the figure in the next would be another one.
    run.text = text if right else text.replace("\N{MINUS SIGN}", "\N{MINUS SIGN}\N{WORD JOINER}")
    run.font.size, run.font.bold = Pt(size), head
    run.font.color.rgb = RGBColor.from_string(look.text.removeprefix("#"))
    line = etree.SubElement(cell._tc.get_or_add_tcPr(), qn("a:lnB"), w=str(Emu(Pt(1 if head else 0.5))))
    fill = etree.SubElement(line, qn("a:solidFill"))
    colour = look.actual if head else look.grid
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.removeprefix("#"))
