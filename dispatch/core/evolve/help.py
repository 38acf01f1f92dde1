"""Requests for help: each event moves one of them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_incident
from dispatch.core.help import Ask, Help, with_ask
from dispatch.core.world import World


def put_request(world: World, request: Help) -> World:
    """Replace a request."""
    return replace(world, requests=world.requests.insert(request.id, request))


def _requested(world: World, event: ev.HelpRequested) -> World:
    request = Help(
        id=event.request,
        incident=event.incident,
        kind=event.kind,
        requested_at=event.at,
        exercise=event.exercise,
        outside=event.outside,
        wanted=event.wanted,
        note=event.note,
        because=event.because,
    )
    incident = world.incidents[event.incident]
    world = put_incident(world, replace(incident, requests=(*incident.requests, request.id)))
    return put_request(world, request)


def _asked(world: World, event: ev.HelpAsked) -> World:
    request = world.requests[event.request]
    ask = Ask(id=event.ask, helper=event.helper, name=event.name, means=event.means, at=event.at, line=event.line)
    return put_request(world, replace(request, asks=(*request.asks, ask), unanswered_at=None, unanswered=None))


def _outcome(told: str, called_off: str) -> Callable[[World, Any], World]:
    def rule(world: World, event: ev.HelpTold | ev.HelpNotTold) -> World:
        request = world.requests[event.request]
        ask = request.ask(event.ask)
        if ask is None:
            return world
        changes: dict[str, Any] = {called_off if event.call_off else told: event.at}
        return put_request(world, with_ask(request, replace(ask, **changes)))

    return rule


def _accepted(world: World, event: ev.HelpAccepted) -> World:
    request = world.requests[event.request]
    accepted_at = event.at if request.accepted_at is None else request.accepted_at
    said = {"eta_s": event.eta_s, "expected_at": event.expected_at}
    return put_request(world, replace(_taken(request, event), accepted_at=accepted_at, overdue_at=None, **said))


def _milestone(field: str) -> Callable[[World, Any], World]:
    def rule(world: World, event: ev.HelpMilestone) -> World:
        changes: dict[str, Any] = {field: event.at}
        return put_request(world, replace(_taken(world.requests[event.request], event), **changes))

    return rule


def _done(world: World, event: ev.HelpDone) -> World:
    taken = _taken(world.requests[event.request], event)
    return put_request(world, replace(taken, ending="done", ended_at=event.at))


def _taken(request: Help, event: ev.HelpAccepted | ev.HelpMilestone) -> Help:
    """Return a request that somebody took; who else was asked needs to hear that it is not needed."""
    if request.helper == event.helper:
        return request
    asks = tuple(each if each.helper == event.helper else _called_off(each, event) for each in request.asks)
    return replace(request, helper=event.helper, name=event.name, asks=asks, unanswered_at=None, unanswered=None)


def _called_off(ask: Ask, event: ev.HelpEvent) -> Ask:
    over = ask.failed_at is not None or ask.refused_at is not None or ask.call_off_at is not None
    return ask if over else replace(ask, call_off_at=event.at)


def _refused(world: World, event: ev.HelpRefused) -> World:
    request = world.requests[event.request]
    asks = tuple(replace(each, refused_at=event.at) if each.helper == event.helper else each for each in request.asks)
    if request.helper != event.helper:
        return put_request(world, replace(request, asks=asks))
    untaken = replace(
        request, asks=asks, helper=None, name="", eta_s=None, accepted_at=None, en_route_at=None, on_scene_at=None
    )
    # What fell due while it was taken is due from now.
    return put_request(world, replace(untaken, overdue_at=None, expected_at=None, wait_until=event.at))


def _unanswered(world: World, event: ev.HelpUnanswered) -> World:
    request = world.requests[event.request]
    return put_request(world, replace(request, unanswered_at=event.at, unanswered=event.why))


def _climbed(world: World, event: ev.HelpClimbed) -> World:
    return put_request(world, replace(world.requests[event.request], officer_at=event.at))


def _overdue(world: World, event: ev.HelpOverdue) -> World:
    return put_request(world, replace(world.requests[event.request], overdue_at=event.at))


def _cancelled(world: World, event: ev.HelpCancelled) -> World:
    request = world.requests[event.request]
    asks = tuple(_called_off(each, event) for each in request.asks)
    return put_request(world, replace(request, asks=asks, ending=event.ending, ended_at=event.at))


RULES: Rules = {
    ev.HelpRequested: _requested,
    ev.HelpAsked: _asked,
    ev.HelpTold: _outcome("told_at", "called_off_at"),
    ev.HelpNotTold: _outcome("failed_at", "called_off_at"),
    ev.HelpAccepted: _accepted,
    ev.HelpEnRoute: _milestone("en_route_at"),
    ev.HelpOnScene: _milestone("on_scene_at"),
    ev.HelpDone: _done,
    ev.HelpRefused: _refused,
    ev.HelpUnanswered: _unanswered,
    ev.HelpClimbed: _climbed,
    ev.HelpOverdue: _overdue,
    ev.HelpCancelled: _cancelled,
}
