"""What people and programs may read of the durable World and the log, as JSON objects."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from dispatch.access.tokens import Token
from dispatch.core import events as ev
from dispatch.core.errors import Forbidden, NotFound, Unusable
from dispatch.core.events import decode
from dispatch.core.instant import Instant, encode_hook, to_text
from dispatch.core.posts import turns_of
from dispatch.core.readiness import readiness_of
from dispatch.core.world import Assignment, Incident, World
from dispatch.log.base import Log, Stored
from dispatch.stream.feed import Address, View
from dispatch.stream.session import may_see, read_view

SLICE = 1000
"""Events read from the log at a time."""

_decode_address = msgspec.json.Decoder(Address).decode


def to_builtins(value: Any) -> Any:
    """Return structs as JSON types."""
    return msgspec.to_builtins(value, enc_hook=encode_hook)


def seen_incidents(world: World, token: Token) -> list[Incident]:
    """Return the incidents that the token may read, in the order in which they opened."""
    found = (each for each in world.incidents.values() if may_read(world, token, each))
    return sorted(found, key=lambda incident: incident.opened_by_seq)


def may_read(world: World, token: Token, incident: Incident) -> bool:
    """Whether the token's role may read this incident: a station those that it has or had an order in."""
    if token.role == "station":
        return any(each.station == token.station for each in world.assignments_of(incident))
    return token.role in ("dispatcher", "commander", "admin")


def incident_json(world: World, incident: Incident) -> dict[str, Any]:
    """Return an incident with its alarms and assignments in full."""
    found: dict[str, Any] = to_builtins(incident)
    found["status"] = "open" if incident.open else "closed"
    found["alarms"] = [to_builtins(world.alarms[key]) for key in incident.alarms]
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


def readable_view(token: Token, text: str | None) -> View:
    """Return the view that a reader asked for, or its own. Raises `Unusable` or `Forbidden`."""
    own = f"station:{token.station}" if token.role == "station" else "console"
    view = read_view(text or own)
    if view is None:
        raise Unusable("view is console, station:ID or incident:ID")
    if not may_see(token, view):
        raise Forbidden(f"a {token.role} token may not see {text or own}; a station sees station:ID of its own")
    return view


async def events_of(log: Log, view: View, *, after: int, limit: int) -> tuple[list[bytes], int]:
    """Return the stored bodies that a view shows after a position, and how far the log was looked through."""
    found: list[bytes] = []
    while len(found) < limit:
        stored = await log.read(after, SLICE)
        if not stored:
            break
        for each in stored:
            after = each.seq
            if view.shows(_decode_address(each.body)):
                found.append(each.body)
                if len(found) == limit:
                    break
    return found, after


async def timeline(log: Log, incident: str) -> list[bytes]:
    """Return every stored event of an incident, archived ones too. Raises `NotFound`.

    An incident's id is made from the number of the event that opened it, and archiving is its last event: the log
    itself is the index.
    """
    opening = await _opening(log, incident)
    if opening is None:
        raise NotFound(f"there is no incident {incident} in the record; list the open ones with GET /api/v1/incidents")
    found: list[bytes] = []
    async for stored in _following(log, opening):
        if incident not in (_decode_address(stored.body).incident, _into(stored.body)):
            continue
        found.append(stored.body)
        if isinstance(decode(stored.body), ev.IncidentArchived):
            break
    return found


async def incident_id(log: Log, named: str) -> str:
    """Return the id of the incident with this id or number; of one number in several years the newest.

    Raises `NotFound`.
    """
    found = None
    seq = 0
    while stored := await log.read(seq, SLICE):
        seq = stored[-1].seq
        for each in stored:
            opened = _decode_opened(each.body)
            if opened.type == _OPENED and named in (opened.incident, opened.number):
                found = opened.incident
    if found is None:
        raise NotFound(f"there is no incident {named} in the record; name it by its id (inc-41) or number (11-0417)")
    return found


_OPENED = ev.IncidentOpened.__struct_config__.tag


class _Opened(msgspec.Struct, frozen=True):
    type: str
    incident: str | None = None
    number: str = ""


_decode_opened = msgspec.json.Decoder(_Opened).decode


class _Into(msgspec.Struct, frozen=True):
    into: str | None = None


def _into(body: bytes) -> str | None:
    return msgspec.json.decode(body, type=_Into).into


async def _opening(log: Log, incident: str) -> int | None:
    """Return the position before the event that opened the incident; None where that event is not what the id says."""
    kind, _, number = incident.rpartition("-")
    if not (kind and number.isascii() and number.isdecimal() and 0 < int(number[:16]) <= log.head.seq):
        return None
    after = int(number[:16]) - 1
    (first,) = await log.read(after, 1)
    return after if _decode_address(first.body).incident == incident else None


async def _following(log: Log, after: int) -> AsyncIterator[Stored]:
    while stored := await log.read(after, SLICE):
        for each in stored:
            yield each
        after = stored[-1].seq
