"""Step 4 for the room."""

from __future__ import annotations

from analysis.care.driver_chart import cost_by_driver
from analysis.care.quadrant import quadrant
from analysis.care.waterfall import waterfall
from analysis.care.whale_chart import whale_before_and_after
from analysis.evaluate import Evaluation
from analysis.slides import Slide
from pages.care import goal, sure
from pages.care.answer import figures
from pages.parts import session

WORST = 8
"""More bars than these cannot be read from the back of a room."""


def slides(evaluation: Evaluation, pointed: int | None) -> list[Slide]:
    """The charts of step 4. Where somebody is pointed at, the waterfall and the tornado are that customer's."""
    look, three, customers = session.look(), figures(evaluation), evaluation.customers
    one = pointed in customers.index
    whom = customers.index[customers.index == pointed] if one else customers.index
    who = str(customers.at[pointed, "name"]) if one else session.language().text("care.group.all")
    # Without care cost these two are empty.
    spent = [
        Slide("drivers", lambda: cost_by_driver(evaluation, WORST, look), who=True),
        Slide("quadrant", lambda: quadrant(evaluation, look), who=True),
    ]
    return [
        Slide("whale", lambda: whale_before_and_after(evaluation, look, pointed=pointed), three, who=True),
        Slide("waterfall", lambda: waterfall(evaluation, whom, who, look), who=True),
        *(spent if evaluation.total("care_cost") else []),
        Slide("sure", lambda: sure.figure_of(evaluation, whom, who), who=True),
        Slide("goal", lambda: goal.bridge(evaluation)),
    ]
