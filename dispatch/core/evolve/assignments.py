"""Orders and their milestones."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.drills import with_order
from dispatch.core.evolve.put import Rules, put_assignment, put_incident
from dispatch.core.reasons import ByLadder
from dispatch.core.vocabulary import Ending
from dispatch.core.world import Assignment, ReportedLate, World


def _assigned(world: World, event: ev.AssignmentAssigned) -> World:
    kind = world.stations[event.station].kind
    assignment = Assignment(
        id=event.assignment,
        incident=event.incident,
        unit=event.unit,
        station=event.station,
        station_kind=kind,
        mode=event.mode,
        reason=event.reason,
        because=event.because,
        assigned_seq=event.seq,
        assigned_at=event.at,
        eta_s=event.eta_s,
        legs=event.legs,
        targets=event.targets,
        exercise=event.exercise,
        stand=event.stand,
        unit_name=event.unit_name,
    )
    incident = world.incidents[event.incident]
    world = put_incident(
        world,
        replace(
            incident,
            assignments=(*incident.assignments, assignment.id),
            shortfalls=tuple(short for short in incident.shortfalls if short.why != "nobody_left"),
            ladder_units=incident.ladder_units + _sent_by_ladder(world, event),
        ),
    )
    world = with_order(world, incident, event.station)
    active = world.active_by_unit.get(event.unit, ())
    return replace(
        world,
        assignments=world.assignments.insert(assignment.id, assignment),
        active_by_unit=world.active_by_unit.insert(event.unit, (*active, assignment.id)),
    )


def _sent_by_ladder(world: World, event: ev.AssignmentAssigned) -> bool:
    """Whether the ladder gave the order. One of version 1 has no reason but a sentence, which is not asked: a crew of
    the incident declined in this moment, or a rung that sent somebody follows (`dispatch.core.evolve.targets`)."""
    if event.because is not None:
        return isinstance(event.because, ByLadder)
    return any(
        each.ending == "declined" and each.ended_at == event.at
        for each in world.assignments_of(world.incidents[event.incident])
    )


def _milestone(name: str) -> Callable[[World, ev.MilestoneEvent], World]:
    def rule(world: World, event: ev.MilestoneEvent) -> World:
        assignment = replace(world.assignments[event.assignment], **{f"{name}_at": event.counts_from or event.at})
        if event.counts_from is not None:
            late = ReportedLate(milestone=name, at=event.at)
            assignment = replace(assignment, reported_late=(*assignment.reported_late, late))
        return put_assignment(world, assignment)

    return rule


def _no_answer(world: World, event: ev.AssignmentNoAnswer) -> World:
    return put_assignment(world, replace(world.assignments[event.assignment], no_answer_at=event.at))


def _delivered(world: World, event: ev.AssignmentDelivered) -> World:
    assignment = world.assignments[event.assignment]
    shown = replace(
        assignment,
        delivered_at=assignment.delivered_at or event.at,
        delivered_to=(*assignment.delivered_to, event.by.name),
    )
    return put_assignment(world, shown)


def _ending(ending: Ending) -> Callable[[World, ev.AssignmentEvent], World]:
    def rule(world: World, event: ev.AssignmentEvent) -> World:
        ended = replace(world.assignments[event.assignment], ending=ending, ended_at=event.at)
        world = put_assignment(world, ended)
        rest = tuple(key for key in world.active_by_unit.get(event.unit, ()) if key != event.assignment)
        by_unit = world.active_by_unit
        by_unit = by_unit.insert(event.unit, rest) if rest else by_unit.discard(event.unit)
        return replace(world, active_by_unit=by_unit)

    return rule


RULES: Rules = {
    ev.AssignmentAssigned: _assigned,
    ev.AssignmentDelivered: _delivered,
    ev.AssignmentAcknowledged: _milestone("acknowledged"),
    ev.AssignmentEnRoute: _milestone("en_route"),
    ev.AssignmentOnScene: _milestone("on_scene"),
    ev.AssignmentControlled: _milestone("controlled"),
    ev.AssignmentNoAnswer: _no_answer,
    ev.AssignmentReleased: _ending("released"),
    ev.AssignmentDeclined: _ending("declined"),
    ev.AssignmentRecalled: _ending("recalled"),
}
