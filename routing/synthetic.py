"""Generated cities (示例, synthetic): a bent grid with the obstacles that decide who is fastest.

Arterials, one-way streets, missing links that make long blocks, stairs, pedestrian streets behind a
bollard, a river with few bridges, tunnels too low for an engine. The same seed gives the same city, of any
size. Nothing in it exists; every name begins with 示例.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

import msgspec
import numpy as np
import numpy.typing as npt

from routing.assembly import Source, Way, assemble
from routing.geodesy import Floats, LocalPlane
from routing.model import Network, Point, Spot

BLOCK_M = 90.0
"""Distance between crossings before the grid is bent."""

_ARTERIAL_EVERY = 10
_COLLECTOR_EVERY = 5
_STRETCH = 8
"""A way is at most this many blocks long, as surveyed ways are: closing one closes no whole avenue."""
_TUNNEL_BLOCKS = 6
_RIVER_AT = 0.4
_OPEN, _MISSING, _STEPS, _PEDESTRIAN = 0, 1, 2, 3
_SHARES = (0.91, 0.05, 0.03, 0.01)

_Links = npt.NDArray[np.int8]


class City(msgspec.Struct, frozen=True):
    """A generated city: its roads as an importer would hand them over, and the middles of its blocks.

    Its crossings are numbered from 1, row by row from the south, with so many columns in a row.
    """

    source: Source
    blocks: tuple[Spot, ...]
    columns: int


def generate(nodes: int, seed: int, *, lon: float = 106.0, lat: float = 29.0) -> City:
    """Generate a city of about `nodes` crossings around a point, the same for the same seed.

    Raises ValueError for fewer than 100 crossings: too small for a river and a tunnel.
    """
    if nodes < 100:  # noqa: PLR2004 - the limit that the docstring states
        raise ValueError(f"a generated city needs at least 100 crossings, not {nodes}")
    return _Builder(nodes, seed, LocalPlane(lon, lat)).build()


def generated_network(nodes: int, seed: int) -> Network:
    """Generate a city and assemble its road model, with hills."""
    return assemble(generate(nodes, seed).source, hills)


def hills(lon: Floats, lat: Floats) -> Floats:
    """Return the height of generated ground in metres: waves of about 1 km, 60 m from foot to top."""
    return 250.0 + 20.0 * np.sin(lon * 700.0) + 10.0 * np.cos(lat * 1100.0)


def write_osm(source: Source, path: Path) -> None:
    """Write a generated city as an OpenStreetMap XML file, for a district folder."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_xml(source))


