"""Drills: each event moves one of them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.drill import BarredLane, Drill
from dispatch.core.drill_queries import area_of
from dispatch.core.evolve.put import Rules, nothing, put_incident
from dispatch.core.world import Incident, World


def with_incident(world: World, incident: Incident) -> World:
    """Put a new incident, and note it with the drill that it is a part of."""
    world = put_incident(world, incident)
    drill = world.drills.get(incident.drill) if incident.drill is not None else None
    return world if drill is None else _put(world, replace(drill, incidents=(*drill.incidents, incident.id)))


def with_order(world: World, incident: Incident, station: str) -> World:
    """Note with an incident's drill that a station got an order of it."""
    drill = world.drills.get(incident.drill) if incident.drill is not None else None
    if drill is None or station in drill.ordered:
        return world
    return _put(world, replace(drill, ordered=(*drill.ordered, station)))


def _put(world: World, drill: Drill) -> World:
    """Replace a drill and keep the index of the running ones true."""
    running = {key for key in world.running_drills if key != drill.id} | ({drill.id} if drill.running else set())
    return replace(world, drills=world.drills.insert(drill.id, drill), running_drills=tuple(sorted(running)))


def _planned(world: World, event: ev.DrillPlanned) -> World:
    return _put(world, Drill(id=event.drill, plan=event.plan, planned_at=event.at, starts_at=event.starts_at))


def _started(world: World, event: ev.DrillStarted) -> World:
    cues = {each.id: event.at.plus(each.after_s * 1000) for each in event.plan.injects if each.upon is None}
    return _put(world, replace(world.drills[event.drill], state="running", started_at=event.at, cues=cues))


def _cued(world: World, event: ev.DrillCued) -> World:
    drill = world.drills[event.drill]
    return _put(world, replace(drill, cues={**drill.cues, event.inject: event.due_at}))


def _injected(world: World, event: ev.DrillInjected) -> World:
    drill, inject = world.drills[event.drill], event.inject
    lanes = drill.lanes
    if event.lane is not None and inject.lane is not None:
        lanes = (*lanes, BarredLane(id=event.lane, area=area_of(inject.lane), modes=inject.lane.modes))
    lift_lost = drill.lift_lost or inject.effect == "lift_lost"
    return _put(world, replace(drill, injected=(*drill.injected, inject.id), lanes=lanes, lift_lost=lift_lost))


def _attended(world: World, event: ev.DrillAttended) -> World:
    drill = world.drills[event.drill]
    return _put(world, replace(drill, attended={**drill.attended, event.station: event.members}))


def _broken_off(world: World, event: ev.DrillBrokenOff) -> World:
    drill = world.drills[event.drill]
    if event.station is None:
        return _put(world, replace(drill, broken_off=True))
    return _put(world, replace(drill, left=(*drill.left, event.station)))


def _to(**state: Any) -> Callable[[World, ev.DrillEvent], World]:
    """Make the rule that brings a drill to a state; ``at`` names the field for the time."""
    at = state.pop("at")

    def rule(world: World, event: ev.DrillEvent) -> World:
        return _put(world, replace(world.drills[event.drill], **state, **{at: event.at}))

    return rule


def _archived(world: World, event: ev.DrillArchived) -> World:
    return replace(world, drills=world.drills.remove(event.drill))


RULES: Rules = {
    ev.DrillPlanned: _planned,
    ev.DrillStarted: _started,
    ev.DrillCued: _cued,
    ev.DrillInjected: _injected,
    ev.DrillRemarked: nothing,
    ev.DrillAttended: _attended,
    ev.DrillBrokenOff: _broken_off,
    ev.DrillEnded: _to(state="ended", at="ended_at"),
    ev.DrillCancelled: _to(state="cancelled", at="over_at"),
    ev.DrillSignedOff: _to(state="signed_off", at="over_at"),
    ev.DrillArchived: _archived,
}
