"""Targets and the ladder: what acted once is remembered with the assignment."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.deadline_keys import ClimbRung, Meet, Miss, Warn, text_of
from dispatch.core.evolve.put import Rules, put_assignment, put_incident
from dispatch.core.vocabulary import TargetClock
from dispatch.core.world import Assignment, Wait, World


def _target_set(world: World, event: ev.TargetSet) -> World:
    assignment = world.assignments[event.assignment]
    clock = TargetClock(
        name=event.target, start=event.start, milestone=event.milestone, limit_s=event.limit_s, due_at=None
    )
    return put_assignment(world, replace(assignment, targets=(*assignment.targets, clock), owes_since=event.at))


def _target_warned(world: World, event: ev.TargetWarned) -> World:
    return put_assignment(world, _fired(world, event, text_of(Warn, event.target, event.percent)))


def _target_missed(world: World, event: ev.TargetMissed) -> World:
    return put_assignment(world, _fired(world, event, text_of(Miss, event.target)))


def _target_met(world: World, event: ev.TargetMet) -> World:
    return put_assignment(world, _fired(world, event, text_of(Meet, event.target)))


def _ladder_climbed(world: World, event: ev.LadderClimbed) -> World:
    climbed = replace(_fired(world, event, text_of(ClimbRung, event.rung)), alerts=event.count)
    return put_assignment(_with_unit_sent(world, event), climbed)


def _with_unit_sent(world: World, event: ev.LadderClimbed) -> World:
    """Count the unit that a rung sent, where its order is of version 1 and does not say so itself."""
    incident = world.incidents[event.incident]
    newest = world.assignments[incident.assignments[-1]]
    if event.outcome != "sent" or newest.because is not None or newest.assigned_at != event.at:
        return world
    return put_incident(world, replace(incident, ladder_units=incident.ladder_units + 1))


def _fired(world: World, event: ev.AssignmentEvent, key: str) -> Assignment:
    assignment = world.assignments[event.assignment]
    return replace(assignment, fired=(*assignment.fired, key))


def _ladder_held(world: World, event: ev.LadderHeld) -> World:
    return put_assignment(world, replace(world.assignments[event.assignment], held=True))


def _ladder_resumed(world: World, event: ev.LadderResumed) -> World:
    assignment = replace(world.assignments[event.assignment], held=False)
    if event.ladder_ms:
        wait = Wait(at=event.at, until=event.at, ladder_ms=event.ladder_ms)
        assignment = replace(assignment, waits=(*assignment.waits, wait))
    return put_assignment(world, assignment)


RULES: Rules = {
    ev.TargetSet: _target_set,
    ev.TargetWarned: _target_warned,
    ev.TargetMissed: _target_missed,
    ev.TargetMet: _target_met,
    ev.LadderClimbed: _ladder_climbed,
    ev.LadderHeld: _ladder_held,
    ev.LadderResumed: _ladder_resumed,
}
