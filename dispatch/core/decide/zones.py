"""Zones (联防区域): who stands where, who is left in a zone, and who could move up.

A zone is not stripped bare: its last crews are passed over for somebody who comes only a little later, and where a
choice leaves too few, a unit of a zone that can spare one is suggested to move up.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from dispatch.core import events as ev
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import may_be_sent
from dispatch.core.indexes import in_building_key, zone_key
from dispatch.core.reach import Candidate, Reach
from dispatch.core.world import Incident, World
from stations.model import BRIGADE_KINDS, MICRO_KINDS, Unit


def units_in_building(world: World, building: str) -> Iterator[str]:
    """Yield the units of the stations in a building."""
    for station in world.stations_by.get(in_building_key(building), ()):
        yield from world.units_of.get(station, ())


def units_in_zone(world: World, zone: str) -> Iterator[str]:
    """Yield the units of a zone's stations."""
    for station in world.stations_by.get(zone_key(zone), ()):
        yield from world.units_of.get(station, ())


def hold_back_last_crews(
    world: World, candidates: Iterator[Candidate], chosen: Container[str], reserved: set[str]
) -> Iterator[Candidate]:
    """Yield candidates in order, but the last crews of a zone only where nobody else comes soon after them.

    "Soon" is the gain for which a crew would be diverted. Whoever is passed over is added to ``reserved``.
    """
    keep, gain_ms = world.settings.sharing.hold_back, world.settings.sharing.divert_gain_s * 1000
    if keep == 0:
        yield from candidates
        return
    waiting: list[Candidate] = []
    taken: set[str] = set()
    for candidate in candidates:
        while waiting and candidate.eta_ms > waiting[0].eta_ms + gain_ms:
            late = waiting.pop(0)
            reserved.discard(late.unit)
            yield late
        zone = zone_of(world, candidate.unit)
        left = [u for u in free_crews(world, zone) if u not in chosen and u not in taken] if zone else None
        if left is not None and candidate.unit in left and len(left) <= keep:
            waiting.append(candidate)
            reserved.add(candidate.unit)
        else:
            taken.add(candidate.unit)
            yield candidate
    for late in waiting:
        reserved.discard(late.unit)
        yield late


def free_crews(world: World, zone: str) -> list[str]:
    """Return the zone's micro crews that are free and on duty."""
    return [
        unit
        for unit in units_in_zone(world, zone)
        if not world.is_bound(unit) and unit not in world.off_duty and _is_micro(world, world.units[unit])
    ]


def zone_of(world: World, unit: str) -> str:
    """Return the zone that a unit's station belongs to, empty for none."""
    known = world.units.get(unit)
    station = world.stations.get(known.station) if known else None
    return station.zone if station else ""


def suggest_move_ups(step: Step, incident: str, sent: list[str], reach: Reach) -> None:
    """Suggest, for every zone that a choice left with too few crews, who could stand in for them."""
    keep = step.world.settings.sharing.hold_back
    for zone in dict.fromkeys(zone_of(step.world, unit) for unit in sent if keep):
        if not zone or len(free_crews(step.world, zone)) >= keep:
            continue
        helper = next((unit for unit in _can_spare(step.world, reach, zone, keep)), None)
        if helper is not None:
            station = step.world.units[helper].station
            from_zone = zone_of(step.world, helper)
            step.emit_in(incident, ev.DispatchMoveUp, zone=zone, from_zone=from_zone, unit=helper, station=station)


def nearest_fire_station(world: World, reach: Reach, incident: Incident) -> str | None:
    """Return the fire station whose unit is nearest, free or not: it is told what is missing."""
    for candidate in reach.around:
        unit = world.units.get(candidate.unit)
        station = world.stations.get(unit.station) if unit else None
        brigade = station is not None and station.kind in BRIGADE_KINDS
        if station is not None and brigade and may_be_sent(world, incident, candidate.unit):
            return station.id
    return None


def _can_spare(world: World, reach: Reach, zone: str, keep: int) -> Iterator[str]:
    for candidate in reach.around:
        other = zone_of(world, candidate.unit)
        if other and other != zone:
            crews = free_crews(world, other)
            if candidate.unit in crews and len(crews) > keep:
                yield candidate.unit


def _is_micro(world: World, unit: Unit) -> bool:
    station = world.stations.get(unit.station)
    return station is not None and station.kind in MICRO_KINDS
