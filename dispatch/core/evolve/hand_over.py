"""The hand-over: what was offered, who took it, and the promises that end with it."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_assignment, put_incident
from dispatch.core.world import World


def _offered(world: World, event: ev.IncidentHandOverOffered) -> World:
    incident = world.incidents[event.incident]
    offered = replace(
        incident,
        offered_at=incident.offered_at or event.at,
        offered_by=incident.offered_by or event.by,
        receiver=incident.receiver if event.receiver is None else event.receiver,
        scene_state=event.state or incident.scene_state,
    )
    return put_incident(world, offered)


def _handed_over(world: World, event: ev.IncidentHandedOver) -> World:
    incident = world.incidents[event.incident]
    taken = replace(
        incident,
        handed_over_at=event.at,
        receiver=event.receiver,
        receiver_station=event.station,
        scene_state=event.state,
    )
    for key in event.settles:
        world = put_assignment(world, replace(world.assignments[key], handed_over_at=event.at))
    return put_incident(world, taken)


RULES: Rules = {ev.IncidentHandOverOffered: _offered, ev.IncidentHandedOver: _handed_over}
