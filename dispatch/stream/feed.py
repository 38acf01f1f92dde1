"""Readers of the log: a subscriber is a cursor, never a queue.

Live and catch-up are one path: what a subscriber gets follows from its position and its view alone. One that does not
keep up stops being *live*; its cursor stays, and it reads on from the log when its socket takes bytes again. It never
fills memory and never slows another.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence

from dispatch.core.vocabulary import EVERY_STATION
from dispatch.log.base import Log, Stored
from dispatch.stream.frames import Batch, event_frames, mark_frame
from dispatch.stream.views import View, address_of
from dispatch.writer.core import Record

TAIL_EVENTS = 20_000
"""How many of the newest events are kept at hand for those who fell a little behind."""


CONSOLES_EVERY_S = 0.025
"""A console is written to no more often than this. What comes first after a pause goes out at once, and nobody sees the
rest of a surge later than this: an eye takes ten times as long to find a new row."""

CONSOLES_WAIT_BYTES = 64 * 1024
"""More than this does not wait: a write stays well below what may wait in a socket."""

FRAME_OVERHEAD = 80
"""More than what a frame's head and the reader's own numbers add to an event's bytes."""

ROOM_FOR_ANY = 192 * 1024
"""A reader with this much room takes any single event, however large, so that none can stop it for ever."""


