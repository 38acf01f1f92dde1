"""How an order went against what was planned and promised: milestones, targets, legs. Pure.

The one place where this is judged after the fact: reports of operations and scores of exercises both ask here. It
agrees with what the hub wrote down at the time (`target.met`, `target.missed`), and a test holds it to that; unlike
those events it can also be asked about a promise that nobody made then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.late_press import GRACE_MS
from dispatch.core.milestones import HANDED_OVER, REPORTED, settled
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import Ending, Legs, Struct, TargetClock
from stations.model import TravelMode

LEGS: tuple[tuple[str, str], ...] = (
    ("assigned", "delivered"),
    ("assigned", "acknowledged"),
    ("acknowledged", "en_route"),
    ("en_route", "on_scene"),
    ("on_scene", "controlled"),
    ("assigned", "on_scene"),
    ("assigned", "controlled"),
    ("controlled", "released"),
)
"""The stretches that reports give percentiles of, from milestone to milestone."""

Outcome = Literal["kept", "late", "missed", "lapsed", "open"]
"""``kept`` in time · ``late`` reached after the limit · ``missed`` the limit passed and it was never reached ·
``lapsed`` the order ended before the limit, so nothing was broken · ``open`` undecided."""

JUDGED: tuple[Outcome, ...] = ("kept", "late", "missed")
"""The outcomes that count in a compliance; the others say nothing about the crew."""


class Track(Struct, frozen=True, kw_only=True):
    """One order as it went: what was foreseen, what was promised, when each milestone was reached.

    ``reached`` maps each milestone that was reported (``released`` only where the crew was released) to hub time: to
    when it came, or was pressed where it came late and is believed; ``heard`` has when those came. ``occurred`` is the
    press's own time where it was sent late. What nobody pressed is not there: never guessed.
    ``waits`` are outages of the hub, from when until when nobody was judged.
    """

    assignment: str
    incident: str
    unit: str
    station: str
    mode: TravelMode
    exercise: bool
    reason: str
    because: Reason | None = None
    eta_s: float | None
    legs: Legs | None
    targets: tuple[TargetClock, ...]
    reached: dict[str, Instant]
    occurred: dict[str, Instant] = msgspec.field(default_factory=dict)
    heard: dict[str, Instant] = msgspec.field(default_factory=dict)
    waits: tuple[tuple[Instant, Instant], ...] = ()
    no_answer_at: Instant | None = None
    ending: Ending | None = None
    ended_at: Instant | None = None
    ending_reason: str | None = None
    ending_because: Reason | None = None

    @property
    def assigned_at(self) -> Instant:
        """When the order was given."""
        return self.reached["assigned"]


class Judgement(Struct, frozen=True, kw_only=True):
    """One promise of one order, judged. ``took_ms`` and ``late_ms`` are exact; None while it was not reached.

    ``late_ms`` is 0 where it was kept. ``due_at`` is None where the milestone that starts the clock never came.
    """

    name: str
    start: str
    milestone: str
    limit_s: int
    due_at: Instant | None
    outcome: Outcome
    took_ms: int | None = None
    late_ms: int | None = None

    @property
    def judged(self) -> bool:
        """Whether it counts in a compliance."""
        return self.outcome in JUDGED


def tracks(events: Iterable[ev.Event]) -> dict[str, Track]:
    """Return every order among these events by the assignment's id, in the order in which they were given."""
    found: dict[str, Track] = {}
    for event in events:
        follow(found, event)
    return found


def follow(found: dict[str, Track], event: ev.Event) -> None:
    """Take one more event into the tracks; events of orders that were not given here are passed over."""
    if isinstance(event, ev.AssignmentAssigned):
        found[event.assignment] = _started(event)
    elif isinstance(event, ev.AssignmentEvent) and (track := found.get(event.assignment)) is not None:
        found[event.assignment] = _further(track, event)
    elif isinstance(event, ev.IncidentHubAway):
        for wait in event.orders:
            if (track := found.get(wait.assignment)) is not None:
                waits = (*track.waits, (event.away_from, event.wait_until))
                found[wait.assignment] = msgspec.structs.replace(track, waits=waits)
    elif isinstance(event, ev.IncidentMerged):
        for key, track in list(found.items()):
            if track.incident == event.incident:
                found[key] = msgspec.structs.replace(track, incident=event.into)
    elif isinstance(event, ev.IncidentHandedOver):
        for key in event.settles:
            if (track := found.get(key)) is not None:
                found[key] = msgspec.structs.replace(track, reached={**track.reached, HANDED_OVER: event.at})


def judge(track: Track, as_of: Instant) -> tuple[Judgement, ...]:
    """Judge every promise of an order as things stood at ``as_of``."""
    return tuple(judge_target(track, clock, as_of) for clock in track.targets)


def judge_target(track: Track, clock: TargetClock, as_of: Instant) -> Judgement:
    """Judge one promise, made at the time or not. A later milestone settles an earlier one that nobody pressed."""
    start, end = track.reached.get(clock.start), settled(track.reached.get)[clock.milestone]
    due = None if start is None else start.plus(clock.limit_s * 1000)
    took = None if start is None or end is None or end > as_of else end - start
    late = None if took is None else max(0, took - clock.limit_s * 1000)
    return Judgement(
        name=clock.name,
        start=clock.start,
        milestone=clock.milestone,
        limit_s=clock.limit_s,
        due_at=due,
        outcome=_outcome(track, clock, due, late, as_of),
        took_ms=took,
        late_ms=late,
    )


