"""Tiny OpenStreetMap files written for one test: nodes on a metric grid, ways and relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from routing.geodesy import LocalPlane
from routing.model import Edge, EdgeAttrs, Network, Spot
from routing.modes import Mode
from routing.osm import read_osm
from routing.traverse import Traversal

PLANE = LocalPlane(106.0, 29.0)
Tags = Mapping[str, str]
RESIDENTIAL = {"highway": "residential"}


def spot(east_m: float, north_m: float) -> Spot:
    return Spot(PLANE.lon + east_m / PLANE.m_per_lon, PLANE.lat + north_m / PLANE.m_per_lat)


def node(key: int, east_m: float, north_m: float, tags: Tags | None = None, more: str = "") -> str:
    at = spot(east_m, north_m)
    return f'<node id="{key}" version="1" lon="{at.lon:.7f}" lat="{at.lat:.7f}"{more}>{_tags(tags or {})}</node>'


def way(key: int, nodes: Iterable[int], tags: Tags | None = None, more: str = "") -> str:
    refs = "".join(f'<nd ref="{each}"/>' for each in nodes)
    return f'<way id="{key}" version="1"{more}>{refs}{_tags(tags or {})}</way>'


def relation(key: int, members: Iterable[tuple[str, int, str]], tags: Tags) -> str:
    inside = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
    return f'<relation id="{key}" version="1">{inside}{_tags(tags)}</relation>'


def write(path: Path, *things: str, generator: str = "test") -> Path:
    path.write_text(f'<osm version="0.6" generator="{generator}">{"".join(things)}</osm>', encoding="utf-8")
    return path


def read(folder: Path, *things: str) -> Network:
    return read_osm(write(folder / "roads.osm", *things))


def street(folder: Path, tags: Tags, *, on_node: Tags | None = None) -> Network:
    """One street of 200 m along the drawing; `on_node` stand on the node in its middle."""
    return read(
        folder,
        node(1, 0, 0),
        node(2, 100, 0, on_node),
        node(3, 200, 0),
        way(10, [1, 2, 3], {**RESIDENTIAL, **tags}),
    )


def ways(network: Network) -> set[str]:
    return {attrs["way"] for _, attrs in network.edges()}


def seconds(network: Network, mode: Mode, *, against: bool = False) -> float | None:
    """The time over way 10 in one direction; None where any of it is not usable."""
    rules = Traversal(mode)
    times = [
        rules.time_ms(attrs, network.node(edge[0]), network.node(edge[1]))
        for edge, attrs in network.edges()
        if attrs["way"] == "10" and attrs["reversed"] == against
    ]
    return None if None in times else sum(each for each in times if each is not None) / 1000


def pause_s(network: Network, mode: Mode) -> float | None:
    """The pause at node 2; None where it stops the mode, 0 where nothing stands there."""
    rules = Traversal(mode)
    times = [
        rules.time_ms(attrs, network.node(edge[0]), network.node(edge[1]))
        for edge, attrs in network.edges()
        if attrs["way"] == "node/2"
    ]
    return None if None in times else max((each for each in times if each is not None), default=0) / 1000


def caution(network: Network, mode: Mode) -> str | None:
    rules = Traversal(mode)
    return next((said for _, attrs in network.edges() if (said := rules.caution(attrs)) is not None), None)


def edges_of(network: Network, key: str) -> list[tuple[Edge, EdgeAttrs]]:
    return [(edge, attrs) for edge, attrs in network.edges() if attrs["way"] == key]


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
