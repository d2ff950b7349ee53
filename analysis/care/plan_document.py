"""Conversation plans as a Word document, one customer per page or more."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.care.plan import SECTIONS
from analysis.language import Language
from analysis.report.paper import add, blank, clean, content


def document(plans: Sequence[tuple[str, dict[str, str]]], language: Language, footer: str = "") -> bytes:
    """The plans (customer's name, section to text) as a DOCX file; a section without text keeps its heading and room
    to write by hand. ``footer`` stands on every page."""
    paper = blank(language.text("care.plan.title"), footer)
    for number, (name, plan) in enumerate(plans):
        heading = add(paper, language.text("care.plan.heading", name=clean(name)), "Heading1")
        heading.paragraph_format.page_break_before = number > 0
        paper.add_paragraph().add_run(language.text("care.plan.in_person")).italic = True
        for key in SECTIONS:
            add(paper, language.text(f"care.plan.section.{key}"), "Heading2")
            lines = [line.strip() for line in clean(plan.get(key, "")).splitlines() if line.strip()]
            for line in lines:
                add(paper, line, "ListBullet" if len(lines) > 1 else "")
            if not lines:
                paper.add_paragraph()
    return content(paper)
