"""A Word document on A4, for what leaves the house to be read or written on."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def blank(title: str) -> Any:
    """An empty document (python-docx)."""
    paper = Document()
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2)
    paper.styles["Normal"].font.size = Pt(11)
    paper.core_properties.title = title
    paper.core_properties.author = ""
    return paper


def content(paper: Any) -> bytes:
    """The document as a DOCX file."""
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def clean(text: str) -> str:
    """A user's text without what no XML may hold."""
    return _NOT_IN_XML.sub("", text)
