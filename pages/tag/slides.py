"""Step 2 for the room."""

from __future__ import annotations

from analysis.evaluate import Evaluation
from analysis.invoices.corridor import corridor_figure
from analysis.slides import Slide
from analysis.tag.answers_chart import answers_figure
from analysis.tag.movers import movers
from analysis.tag.movers_chart import movers_figure
from pages.parts import session
from pages.tag import charts
from pages.tag.answer import figures


def slides(evaluation: Evaluation, pointed: int | None) -> list[Slide]:
    """The charts of step 2; those without data are left out."""
    look, moved, three = session.look(), movers(evaluation), figures(evaluation)
    found = [
        Slide("whale", lambda: charts.whale(evaluation), three, who=True),
        Slide("pareto", lambda: charts.pareto_of(evaluation), who=True),
        Slide("quadrant", lambda: charts.quadrant(evaluation), who=True),
        Slide("answers", lambda: answers_figure(evaluation.customers, look), three),
    ]
    if moved is not None:
        found.append(Slide("movers", lambda: movers_figure(moved, evaluation.customers["name"], look), who=True))
    if not evaluation.invoices.price.cells.empty:
        found.append(Slide("prices", lambda: corridor_figure(evaluation, look, pointed), who=True))
    return found
