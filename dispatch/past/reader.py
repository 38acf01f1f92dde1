"""The one way to read the record: all of it or a stretch, one incident's part, one drill's part.

An id is made from the number of the event that opened its subject (`inc-41`, `drl-7`), and archiving is a subject's
last event, but for the erasing of what people said: the log itself is the index.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import msgspec

from dispatch.core import events as ev
from dispatch.core.errors import NotFound
from dispatch.log.base import Stored
from dispatch.log.readable import Readable

SLICE = 500
"""Events read at a time, and folded between two turns of the loop: about ten milliseconds. More would hold it up."""

EXERCISE = b'"exercise":true'
"""How every exercise event is stored. A text that says the same is sorted out by the event's fields."""

_SEQ_DIGITS = 16
"""No record has an event number of more digits."""


class Subject(msgspec.Struct, frozen=True):
    """What a stored event is about: enough to sort it without decoding the rest. ``into`` is where it was merged."""

    type: str
    incident: str | None = None
    into: str | None = None
    drill: str | None = None


subject_of = msgspec.json.Decoder(Subject).decode


def tag_of(kind: type[ev.Event]) -> str:
    """Return the type by which an event is stored."""
    return str(kind.__struct_config__.tag)


def type_in(body: bytes) -> str:
    """Return the type of a stored event, which stands at its beginning, without reading the rest."""
    return body[len(_TYPE) : body.find(b'"', len(_TYPE))].decode("ascii")


_TYPE = b'{"type":"'
_INCIDENT_ERASED = tag_of(ev.IncidentErased)
INCIDENT_OPENED, _INCIDENT_ARCHIVED = tag_of(ev.IncidentOpened), tag_of(ev.IncidentArchived)
_DRILL_PLANNED, _DRILL_ARCHIVED = tag_of(ev.DrillPlanned), tag_of(ev.DrillArchived)


def opening_seq(key: str) -> int | None:
    """Return the number of the event from which an incident's or drill's id was made; None where it is no such id."""
    kind, _, number = key.rpartition("-")
    if not (kind and number.isascii() and number.isdecimal() and len(number) <= _SEQ_DIGITS):
        return None
    return int(number) or None


class LogReader:
    """Reads one log, live or at rest. What becomes durable while it reads is read too, unless ``until`` is given."""

    def __init__(self, log: Readable) -> None:
        self._log = log

    async def slices(
        self, after: int = 0, until: int | None = None, *, size: int = SLICE
    ) -> AsyncIterator[Sequence[Stored]]:
        """Yield the events after one number up to another (None: to the head), ``size`` at a time."""
        while until is None or after < until:
            stored = await self._log.read(after, size if until is None else min(size, until - after))
            if not stored:
                return
            yield stored
            after = stored[-1].seq

    async def events(self, after: int = 0, until: int | None = None) -> AsyncIterator[Stored]:
        """Yield the events after one number up to another (None: to the head), one by one."""
        async for stored in self.slices(after, until):
            for each in stored:
                yield each

    async def event(self, seq: int) -> Stored:
        """Return one event of the record, from 1 to its head."""
        (stored,) = await self._log.read(seq - 1, 1)
        return stored

    async def of_incident(self, incident: str) -> AsyncIterator[Stored]:
        """Yield an incident's own events and those that move something into it. Raises `NotFound`."""
        after = 0
        async for stored in self.from_opening(incident):
            subject = subject_of(stored.body)
            if incident in (subject.incident, subject.into):
                yield stored
                if subject.type == _INCIDENT_ARCHIVED:
                    after = stored.seq
                    break
        if after:
            async for stored in self._erasures(incident, after):
                yield stored

    async def _erasures(self, incident: str, after: int) -> AsyncIterator[Stored]:
        """Yield what is said of an incident when it is archived: that words of it were erased."""
        for seq in self._log.erasures_of(incident):
            if after < seq <= self._log.head.seq:
                stored = await self.event(seq)
                subject = subject_of(stored.body)
                if (subject.type, subject.incident) == (_INCIDENT_ERASED, incident):
                    yield stored

    async def from_opening(self, incident: str) -> AsyncIterator[Stored]:
        """Yield the event that opened an incident and everything after it. Raises `NotFound`."""
        after = await self._before(incident, INCIDENT_OPENED)
        if after is None:
            raise NotFound(
                f"there is no incident {incident} in the record; list the open ones with GET /api/v1/incidents"
            )
        async for stored in self.events(after):
            yield stored

    async def of_drill(self, drill: str) -> AsyncIterator[Stored]:
        """Yield a drill's own events and those of its incidents. Raises `NotFound`."""
        after = await self._before(drill, _DRILL_PLANNED)
        if after is None:
            raise NotFound(f"there is no drill {drill} in the record; the ledger lists those that were run")
        incidents: set[str | None] = set()
        async for stored in self.exercises(after):
            subject = subject_of(stored.body)
            if subject.type == INCIDENT_OPENED and subject.drill == drill:
                incidents.add(subject.incident)
            if subject.drill == drill or subject.incident in incidents:
                yield stored
                if subject.type == _DRILL_ARCHIVED:
                    return

    async def exercises(self, after: int = 0) -> AsyncIterator[Stored]:
        """Yield the events of exercises, and now and then another; operations are passed over by their bytes."""
        async for stored in self.events(after):
            if EXERCISE in stored.body:
                yield stored

    async def _before(self, key: str, opening: str) -> int | None:
        """Return the position before the event that opened a subject; None where it is not what the id says."""
        seq = opening_seq(key)
        if seq is None or seq > self._log.head.seq:
            return None
        subject = subject_of((await self.event(seq)).body)
        return seq - 1 if subject.type == opening and key in (subject.incident, subject.drill) else None
