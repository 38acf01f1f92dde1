"""What must not be missed, and when: derived from the World, never from a task.

Every deadline belongs to a subject (an assignment, an incident, a closure) and has a key. It is *armed* while its
condition holds and it has not acted; `armed` derives a subject's deadlines from the subject itself, so a restart
re-arms exactly. The watch keeps one heap over `next_of`; `next_due` is its slow oracle.

What each is about, and its text form, stands in `dispatch.core.deadline_keys`; which rule answers it in
`dispatch.core.decide.due`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from dispatch.core import devices, events as ev, shelf as shelves, whereabouts
from dispatch.core.deadline_keys import (
    Archive,
    ArchiveDrill,
    ClimbRung,
    Divert,
    EndDrill,
    EndLook,
    EndShelf,
    Expire,
    Miss,
    RunInject,
    Share,
    StartDrill,
    Warn,
    text_of,
)
from dispatch.core.drill import Drill
from dispatch.core.help import due_of_help
from dispatch.core.instant import Instant
from dispatch.core.late_press import GRACE_MS
from dispatch.core.look import look_ends_at
from dispatch.core.milestones import settled
from dispatch.core.posts import SUBJECT, Due, due_of_check, due_of_post, subject_of
from dispatch.core.reasons import ToLook
from dispatch.core.vocabulary import TargetClock
from dispatch.core.whereabouts import due_of_unit, subject_of as unit_subject
from dispatch.core.world import Assignment, Closure, Incident, World
from stations.rules import MISSED, SENDING, Rung

ARCHIVE_AFTER_MS = 24 * 3600 * 1000
"""How long a closed incident stays in the World."""

_WAITS_FOR = {"undelivered": "delivered", "unacknowledged": "acknowledged"}

WARN_PERCENT = (50, 80)
"""A reminder at half time and a louder one at 80 % of a target."""


class Deadline(NamedTuple):
    """``subject`` must act at ``due_at`` for the reason ``key``. Sorts by time, then subject, then key."""

    due_at: Instant
    subject: str
    key: str


def armed(world: World, subject: str) -> list[Deadline]:
    """Return every deadline of a subject that still stands, earliest first; none for what is unknown or over."""
    return [_deadline(subject, due) for due in sorted(_standing(world, subject))]


def next_of(world: World, subject: str) -> Deadline | None:
    """Return the subject's earliest standing deadline."""
    first = min(_standing(world, subject), default=None)
    return None if first is None else _deadline(subject, first)


def stands(world: World, due: Deadline) -> bool:
    """Whether a deadline still stands."""
    return (due.due_at, due.key) in _standing(world, due.subject)


def _deadline(subject: str, due: Due) -> Deadline:
    return Deadline(Instant(due[0]), subject, due[1])


def _standing(world: World, subject: str) -> Iterable[Due]:
    """Return what a subject's standing deadlines are, in no order."""
    if (assignment := world.assignments.get(subject)) is not None:
        return _of_assignment(world, assignment)
    if (incident := world.incidents.get(subject)) is not None:
        return _of_incident(world, incident)
    if (closure := world.closures.get(subject)) is not None:
        return _of_closure(closure)
    if (proposal := world.proposals.get(subject)) is not None:
        return [(proposal.due_at, Divert().text)]
    if (drill := world.drills.get(subject)) is not None:
        return _of_drill(drill)
    if (check := world.checks.get(subject)) is not None:
        return due_of_check(world, check)
    if (request := world.requests.get(subject)) is not None:
        return due_of_help(request, world.settings.helpers)
    if subject.startswith(shelves.SUBJECT):
        shelf = world.shelved.get(subject.removeprefix(shelves.SUBJECT))
        return () if shelf is None else [(shelf.until, EndShelf().text)]
    if subject.startswith(devices.SUBJECT):
        state = world.conditions.get(subject.removeprefix(devices.SUBJECT))
        return () if state is None else devices.due_of_device(state)
    if subject.startswith(SUBJECT):
        return due_of_post(world, subject.removeprefix(SUBJECT))
    if subject.startswith(whereabouts.SUBJECT):
        return due_of_unit(world, subject.removeprefix(whereabouts.SUBJECT))
    return ()