class Subscriber(ABC):
    """One reader. ``sent`` is the last event on its wire, ``position`` how far the log was looked through for it."""

    __slots__ = ("live", "position", "sent", "view")

    def __init__(self, view: View, position: int) -> None:
        self.view = view
        self.position = position
        self.sent = position
        # Whether it has everything up to the head and gets new events pushed; one that is given up is not live either.
        self.live = False

    @abstractmethod
    def room(self) -> int:
        """Return how many bytes it takes now."""

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Take wire frames."""

    @abstractmethod
    def push(self, data: bytes) -> bool:
        """Take wire frames whole, or return False where there is no room for them."""

    @abstractmethod
    def fell_behind(self) -> None:
        """Hear that it is not live any more and must `catch_up` when it has room."""


class Feed:
    """Hands durable events to the live subscribers and lets the others read on from their position.

    Crews and callers get them at once; consoles, which see everything, together and after whoever asked was answered.
    """

    def __init__(self, log: Log, *, consoles_every_s: float = CONSOLES_EVERY_S) -> None:
        self._log = log
        self._consoles_every_s = consoles_every_s
        # What the consoles have not been sent, without a gap; when they were last sent something, and will be (loop).
        self._unsent: Batch = []
        self._unsent_bytes = 0
        self._flushed_at = float("-inf")
        self._flushing: asyncio.TimerHandle | None = None
        # The newest events without a gap; empty after a start. Their hashes are left out: no reader asks for them.
        self._tail: deque[Stored] = deque(maxlen=TAIL_EVENTS)
        # Subscribers by their view, live or not. A station's or incident's set goes with its last subscriber.
        self._consoles: set[Subscriber] = set()
        self._by_station: defaultdict[str, set[Subscriber]] = defaultdict(set)
        self._by_incident: defaultdict[str, set[Subscriber]] = defaultdict(set)
        # The last event that may be seen.
        self.head = log.head.seq

    def publish(self, records: Sequence[Record]) -> None:
        """Push durable events, one write per socket: to crews now, to consoles in their time."""
        crews: dict[Subscriber, Batch] = {}
        for record in records:
            self._tail.append(Stored(record.seq, record.body, b""))
            this: Batch = [(record.seq, record.body)]
            for subscriber in self._audience(record):
                before = crews.get(subscriber)
                crews[subscriber] = this if before is None else before + this
        self.head = records[-1].seq
        self._push_all(crews)
        if self._consoles:
            self._wait_for_consoles(records)
        else:
            self._unsent, self._unsent_bytes = [], 0

    def add(self, subscriber: Subscriber) -> None:
        """Take a subscriber in; it gets nothing until it has caught up (`catch_up`)."""
        self._group(subscriber.view).add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        """Let a subscriber go; one that is not there is no error."""
        subscriber.live = False
        group = self._group(subscriber.view)
        group.discard(subscriber)
        if not group and subscriber.view.kind != "console":
            self._groups(subscriber.view).pop(subscriber.view.id, None)

    async def catch_up(self, subscriber: Subscriber, *, limit: int = 500) -> bool:
        """Read on for a subscriber that is behind, one slice; True once it is live.

        The last look and becoming live are one step, so nothing falls between catch-up and live.
        """
        if subscriber.position >= self.head:
            if subscriber.position > subscriber.sent:
                subscriber.write(mark_frame(subscriber.position, subscriber.sent))
                subscriber.sent = subscriber.position
            subscriber.live = True
            return True
        batch: Batch = []
        room = subscriber.room()
        for stored in await self.read(subscriber.position, limit):
            if subscriber.view.shows(address_of(stored.body)):
                room -= len(stored.body) + FRAME_OVERHEAD
                if room < 0 and (batch or subscriber.room() < ROOM_FOR_ANY):
                    break
                batch.append((stored.seq, stored.body))
            subscriber.position = stored.seq
        if batch:
            subscriber.write(event_frames(batch, subscriber.sent))
            subscriber.sent = batch[-1][0]
        return False

    async def read(self, after: int, limit: int) -> list[Stored]:
        """Return up to ``limit`` durable events after a position, from the tail at hand or from the log."""
        if self._tail and after >= self._tail[0].seq - 1:
            first = after + 1 - self._tail[0].seq
            return [self._tail[index] for index in range(first, min(first + limit, len(self._tail)))]
        return await self._log.read(after, limit)

    def flush(self) -> None:
        """Push to all consoles what waits for them."""
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        self._flushed_at = asyncio.get_running_loop().time()
        self._push_waiting(self._consoles)
        self._unsent, self._unsent_bytes = [], 0

    def bring_up_to_date(self, subscriber: Subscriber) -> None:
        """Push to one reader what waits for it, so that what is written next follows everything that may be seen."""
        if subscriber.view.kind == "console":
            self._push_waiting((subscriber,))

    def forget(self) -> None:
        """Keep no event at hand any more: words that they hold were erased. Who is behind reads on from the log."""
        self.flush()
        self._tail.clear()

    def _audience(self, record: Record) -> list[Subscriber]:
        event = record.event
        if EVERY_STATION in event.to:
            found = [each for group in self._by_station.values() for each in group]
        else:
            found = [each for station in event.to for each in self._by_station.get(station, ())]
        if event.incident is not None:
            found.extend(self._by_incident.get(event.incident, ()))
        return found

    def _wait_for_consoles(self, records: Sequence[Record]) -> None:
        """Keep events for the consoles: a quiet hub sends them as soon as who asked is answered."""
        self._unsent.extend((record.seq, record.body) for record in records)
        self._unsent_bytes += sum(len(record.body) for record in records)
        if self._unsent_bytes > CONSOLES_WAIT_BYTES:
            self.flush()
        elif self._flushing is None:
            loop = asyncio.get_running_loop()
            # A timer, though it may be due already: it acts after those who were woken for their answers.
            self._flushing = loop.call_at(self._flushed_at + self._consoles_every_s, self.flush)

    def _push_waiting(self, consoles: Collection[Subscriber]) -> None:
        """Push to consoles what follows what each has; those that are not live read on by themselves."""
        if not self._unsent:
            return
        first = self._unsent[0][0]
        rests: dict[int, Batch] = {}
        batches: dict[Subscriber, Batch] = {}
        for console in consoles:
            if console.live and console.sent < self.head:
                if console.sent not in rests:
                    rests[console.sent] = self._unsent[max(0, console.sent + 1 - first) :]
                batches[console] = rests[console.sent]
        self._push_all(batches)

    def _push_all(self, batches: Mapping[Subscriber, Batch]) -> None:
        """Push to each live subscriber its events; those who get one batch from one position share the very bytes."""
        made: dict[tuple[int, int], bytes] = {}
        for subscriber, batch in batches.items():
            if not subscriber.live:
                continue
            key = (subscriber.sent, id(batch))
            data = made.get(key)
            if data is None:
                data = made[key] = event_frames(batch, subscriber.sent)
            if subscriber.push(data):
                subscriber.sent = subscriber.position = batch[-1][0]
            else:
                subscriber.live = False
                subscriber.fell_behind()

    def _groups(self, view: View) -> defaultdict[str, set[Subscriber]]:
        return self._by_station if view.kind == "station" else self._by_incident

    def _group(self, view: View) -> set[Subscriber]:
        return self._consoles if view.kind == "console" else self._groups(view)[view.id]
