"""The summary as a PDF on A4, set by typst without a browser: all text goes in as data, none as markup."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from analysis.report.drawing import bridge_drawing, tornado_drawing, whale_drawing
from analysis.report.summary import Part, Summary

TEMPLATE = Path(__file__).with_name("summary.typ")
FONTS = ("Libertinus Serif",)
"""Comes with typst; where it lacks a letter, the fonts of this computer are asked."""
_LONG = re.compile(r"\S{24}(?=\S)")


def pdf(summary: Summary) -> bytes:
    """The summary as a PDF file of one to three pages."""
    content = typst.compile(
        TEMPLATE, format="pdf", sys_inputs={"summary": json.dumps(_told(summary))}, root=TEMPLATE.parent
    )
    return content


def _told(summary: Summary) -> dict[str, Any]:
    """What the template reads."""
    look = summary.look
    drawings = {
        "whale": whale_drawing(summary),
        "bridge": bridge_drawing(summary.steps, look),
        "tornado": tornado_drawing(summary),
    }
    parts = ("whale", "decisions", "bridge", "refill", "tornado")
    return {
        "title": f"keepworthy: {summary.question}",
        "language": look.language.code,
        "fonts": FONTS,
        "colours": {"text": look.text, "quiet": "#5F6670", "grid": look.grid, "actual": look.actual},
        "question": summary.question,
        "answer": summary.answer,
        "figures": summary.figures,
        "rests_on": [breakable(line) for line in summary.rests_on],
        "footer": breakable(summary.footer),
        "drawings": {name: asdict(drawing) for name, drawing in drawings.items()},
        **{name: _part(getattr(summary, name)) for name in parts},
    }


def _part(part: Part) -> dict[str, Any]:
    told = asdict(part)
    told["title"] = breakable(part.title)
    told["rows"] = [[breakable(text) for text in row] for row in part.rows]
    return told


def breakable(text: str) -> str:
    """A text in which no word is too long for its column, since it may be broken where nothing is to be seen; no minus
    stands at the end of a line."""
    joined = text.replace("\N{MINUS SIGN}", "\N{MINUS SIGN}\N{WORD JOINER}")
    return _LONG.sub(lambda found: f"{found[0]}\N{ZERO WIDTH SPACE}", joined)
