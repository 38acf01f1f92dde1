"""The hub was away: what waits, and until when."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.duty import post_of, put_post
from dispatch.core.evolve.help import put_request
from dispatch.core.evolve.put import Rules, put_assignment, put_incident
from dispatch.core.world import Away, Wait, World


def _returned(world: World, event: ev.HubReturned) -> World:
    for each in event.posts:
        waiting = post_of(world, each.station).hand_over
        if waiting is not None and each.due_at is not None:
            waiting = replace(waiting, due_at=each.due_at)
        world = put_post(world, each.station, hand_over=waiting, wait_until=event.wait_until)
    checks = world.checks
    for wait in event.checks:
        checks = checks.insert(wait.check, replace(checks[wait.check], due_at=wait.due_at))
    return replace(world, checks=checks)


def _incident_hub_away(world: World, event: ev.IncidentHubAway) -> World:
    incident = world.incidents[event.incident]
    away = Away(away_from=event.away_from, until=event.at)
    world = put_incident(world, replace(incident, away=(*incident.away, away)))
    for each in event.orders:
        assignment = world.assignments[each.assignment]
        wait = Wait(at=event.at, until=event.wait_until, ladder_ms=each.ladder_ms)
        world = put_assignment(world, replace(assignment, waits=(*assignment.waits, wait)))
    for key in event.requests:
        world = put_request(world, replace(world.requests[key], wait_until=event.wait_until))
    return world


RULES: Rules = {
    ev.HubReturned: _returned,
    ev.IncidentHubAway: _incident_hub_away,
}
