"""The durable World as JSON objects: incidents, assignments, stations, units, readiness."""

from __future__ import annotations

from typing import Any

from dispatch.core.instant import Instant, to_builtins, to_text
from dispatch.core.posts import turns_of
from dispatch.core.readiness import readiness_of
from dispatch.core.world import Assignment, Incident, World


def incident_json(world: World, incident: Incident) -> dict[str, Any]:
    """Return an incident with its alarms and assignments in full."""
    found: dict[str, Any] = to_builtins(incident)
    found["status"] = "open" if incident.open else "closed"
    found["alarms"] = [to_builtins(world.alarms[key]) for key in incident.alarms]
    found["requests"] = [
        to_builtins(world.requests[key]) | {"state": world.requests[key].state} for key in incident.requests
    ]
    found["assignments"] = [assignment_json(each) for each in world.assignments_of(incident)]
    return found


def assignment_json(assignment: Assignment) -> dict[str, Any]:
    """Return an assignment with the name of its newest milestone."""
    found: dict[str, Any] = to_builtins(assignment)
    reached = [name for name in _MILESTONES if getattr(assignment, f"{name}_at") is not None]
    found["state"] = assignment.ending or reached[-1]
    return found


_MILESTONES = ("assigned", "delivered", "acknowledged", "en_route", "on_scene", "controlled")


def station_json(world: World, station: str, now: Instant, *, online: int) -> dict[str, Any]:
    """Return a station with its units' states, its readiness, and how many clients of it are connected."""
    units = [unit_json(world, unit) for unit in world.units_of.get(station, ())]
    readiness = readiness_of(world, station, now)
    return {
        **to_builtins(world.stations[station]),
        "online": online,
        "units": units,
        "readiness": {"state": readiness.state, "score": readiness.score, "not_ready": readiness.failures},
    }


def readiness_json(world: World, station: str, now: Instant) -> dict[str, Any]:
    """Return a station's readiness with every reason, who is on post, and its running check."""
    post = world.posts.get(station)
    teams = [team for team in (post.teams if post else ()) if team.until is None or team.until > now]
    check = world.checks_of.get(station)
    return {
        "station": station,
        **to_builtins(readiness_of(world, station, now)),
        "on_post": to_builtins(teams),
        "rostered": [
            {
                "shift": turn.shift,
                "members": turn.members,
                "begins_at": to_text(turn.begins_ms),
                "ends_at": to_text(turn.ends_ms),
            }
            for turn in turns_of(world, station, now)
        ],
        "hand_over": to_builtins(post.hand_over) if post else None,
        "check": to_builtins(world.checks[check]) if check else None,
    }


def unit_json(world: World, unit: str) -> dict[str, Any]:
    """Return a unit with what it is doing and where it last was."""
    held = world.active_of_unit(unit)
    position = world.positions.get(unit)
    return {
        **to_builtins(world.units[unit]),
        "free": not held and unit not in world.off_duty,
        "on_duty": unit not in world.off_duty,
        "assignments": [each.id for each in held],
        "position": to_builtins(position) if position else None,
    }
