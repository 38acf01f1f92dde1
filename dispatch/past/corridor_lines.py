"""What became of each green corridor, from its events alone."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.corridor import CorridorEnd
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct


class CorridorLine(Struct, frozen=True, kw_only=True):
    """One corridor as it went. ``taken``: the traffic side took its way once at least, as far as is known.

    ``junctions`` lay ahead when it was opened; ``told`` False: nobody took its withdrawal.
    """

    assignment: str
    incident: str
    unit: str
    opened_at: Instant
    junctions: int
    taken: bool = True
    renewals: int = 0
    failures: int = 0
    why: CorridorEnd | None = None
    told: bool = True


CORRIDOR_TAKEN: tuple[type[ev.Event], ...] = (
    ev.CorridorOpened,
    ev.CorridorRenewed,
    ev.CorridorFailed,
    ev.CorridorWithdrawn,
)
"""Types of events that lines are made of."""


def follow_corridor(lines: dict[str, CorridorLine], event: ev.AnyEvent) -> None:
    """Take one more event into the lines, which are by assignment; one that was opened again keeps its beginning."""
    if isinstance(event, ev.CorridorOpened) and event.assignment not in lines:
        lines[event.assignment] = CorridorLine(
            assignment=event.assignment,
            incident=event.incident,
            unit=event.unit,
            opened_at=event.at,
            junctions=event.junctions,
        )
    elif isinstance(event, ev.CorridorRenewed | ev.CorridorFailed | ev.CorridorWithdrawn) and event.assignment in lines:
        lines[event.assignment] = _followed(lines[event.assignment], event)


def _followed(line: CorridorLine, event: ev.CorridorRenewed | ev.CorridorFailed | ev.CorridorWithdrawn) -> CorridorLine:
    match event:
        case ev.CorridorRenewed():
            return replace(line, renewals=line.renewals + 1, taken=True)
        case ev.CorridorFailed():
            return replace(line, failures=line.failures + 1, taken=line.taken and event.deed != "open")
        case ev.CorridorWithdrawn():
            return replace(line, why=event.why, told=event.told)


def corridor_lines(events: Iterable[ev.AnyEvent]) -> dict[str, CorridorLine]:
    """Return what became of each corridor, by assignment."""
    lines: dict[str, CorridorLine] = {}
    for event in events:
        follow_corridor(lines, event)
    return lines
