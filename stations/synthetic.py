"""Invented stations and units (示例, synthetic) on given buildings, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from stations.model import Building, Station, StationKind, TravelMode, Unit

KIND_NAMES: dict[StationKind, str] = {
    "micro_unit": "单位微型消防站",
    "micro_community": "社区微型消防站",
    "small": "小型消防站",
    "fire": "消防救援站",
}


class Team(NamedTuple):
    """What one unit of a kind of station is."""

    name: str
    mode: TravelMode
    crew: int
    capabilities: tuple[str, ...]


_FIRST_ATTACK = ("extinguisher", "hose", "first_attack")
_PUMP = ("pump", "water", "hose", "breathing_apparatus")

TEAMS: dict[StationKind, tuple[Team, ...]] = {
    "micro_unit": (
        Team("一组", "foot", 3, _FIRST_ATTACK),
        Team("二组", "foot", 2, ("extinguisher", "evacuation")),
    ),
    "micro_community": (
        Team("摩托组", "motorcycle", 2, (*_FIRST_ATTACK, "bolt_cutter")),
        Team("一组", "foot", 4, _FIRST_ATTACK),
        Team("二组", "foot", 3, ("extinguisher", "evacuation")),
    ),
    "small": (Team("水罐车", "engine", 5, _PUMP),),
    "fire": (
        Team("一号水罐车", "engine", 6, _PUMP),
        Team("二号水罐车", "engine", 6, _PUMP),
        Team("三号抢险车", "engine", 5, (*_PUMP, "rescue")),
        Team("举高车", "aerial", 4, ("ladder", "rescue", "breathing_apparatus")),
    ),
}
"""Invented establishments. The national texts name teams and equipment, not these numbers."""


class Staffing(NamedTuple):
    """Stations, and their units in the same order."""

    stations: tuple[Station, ...]
    units: tuple[Unit, ...]


def staff(buildings: Sequence[Building], counts: Mapping[StationKind, int], *, seed: int) -> Staffing:
    """Place ``counts`` stations of each kind in buildings drawn by the seed; raises ValueError without buildings.

    No building gets a second station before each has one.
    """
    if not buildings:
        raise ValueError("stations need buildings to stand in; give at least one")
    places = _draw(buildings, random.Random(seed))
    stations: list[Station] = []
    units: list[Unit] = []
    for kind, count in counts.items():
        for _ in range(count):
            station = _station(len(stations) + 1, kind, next(places))
            stations.append(station)
            units.extend(crew(station))
    return Staffing(tuple(stations), tuple(units))


def _draw(buildings: Sequence[Building], rng: random.Random) -> Iterator[Building]:
    while True:
        yield from rng.sample(buildings, len(buildings))


def _station(number: int, kind: StationKind, building: Building) -> Station:
    return Station(
        id=f"S{number:04d}",
        name=f"示例{number:03d}{KIND_NAMES[kind]}",
        kind=kind,
        lon=building.lon,
        lat=building.lat,
        zone=building.zone,
        phone=f"000-{number:04d}",
        building=building.id if kind == "micro_unit" else "",
    )


def crew(station: Station) -> Iterator[Unit]:
    """Yield the units of a station as its kind has them."""
    for number, team in enumerate(TEAMS[station.kind], start=1):
        yield Unit(
            id=f"{station.id}-{number}",
            station=station.id,
            name=f"{station.name}{team.name}",
            mode=team.mode,
            crew=team.crew,
            capabilities=team.capabilities,
        )