def next_due(world: World) -> Deadline | None:
    """Return the earliest standing deadline of all; the slow oracle that the watch's heap is compared with."""
    return min((due for subject in subjects_of(world) if (due := next_of(world, subject))), default=None)


def subjects_of(world: World) -> tuple[str, ...]:
    """Return everything that may have a deadline."""
    posts = (subject_of(station) for station in world.stations)
    return (
        *world.assignments,
        *world.incidents,
        *world.closures,
        *world.proposals,
        *world.drills,
        *world.checks,
        *world.requests,
        *posts,
        *(shelves.subject_of(source) for source in world.shelved),
        *(devices.subject_of(device) for device in world.conditions),
        *(unit_subject(unit) for unit in {*world.positions, *world.standbys}),
    )


def touched(event: ev.Event) -> tuple[str, ...]:
    """Return the subjects whose deadlines an event may have changed."""
    return _subjects_of_kind(type(event))(event)


@cache
def _subjects_of_kind(kind: type[ev.Event]) -> Callable[[Any], tuple[str, ...]]:
    return next((subjects for known, subjects in _TOUCHED.items() if issubclass(kind, known)), lambda _event: ())


_TOUCHED: dict[type[ev.Event], Callable[[Any], tuple[str, ...]]] = {
    ev.MilestoneEvent: lambda event: (event.assignment, event.incident, unit_subject(event.unit)),
    ev.AssignmentRecalled: lambda event: (event.assignment, event.incident, unit_subject(event.unit)),
    ev.ArrivalEstimated: lambda event: (event.assignment, event.incident, unit_subject(event.unit)),
    ev.AssignmentEvent: lambda event: (event.assignment, unit_subject(event.unit)),
    ev.UnitPosition: lambda event: (unit_subject(event.unit),),
    ev.UnitPositionStale: lambda event: (unit_subject(event.unit),),
    ev.StandbyPosted: lambda event: (unit_subject(event.unit),),
    ev.StandbyBegun: lambda event: (unit_subject(event.unit),),
    ev.StandbyEnded: lambda event: (unit_subject(event.unit),),
    ev.SceneReported: lambda event: (event.incident,),
    ev.IncidentConfirmed: lambda event: (event.incident,),
    ev.DispatchChosen: lambda event: (event.incident,) if isinstance(event.because, ToLook) else (),
    ev.IncidentHandedOver: lambda event: event.settles,
    ev.IncidentClosed: lambda event: (event.incident,),
    ev.IncidentReopened: lambda event: (event.incident,),
    ev.IncidentMerged: lambda event: (event.incident, event.into),
    ev.IncidentArchived: lambda event: (event.incident,),
    ev.IncidentHubAway: lambda event: (
        event.incident,
        *(each.assignment for each in event.orders),
        *event.requests,
    ),
    ev.HubReturned: lambda event: (
        *(subject_of(each.station) for each in event.posts),
        *(each.check for each in event.checks),
    ),
    ev.HelpEvent: lambda event: (event.request,),
    ev.RoadClosed: lambda event: (event.closure,),
    ev.RoadOpened: lambda event: (event.closure,),
    ev.SourceShelved: lambda event: (shelves.subject_of(event.source),),
    ev.SourceUnshelved: lambda event: (shelves.subject_of(event.source),),
    ev.ConditionRaised: lambda event: (devices.subject_of(event.device),),
    ev.ConditionCleared: lambda event: (devices.subject_of(event.device),),
    ev.DeviceDisabled: lambda event: (devices.subject_of(event.device),),
    ev.DeviceEnabled: lambda event: (devices.subject_of(event.device),),
    ev.DispatchContended: lambda event: (event.incident,),
    ev.DispatchKept: lambda event: (event.incident,),
    ev.DispatchProposed: lambda event: (event.incident, event.proposal),
    ev.DispatchSettled: lambda event: (event.proposal,),
    ev.DrillEvent: lambda event: (event.drill,),
    ev.CheckCalled: lambda event: (event.check, subject_of(event.station)),
    ev.CheckExcused: lambda event: (event.check, subject_of(event.station)),
    ev.CheckAnswered: lambda event: (event.check,),
    ev.CheckMissed: lambda event: (event.check,),
    ev.CheckClimbed: lambda event: (event.check,),
    ev.CheckEnded: lambda event: (event.check,),
    ev.CheckPostponed: lambda event: (subject_of(event.station),),
    ev.DutyHandedOver: lambda event: (subject_of(event.station),),
    ev.DutyTakenOver: lambda event: (subject_of(event.station),),
    ev.DutyOverdue: lambda event: (subject_of(event.station),),
    ev.DutyUnwatched: lambda event: (subject_of(event.station),),
    ev.DutyClimbed: lambda event: (subject_of(event.station),),
}


