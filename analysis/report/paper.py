"""A Word document on A4, for what leaves the house to be read or written on."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
"""On every system, or replaced there by one of the same width: what fits its page here fits it elsewhere."""
INK, QUIET = RGBColor(0x33, 0x37, 0x3E), RGBColor(0x5F, 0x66, 0x70)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def blank(title: str, footer: str = "") -> Any:
    """An empty document (python-docx) with ``footer`` on every page."""
    paper = Document()
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2)
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet"):
        _set_font(paper.styles[name])
    paper.styles["Normal"].font.size = Pt(11)
    for name, size in (("Heading 1", 16), ("Heading 2", 12)):
        paper.styles[name].font.size, paper.styles[name].font.color.rgb = Pt(size), INK
    if footer:
        line = paper.sections[0].footer.paragraphs[0].add_run(clean(footer))
        line.font.size, line.font.color.rgb = Pt(8), QUIET
    paper.core_properties.title = title
    paper.core_properties.author = ""
    return paper


def _set_font(style: Any) -> None:
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for theme in [name for name in fonts.attrib if name.endswith("Theme")]:  # it would go before the font's name
        del fonts.attrib[theme]
    fonts.set(qn("w:eastAsia"), FONT)


def add(paper: Any, text: str, style: str = "") -> Any:
    """A paragraph in a style by its id (``Heading1``, ``ListBullet``). python-docx looks every style up by its name
    in all of them: a hundred plans would take twenty seconds."""
    paragraph = paper.add_paragraph(text)
    if style:
        paragraph._p.style = style
    return paragraph


def content(paper: Any) -> bytes:
    """The document as a DOCX file."""
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def clean(text: str) -> str:
    """A user's text without what no XML may hold."""
    return _NOT_IN_XML.sub("", text)
