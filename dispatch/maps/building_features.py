"""Buildings as polygons: the registry's, with the outline of the road file where it has one, and that file's others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from routing.map.footprints import Footprint, Ring
from stations.model import Building

OUTLINES_AT_MOST = 40_000
"""With more outlines than these only those of registered buildings are shown: a page cannot carry a whole city."""

STOREY_M = 3.0
"""What a storey adds to a building whose height is not known."""

_SQUARE_M = 18.0
"""The side of the square that stands for a building of unknown outline."""

_M_PER_DEGREE = 111_195.0


def building_features(registered: Sequence[Building], outlines: Sequence[Footprint]) -> Iterator[dict[str, Any]]:
    """Yield GeoJSON polygons: registered buildings with their ``building`` id, then the other outlines.

    ``height_m`` is known or follows from the storeys; where neither is known it is left out and nothing is raised.
    """
    found = _Outlines(outlines)
    used: set[int] = set()
    for building in registered:
        number = found.of(building)
        outline = None if number is None or number in used else outlines[number]
        if number is not None:
            used.add(number)
        rings = outline.rings if outline else (_square(building),)
        storeys = building.storeys or (outline.storeys if outline else None)
        height_m = building.height_m or (outline.height_m if outline else None)
        yield _feature(rings, building.name, storeys, height_m, building=building.id, square=outline is None)
    if len(outlines) <= OUTLINES_AT_MOST:
        for number, outline in enumerate(outlines):
            if number not in used:
                yield _feature(outline.rings, outline.name, outline.storeys, outline.height_m)


class _Outlines:
    """Finds the outline of a building: by the id that both have from OpenStreetMap, else by its position."""

    def __init__(self, outlines: Sequence[Footprint]) -> None:
        self._outlines = outlines
        self._by_id = {outline.id: number for number, outline in enumerate(outlines)}
        boxes = [_box(outline.rings[0]) for outline in outlines]
        self._boxes = np.array(boxes, np.float64).reshape(-1, 4)

    def of(self, building: Building) -> int | None:
        same = self._by_id.get(building.id)
        if same is not None:
            return same
        lon, lat = building.lon, building.lat
        west, south, east, north = self._boxes.T
        near = np.flatnonzero((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))
        return next((number for number in near.tolist() if inside(lon, lat, self._outlines[number].rings)), None)


def _box(ring: Ring) -> tuple[float, float, float, float]:
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    return min(lons), min(lats), max(lons), max(lats)


def inside(lon: float, lat: float, rings: Iterable[Ring]) -> bool:
    """Whether a ray to the east crosses the rings an odd number of times; a hole takes away what it holds."""
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                odd = not odd
    return odd


def _square(building: Building) -> Ring:
    high = _SQUARE_M / 2 / _M_PER_DEGREE
    wide = high / max(math.cos(math.radians(building.lat)), 0.01)
    west, east = round(building.lon - wide, 6), round(building.lon + wide, 6)
    south, north = round(building.lat - high, 6), round(building.lat + high, 6)
    return (west, south), (east, south), (east, north), (west, north), (west, south)


def _feature(
    rings: Sequence[Ring], name: str, storeys: int | None, height_m: float | None, **more: Any
) -> dict[str, Any]:
    told: dict[str, Any] = dict(more)
    if name:
        told["name"] = name
    if storeys is not None:
        told["storeys"] = storeys
        height_m = height_m or storeys * STOREY_M
    if height_m is not None:
        told["height_m"] = height_m
    return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": rings}}