def leg_ms(track: Track, start: str, end: str) -> int | None:
    """Return the milliseconds between two milestones that were both pressed, in this order; None otherwise."""
    first, last = track.reached.get(start), track.reached.get(end)
    return None if first is None or last is None or last < first else last - first


def planned(track: Track) -> dict[str, Instant]:
    """Return when each milestone was to be reached.

    Leaving and arriving as predicted with the order; everything else as its promise has it, where there is one.
    """
    found = {
        clock.milestone: track.reached[clock.start].plus(clock.limit_s * 1000)
        for clock in track.targets
        if clock.start in track.reached
    }
    if track.legs is not None:
        found["en_route"] = track.assigned_at.plus(round(track.legs.turnout_s * 1000))
    if track.eta_s is not None:
        found["on_scene"] = track.assigned_at.plus(round(track.eta_s * 1000))
    return {name: found[name] for name in REPORTED if name in found}


def compliance(judgements: Iterable[Judgement]) -> tuple[int, int]:
    """Return how many promises were kept, of how many that could be judged."""
    judged = [each for each in judgements if each.judged]
    return sum(each.outcome == "kept" for each in judged), len(judged)


def _outcome(track: Track, clock: TargetClock, due: Instant | None, late: int | None, as_of: Instant) -> Outcome:
    ended = track.ended_at if track.ended_at is not None and track.ended_at <= as_of else None
    if late is not None:
        return "late" if late else "kept"
    if due is not None and _judged_at(track, clock, due) < (as_of if ended is None else ended):
        return "missed"
    return "open" if ended is None else "lapsed"


def _judged_at(track: Track, clock: TargetClock, due: Instant) -> Instant:
    """Return when the hub calls a promise broken: not before it heard that it began, and after an outage not before
    people had the time to come back."""
    if clock.start in track.heard:
        due = max(due, track.heard[clock.start].plus(GRACE_MS))
    for away_from, until in track.waits:
        if away_from < due < until:
            due = until
    return due


def _started(event: ev.AssignmentAssigned) -> Track:
    return Track(
        assignment=event.assignment,
        incident=event.incident,
        unit=event.unit,
        station=event.station,
        mode=event.mode,
        exercise=event.exercise,
        reason=event.reason,
        because=event.because,
        eta_s=event.eta_s,
        legs=event.legs,
        targets=event.targets,
        reached={"assigned": event.at},
    )


_MILESTONE_OF: dict[type[ev.Event], str] = {
    ev.AssignmentDelivered: "delivered",
    ev.AssignmentAcknowledged: "acknowledged",
    ev.AssignmentEnRoute: "en_route",
    ev.AssignmentOnScene: "on_scene",
    ev.AssignmentControlled: "controlled",
    ev.AssignmentReleased: "released",
}
_ENDING_OF: dict[type[ev.Event], Ending] = {
    ev.AssignmentReleased: "released",
    ev.AssignmentDeclined: "declined",
    ev.AssignmentRecalled: "recalled",
}


FOLLOWED: tuple[type[ev.Event], ...] = (
    ev.TargetSet,
    ev.IncidentHandedOver,
    ev.AssignmentAssigned,
    *_MILESTONE_OF,
    *_ENDING_OF,
    ev.AssignmentNoAnswer,
    ev.IncidentHubAway,
    ev.IncidentMerged,
)
"""The events that change a track; whoever reads a long record need not read the others for `follow`."""


def _further(track: Track, event: ev.AssignmentEvent) -> Track:
    changes = dict(_changes(track, event))
    return msgspec.structs.replace(track, **changes) if changes else track


def _changes(track: Track, event: ev.AssignmentEvent) -> Iterator[tuple[str, object]]:
    """Yield the fields that an event changes. The first report of a milestone counts."""
    name, ending = _MILESTONE_OF.get(type(event)), _ENDING_OF.get(type(event))
    if name is not None and name not in track.reached:
        occurred_at, counts_from = own_times(event)
        yield "reached", {**track.reached, name: counts_from or event.at}
        if occurred_at is not None:
            yield "occurred", {**track.occurred, name: occurred_at}
        if counts_from is not None:
            yield "heard", {**track.heard, name: event.at}
    if ending is not None and track.ending is None:
        yield "ending", ending
        yield "ended_at", event.at
        yield "ending_reason", getattr(event, "reason", None)
        yield "ending_because", getattr(event, "because", None)
    if isinstance(event, ev.TargetSet):
        clock = TargetClock(
            name=event.target, start=event.start, milestone=event.milestone, limit_s=event.limit_s, due_at=None
        )
        yield "targets", (*track.targets, clock)
        yield "reached", {**track.reached, event.start: event.at}
    if isinstance(event, ev.AssignmentNoAnswer):
        yield "no_answer_at", event.at


def own_times(event: ev.Event) -> tuple[Instant | None, Instant | None]:
    """Return a press's own time, and from when it counts where that is before it came."""
    return (event.occurred_at, event.counts_from) if isinstance(event, ev.MilestoneEvent) else (None, None)
