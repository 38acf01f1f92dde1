"""Puts the file of each building together out of the tables of a district folder."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

import numpy as np
from scipy.spatial import cKDTree

from stations.model import District
from stations.registry.model import Assistance, BuildingFile, Entrance, Ground, Hydrant, PlanStep
from stations.site import Site

NEAR_M = 300.0
"""A hydrant in the street this far away still belongs to a building's file; GB 50974-2014, 7.2.5 spaces them at most
120 m apart."""

STREET_HYDRANTS = 4
"""So many of them, the nearest first."""

_METRES_PER_DEGREE = 111_320.0


def sites_of(district: District) -> tuple[Site, ...]:
    """Return the file of each building of which anything beside its own row is known, in the order of their ids."""
    registry = district.registry
    files = {file.building: file for file in registry.building_files or ()}
    entrances, grounds = _Parts(registry.entrances), _Parts(registry.grounds)
    assistance, steps = _Parts(registry.assistance), _Parts(registry.steps)
    own = _Parts([hydrant for hydrant in registry.hydrants or () if hydrant.building])
    street = _Street(hydrant for hydrant in registry.hydrants or () if not hydrant.building)
    parts: tuple[_Parts[Any], ...] = (entrances, grounds, assistance, steps, own)
    known = {*files, *(key for part in parts for key in part.by_building)}
    return tuple(
        Site(
            **_fields(files.get(building.id)),
            building=building.id,
            entrances=entrances.of(building.id),
            grounds=grounds.of(building.id),
            hydrants=(*own.of(building.id), *street.near(building.lon, building.lat)),
            assistance=assistance.of(building.id),
            steps=tuple(sorted(steps.of(building.id), key=lambda step: (step.role, step.order, step.id))),
        )
        for building in sorted(district.buildings, key=lambda each: each.id)
        if building.id in known
    )


_OF_FILE = tuple(
    name
    for name in BuildingFile.__struct_fields__
    if name in Site.__struct_fields__ and name not in ("building", "hydrants")
)


def _fields(file: BuildingFile | None) -> dict[str, Any]:
    return {} if file is None else {name: getattr(file, name) for name in _OF_FILE}


Part = TypeVar("Part", bound=Entrance | Ground | Hydrant | Assistance | PlanStep)


class _Parts(Generic[Part]):
    """Rows of one table by their building."""

    def __init__(self, rows: Iterable[Part] | None) -> None:
        self.by_building: defaultdict[str, list[Part]] = defaultdict(list)
        for row in rows or ():
            self.by_building[row.building].append(row)

    def of(self, building: str) -> tuple[Part, ...]:
        return tuple(self.by_building.get(building, ()))


class _Street:
    """Hydrants in the street, to be found by nearness."""

    def __init__(self, hydrants: Iterable[Hydrant]) -> None:
        self._hydrants = tuple(hydrants)
        self._tree = cKDTree([_metres(each.lon, each.lat) for each in self._hydrants]) if self._hydrants else None

    def near(self, lon: float, lat: float) -> Iterator[Hydrant]:
        """Yield the nearest ones, the nearest first."""
        if self._tree is None:
            return
        count = min(STREET_HYDRANTS, len(self._hydrants))
        away, numbers = self._tree.query(_metres(lon, lat), k=count, distance_upper_bound=NEAR_M)
        for distance, number in zip(np.atleast_1d(away).tolist(), np.atleast_1d(numbers).tolist(), strict=True):
            if math.isfinite(distance):
                yield self._hydrants[number]


def _metres(lon: float, lat: float) -> tuple[float, float]:
    """Return a place on a plane: good to a per mille over a few hundred metres."""
    return lon * _METRES_PER_DEGREE * math.cos(math.radians(round(lat))), lat * _METRES_PER_DEGREE
