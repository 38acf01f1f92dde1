"""Reads the desk's alarm load from a record: what was sent in, what sounded, what came of it."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.world import World
from dispatch.log.readable import Readable
from dispatch.past.reader import tag_of
from dispatch.past.reports.alarm_load import (
    HOUR_MS,
    STALE_MS,
    AlarmLoad,
    Deeds,
    HandedOver,
    Signal,
    Sounds,
    Standing,
    alarm_load,
    peak,
)
from dispatch.past.reports.attendance import ATTENDED, Attendance
from dispatch.past.reports.month_book import FALSE
from dispatch.past.reports.span import read_span

SHIFT_MS = 12 * HOUR_MS
"""How far back a shift is looked for where nobody handed it over."""

WARNS = (0, 80)
"""The warnings that sound: foreseen to be late, and a fifth of the time left."""


class AlarmBook:
    """Takes in events of a span, in order, and gives its load."""

    def __init__(self, from_at: Instant) -> None:
        self.from_at = from_at
        self.signals: list[Signal] = []
        self._opened: dict[str, ev.IncidentOpened] = {}
        self._closed: dict[str, Instant] = {}
        self._sounds: list[tuple[str, int]] = []
        self._false = self._missed = 0
        self._handed_over: list[HandedOver] = []
        self._attendance = Attendance()

    def enter(self, event: ev.Event) -> None:
        """Take in an event; exercises and tests are nobody's load."""
        if event.exercise:
            return
        at = int(event.at)
        if self._attendance.enter(event):
            self._sounds.append(("urgent", at))
        match event:
            case ev.AlarmRaised() if not event.test:
                self.signals.append(_signal(event))
            case ev.IncidentOpened() if not event.test:
                self._opened[event.incident] = event
                self._sounds.append(("fresh", at))
            case ev.IncidentClosed():
                self._closed[event.incident] = event.at
                self._false += event.reason in FALSE
            case ev.IncidentReopened():
                self._closed.pop(event.incident, None)
            case ev.TargetWarned() if event.percent in WARNS:
                self._sounds.append(("warning", at))
            case ev.TargetMissed():
                self._missed += 1
            case ev.ShiftAccepted():
                self._handed_over.append(HandedOver(at=event.at, offered_by=event.offered_by, accepted_by=event.by))
            case _:
                pass

    @property
    def last_hand_over(self) -> Instant | None:
        """When the desk was handed over last; None where it was not."""
        return self._handed_over[-1].at if self._handed_over else None

    def load(self, world: World, until: Instant) -> AlarmLoad:
        """Return the load up to a moment; ``world`` knows what has stood since before."""
        sounds = [what for what, _ in self._sounds]
        return alarm_load(
            self.signals,
            from_at=self.from_at,
            until=until,
            standing=self._standing(world, until),
            sounds=Sounds(
                urgent=sounds.count("urgent"),
                fresh=sounds.count("fresh"),
                warning=sounds.count("warning"),
                peak_10min=peak(at for _, at in self._sounds),
            ),
            deeds=Deeds(
                opened=len(self._opened), closed=len(self._closed), false_alarms=self._false, missed=self._missed
            ),
            handed_over=self._handed_over,
        )

    def _standing(self, world: World, until: Instant) -> list[Standing]:
        """Return what was open at the end, oldest first: of before the span, what the World still holds open."""
        before = (
            (each.id, each.number, each.opened_at)
            for each in world.incidents.values()
            if each.open and not each.exercise and not each.test and each.opened_at < self.from_at
        )
        within = ((each.incident, each.number, each.at) for each in self._opened.values())
        return [
            Standing(incident=key, number=number, opened_at=at, stale=until - at > STALE_MS)
            for key, number, at in sorted((*before, *within), key=lambda each: (each[2], each[0]))
            if key not in self._closed
        ]


_TAKEN: tuple[type[ev.Event], ...] = (
    ev.AlarmRaised,
    ev.IncidentOpened,
    ev.IncidentClosed,
    ev.IncidentReopened,
    ev.TargetWarned,
    ev.TargetMissed,
    ev.ShiftAccepted,
    *ATTENDED,
)
TAKEN = frozenset(map(tag_of, _TAKEN))


async def read_alarms(log: Readable, world: World, from_at: Instant, until: Instant) -> AlarmBook:
    """Read a span of the record. Raises `Unusable` for one that is none, or is too long."""
    book = AlarmBook(from_at)
    await read_span(log, world, book, (from_at, until), taken=TAKEN)
    return book


async def read_shift(log: Readable, world: World, now: Instant) -> AlarmBook:
    """Read this shift: from the last hand-over of the desk, or from twelve hours ago."""
    book = await read_alarms(log, world, now.plus(-SHIFT_MS), now)
    since = book.last_hand_over
    return book if since is None or since >= now else await read_alarms(log, world, since, now)


def _signal(event: ev.AlarmRaised) -> Signal:
    return Signal(
        at=event.at,
        tag=event.device or event.source,
        source=event.source,
        kind=event.kind,
        incident=event.incident,
        number=event.number,
        building=event.place.building,
        floor=event.place.floor,
    )
