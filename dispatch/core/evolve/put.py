"""The bookkeeping that follows from several events: things are put back with their indexes kept true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.indexes import devices_of, incident_keys, moved, old_devices_of
from dispatch.core.world import Alarm, Assignment, Incident, World

Rules = dict[type[ev.Event], Callable[[World, Any], World]]
"""One function per event type."""


def put_alarm(world: World, alarm: Alarm) -> World:
    """Replace an alarm."""
    return replace(world, alarms=world.alarms.insert(alarm.id, alarm))


def put_assignment(world: World, assignment: Assignment) -> World:
    """Replace an assignment."""
    return replace(world, assignments=world.assignments.insert(assignment.id, assignment))


def put_incident(world: World, incident: Incident) -> World:
    """Replace an incident and keep the index of open incidents true."""
    before = world.incidents.get(incident.id)
    index = world.open_by
    if before is None or not _same_keys(before, incident):
        index = moved(index, incident.id, incident_keys(before), incident_keys(incident))
    return replace(world, incidents=world.incidents.insert(incident.id, incident), open_by=index)


def _same_keys(one: Incident, other: Incident) -> bool:
    """Whether nothing of what an index asks for was replaced; most events leave it alone."""
    return one.devices is other.devices and one.place is other.place and one.closed_at is other.closed_at


def with_alarms(world: World, incident: Incident, alarms: tuple[str, ...]) -> World:
    """Give an incident other alarms, after these are in the World."""
    known = [world.alarms[key] for key in alarms]
    changed = replace(incident, alarms=alarms, devices=devices_of(known), old_devices=old_devices_of(known))
    return put_incident(world, changed)


def nothing(world: World, _event: ev.Event) -> World:
    """Leave the World as it is: the event is for readers only."""
    return world
