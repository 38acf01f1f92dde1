"""Every incident and drill of the record, and from which event to which it went: an index over the log that is made by
reading it and kept up by reading on, so it is never wrong and never stored.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, tzinfo
from functools import partial

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.events import decode
from dispatch.core.instant import Instant
from dispatch.core.personal import without_text
from dispatch.core.vocabulary import Place, Struct
from dispatch.log.base import Stored
from dispatch.log.readable import Readable
from dispatch.past.reader import LogReader, Subject, subject_of, tag_of


class CatalogueEntry(Struct, frozen=True, kw_only=True):
    """One incident that was no part of a drill, or one drill with its incidents.

    ``numbers`` are those that were said over the radio. ``name`` is the drill's; empty for an operation. ``first_seq``
    is the event that began it, ``last_seq`` its last one so far. ``misses`` counts missed targets. ``ended_at`` is
    None while it goes on.
    """

    id: str
    drill: bool
    incidents: tuple[str, ...]
    numbers: tuple[str, ...]
    name: str
    kind: str
    place: Place
    grade: int
    exercise: bool
    test: bool
    began_at: Instant
    ended_at: Instant | None
    ending: str | None
    first_seq: int
    last_seq: int
    orders: int
    misses: int


class Catalogue:
    """The entries of one record. `read_on` brings them up to the log's head; only one reading goes on at a time."""

    def __init__(self, log: Readable) -> None:
        self._reader = LogReader(log)
        # Held while the log is read on: two readings at once would do the same work twice.
        self._reading = asyncio.Lock()
        # Held by the thread that enters events: it goes on where the reading that began it was cancelled.
        self._entering = threading.Lock()
        # By id of the operation or the drill, in the order in which they began.
        self._entries: dict[str, CatalogueEntry] = {}
        # An incident of a drill → that drill, under whose entry it is counted.
        self._part_of: dict[str, str] = {}
        # The last event that was entered; reading on begins after it.
        self._seq = 0

    async def read_on(self) -> None:
        """Read what came since, decoding in a worker thread."""
        async with self._reading:
            async for stored in self._reader.slices(self._seq):
                await asyncio.to_thread(self.enter, stored)

    def find(self, named: str) -> CatalogueEntry | None:
        """Return the entry of an incident or drill by its id; that of a drill's incident is the drill's."""
        return self._entries.get(self._part_of.get(named, named))

    def search(self, text: str, day: date | None, zone: tzinfo, names: dict[str, str]) -> Iterator[CatalogueEntry]:
        """Yield what matches, newest first. ``names`` are the buildings'; the day is one of ``zone``'s clock."""
        wanted = text.casefold().split()
        for entry in sorted(self._entries.values(), key=lambda each: -each.first_seq):
            if day is not None and entry.began_at.in_zone(zone).date() != day:
                continue
            words = " ".join(_words(entry, names)).casefold()
            if all(word in words for word in wanted):
                yield entry

    def enter(self, stored: Sequence[Stored]) -> None:
        """Enter what was not entered yet of these next events, each once."""
        with self._entering:
            for each in stored:
                if each.seq <= self._seq:
                    continue
                subject = subject_of(each.body)
                if subject.incident is not None or subject.drill is not None:
                    self._take(each, subject)
                self._seq = each.seq

    def _take(self, stored: Stored, subject: Subject) -> None:
        if subject.type in _BEGINNINGS:
            self._begin(decode(stored.body))
        for key in {
            self._part_of.get(named, named) for named in (subject.incident, subject.into, subject.drill) if named
        }:
            entry = self._entries.get(key)
            if entry is not None and subject.type not in _ARCHIVING:
                changes = _CHANGES.get(subject.type)
                changed = changes(entry, decode(stored.body)) if changes is not None else entry
                self._entries[key] = replace(changed, last_seq=stored.seq)

    def _begin(self, event: ev.Event) -> None:
        if isinstance(event, ev.DrillStarted):
            self._entries[event.drill] = _drill(event)
        elif isinstance(event, ev.IncidentOpened):
            drill = None if event.drill is None else self._entries.get(event.drill)
            if drill is None:
                self._entries[event.incident] = _operation(event)
            else:
                self._part_of[event.incident] = drill.id
                self._entries[drill.id] = _with_incident(drill, event)


