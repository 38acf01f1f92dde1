"""The hub is back: what waits for people waits a little longer, and every open incident is told."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadline_keys import (
    AnswerCheck,
    BeginShift,
    ClimbCheckRung,
    ClimbPostRung,
    ClimbRung,
    EndCheck,
    Miss,
    TakeOver,
    Warn,
    parse,
)
from dispatch.core.deadlines import armed, ladder_of
from dispatch.core.decide.step import Step
from dispatch.core.evolve.duty import post_of
from dispatch.core.instant import Instant
from dispatch.core.posts import subject_of
from dispatch.core.reach import Reach
from dispatch.core.world import Assignment, Incident, World


def note_return(step: Step, command: cmd.NoteReturn, _reach: Reach) -> None:
    """Give people the time to come back, where the hub was away for longer than the district calls an outage.

    Of what fell due meanwhile, or does before the grace is over, the first thing of each ladder acts at its end and the
    next ones as long after it as the ladder says. What waits for nobody (a closure's end, a drill's) acts at once.
    """
    rules = step.world.settings.outage
    if step.now - command.away_from < rules.after_s * 1000:
        return
    until = step.now.plus(rules.grace_s * 1000)
    if command.incident is not None:
        _tell(step, step.incident(command.incident), command, until)
        return
    step.emit(
        ev.HubReturned,
        away_from=command.away_from,
        wait_until=until,
        reason=command.reason,
        posts=tuple(_posts(step.world, until)),
        checks=tuple(_checks(step.world, until)),
    )
    for incident in sorted(step.world.incidents.values(), key=lambda each: each.opened_by_seq):
        if incident.open:
            _tell(step, incident, command, until)


def _tell(step: Step, incident: Incident, command: cmd.NoteReturn, until: Instant) -> None:
    orders = (_wait_of(step.world, each, until) for each in step.world.active_of(incident))
    step.emit_in(
        incident.id,
        ev.IncidentHubAway,
        away_from=command.away_from,
        wait_until=until,
        reason=command.reason,
        orders=tuple(each for each in orders if each is not None),
        requests=tuple(key for key in incident.requests if any(due.due_at < until for due in armed(step.world, key))),
    )


def _wait_of(world: World, assignment: Assignment, until: Instant) -> ev.OrderWait | None:
    """Return what an order waits; None where nothing of it falls due before the grace is over."""
    rungs = ladder_of(world, assignment)
    ladder_ms = max(0, until - rungs[0].due_at) if rungs else 0
    waits = (due for due in armed(world, assignment.id) if isinstance(parse(due.key), Warn | Miss | ClimbRung))
    if not ladder_ms and not any(due.due_at < until for due in waits):
        return None
    return ev.OrderWait(assignment=assignment.id, ladder_ms=ladder_ms)


def _posts(world: World, until: Instant) -> Iterator[ev.PostWait]:
    for station in sorted(world.posts):
        due = [(each, parse(each.key)) for each in armed(world, subject_of(station)) if each.due_at < until]
        of_hand_over = [each for each, key in due if isinstance(key, TakeOver | ClimbPostRung)]
        waiting = post_of(world, station).hand_over
        if of_hand_over and waiting is not None:
            yield ev.PostWait(station=station, due_at=waiting.due_at.plus(until - of_hand_over[0].due_at))
        elif any(isinstance(key, BeginShift) for _, key in due):
            yield ev.PostWait(station=station)


def _checks(world: World, until: Instant) -> Iterator[ev.CheckWait]:
    for check in sorted(world.checks.values(), key=lambda each: each.id):
        due = [(each, parse(each.key)) for each in armed(world, check.id) if each.due_at < until]
        waits = [each for each, key in due if isinstance(key, AnswerCheck | ClimbCheckRung)]
        is_over = any(isinstance(key, EndCheck) for _, key in due)
        if waits and not is_over:
            yield ev.CheckWait(check=check.id, due_at=check.due_at.plus(until - waits[0].due_at))
