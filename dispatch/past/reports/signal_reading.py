"""Reads GB 50440's times from a record: what devices sent, what was confirmed and passed on, who fell silent."""

from __future__ import annotations

from collections import Counter

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.world import World
from dispatch.log.readable import Readable
from dispatch.past.reader import tag_of
from dispatch.past.reports.signal_times import (
    INSPECTION_S,
    Measured,
    SignalTimes,
    StretchName,
    Timed,
    signal_times,
    taken_ms,
)
from dispatch.past.reports.span import read_span
from stations.kinds import is_rescue

MACHINES = frozenset({"detector", "panel", "video"})
"""Sources of alarms that no person spoke."""

AFTERWARDS_MS = 600_000
"""So long after the span it is looked for what became of what was in it: an order on a screen, 119 told."""

TOLD = frozenset({"taken", "acknowledged"})
"""States of a message to 119 or the city that say that somebody has it."""


class SignalBook:
    """Takes in events of a span, in order, and gives the times."""

    def __init__(self, from_at: Instant, until: Instant) -> None:
        self.from_at, self.until = from_at, until
        self.timed: list[Timed] = []
        self._unclear: Counter[StretchName] = Counter()
        self._waiting: dict[str, Instant] = {}
        self._forwarded: set[str] = set()
        self._no_fires: set[str] = set()
        self._to_screen: dict[str, Instant] = {}
        self._seen: set[str] = set()
        self._ordered: set[str] = set()
        self._signals = self._unread = 0

    def enter(self, event: ev.Event) -> None:
        """Take in an event; exercises and tests are measured by nobody."""
        if event.exercise:
            return
        match event:
            case ev.HelpTold() if event.kind == "call_centre" and not event.call_off:
                self._forward(event.incident, event.at)
            case ev.ReportForwarded() if event.state in TOLD and event.what == "alert":
                self._forward(event.incident, event.at)
            case ev.AssignmentDelivered():
                self._on_screen(event.incident, event.at)
            case _ if event.at < self.until:
                self._enter_within(event)
            case _:
                pass

    def _enter_within(self, event: ev.Event) -> None:
        match event:
            case ev.IncidentOpened() if event.test or is_rescue(event.kind):
                self._no_fires.add(event.incident)
            case ev.AlarmRaised() if event.source in MACHINES and not event.test:
                self._alarm(event)
            case ev.AssignmentAssigned() if event.incident in self._to_screen:
                self._ordered.add(event.incident)
            case ev.SignalReceived():
                self._received(event)
            case ev.IncidentConfirmed() if event.incident not in self._no_fires | self._forwarded:
                self._waiting.setdefault(event.incident, event.at)
            case ev.DeviceSilent() if event.kind == "gateway":
                self._measure("silence", event.device, event.at, event.since)
            case _:
                pass

    def result(self, world: World) -> SignalTimes:
        """Return the report; a gateway whose silence would be noticed too late, or never, is named."""
        untold = [key for key in self._waiting if key not in self._forwarded and _is_fire(world, key)]
        unseen = [key for key in self._ordered if key in self._to_screen]
        missing: dict[StretchName, int] = {"forward": len(untold), "screen": len(unseen)}
        found = Measured(self.timed, dict(self._unclear), missing, self._signals, self._unread)
        unwatched = sorted(key for key, each in world.gateways.items() if not 0 < each.silent_after_s <= INSPECTION_S)
        return signal_times(found, from_at=self.from_at, until=self.until, unwatched=unwatched)

    def _alarm(self, event: ev.AlarmRaised) -> None:
        """A machine's alarm; only the first of an incident sends, so that its order comes to a screen."""
        self._measure("fire", event.device or event.source, event.at, event.occurred_at)
        own = event.occurred_at
        if own is not None and taken_ms(event.at, own) is not None and event.incident not in self._seen:
            self._to_screen[event.incident] = own
        self._seen.add(event.incident)

    def _on_screen(self, incident: str, at: Instant) -> None:
        own = self._to_screen.pop(incident, None)
        if own is not None:
            self.timed.append(Timed("screen", incident, at, max(0, at - own)))

    def _received(self, event: ev.SignalReceived) -> None:
        self._signals += 1
        self._unread += bool(event.unread)
        if event.test:
            return
        if "fire" not in event.raised:
            self._measure("state", event.device, event.at, event.occurred_at or event.sent_at)
        if event.sent_at is not None:
            self._measure("line", event.device, event.at, event.sent_at)

    def _forward(self, incident: str, at: Instant) -> None:
        """A confirmed fire was passed on. One that was told before anybody confirmed it waited for nothing."""
        if incident in self._forwarded or (at >= self.until and incident not in self._waiting):
            return
        self._forwarded.add(incident)
        if (confirmed_at := self._waiting.get(incident)) is not None:
            self.timed.append(Timed("forward", incident, at, max(0, at - confirmed_at)))

    def _measure(self, name: StretchName, of: str, at: Instant, own: Instant | None) -> None:
        ms = at - own if name == "silence" and own is not None else taken_ms(at, own)
        if ms is None:
            self._unclear[name] += 1
        else:
            self.timed.append(Timed(name, of, at, ms))


_TAKEN: tuple[type[ev.Event], ...] = (
    ev.AlarmRaised,
    ev.IncidentOpened,
    ev.IncidentConfirmed,
    ev.AssignmentAssigned,
    ev.AssignmentDelivered,
    ev.ReportForwarded,
    ev.SignalReceived,
    ev.DeviceSilent,
    ev.HelpTold,
)
TAKEN = frozenset(map(tag_of, _TAKEN))


async def read_signals(log: Readable, world: World, from_at: Instant, until: Instant) -> SignalBook:
    """Read a span of the record. Raises `Unusable` for one that is none, or is too long."""
    book = SignalBook(from_at, until)
    await read_span(log, world, book, (from_at, until), taken=TAKEN, after_ms=AFTERWARDS_MS)
    return book


def _is_fire(world: World, incident: str) -> bool:
    """Whether 119 must hear of an incident; one that was archived since then counts as one."""
    found = world.incidents.get(incident)
    return found is None or not (found.test or found.exercise or is_rescue(found.kind))