_BEGINNINGS = {tag_of(ev.DrillStarted), tag_of(ev.IncidentOpened)}
_ARCHIVING = {tag_of(ev.DrillArchived), tag_of(ev.IncidentArchived)}


def _operation(event: ev.IncidentOpened) -> CatalogueEntry:
    return CatalogueEntry(
        id=event.incident,
        drill=False,
        incidents=(event.incident,),
        numbers=(event.number,),
        name="",
        kind=event.kind,
        place=event.place,
        grade=event.grade,
        exercise=event.exercise,
        test=event.test,
        began_at=event.at,
        ended_at=None,
        ending=None,
        first_seq=event.seq,
        last_seq=event.seq,
        orders=0,
        misses=0,
    )


def _drill(event: ev.DrillStarted) -> CatalogueEntry:
    where = event.plan.place
    return CatalogueEntry(
        id=event.drill,
        drill=True,
        incidents=(),
        numbers=(),
        name=event.plan.name,
        kind=event.plan.kind,
        place=Place(lon=where.lon, lat=where.lat, building=where.building, floor=where.floor, text=where.text),
        grade=1,
        exercise=True,
        test=False,
        began_at=event.at,
        ended_at=None,
        ending=None,
        first_seq=event.seq,
        last_seq=event.seq,
        orders=0,
        misses=0,
    )


def _with_incident(drill: CatalogueEntry, event: ev.IncidentOpened) -> CatalogueEntry:
    return replace(
        drill,
        incidents=(*drill.incidents, event.incident),
        numbers=(*drill.numbers, event.number),
        place=drill.place if drill.incidents else event.place,
        grade=max(drill.grade, event.grade),
    )


def _ended(ending: str, entry: CatalogueEntry, event: ev.Event) -> CatalogueEntry:
    return replace(entry, ended_at=event.at, ending=ending)


def _closed(entry: CatalogueEntry, event: ev.Event) -> CatalogueEntry:
    if entry.drill or not isinstance(event, ev.IncidentClosed):
        return entry  # a drill is over when it ends, not when one of its incidents is
    return _ended(event.reason, entry, event)


def _merged(entry: CatalogueEntry, event: ev.Event) -> CatalogueEntry:
    return _ended("merged", entry, event) if event.incident == entry.id else entry


def _reopened(entry: CatalogueEntry, _event: ev.Event) -> CatalogueEntry:
    return entry if entry.drill else replace(entry, ended_at=None, ending=None)


def _updated(entry: CatalogueEntry, event: ev.Event) -> CatalogueEntry:
    if entry.drill or not isinstance(event, ev.IncidentUpdated):
        return entry
    return replace(entry, place=event.place or entry.place, kind=event.kind or entry.kind)


def _erased(entry: CatalogueEntry, _event: ev.Event) -> CatalogueEntry:
    return entry if entry.drill else replace(entry, place=without_text(entry.place))


def _graded(entry: CatalogueEntry, event: ev.Event) -> CatalogueEntry:
    return replace(entry, grade=max(entry.grade, event.grade)) if isinstance(event, ev.IncidentGraded) else entry


_CHANGES: dict[str, Callable[[CatalogueEntry, ev.Event], CatalogueEntry]] = {
    tag_of(ev.IncidentClosed): _closed,
    tag_of(ev.IncidentMerged): _merged,
    tag_of(ev.IncidentReopened): _reopened,
    tag_of(ev.IncidentUpdated): _updated,
    tag_of(ev.IncidentGraded): _graded,
    tag_of(ev.IncidentErased): _erased,
    tag_of(ev.AssignmentAssigned): lambda entry, _event: replace(entry, orders=entry.orders + 1),
    tag_of(ev.TargetMissed): lambda entry, _event: replace(entry, misses=entry.misses + 1),
    tag_of(ev.DrillEnded): partial(_ended, "ended"),
}


def _words(entry: CatalogueEntry, names: dict[str, str]) -> Iterator[str]:
    yield entry.id
    yield from entry.numbers
    yield entry.name
    yield entry.kind
    yield names.get(entry.place.building or "", entry.place.building or "")
    yield entry.place.text or ""