class _Builder:
    """The choices of one generated city; every random draw happens here, in a fixed order."""

    def __init__(self, nodes: int, seed: int, plane: LocalPlane) -> None:
        self._random = np.random.default_rng(seed)
        self._columns = max(10, math.isqrt(nodes))
        self._rows = max(10, -(-nodes // self._columns))
        self._river = int(self._rows * _RIVER_AT)
        self._plane = plane
        self._points = self._bent_grid()
        self._barriers: dict[int, Mapping[str, str]] = {}
        self._ways: list[Way] = []

    def build(self) -> City:
        ids = np.arange(1, self._rows * self._columns + 1).reshape(self._rows, self._columns)
        for row in range(self._rows):
            self._street(ids[row], row, f"示例{row + 1}横路", self._kinds(row, self._columns - 1))
        for column in range(self._columns):
            kinds = self._kinds(column, self._rows - 1)
            kinds[self._river] = _MISSING
            self._street(ids[:, column], column, f"示例{column + 1}纵街", kinds)
            if column % _ARTERIAL_EVERY == 0:
                self._bridge(ids[self._river : self._river + 2, column].tolist(), column)
        self._tunnels(ids)
        name = f"示例 synthetic city, {ids.size} crossings"
        source = Source(
            name=name,
            ways=self._ways,
            points=self._points,
            barriers=self._barriers,
            ways_read=len(self._ways),
        )
        return City(source, self._blocks(ids), self._columns)

    def _bent_grid(self) -> dict[int, Point]:
        down, across = np.mgrid[0 : self._rows, 0 : self._columns].astype(np.float64)
        noise = self._random.normal(0.0, 0.12, (2, self._rows, self._columns))
        east = (across - self._columns / 2 + noise[0] + 0.4 * np.sin(down / 9)) * BLOCK_M
        north = (down - self._rows / 2 + noise[1] + 0.4 * np.sin(across / 7)) * BLOCK_M
        lon, lat = self._plane.to_degrees(east.ravel(), north.ravel())
        places = zip(np.round(lon, 7).tolist(), np.round(lat, 7).tolist(), strict=True)
        return dict(enumerate(places, start=1))

    def _kinds(self, line: int, links: int) -> _Links:
        """Return what each link of a street is; arterials and collectors are whole."""
        if line % _COLLECTOR_EVERY == 0:
            return np.zeros(links, np.int8)
        return self._random.choice(4, links, p=_SHARES).astype(np.int8)

    def _street(self, nodes: npt.NDArray[np.int64], line: int, name: str, kinds: _Links) -> None:
        tags = self._street_tags(line, name)
        cuts = np.flatnonzero(np.diff(kinds)) + 1
        begins, ends = np.concatenate(([0], cuts)).tolist(), np.concatenate((cuts, [kinds.size])).tolist()
        chain = nodes.tolist()
        for begin, end in zip(begins, ends, strict=True):
            kind = int(kinds[begin])
            for first in range(begin, end, _STRETCH):
                stretch = chain[first : min(first + _STRETCH, end) + 1]
                if kind == _OPEN:
                    self._way(stretch, tags)
                elif kind == _STEPS:
                    self._way(stretch, {"highway": "steps", "name": f"{name}梯道", "incline": "up"})
                elif kind == _PEDESTRIAN:
                    self._pedestrian(stretch, name)

    def _street_tags(self, line: int, name: str) -> dict[str, str]:
        if line % _ARTERIAL_EVERY == 0:
            return {"highway": "primary", "name": name, "maxspeed": "60"}
        if line % _COLLECTOR_EVERY == 0:
            return {"highway": "tertiary", "name": name}
        tags = {"highway": "residential", "name": name}
        if self._random.random() < 0.25:  # noqa: PLR2004 - a quarter of the small streets are one-way
            tags["oneway"] = "yes" if self._random.random() < 0.5 else "-1"  # noqa: PLR2004 - either way
        return tags

    def _pedestrian(self, stretch: list[int], name: str) -> None:
        """Add a street for walkers, with a bollard a few steps behind its first crossing."""
        bollard = len(self._points) + 1
        (lon1, lat1), (lon2, lat2) = self._points[stretch[0]], self._points[stretch[1]]
        self._points[bollard] = (round(0.8 * lon1 + 0.2 * lon2, 7), round(0.8 * lat1 + 0.2 * lat2, 7))
        self._barriers[bollard] = {"barrier": "bollard"}
        self._way([stretch[0], bollard, *stretch[1:]], {"highway": "pedestrian", "name": f"{name}步行街"})

    def _bridge(self, nodes: list[int], column: int) -> None:
        tags = {"highway": "primary", "name": f"示例{column + 1}纵街大桥", "bridge": "yes", "layer": "1"}
        self._way(nodes, tags)

    def _tunnels(self, ids: npt.NDArray[np.int64]) -> None:
        tags = {"highway": "secondary", "name": "示例地下道", "tunnel": "yes", "layer": "-1"}
        tags |= {"maxheight": "2.3", "vehicle": "yes @ (Mo-Su 06:30-24:00)"}
        for _ in range(1 + ids.size // 20_000):
            row = int(self._random.integers(0, self._rows))
            column = int(self._random.integers(0, self._columns - _TUNNEL_BLOCKS))
            self._way([int(ids[row, column]), int(ids[row, column + _TUNNEL_BLOCKS])], tags)

    def _way(self, nodes: list[int], tags: Mapping[str, str]) -> None:
        self._ways.append(Way(str(len(self._ways) + 1), nodes, tags))

    def _blocks(self, ids: npt.NDArray[np.int64]) -> tuple[Spot, ...]:
        """Return the middles of the blocks, without those in the river."""
        corners = np.array([self._points[node] for node in ids.ravel().tolist()])
        grid = corners.reshape(self._rows, self._columns, 2)
        middles = (grid[:-1, :-1] + grid[1:, 1:]) / 2
        dry = np.delete(middles, self._river, axis=0).reshape(-1, 2)
        return tuple(Spot(lon, lat) for lon, lat in np.round(dry, 7).tolist())


def _xml(source: Source) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="onethree 示例 (synthetic)">\n'
    for node, (lon, lat) in source.points.items():
        head = f'<node id="{node}" version="1" lon="{lon:.7f}" lat="{lat:.7f}"'
        yield f"{head}>{_xml_tags(source.barriers[node])}</node>\n" if node in source.barriers else f"{head}/>\n"
    for way in source.ways:
        refs = "".join(f'<nd ref="{node}"/>' for node in way.nodes)
        yield f'<way id="{way.id}" version="1">{refs}{_xml_tags(way.tags)}</way>\n'
    yield "</osm>\n"


def _xml_tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
