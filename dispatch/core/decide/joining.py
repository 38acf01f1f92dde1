"""Which open incident an alarm belongs to, and why. Each joining names its reason and can be split off again.

In this order: the same key of a sending; the same device; the same building within its time; near in space *and* time
*and* kind. Never by time alone, and two fires in neighbouring towers stay two: where both name a building, another
building is another fire, by a device of the same name too: panels number alike, and a fire that nobody is sent to is
worse than one that two incidents tell of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dispatch.core.commands import AlarmRaise
from dispatch.core.decide.detectors import names_of
from dispatch.core.indexes import building_key, device_key, distance_m, ground_keys, realm_of
from dispatch.core.instant import Instant
from dispatch.core.reasons import NearBy, Reason, SameBuilding, SameDevice, SameKey
from dispatch.core.vocabulary import Place
from dispatch.core.world import Incident, World
from stations.kinds import is_rescue

KINDS_TOGETHER: dict[str, str] = {
    "smoke": "fire",
    "heat": "fire",
    "flame": "fire",
    "manual_call_point": "fire",
    "water_flow": "fire",
    "report": "fire",
    "gas": "gas",
    "gas_leak": "gas",
    "flood": "water",
    "water_rescue": "water",
    "electrical": "fire",
}
"""Kinds of alarm that one event can bring about. A kind that is not here goes with itself only.

A leak that a detector smells and a person reports is one; so are a flood and the people in it. No rescue is ever taken
for a fire, nor a fire for a rescue.
"""

ANY_RESCUE = "rescue"
"""Who says only that people need help may mean any rescue."""


class Joining(NamedTuple):
    """The incident that an alarm belongs to, and why."""

    incident: Incident
    because: Reason


def find(world: World, command: AlarmRaise, place: Place, now: Instant) -> Joining | None:
    """Return the open incident that an alarm at a resolved place belongs to; None where it opens its own."""
    realm = realm_of(test=command.test, exercise=command.exercise, drill=command.drill)
    same_key = _same_key(world, realm, command)
    if same_key is not None:
        return Joining(same_key, SameKey())
    if command.device is not None:
        for source, device in names_of(world.settings, (command.source, command.device)):
            same_device = _of_device(world, device_key(realm, source, device), place)
            if same_device is not None:
                return Joining(same_device, SameDevice())
    return _same_building(world, realm, command, place, now) or _near(world, realm, command, place, now)


def _same_key(world: World, realm: str, command: AlarmRaise) -> Incident | None:
    """Return the open incident that an earlier sending with the same key went to, or was merged into."""
    incident = world.incidents.get(command.same_as) if command.same_as is not None else None
    while incident is not None and incident.merged_into is not None:
        incident = world.incidents.get(incident.merged_into)
    if incident is None or not incident.open:
        return None
    own = realm_of(test=incident.test, exercise=incident.exercise, drill=incident.drill)
    return incident if own == realm else None


def kinds_go_together(one: str, other: str) -> bool:
    """Whether two kinds of alarm can be signs of one event."""
    if KINDS_TOGETHER.get(one, one) == KINDS_TOGETHER.get(other, other):
        return True
    return ANY_RESCUE in (one, other) and is_rescue(one) and is_rescue(other)


def _same_building(world: World, realm: str, command: AlarmRaise, place: Place, now: Instant) -> Joining | None:
    if place.building is None:
        return None
    within_ms = world.settings.joining.building_s * 1000
    for incident in _newest_first(world, building_key(realm, place.building)):
        if now - incident.last_alarm_at <= within_ms and kinds_go_together(incident.kind, command.kind):
            minutes = (now - incident.last_alarm_at) // 60_000
            return Joining(incident, SameBuilding(minutes=minutes))
    return None


def _near(world: World, realm: str, command: AlarmRaise, place: Place, now: Instant) -> Joining | None:
    rules = world.settings.joining
    if place.lon is None or place.lat is None or rules.near_m == 0:
        return None
    found: list[tuple[float, str]] = []
    for key in ground_keys(realm, place.lon, place.lat, rules.near_m):
        for incident in _newest_first(world, key):
            away_m = distance_m(place, incident.place)
            if (
                away_m is not None
                and away_m <= rules.near_m
                and now - incident.last_alarm_at <= rules.near_s * 1000
                and kinds_go_together(incident.kind, command.kind)
                and not _other_building(place, incident.place)
            ):
                found.append((away_m, incident.id))
    if not found:
        return None
    away_m, nearest = min(found)
    seconds = (now - world.incidents[nearest].last_alarm_at) // 1000
    return Joining(world.incidents[nearest], NearBy(metres=round(away_m), seconds=seconds))


def _other_building(one: Place, other: Place) -> bool:
    return one.building is not None and other.building is not None and one.building != other.building


def _newest_first(world: World, key: str) -> Iterator[Incident]:
    found = (world.incidents[each] for each in world.open_by.get(key, ()))
    return iter(sorted(found, key=lambda incident: -incident.opened_by_seq))


def _of_device(world: World, key: str, place: Place) -> Incident | None:
    """Return the newest incident of a device that does not burn in another building of the district."""
    for incident in _newest_first(world, key):
        both_known = incident.place.building in world.buildings and place.building in world.buildings
        if not (both_known and _other_building(place, incident.place)):
            return incident
    return None
