"""Who is told where nobody is on a station's post: the station that is responsible for it.

Written in ``stations.csv`` (``responsible``), else its street's 街道消防工作站, the office that guides its stations
(渝中 2023 除险清患 附件1.7; 渝中府办〔2023〕9号 二（八）). Never whatever fire station happens to be near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from stations.model import MICRO_KINDS, STREET_OFFICE, Station
from stations.registry.model import Zone


def with_responsible(stations: Sequence[Station], zones: Iterable[Zone] | None) -> tuple[Station, ...]:
    """Return the stations, each micro station that names nobody with its street's office, where one is known."""
    by_id = {zone.id: zone for zone in zones or ()}
    offices = {each.zone: each.id for each in stations if each.kind == STREET_OFFICE and each.zone}
    return tuple(
        replace(each, responsible=_office_of(each, by_id, offices))
        if each.kind in MICRO_KINDS and not each.responsible
        else each
        for each in stations
    )


def street_of(zones: Mapping[str, Zone], zone: str) -> str:
    """Return the street that a zone is or lies in, empty where that is not known."""
    found = zones.get(zone)
    return "" if found is None else zone if found.kind == "street" else found.street


def _office_of(station: Station, zones: Mapping[str, Zone], offices: Mapping[str, str]) -> str:
    """Return the office of the station's street: the one that stands in it, else whoever leads it; empty for none."""
    for street in (street_of(zones, station.zone), station.zone):
        if street in offices:
            return offices[street]
    led = zones.get(street_of(zones, station.zone))
    return led.lead if led is not None and led.lead != station.id else ""
