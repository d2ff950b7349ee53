"""The summary as a file: PDF to read, slides to show."""

from __future__ import annotations

from collections.abc import Callable

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.report.made import Made
from analysis.report.pdf import pdf
from analysis.report.slides import slides
from analysis.report.summary import Summary, summary_of

KINDS: dict[str, Callable[[Summary], bytes]] = {"pdf": pdf, "pptx": slides}


def summary_file(kind: str, evaluation: Evaluation, language: Language, made: Made) -> bytes:
    """The summary as a file of this kind (``KINDS``)."""
    return KINDS[kind](summary_of(evaluation, language, made))
