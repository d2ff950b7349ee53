"""All assumptions of a workspace in one value, named ``room.field`` as on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from analysis.care.assumptions import CareAssumptions, GoalAssumptions
from analysis.errors import PortfolioError
from analysis.invoices.assumptions import InvoiceAssumptions
from analysis.ranges import Range, parse_value
from analysis.refill.assumptions import RefillAssumptions
from analysis.tag.assumptions import TagAssumptions
from analysis.upload.assumptions import UploadAssumptions


@dataclass(frozen=True)
class Assumptions:
    upload: UploadAssumptions = field(default_factory=UploadAssumptions)
    invoices: InvoiceAssumptions = field(default_factory=InvoiceAssumptions)
    tag: TagAssumptions = field(default_factory=TagAssumptions)
    care: CareAssumptions = field(default_factory=CareAssumptions)
    goals: GoalAssumptions = field(default_factory=GoalAssumptions)
    refill: RefillAssumptions = field(default_factory=RefillAssumptions)

    def value(self, name: str) -> float | bool:
        """The value of ``room.field``."""
        room, entry = name.split(".")
        return getattr(getattr(self, room), entry)

    def changed(self, values: Mapping[str, float | bool]) -> Assumptions:
        """These assumptions with ``values`` (keyed ``room.field``) in place of what they were."""
        rooms: dict[str, dict[str, float | bool]] = {}
        for name, value in values.items():
            room, entry = name.split(".")
            rooms.setdefault(room, {})[entry] = value
        return replace(self, **{room: replace(getattr(self, room), **changes) for room, changes in rooms.items()})

    def parsed(self, name: str, text: str) -> Assumptions:
        """These assumptions with ``room.field`` set to what ``text`` says; raises ``PortfolioError``."""
        room, _, entry = name.partition(".")
        kind = KINDS.get(room)
        if kind is None:
            raise PortfolioError("errors.unknown_assumption", name=name, known=", ".join(every_name()))
        return self.changed({name: parse_value(kind, room, entry, text)})


KINDS: dict[str, type] = {
    "upload": UploadAssumptions,
    "invoices": InvoiceAssumptions,
    "tag": TagAssumptions,
    "care": CareAssumptions,
    "goals": GoalAssumptions,
    "refill": RefillAssumptions,
}


def every_name() -> Iterator[str]:
    """Every ``room.field``, in the order of the steps."""
    for room, kind in KINDS.items():
        yield from (f"{room}.{declared.name}" for declared in fields(kind) if declared.metadata)


def range_named(name: str) -> Range | None:
    """The range of ``room.field``; None for a switch."""
    room, entry = name.split(".")
    return next(item for item in fields(KINDS[room]) if item.name == entry).metadata.get("range")
