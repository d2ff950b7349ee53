"""Conversation plans as a Word document, one customer per page or more."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from docx import Document
from docx.shared import Cm, Pt

from analysis.care.plan import SECTIONS
from analysis.language import Language

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def document(plans: Sequence[tuple[str, dict[str, str]]], language: Language) -> bytes:
    """The plans (customer's name, section to text) as a DOCX file; a section without text keeps its heading and room
    to write by hand."""
    paper = Document()
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2)
    paper.styles["Normal"].font.size = Pt(11)
    paper.core_properties.title = language.text("care.plan.title")
    paper.core_properties.author = ""
    for number, (name, plan) in enumerate(plans):
        if number:
            paper.add_page_break()
        paper.add_heading(language.text("care.plan.heading", name=_clean(name)), level=1)
        paper.add_paragraph().add_run(language.text("care.plan.in_person")).italic = True
        for key in SECTIONS:
            paper.add_heading(language.text(f"care.plan.section.{key}"), level=2)
            lines = [line.strip() for line in _clean(plan.get(key, "")).splitlines() if line.strip()]
            for line in lines:
                paper.add_paragraph(line, style="List Bullet" if len(lines) > 1 else None)
            if not lines:
                paper.add_paragraph()
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
