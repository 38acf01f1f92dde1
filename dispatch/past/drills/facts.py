"""One drill's part of the log, sorted. Pure: events in, facts out; whatever a drill came to follows from these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.milestones import settled
from dispatch.core.performance import Track, follow
from stations.drills.model import DrillKind

TURNOUTS: frozenset[DrillKind] = frozenset({"duty_turnout", "no_notice"})
"""Kinds that train the way out of the door (拉动)."""


@dataclass
class DrillFacts:
    """What the record says of one drill, in order.

    ``tracks`` are its orders by assignment, ``injects``, ``remarks`` and ``breaks`` the events themselves.
    ``attended`` has each station's members. ``events`` are all of its own and its incidents' events; ``last_seq`` is
    the last that changed what it came to: the signing, where it was signed.
    """

    planned: ev.DrillPlanned
    started: ev.DrillStarted | None = None
    ended: ev.DrillEnded | None = None
    cancelled: ev.DrillCancelled | None = None
    signed: ev.DrillSignedOff | None = None
    incidents: dict[str, str] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    injects: list[ev.DrillInjected] = field(default_factory=list)
    remarks: list[ev.DrillRemarked] = field(default_factory=list)
    breaks: list[ev.DrillBrokenOff] = field(default_factory=list)
    attended: dict[str, tuple[str, ...]] = field(default_factory=dict)
    events: list[ev.Event] = field(default_factory=list)
    last_seq: int = 0

    @property
    def id(self) -> str:
        """The drill's id."""
        return self.planned.drill

    @property
    def state(self) -> str:
        """How far it is, in the World's words."""
        if self.cancelled is not None:
            return "cancelled"
        if self.signed is not None:
            return "signed_off"
        return "ended" if self.ended is not None else "running" if self.started is not None else "planned"

    @property
    def broken_off(self) -> bool:
        """Whether it was stopped for everybody, by a person or since every station was needed: it was not held."""
        return any(each.station is None for each in self.breaks)

    @property
    def as_of(self) -> Instant:
        """The moment at which what is open is judged: the end, or the last event while it goes on."""
        return self.ended.at if self.ended is not None else self.events[-1].at

    @property
    def called(self) -> tuple[str, ...]:
        """The stations that it was meant for: who had an order or says who was there, in that order."""
        return tuple(dict.fromkeys((*(track.station for track in self.tracks.values()), *self._present())))

    @property
    def trained(self) -> tuple[str, ...]:
        """The stations that took part: who came before the end, or says who was there.

        An order that nobody followed is no training. Where turning out is all that is trained (拉动), who left the
        house took part; elsewhere who reached the place.
        """
        aim = "en_route" if self.planned.plan.kind in TURNOUTS else "on_scene"
        came = (track.station for track in self.tracks.values() if self._reached(track, aim))
        return tuple(dict.fromkeys((*came, *self._present())))

    def _present(self) -> Iterator[str]:
        return (station for station, members in self.attended.items() if members)

    def _reached(self, track: Track, aim: str) -> bool:
        at = settled(track.reached.get)[aim]
        return at is not None and (self.ended is None or at <= self.ended.at)

    def take(self, event: ev.Event) -> None:
        """Take one more of its events, in order."""
        self.events.append(event)
        follow(self.tracks, event)
        match event:
            case ev.DrillStarted():
                self.started = event
            case ev.DrillEnded():
                self.ended = event
            case ev.DrillCancelled():
                self.cancelled = event
            case ev.DrillSignedOff():
                self.signed = event
            case ev.DrillInjected():
                self.injects.append(event)
            case ev.DrillRemarked():
                self.remarks.append(event)
            case ev.DrillBrokenOff():
                self.breaks.append(event)
            case ev.DrillAttended():
                self.attended[event.station] = event.members
            case ev.IncidentOpened():
                self.incidents[event.incident] = event.number
        if not isinstance(event, ev.DrillArchived | ev.IncidentArchived):
            self.last_seq = event.seq


class Gathering:
    """Sorts exercise events to the drills that they belong to; operations pass by untouched."""

    def __init__(self) -> None:
        self.drills: dict[str, DrillFacts] = {}
        # An incident of an exercise → the drill that opened it.
        self._drill_of: dict[str, str] = {}

    def take(self, event: ev.Event) -> None:
        """Take the next event of the record."""
        if isinstance(event, ev.DrillPlanned):
            self.drills[event.drill] = DrillFacts(event)
        if isinstance(event, ev.IncidentOpened) and event.drill is not None:
            self._drill_of[event.incident] = event.drill
        key = event.drill if isinstance(event, ev.DrillEvent) else self._drill_of.get(event.incident or "")
        if key is not None and key in self.drills:
            self.drills[key].take(event)


def gather(events: Iterable[ev.Event]) -> dict[str, DrillFacts]:
    """Return the drills among events of a record, by id, in the order in which they were planned."""
    gathering = Gathering()
    for event in events:
        gathering.take(event)
    return gathering.drills
