"""Of what and when an export was made: what every one says at its foot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from analysis import VERSION
from analysis.care.sets import SET_FIELD, AssumptionSet, differing
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.workspace.database import Entry

NAME_AT_MOST, SET_AT_MOST = 100, 60
"""Characters of a workspace's name and of a set's in a footer: a spreadsheet takes 255 in all."""


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(columns=["customer_id", "field", *Entry._fields])


@dataclass(frozen=True)
class Made:
    """Where an export comes from.

    Parameters
    ----------
    workspace : its name.
    fields : what was entered in it (``Workspace.fields()``).
    day : when it was made.
    """

    workspace: str = ""
    fields: pd.DataFrame = field(default_factory=_nothing)
    day: date = field(default_factory=date.today)

    def get(self, name: str, default: Any = None) -> Any:
        """What was entered for the whole workspace in a field."""
        found = self.fields[(self.fields["field"] == name) & (self.fields["customer_id"] == 0)]
        return found["value"].iloc[0] if len(found) else default

    def starting(self, prefix: str) -> pd.DataFrame:
        """The fields whose name begins with ``prefix``."""
        return self.fields[self.fields["field"].str.startswith(prefix)]

    def footer(self, evaluation: Evaluation | None, language: Language) -> str:
        """Workspace, period, assumptions, version and day, in one line; ``evaluation`` None: no portfolio yet."""
        name = "".join(letter for letter in " ".join(self.workspace.split()) if letter.isprintable())
        parts = [name if len(name) <= NAME_AT_MOST else f"{name[: NAME_AT_MOST - 1]}…"]
        if evaluation is not None:
            first, last = evaluation.portfolio.period
            parts += [f"{language.date(first)} – {language.date(last)}", self._assumptions(evaluation, language)]
        parts += [f"keepworthy {VERSION}", language.date(self.day)]
        return " · ".join(filter(None, parts))

    def _assumptions(self, evaluation: Evaluation, language: Language) -> str:
        """The name of the saved set that the evaluation rests on; else how much differs from the standard."""
        values, ranges = differing(evaluation.assumptions), dict(evaluation.ranged)
        drivers = {driver.name: driver.stored() for driver in evaluation.own}
        if not (values or ranges or drivers):
            return language.text("report.made.default")
        for entry in self.starting(SET_FIELD).itertuples():
            name = str(entry.field).removeprefix(SET_FIELD)
            kept = AssumptionSet.restored(name, entry.value)
            theirs = {str(driver["name"]): dict(driver) for driver in kept.drivers.values()}
            if (dict(kept.values), dict(kept.ranges), theirs) == (values, ranges, drivers):
                return language.text("report.made.set", name=name[:SET_AT_MOST])
        return language.text("report.made.changed", n=len(values) + len(ranges) + len(drivers))