def changes_all(event: ev.Event) -> bool:
    """Whether an event may change everybody's deadlines: another ladder has other rungs, another seed other
    draws, another time other dates."""
    if isinstance(event, ev.RegistryChanged):
        return event.settings is not None or bool(
            event.stations or event.rosters or event.dropped_stations or event.dropped_rosters or event.dropped_units
        )
    return isinstance(event, ev.SeedDrawn | ev.ClockRestated)


def _of_assignment(world: World, assignment: Assignment) -> list[Due]:
    if assignment.ending is not None:
        return []
    reached = settled_milestones(assignment)
    due: list[Due] = []
    for clock in assignment.targets:
        if reached[clock.milestone] is None:
            due += _of_target(assignment, clock)
    if not assignment.held:
        due += _of_ladder(world, assignment, reached)
    return due


def ladder_of(world: World, assignment: Assignment) -> list[Deadline]:
    """Return the rungs of an order that are still to act, the earliest first, also where a person holds the ladder."""
    if not assignment.active:
        return []
    rungs = _of_ladder(world, assignment, settled_milestones(assignment))
    return [_deadline(assignment.id, due) for due in sorted(rungs)]


def _of_ladder(world: World, assignment: Assignment, reached: dict[str, Instant | None]) -> list[Due]:
    due: list[Due] = []
    for number, rung in enumerate(world.settings.ladder):
        at = _rung_due(assignment, rung, reached)
        if at is not None and (key := text_of(ClimbRung, number)) not in assignment.fired:
            due.append((at, key))
    return due


def _of_target(assignment: Assignment, clock: TargetClock) -> list[Due]:
    start, fired = assignment.reached(clock.start), assignment.fired
    if start is None or (miss := text_of(Miss, clock.name)) in fired:
        return []
    moments: list[Due] = [(start + clock.limit_s * 10 * n, text_of(Warn, clock.name, n)) for n in WARN_PERCENT]
    moments.append((start + clock.limit_s * 1000, miss))
    if assignment.waits or assignment.reported_late:
        moments = _once_known(assignment, clock, moments)
    return [each for each in moments if each[1] not in fired] if fired else moments


def _once_known(assignment: Assignment, clock: TargetClock, moments: list[Due]) -> list[Due]:
    """Let what fell due of a promise wait while the hub was away, or had not heard that it began; of several only the
    last is worth saying."""
    start, heard = assignment.reached(clock.start), assignment.heard(clock.start)
    until = max((wait.until for wait in assignment.waits if start is not None and start < wait.at), default=Instant(0))
    if heard is not None and heard != start:
        until = max(until, heard.plus(GRACE_MS))
    overdue = [each for each in moments if each[0] < until]
    if not overdue:
        return moments
    return [(until, max(overdue)[1]), *(each for each in moments if each not in overdue)]


