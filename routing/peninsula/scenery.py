"""What lies between the roads of the generated peninsula: rivers, parks, a metro line, houses (示例, synthetic).

As OpenStreetMap tags it, so that a map reads it like any extract's.
"""

import math
import random
from collections.abc import Iterable, Mapping
from itertools import count

import numpy as np

from routing.assembly import Source, Way
from routing.model import Point, Spot
from routing.peninsula import shape
from routing.peninsula.city import Peninsula

Place = tuple[float, float]

_EDGE_M = 600.0
"""How far the rivers go on beyond the roads."""

_PARK_CORNERS = 28
_GREEN_BANKS = ((0.08, 0.30, 1.0), (0.50, 0.80, 1.0), (0.34, 0.62, -1.0), (0.70, 0.92, -1.0))
_BANK_M = (8.0, 46.0)
_METRO = (
    ("示例城西站", 0.03, 0.0),
    ("示例大坪站", 0.2, -0.28),
    ("示例鹅岭站", 0.35, -0.1),
    ("示例两路口站", 0.47, 0.05),
    ("示例七星岗站", 0.65, 0.1),
    ("示例临江站", 0.78, 0.05),
    ("示例朝天门站", 0.94, 0.0),
)
_HOUSE_M = ((15.0, 38.0), (12.0, 28.0), (18.0, 24.0))
_CORNERS_M = ((-19.0, 0.0), (19.0, 0.0))
_OLD_CORNERS_M = ((-20.0, -19.0), (20.0, -19.0), (-20.0, 19.0), (20.0, 19.0))
_OLD_HOUSE_M = ((9.0, 13.0), (8.0, 10.0), (11.0, 16.0))


class Scenery:
    """Gathers areas, lines and points; numbers go on after those of the roads."""

    def __init__(self, city: Peninsula) -> None:
        self._city = city
        self._node = count(max(city.source.points) + 1)
        self._way = count(len(city.source.ways) + 1)
        self._points: dict[int, Point] = {}
        self._tags: dict[int, Mapping[str, str]] = {}
        self._ways: list[Way] = []

    def with_roads(self) -> Source:
        """Return the roads and all that was gathered, to be written into one file."""
        roads = self._city.source
        return Source(
            name=roads.name,
            ways=[*roads.ways, *self._ways],
            points={**roads.points, **self._points},
            barriers={**roads.barriers, **self._tags},
        )

    def add_land(self) -> None:
        """Add the rivers, the parks, green banks and the metro."""
        self._area(_rivers(), {"natural": "water", "name": "示例江"})
        for park in shape.PARKS:
            self._area(_round(park), {"leisure": "park", "name": park.name})
        for begin, end, side in _GREEN_BANKS:
            self._area(_bank(begin, end, side), {"landuse": "grass"})
        track = [shape.place(along, across) for _, along, across in _METRO]
        tags = {"railway": "subway", "name": "示例地铁1号线", "tunnel": "yes", "layer": "-2"}
        self._ways.append(Way(str(next(self._way)), [self._point(each) for each in _smooth(track)], tags))
        for name, along, across in _METRO:
            self._tags[self._point(shape.place(along, across))] = {"railway": "station", "name": name}

    def add_house(self, spot: Spot, size_m: tuple[float, float], tags: Mapping[str, str]) -> None:
        """Add a house with its walls along the streets around it."""
        self._area(self._walls(self._place(spot), size_m), {"building": "yes", **tags})

    def fill(self, blocks: Iterable[Spot], seed: int) -> None:
        """Add houses that nobody registered: one or two in a block, four small ones in an old quarter."""
        chance = random.Random(seed)
        for block in blocks:
            east, north = self._place(block)
            old = shape.quarter_at(shape.OLD_QUARTERS, east, north) is not None
            turn = shape.heading(east, north)
            for right, up in _OLD_CORNERS_M if old else _CORNERS_M[: chance.choice((1, 2, 2))]:
                size = chance.choice(_OLD_HOUSE_M if old else _HOUSE_M)
                storeys = chance.choice((2, 3) if old else (5, 6, 7, 8, 9, 18))
                at = (
                    east + right * math.cos(turn) - up * math.sin(turn),
                    north + right * math.sin(turn) + up * math.cos(turn),
                )
                self._area(self._walls(at, size), {"building": "yes", "building:levels": str(storeys)})

    def _walls(self, at: Place, size_m: tuple[float, float]) -> list[Place]:
        turn, (wide, deep) = shape.heading(*at), size_m
        along, across = np.array([math.cos(turn), math.sin(turn)]), np.array([-math.sin(turn), math.cos(turn)])
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        found = [np.array(at) + right * along * wide / 2 + up * across * deep / 2 for right, up in corners]
        return [(float(east), float(north)) for east, north in found]

    def _area(self, corners: Iterable[Place], tags: Mapping[str, str]) -> None:
        nodes = [self._point(each) for each in corners]
        self._ways.append(Way(str(next(self._way)), [*nodes, nodes[0]], tags))

    def _point(self, at: Place) -> int:
        node = next(self._node)
        spot = self._city.spot(*at)
        self._points[node] = (spot.lon, spot.lat)
        return node

    def _place(self, spot: Spot) -> Place:
        return self._city.plane.point_to_m(spot.lon, spot.lat)


