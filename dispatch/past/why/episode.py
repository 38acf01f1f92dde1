"""The part of the record that an incident played in: the World before it opened, and everything until it was over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from dispatch.core import events as ev
from dispatch.core.old_reasons import with_reasons
from dispatch.core.world import World
from dispatch.log.readable import Readable
from dispatch.past.history import History
from dispatch.past.reader import LogReader


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


WorldAt = Callable[[int], Awaitable[World]]
"""Gives the World as it was after an event. Raises `NotFound`."""


async def read_episode(log: Readable, incident: str, world_at: WorldAt | None = None) -> Episode:
    """Read an incident's part of the record; who has folded it before gives the World. Raises `NotFound`."""
    events: list[ev.Event] = []
    last = 0
    async for stored in LogReader(log).from_opening(incident):
        event = ev.decode(stored.body)
        if event.incident == incident:
            if isinstance(event, ev.IncidentArchived):
                break
            last = len(events) + 1
        events.append(event)
    before = await (world_at or History(log).at)(events[0].seq - 1)
    return Episode(incident, before, tuple(with_reasons(events[:last])), log.head.seq)
