"""A generated city on a hilly peninsula between two rivers that meet at its tip (示例, synthetic).

The generated city of `routing.synthetic` is cut by the rivers; what is left of its streets stays, and bridges join the
banks. Its shape is the idea of a river city, not a map of one.
"""

import math
from collections.abc import Iterator

import msgspec
import numpy as np

from routing import synthetic
from routing.assembly import Source, Way
from routing.geodesy import Floats, LocalPlane
from routing.model import Point, Spot

WEST_M, TIP_M = -3600.0, 2600.0
"""From where the peninsula hangs on the land to where its rivers meet, in metres east of the middle."""

_RIVER_M = 330.0
_WIDEST_M = 1250.0
_BEND_M = 240.0
_BRIDGES_M = {"北": (-2700.0, -1300.0, 300.0, 1500.0), "南": (-2900.0, -900.0, 900.0)}
_NEAR_BRIDGE_M = 75.0
_LOW_TUNNELS = 3
_TUNNEL_M = 700.0
_FALL_M = 90.0


class Peninsula(msgspec.Struct, frozen=True):
    """The roads, the dry blocks of the peninsula itself, and the plane that its shape is drawn on."""

    source: Source
    blocks: tuple[Spot, ...]
    plane: LocalPlane

    def at(self, along: float, across: float) -> Spot:
        """Return a place on the peninsula: ``along`` 0 (west) to 1 (tip), ``across`` -1 (south shore) to 1 (north)."""
        east = WEST_M + along * (TIP_M - WEST_M)
        lon, lat = self.plane.to_degrees(np.array([east]), np.array([_middle(east) + across * _half_width(east)]))
        return Spot(round(float(lon[0]), 6), round(float(lat[0]), 6))

    def height_m(self, lon: Floats, lat: Floats) -> Floats:
        """Return the ground's height: a ridge along the peninsula that falls to the rivers, over rolling hills."""
        metres = self.plane.to_m(lon.ravel(), lat.ravel())
        off = np.array([abs(north - _middle(east)) / _half_width(min(east, TIP_M)) for east, north in metres])
        ridge = _FALL_M * np.clip(1.0 - off, -0.5, 1.0).reshape(lon.shape)
        height: Floats = synthetic.hills(lon, lat) + ridge
        return height


def generate(nodes: int, seed: int, *, lon: float, lat: float) -> Peninsula:
    """Generate the city around a point; the same for the same seed. ``nodes`` counts crossings before the cut."""
    plane = LocalPlane(lon, lat)
    city = synthetic.generate(nodes, seed, lon=lon, lat=lat)
    places = _metres(city.source, plane)
    wet = {node for node, place in places.items() if _is_water(*place)}
    dry_ways = [piece for way in city.source.ways for piece in _cut(way, wet)]
    used = {node for way in dry_ways for node in way.nodes}
    found = [*dry_ways, *_bridges(places, used), *_low_tunnels(places, used, np.random.default_rng(seed))]
    ways = [Way(str(number), way.nodes, way.tags) for number, way in enumerate(found, start=1)]
    points: dict[int, Point] = {node: place for node, place in city.source.points.items() if node in used}
    source = Source(
        name=f"示例 synthetic peninsula, {len(points)} points",
        ways=ways,
        points=points,
        barriers={node: tags for node, tags in city.source.barriers.items() if node in used},
        ways_read=len(ways),
    )
    blocks = tuple(spot for spot in city.blocks if _is_on_peninsula(plane, spot))
    return Peninsula(source, blocks, plane)


def _middle(east: float) -> float:
    """Return how far north the peninsula's ridge runs."""
    return _BEND_M * math.sin(east / 1400.0)


def _half_width(east: float) -> float:
    """Return metres from the ridge to either shore: widest in the west, closing to a rounded tip."""
    along = min(max((east - WEST_M) / (TIP_M - WEST_M), 0.0), 1.0)
    return max(_WIDEST_M * math.sqrt(1.0 - along**2) * (1.0 - 0.35 * along), 40.0)


def _is_water(east: float, north: float) -> bool:
    off = abs(north - _middle(east))
    if east > TIP_M:
        return off < _RIVER_M
    return _half_width(east) < off < _half_width(east) + _RIVER_M


def _is_on_peninsula(plane: LocalPlane, spot: Spot) -> bool:
    east, north = plane.to_m(np.array([spot.lon]), np.array([spot.lat]))[0]
    return bool(east < TIP_M and abs(north - _middle(east)) < _half_width(east))


def _metres(source: Source, plane: LocalPlane) -> dict[int, tuple[float, float]]:
    lon, lat = np.array(list(source.points.values())).T
    return dict(zip(source.points, map(tuple, plane.to_m(lon, lat).tolist()), strict=True))


def _cut(way: Way, wet: set[int]) -> Iterator[Way]:
    """Yield the dry stretches of a way. A way that was a bridge or tunnel before is dropped where it gets wet."""
    stretches: list[list[int]] = [[]]
    for node in way.nodes:
        if node in wet:
            stretches.append([])
        else:
            stretches[-1].append(node)
    whole = len(stretches) == 1
    if not whole and ("bridge" in way.tags or "tunnel" in way.tags):
        return
    for nodes in stretches:
        if len(nodes) > 1:
            yield Way(way.id, nodes, way.tags)


def _bridges(places: dict[int, tuple[float, float]], used: set[int]) -> Iterator[Way]:
    """Yield a bridge at each place: from the peninsula's outermost crossing to the nearest one on the other bank."""
    for side, columns in _BRIDGES_M.items():
        sign = 1.0 if side == "北" else -1.0
        for number, east in enumerate(columns, start=1):
            near = sorted(
                (sign * (places[node][1] - _middle(east)), node)
                for node in used
                if abs(places[node][0] - east) < _NEAR_BRIDGE_M
            )
            shore = _half_width(east)
            home = [node for off, node in near if 0 < off <= shore]
            far = [node for off, node in near if off >= shore + _RIVER_M]
            tags = {"highway": "primary", "name": f"示例{side}江{number}号大桥", "bridge": "yes", "layer": "1"}
            yield Way("", [home[-1], far[0]], tags)


def _low_tunnels(places: dict[int, tuple[float, float]], used: set[int], random: np.random.Generator) -> Iterator[Way]:
    """Yield tunnels through the ridge that a fire engine does not fit into, closed to vehicles at night."""
    inner = sorted(node for node in used if abs(places[node][1] - _middle(places[node][0])) < _half_width(1000.0))
    for number in range(1, _LOW_TUNNELS + 1):
        start = int(random.choice([node for node in inner if WEST_M / 2 < places[node][0] < TIP_M / 2]))
        end = min(inner, key=lambda node: abs(math.dist(places[node], places[start]) - _TUNNEL_M))
        tags = {"highway": "secondary", "name": f"示例地下环道{number}", "tunnel": "yes", "layer": "-1"}
        tags |= {"maxheight": "2.3", "vehicle": "yes @ (Mo-Su 06:30-24:00)"}
        yield Way("", [start, end], tags)
