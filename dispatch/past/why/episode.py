"""The part of the record that an incident played in: the World before it opened, and everything until it was over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

from dispatch.core import events as ev
from dispatch.core.errors import NotFound
from dispatch.core.world import World
from dispatch.log.base import Log
from dispatch.past import reads
from dispatch.past.history import History


class Episode(NamedTuple):
    """``before`` is the World just before the incident opened.

    ``events`` are all events of the record from its opening to the last of its own but the archiving; those of other
    incidents and of the district are among them. ``head`` is the number of the record's last event.
    """

    incident: str
    before: World
    events: tuple[ev.Event, ...]
    head: int

    @property
    def opened(self) -> ev.Event:
        """The event that opened the incident."""
        return self.events[0]

    @property
    def own(self) -> list[ev.Event]:
        """The incident's own events."""
        return [event for event in self.events if event.incident == self.incident]


async def read_episode(log: Log, incident: str, history: History | None = None) -> Episode:
    """Read an incident's part of the record; a `History` of this log saves folding it anew. Raises `NotFound`."""
    number = incident.rpartition("-")[2]
    first = int(number[:16]) if number.isascii() and number.isdecimal() else 0
    if not 0 < first <= log.head.seq:
        raise _missing(incident)
    before = await (history or History(log)).at(first - 1)
    events: list[ev.Event] = []
    last = 0
    async for event in _from(log, first):
        if event.incident == incident:
            if isinstance(event, ev.IncidentArchived):
                break
            last = len(events) + 1
        elif not events:
            raise _missing(incident)
        events.append(event)
    return Episode(incident, before, tuple(events[:last]), log.head.seq)


async def _from(log: Log, seq: int) -> AsyncIterator[ev.Event]:
    while stored := await log.read(seq - 1, reads.SLICE):
        for each in stored:
            yield ev.decode(each.body)
        seq = stored[-1].seq + 1


def _missing(incident: str) -> NotFound:
    return NotFound(f"there is no incident {incident} in the record; name it by its id (inc-41) or number (11-0417)")
