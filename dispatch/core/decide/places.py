"""Where an alarm is: what it says of its place, held against what the district knows.

A known building's own position wins over numbers that cannot be right: 0,0, nowhere on earth, in a datum that nobody
knows, far from the building, off the roads. Two numbers that lie the other way round are said, never silently turned.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from dispatch.core.indexes import distance_m
from dispatch.core.vocabulary import WORDS_CHARACTERS, Flag, Place
from dispatch.core.world import Incident, World
from stations.datum import is_on_earth, look_swapped
from stations.model import Building

MIN_FLOOR, MAX_FLOOR = -100, 1000
"""What is further off than this is a fault of the device that says it."""

NO_FIX_DEGREES = 0.001
"""So near to 0,0 no district lies: it is what a receiver says that has no fix."""

SENT = "place.position"
"""The field under which the numbers are kept that were sent and are not used."""


class Resolved(NamedTuple):
    """A place as it is used, flags and words of what is wrong with it.

    ``otherwise`` is the place by its building's own position, for where the sent one turns out to be off the roads.
    """

    place: Place
    flags: tuple[Flag, ...] = ()
    unread: Mapping[str, str] = MappingProxyType({})
    otherwise: Place | None = None


def resolve(world: World, place: Place, *, doubtful: bool = False) -> Resolved:
    """Complete a place from its building. Never refuses. ``doubtful``: nobody knows what datum its numbers are in."""
    building = world.buildings.get(place.building) if place.building is not None else None
    flags = _wrong_with(place)
    unread = {SENT: words_of(place)} if flags else {}
    own = place if not flags and place.located else replace(place, lon=None, lat=None)
    if place.building is not None and building is None:
        flags += ("unknown_building",)
    otherwise = None
    if building is not None:
        known = replace(own, lon=building.lon, lat=building.lat)
        if own.located and _far(world, own, building, doubtful=doubtful):
            flags, unread = (*flags, "far_from_building"), {SENT: words_of(place)}
            own = known
        elif own.located:
            otherwise = known
        else:
            own = known
    if not own.located:
        flags += ("unlocated",)
    if own.floor is not None and not MIN_FLOOR <= own.floor <= MAX_FLOOR:
        flags, unread = (*flags, "bad_floor"), {**unread, "place.floor": str(own.floor)[:WORDS_CHARACTERS]}
        own = replace(own, floor=None)
        otherwise = None if otherwise is None else replace(otherwise, floor=None)
    return Resolved(own, flags, unread, otherwise)


def better_place(world: World, incident: Incident, told: Place) -> Place | None:
    """Return the incident's place with what an alarm of it knows better; None where it knows nothing better.

    What is known stays: crews may be on their way there. An alarm about another building or another point completes
    nothing.
    """
    place = incident.place
    off_the_roads = still_unserved(incident) and told.building is not None
    if told.located and (off_the_roads or not place.located):
        place = replace(place, lon=told.lon, lat=told.lat)
    if told.building in world.buildings and place.building not in world.buildings and _one_spot(world, place, told):
        place = replace(place, building=told.building)
    if place.floor is None and told.building in (None, place.building):
        place = replace(place, floor=told.floor)
    if not place.text:
        place = replace(place, text=told.text)
    return place if place != incident.place else None


def is_no_fix(lon: float, lat: float) -> bool:
    """Whether a position is what a receiver says that has none."""
    return abs(lon) < NO_FIX_DEGREES and abs(lat) < NO_FIX_DEGREES


def still_unserved(incident: Incident) -> bool:
    """Whether nobody could be sent because there was no place to send them to."""
    return any(short.why in ("unlocated", "off_network") for short in incident.shortfalls)


def words_of(place: Place) -> str:
    """Return a position as it was sent."""
    return ", ".join("—" if each is None else f"{each:.10g}" for each in (place.lon, place.lat))


def _wrong_with(place: Place) -> tuple[Flag, ...]:
    """Return what is wrong with the numbers by themselves."""
    lon, lat = place.lon, place.lat
    if lon is None or lat is None:
        return ()
    if is_no_fix(lon, lat):
        return ("bad_coordinates",)
    if is_on_earth(lon, lat):
        return ()
    return ("bad_coordinates", "swapped_coordinates") if look_swapped(lon, lat) else ("bad_coordinates",)


def _far(world: World, place: Place, building: Building, *, doubtful: bool) -> bool:
    away_m = distance_m(place, Place(lon=building.lon, lat=building.lat))
    return doubtful or (away_m is not None and away_m > world.settings.signals.believed_within_m)


def _one_spot(world: World, one: Place, other: Place) -> bool:
    away_m = distance_m(one, other)
    return away_m is None or away_m <= world.settings.signals.believed_within_m
