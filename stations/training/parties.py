"""Who may owe drills, out of a district's stations, buildings and zones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from stations.model import Building, Station
from stations.registry.model import Zone
from stations.registry.responsible import street_of
from stations.training.model import Party, Who


def parties(
    stations: Iterable[Station], buildings: Iterable[Building], zones: Iterable[Zone] | None
) -> tuple[Party, ...]:
    """Return every station, building, community and street, in the order of their kinds and ids.

    Communities and streets are the zones of these kinds; one stands in the middle of its stations and buildings.
    """
    by_id = {zone.id: zone for zone in zones or ()}
    stations, buildings = tuple(stations), tuple(buildings)
    found = [
        Party(
            who="station",
            id=each.id,
            name=each.name,
            kind=each.kind,
            lon=each.lon,
            lat=each.lat,
            community=_community(by_id, each.zone),
            street=street_of(by_id, each.zone),
        )
        for each in stations
    ]
    found += [
        Party(
            who="building",
            id=each.id,
            name=each.name,
            kind=each.kind,
            lon=each.lon,
            lat=each.lat,
            community=_community(by_id, each.zone),
            street=street_of(by_id, each.zone),
            height_m=each.height_m,
            storeys=each.storeys,
        )
        for each in buildings
    ]
    areas = [_area(zone, found) for zone in by_id.values() if zone.kind in ("community", "street")]
    return tuple(sorted((*found, *areas), key=lambda party: party.key))


def _community(zones: dict[str, Zone], zone: str) -> str:
    found = zones.get(zone)
    return zone if found is not None and found.kind == "community" else ""


def _area(zone: Zone, members: Sequence[Party]) -> Party:
    who: Who = "community" if zone.kind == "community" else "street"
    own = [party for party in members if zone.id in (party.community, party.street)]
    return Party(
        who=who,
        id=zone.id,
        name=zone.id,
        lon=fmean(party.lon for party in own if party.lon is not None) if own else None,
        lat=fmean(party.lat for party in own if party.lat is not None) if own else None,
        community=zone.id if who == "community" else "",
        street=zone.street if who == "community" else zone.id,
    )
