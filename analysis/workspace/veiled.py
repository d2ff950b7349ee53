"""A workspace as it is shown where names are hidden: figures and choices as they are, people and firms by stand-ins.

Whatever is not known to be free of names is masked or left out, so that a new kind of field hides by itself. What is
written goes to the workspace under its real name; what is masked is never written back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.care.decisions import PREFIX as DECISION
from analysis.care.own import DRIVER_FIELD
from analysis.care.sets import SET_FIELD
from analysis.listen.themes import FIELD as THEMES
from analysis.refill.contracts import PREFIX as CONTRACT
from analysis.refill.losses import NOTE as LOSS
from analysis.refill.picks import FIELD as PICKS
from analysis.refill.targets import NUMBER
from analysis.stand_ins import MASK, StandIns
from analysis.workspace.database import Entry
from analysis.workspace.store import Workspace

SIGNALS = "tag.signal."
"""Fields ``tag.signal.<attribute>``: the list of its values that suggest strategic importance."""
CHOICES = re.compile(
    r"tag\.(profitable|strategic|repeat)|listen\.(self_check|sure|when|first|check\.\w+)|lever\.test|care\.view\.\w+|"
    rf"{re.escape(DECISION)}(action|action_of_rule|state|rule|due)|invoices\.by|hidden\.columns|upload\.period|"
    rf"{re.escape(CONTRACT)}[^.]+\.(start|end|review|status)|refill\.(attribute|across|down|heat_measure|loss_kind|"
    r"loss_by|search_for|search_among|source|potential|potential_column|potential_by|alike|match\..+)",
    re.DOTALL,
)
"""Fields whose words are chosen from a list of ours, or are headers."""
PEOPLE = re.compile(
    rf"listen\.who|{re.escape(DECISION)}owner|{re.escape(CONTRACT)}[^.]+\.owner|{re.escape(LOSS)}.+\.owner", re.DOTALL
)
"""Fields in which a person is named."""
FIRMS = re.compile(rf"{re.escape(CONTRACT)}[^.]+\.who")


class Veiled(Workspace):
    """``there`` in the hands of the same user, without a name in what is read from it."""

    def __init__(self, there: Workspace, stand_ins: StandIns) -> None:
        super().__init__(there._database, there.user)
        self._own, self.stand_ins = there._own, stand_ins
        self._read: tuple[int, dict[tuple[str, int], Entry]] = (-1, {})
        self._people: dict[str, str] = {}

    def _entries(self) -> dict[tuple[str, int], Entry]:
        self._must_read()
        revision, entries = self._database.entries()
        if self._read[0] != revision:
            self._people = self._numbered()
            shown = {key: (self._shown(key[0], entry.value), entry) for key, entry in entries.items()}
            self._read = (
                revision,
                {
                    (self._field(field), customer): entry._replace(value=value, who=self._person(entry.who))
                    for (field, customer), (value, entry) in shown.items()
                    if value is not None
                },
            )
        return self._read[1]

    def put_many(self, values: Mapping[tuple[str, int], Any], who: str = "", seen: int | None = None) -> list[Entry]:
        real = {(self._field(field, back=True), customer): value for (field, customer), value in values.items()}
        known = {key: self._real(key[0], value) for key, value in real.items() if _whole(key[0], value)}
        return super().put_many(known, who, seen) if known else []

    def history(
        self, field: str | None = None, customer_id: int | None = None, limit: int = 200, prefix: str = ""
    ) -> pd.DataFrame:
        edits = super().history(field and self._field(field, back=True), customer_id, limit, prefix)
        self._entries()
        for side in ("before", "after"):
            shown = [self._shown(name, value) for name, value in zip(edits["field"], edits[side], strict=True)]
            edits[side] = pd.Series(shown, index=edits.index, dtype="object")
        return edits.assign(who=edits["who"].map(self._person), field=edits["field"].map(self._called))

    def about(self, name: str) -> str | None:
        if name == "owner":
            return None
        return self.stand_ins.language.text("hidden.workspace") if name == "name" else super().about(name)

    def shares(self) -> dict[str, str]:
        return {}

    def identities(self) -> dict[str, int]:
        return {}

    def _shown(self, field: str, value: Any) -> Any:
        """What is shown of a field's value; None: nothing at all."""
        if value is None or isinstance(value, (bool, int, float)) or CHOICES.fullmatch(field):
            return value
        if isinstance(value, str):
            if PEOPLE.fullmatch(field):
                return self._person(value)
            return self.stand_ins.firm(value) if FIRMS.fullmatch(field) else MASK
        if isinstance(value, list):
            if field == PICKS:
                return [self.stand_ins.key(key) for key in value]
            if field.startswith(SIGNALS):
                return [self.stand_ins.value(field.removeprefix(SIGNALS), one) for one in value]
            if field.startswith(THEMES):
                return [self.stand_ins.free(theme) for theme in value]
            return value if all(isinstance(one, (int, float)) for one in value) else None
        return None

    def _real(self, field: str, value: Any) -> Any:
        if field == PICKS and value:
            return [self.stand_ins.real_key(key) for key in value]
        if field.startswith(SIGNALS) and value:
            return [self.stand_ins.real_value(field.removeprefix(SIGNALS), one) for one in value]
        return value

    def _field(self, field: str, back: bool = False) -> str:
        if not field.startswith(NUMBER):
            return field
        change = self.stand_ins.real_key if back else self.stand_ins.key
        return NUMBER + change(field.removeprefix(NUMBER))

    def _called(self, field: str) -> str:
        """A field without what someone called it."""
        own = next((prefix for prefix in (DRIVER_FIELD, SET_FIELD, LOSS) if field.startswith(prefix)), None)
        return self._field(field) if own is None else own + MASK

    def _person(self, name: str) -> str:
        if not name:
            return name
        known = self.stand_ins.person(name) or self._people.get(name)
        return known or MASK

    def _numbered(self) -> dict[str, str]:
        """Everyone who wrote something or was named, numbered as they came."""
        rows = self._database.rows("SELECT who, min(revision) FROM history WHERE who <> '' GROUP BY who")
        named = self._database.rows(
            "SELECT field, after, min(revision) FROM history WHERE after LIKE '\"%' AND (field = 'listen.who' OR "
            "field LIKE '%owner') GROUP BY field, after"
        )
        found = [(since, who) for who, since in rows]
        found += [(since, json.loads(text)) for field, text, since in named if PEOPLE.fullmatch(field)]
        told = dict.fromkeys(name for _, name in sorted(found))
        return {name: self.stand_ins.language.text("hidden.person", n=n) for n, name in enumerate(told, start=1)}


def _whole(field: str, value: Any) -> bool:
    """Whether a field's value, as it is shown, is all of it and can be written."""
    if isinstance(value, str):
        return bool(CHOICES.fullmatch(field))
    return not field.startswith(THEMES)
