"""The roads of the generated peninsula: a bent grid cut by two rivers, joined by bridges, with alleys and park paths.

The generated city of `routing.synthetic` is bent along the ridge and cut by the rivers; what is left of its streets
stays. Nothing in it exists.
"""

from collections.abc import Iterator, Mapping

import msgspec
import numpy as np

from routing import synthetic
from routing.assembly import Source, Way
from routing.geodesy import Floats, LocalPlane
from routing.model import Point, Spot
from routing.peninsula import quarters, shape

_BRIDGES_M = {"北": (-2700.0, -1300.0, 300.0, 1500.0), "南": (-2900.0, -900.0, 900.0)}
_NEAR_BRIDGE_M = 75.0
_LOW_TUNNELS = 3
_TUNNEL_M = 700.0

Places = Mapping[int, tuple[float, float]]
"""Where each point lies, in metres east and north."""


class Peninsula(msgspec.Struct, frozen=True):
    """The roads, the dry blocks of the peninsula itself, and the plane that its shape is drawn on."""

    source: Source
    blocks: tuple[Spot, ...]
    plane: LocalPlane

    def at(self, along: float, across: float) -> Spot:
        """Return a place on the peninsula: ``along`` 0 (west) to 1 (tip), ``across`` -1 (south shore) to 1 (north)."""
        return self.spot(*shape.place(along, across))

    def spot(self, east: float, north: float) -> Spot:
        """Return the place so many metres from the middle."""
        lon, lat = self.plane.to_degrees(np.array([east]), np.array([north]))
        return Spot(round(float(lon[0]), 6), round(float(lat[0]), 6))

    def height_m(self, lon: Floats, lat: Floats) -> Floats:
        """Return the ground's height in metres, of arrays of any shape."""
        return shape.height_m(lon, lat, self.plane.to_m(lon.ravel(), lat.ravel()))


def generate(nodes: int, seed: int, *, lon: float, lat: float) -> Peninsula:
    """Generate the city around a point; the same for the same seed. ``nodes`` counts crossings before the cut."""
    plane = LocalPlane(lon, lat)
    random = np.random.default_rng(seed)
    city = synthetic.generate(nodes, seed, lon=lon, lat=lat)
    places = _bent(plane, list(city.source.points), np.array(list(city.source.points.values())))
    without = {node for node, place in places.items() if shape.is_water(*place) or shape.is_beyond(*place)}
    dry = [piece for way in city.source.ways for piece in _cut(way, without)]
    used = {node for way in dry for node in way.nodes}
    joined = [*dry, *_bridges(places, used), *_low_tunnels(places, used, random)]
    alleys, bends = quarters.alleys(city.columns, places, used, random)
    places |= bends
    found = [*(piece for way in joined for piece in quarters.park_paths(way, places)), *alleys]
    points = _degrees(plane, {node: place for node, place in places.items() if node in used or node in bends})
    source = Source(
        name=f"示例 synthetic peninsula, {len(points)} points",
        ways=[Way(str(number), way.nodes, way.tags) for number, way in enumerate(found, start=1)],
        points=points,
        barriers={node: tags for node, tags in city.source.barriers.items() if node in used},
        ways_read=len(found),
    )
    middles = _bent(plane, list(range(len(city.blocks))), np.array([(each.lon, each.lat) for each in city.blocks]))
    built = {block: place for block, place in middles.items() if _is_built(*place)}
    blocks = tuple(Spot(lon, lat) for lon, lat in _degrees(plane, built).values())
    return Peninsula(source, blocks, plane)


def _is_built(east: float, north: float) -> bool:
    return shape.is_on_peninsula(east, north) and shape.quarter_at(shape.PARKS, east, north) is None


def _bent(plane: LocalPlane, keys: list[int], degrees: Floats) -> dict[int, tuple[float, float]]:
    east, north = shape.bent(*plane.to_m(*degrees.T).T)
    return dict(zip(keys, zip(east.tolist(), north.tolist(), strict=True), strict=True))


def _degrees(plane: LocalPlane, places: Places) -> dict[int, Point]:
    east, north = np.array(list(places.values())).T
    lon, lat = plane.to_degrees(east, north)
    found = zip(np.round(lon, 7).tolist(), np.round(lat, 7).tolist(), strict=True)
    return dict(zip(places, found, strict=True))


def _cut(way: Way, without: set[int]) -> Iterator[Way]:
    """Yield the stretches of a way between points that are not. A cut bridge or tunnel is dropped."""
    stretches: list[list[int]] = [[]]
    for node in way.nodes:
        if node in without:
            stretches.append([])
        else:
            stretches[-1].append(node)
    whole = len(stretches) == 1
    if not whole and ("bridge" in way.tags or "tunnel" in way.tags):
        return
    for nodes in stretches:
        if len(nodes) > 1:
            yield Way(way.id, nodes, way.tags)


def _bridges(places: Places, used: set[int]) -> Iterator[Way]:
    """Yield a bridge at each place: from the peninsula's outermost crossing to the nearest one on the other bank."""
    for side, columns in _BRIDGES_M.items():
        sign = 1.0 if side == "北" else -1.0
        for number, east in enumerate(columns, start=1):
            near = sorted(
                (sign * (places[node][1] - shape.middle(east)), node)
                for node in used
                if abs(places[node][0] - east) < _NEAR_BRIDGE_M
            )
            shore = shape.half_width(east)
            home = [node for off, node in near if 0 < off <= shore]
            far = [node for off, node in near if off >= shore + shape.RIVER_M]
            tags = {"highway": "primary", "name": f"示例{side}江{number}号大桥", "bridge": "yes", "layer": "1"}
            yield Way("", [home[-1], far[0]], tags)


def _low_tunnels(places: Places, used: set[int], random: np.random.Generator) -> Iterator[Way]:
    """Yield tunnels through the ridge that a fire engine does not fit into, closed to vehicles at night."""
    near = shape.half_width(1000.0)
    inner = sorted(node for node in used if abs(places[node][1] - shape.middle(places[node][0])) < near)
    for number in range(1, _LOW_TUNNELS + 1):
        starts = [node for node in inner if shape.WEST_M / 2 < places[node][0] < shape.TIP_M / 2]
        start = places[begin := int(random.choice(starts))]
        end = min(inner, key=lambda node: abs(np.hypot(*np.subtract(places[node], start)) - _TUNNEL_M))
        tags = {"highway": "secondary", "name": f"示例地下环道{number}", "tunnel": "yes", "layer": "-1"}
        tags |= {"maxheight": "2.3", "vehicle": "yes @ (Mo-Su 06:30-24:00)"}
        yield Way("", [begin, end], tags)
