"""The road model for other programs: GraphML with everything, GeoJSON (RFC 7946) for maps."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx

from routing.model import Edge, EdgeAttrs, Graph, Network

Properties = Callable[[Edge, EdgeAttrs], dict[str, Any]]


def write_graphml(network: Network, path: Path) -> None:
    """Write every node and directed edge. GraphML knows no lists: a line is WKT, tags are JSON, unknown is
    absent."""
    flat: Graph = nx.MultiDiGraph(version=network.version)
    for node, attrs in network.graph.nodes(data=True):
        flat.add_node(node, **{key: value for key, value in attrs.items() if value is not None})
    for (tail, head, key), edge in network.edges():
        plain: dict[str, Any] = {**edge, "geometry": _wkt(edge), "tags": _json(edge["tags"])}
        flat.add_edge(tail, head, key=key, **plain)
    nx.write_graphml(flat, path)


def write_geojson(network: Network, path: Path, properties: Properties | None = None) -> None:
    """Write each piece once, along its drawing, as a FeatureCollection of LineStrings, one feature a line.

    `properties` may say what else a feature tells, such as a mode's time in seconds.
    """
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[\n')
        for place, feature in enumerate(_features(network, properties)):
            file.write(b",\n" * (place > 0) + msgspec.json.encode(feature))
        file.write(b"\n]}\n")


def _features(network: Network, properties: Properties | None) -> Iterator[dict[str, Any]]:
    for edge, attrs in network.edges():
        tail, head, key = edge
        if key < 0:
            continue
        told = {
            "way": attrs["way"],
            "name": attrs["name"],
            "highway": attrs["highway"],
            "from": tail,
            "to": head,
            "length_m": attrs["length_m"],
            "layer": attrs["layer"],
            "bridge": attrs["bridge"],
            "tunnel": attrs["tunnel"],
            **(properties(edge, attrs) if properties else {}),
        }
        line = {"type": "LineString", "coordinates": attrs["geometry"]}
        yield {"type": "Feature", "geometry": line, "properties": told}


def _wkt(attrs: EdgeAttrs) -> str:
    return "LINESTRING (" + ", ".join(f"{lon!r} {lat!r}" for lon, lat in attrs["geometry"]) + ")"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