def target_due(assignment: Assignment, clock: TargetClock) -> Instant | None:
    """Return when the promise ends; None while the milestone that starts it is still to come."""
    start = assignment.reached(clock.start)
    return None if start is None else start.plus(clock.limit_s * 1000)


def settled_at(assignment: Assignment, milestone: str) -> Instant | None:
    """Return when an order's milestone was settled (`dispatch.core.milestones`)."""
    return settled_milestones(assignment)[milestone]


def waits_for(assignment: Assignment, trigger: str) -> bool:
    """Whether an order still waits for what a rung waits for: a receipt, an answer, the milestone of a promise."""
    reached = settled_milestones(assignment)
    if trigger in _WAITED_FOR:
        return reached[_WAITED_FOR[trigger]] is None
    name = trigger.removeprefix(MISSED)
    return any(clock.name == name and reached[clock.milestone] is None for clock in assignment.targets)


_WAITED_FOR = {"undelivered": "delivered", "unacknowledged": "acknowledged"}


def settled_milestones(assignment: Assignment) -> dict[str, Instant | None]:
    """Return when each of an order's milestones was settled."""
    return settled(assignment.moments.__getitem__)


def _rung_due(assignment: Assignment, rung: Rung, reached: dict[str, Instant | None]) -> int | None:
    """Return when a rung would act (ms); None where its condition does not hold (any more)."""
    after_ms = rung.after_s * 1000
    if rung.trigger in _WAITS_FOR:
        if reached[_WAITS_FOR[rung.trigger]] is not None:
            return None
        return _later(assignment, assignment.assigned_at, assignment.assigned_at + after_ms)
    name = rung.trigger.removeprefix(MISSED)
    for clock in assignment.targets:
        if clock.name == name and reached[clock.milestone] is None:
            start = assignment.heard(clock.start)
            if start is None:
                return None
            due = max(start + clock.limit_s * 1000, _not_before(assignment, rung, clock, reached))
            return _later(assignment, start, due + after_ms)
    return None


def _not_before(assignment: Assignment, rung: Rung, clock: TargetClock, reached: dict[str, Instant | None]) -> int:
    """Return from when (ms) a rung may send others after a crew that has answered: once it is overdue.

    That a crew would miss its promise was known when it was chosen, and nobody was nearer.
    """
    waits = clock.milestone == "on_scene" and rung.action in SENDING and reached["acknowledged"] is not None
    return (waits and assignment.overdue_at) or 0


def _later(assignment: Assignment, start: Instant, due: int) -> int:
    """Return when a rung acts whose time began at ``start``: later by what outages since made it wait.

    A rung that the district adds within the grace of an outage was not among those told to wait: it waits, too.
    """
    waits = [wait for wait in assignment.waits if start < wait.at]
    if not waits:
        return due
    return max(due + sum(wait.ladder_ms for wait in waits), *(wait.until for wait in waits))


def _of_incident(world: World, incident: Incident) -> Iterator[Due]:
    if incident.closed_at is not None:
        yield incident.closed_at.plus(ARCHIVE_AFTER_MS), Archive().text
        return
    if incident.share_at is not None:
        yield incident.share_at, Share().text
    if incident.looking_since is not None and (ends_at := look_ends_at(world, incident)) is not None:
        yield ends_at, EndLook().text


def _of_drill(drill: Drill) -> Iterator[Due]:
    if drill.state == "planned" and drill.starts_at is not None:
        yield drill.starts_at, StartDrill().text
    if drill.running and drill.ends_at is not None:
        yield drill.ends_at, EndDrill().text
        for inject, due_at in drill.cues.items():
            if inject not in drill.injected:
                yield due_at, RunInject(inject).text
    if drill.over_at is not None:
        yield drill.over_at.plus(ARCHIVE_AFTER_MS), ArchiveDrill().text


def _of_closure(closure: Closure) -> Iterator[Due]:
    if closure.until is not None:
        yield closure.until, Expire().text