def _rivers() -> list[Place]:
    """Return the outline of both rivers and the one that they become: around the outer banks, back along the inner."""
    turns = np.linspace(0.0, math.pi / 2, 60)
    inner = [*np.arange(shape.WEST_M - _EDGE_M, shape.WEST_M, 100.0).tolist()]
    inner += [shape.WEST_M + (shape.TIP_M - shape.WEST_M) * math.sin(turn) for turn in turns]
    outer = [*inner, *np.arange(shape.TIP_M + 60.0, shape.TIP_M + 4 * _EDGE_M, 100.0).tolist()]

    def bank(east: float, side: float, more_m: float) -> Place:
        wide = shape.half_width(east) if east <= shape.TIP_M else 0.0
        return east, shape.middle(east) + side * (wide + more_m)

    return [
        *(bank(east, 1.0, shape.RIVER_M) for east in outer),
        *(bank(east, -1.0, shape.RIVER_M) for east in reversed(outer)),
        *(bank(east, -1.0, 0.0) for east in inner),
        *(bank(east, 1.0, 0.0) for east in reversed(inner)),
    ]


def _round(park: shape.Quarter) -> list[Place]:
    east, north = shape.place(park.along, park.across)
    turns = [2 * math.pi * each / _PARK_CORNERS for each in range(_PARK_CORNERS)]
    reach = [park.radius_m * (0.87 + 0.08 * math.sin(3 * turn) + 0.05 * math.cos(5 * turn)) for turn in turns]
    return [(east + far * math.cos(turn), north + far * math.sin(turn)) for turn, far in zip(turns, reach, strict=True)]


def _bank(begin: float, end: float, side: float) -> list[Place]:
    """Return a strip of green along a shore, from one share of the peninsula's length to another."""
    easts = [shape.WEST_M + each * (shape.TIP_M - shape.WEST_M) for each in np.linspace(begin, end, 24).tolist()]

    def line(off_m: float) -> list[Place]:
        return [(east, shape.middle(east) + side * (shape.half_width(east) - off_m)) for east in easts]

    near, far = _BANK_M
    return [*line(near), *reversed(line(far))]


def _smooth(track: list[Place]) -> list[Place]:
    """Return a line through the stops without corners: Catmull-Rom, eight points from stop to stop."""
    ends = [track[0], *track, track[-1]]
    found: list[Place] = []
    for before, begin, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        p = [np.array(each) for each in (before, begin, end, after)]
        for step in range(8):
            t = step / 8
            at = 0.5 * (
                2 * p[1]
                + (p[2] - p[0]) * t
                + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t**2
                + (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t**3
            )
            found.append((float(at[0]), float(at[1])))
    return [*found, track[-1]]
