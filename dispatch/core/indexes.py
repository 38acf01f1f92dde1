"""Keys under which the World finds things without looking through all of them.

An alarm finds the incidents that it may belong to by its device, its building and the piece of ground it is on; tests
and exercises never share a key with the real thing. Cells of ground are a thousandth of a degree: about 111 m from
south to north, less from west to east away from the equator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, cos, floor, hypot, radians

from rpds import HashTrieMap

from dispatch.core.devices import place_key
from dispatch.core.vocabulary import Place
from dispatch.core.world import Alarm, Incident
from stations.devices import Device
from stations.model import Station

CELLS_PER_DEGREE = 1000
METRES_PER_DEGREE = 111_195
"""Of latitude, on a sphere of 6,371 km."""


def incident_keys(incident: Incident | None) -> set[str]:
    """Return the keys of an incident: of its alarms' devices, its building, its ground. None where it is closed."""
    if incident is None or not incident.open:
        return set()
    realm = realm_of(test=incident.test, exercise=incident.exercise, drill=incident.drill)
    keys = {device_key(realm, source, device) for source, device in incident.devices}
    place = incident.place
    if place.building is not None:
        keys.add(building_key(realm, place.building))
    if place.lon is not None and place.lat is not None:
        keys.add(_cell_key(realm, floor(place.lon * CELLS_PER_DEGREE), floor(place.lat * CELLS_PER_DEGREE)))
    return keys


def devices_of(alarms: Iterable[Alarm]) -> tuple[tuple[str, str], ...]:
    """Return the sources and devices that alarms name, each once, in the order of the alarms."""
    return tuple(dict.fromkeys((alarm.source, alarm.device) for alarm in alarms if alarm.device is not None))


def old_devices_of(alarms: Iterable[Alarm]) -> tuple[tuple[str, str], ...]:
    """Return the sources and devices of which there are late signals alone."""
    known = tuple(alarms)
    fresh = set(devices_of(alarm for alarm in known if not alarm.late))
    return tuple(device for device in devices_of(known) if device not in fresh)


def realm_of(*, test: bool, exercise: bool, drill: str | None = None) -> str:
    """Return what keeps tests, exercises, each drill and the real thing apart."""
    return f"{int(test)}{int(exercise)}{drill or ''}"


def device_key(realm: str, source: str, device: str) -> str:
    """Return the key of a device's incidents."""
    return f"d{realm}\x1f{source}\x1f{device}"


def building_key(realm: str, building: str) -> str:
    """Return the key of a building's incidents."""
    return f"b{realm}\x1f{building}"


def ground_keys(realm: str, lon: float, lat: float, within_m: float) -> Iterator[str]:
    """Yield the keys of every piece of ground that a circle may touch."""
    rows = ceil(within_m / METRES_PER_DEGREE * CELLS_PER_DEGREE)
    columns = ceil(within_m / (METRES_PER_DEGREE * max(cos(radians(lat)), 0.01)) * CELLS_PER_DEGREE)
    column, row = floor(lon * CELLS_PER_DEGREE), floor(lat * CELLS_PER_DEGREE)
    for x in range(column - columns, column + columns + 1):
        for y in range(row - rows, row + rows + 1):
            yield _cell_key(realm, x, y)


def distance_m(one: Place, other: Place) -> float | None:
    """Return the distance of two places near each other (equirectangular); None where one is not located."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    east = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return METRES_PER_DEGREE * hypot(east, one.lat - other.lat)


def station_keys(station: Station | None) -> set[str]:
    """Return the keys of a station: its zone and its building."""
    if station is None:
        return set()
    zone = {zone_key(station.zone)} if station.zone else set()
    return zone | ({in_building_key(station.building)} if station.building else set())


def zone_key(zone: str) -> str:
    """Return the key of a zone's stations."""
    return f"z{zone}"


def in_building_key(building: str) -> str:
    """Return the key of the stations in a building."""
    return f"b{building}"


def device_index(devices: Iterable[Device]) -> HashTrieMap[str, str]:
    """Return devices' ids by their gateway and address; of two at one address the last."""
    found = {place_key(each.gateway, each.address): each.id for each in devices if each.gateway and each.address}
    return HashTrieMap(found)


def moved(
    index: HashTrieMap[str, tuple[str, ...]], entry: str, old: set[str], new: set[str]
) -> HashTrieMap[str, tuple[str, ...]]:
    """Return the index with an entry under its new keys instead of its old ones."""
    for key in old - new:
        rest = tuple(other for other in index[key] if other != entry)
        index = index.insert(key, rest) if rest else index.remove(key)
    for key in new - old:
        index = index.insert(key, tuple(sorted((*index.get(key, ()), entry))))
    return index


def _cell_key(realm: str, column: int, row: int) -> str:
    return f"g{realm}\x1f{column}\x1f{row}"
