"""The whole record, read once and read on: what a question about all of it needs is kept, so that none reads it anew.

An archive folds every event into the World, keeps some Worlds on the way, the catalogue of incidents and drills, what
happened at which device and building, the drills' facts, the post checks, and the books of the months that were asked
for last. It belongs to one reader and one thread; in a running hub that is a process of its own
(`dispatch.past.process`), beside the one that takes alarms.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from dispatch.core import events as ev
from dispatch.core.evolve import evolve
from dispatch.core.world import World
from dispatch.log.base import RecordDamaged, Stored
from dispatch.log.readable import Readable
from dispatch.past.before import Premises
from dispatch.past.catalogue import Catalogue
from dispatch.past.drills.facts import DrillFacts, Gathering
from dispatch.past.drills.reading import head_at
from dispatch.past.history import History
from dispatch.past.reader import EXERCISE, LogReader
from dispatch.past.reports.month import Month
from dispatch.past.reports.month_book import MonthBook
from dispatch.past.reports.posts import COUNTED
from dispatch.past.reports.reading import BookReading
from dispatch.writer.snapshots import read_event

BOOKS_AT_MOST = 3
"""So many months' books are kept; one of a busy month of 90,000 events takes some 40 MB."""


class Archive:
    """What is known of one record up to where it was read."""

    def __init__(self, log: Readable) -> None:
        self.log = log
        self.world = World()
        self.history = History(log)
        self.catalogue = Catalogue(log)
        self.premises = Premises()
        self.checks: list[ev.Event] = []
        self._gathering = Gathering()
        self._books: OrderedDict[str, BookReading] = OrderedDict()
        # The chain's SEQ:HASH at drills' last words; those do not change.
        self._heads: dict[int, str] = {}

    @property
    def drills(self) -> tuple[DrillFacts, ...]:
        """Every drill that was ever planned, in that order."""
        return tuple(self._gathering.drills.values())

    async def read_on(self) -> None:
        """Read on to the record's head. Raises `LogError`."""
        async for stored in LogReader(self.log).slices(self.world.seq, self.log.head.seq):
            self._enter(stored)

    async def world_at(self, seq: int) -> World:
        """Return the World as it was after an event. Raises `NotFound`."""
        if seq == self.world.seq == self.log.head.seq:
            return self.world
        return await self.history.at(seq)

    async def book_of(self, month: Month) -> MonthBook:
        """Return a month's book, read on to the record's head."""
        reading = self._books.get(month.name)
        if reading is None:
            reading = self._books[month.name] = BookReading(self.log, month)
        self._books.move_to_end(month.name)
        while len(self._books) > BOOKS_AT_MOST:
            self._books.popitem(last=False)
        return await reading.read_on(self.world.restated)

    async def heads(self) -> dict[int, str]:
        """Return the chain's head at the last word of every drill that was started."""
        for drill in self.drills:
            if drill.started is not None and drill.last_seq not in self._heads:
                self._heads[drill.last_seq] = await head_at(self.log, drill.last_seq)
        return self._heads

    def _enter(self, stored: Sequence[Stored]) -> None:
        self.catalogue.enter(stored)
        for each in stored:
            event = read_event(each)
            try:
                if isinstance(event, ev.IncidentArchived):
                    self.premises.enter(self.world.incidents[event.incident])
                self.world = evolve(self.world, event)
            except (LookupError, ValueError, TypeError, AttributeError) as error:
                raise RecordDamaged(f"event {each.seq} cannot follow from the events before it ({error!r})") from error
            self.history.pass_by(self.world)
            if isinstance(event, COUNTED):
                self.checks.append(event)
            if EXERCISE in each.body:
                self._gathering.take(event)
