"""The road model: places, the directed graph of way pieces, and what its import found.

networkx is the model (load, edit, analyse, export); the arrays that answer queries are derived from it.

Every piece of a way stands in the graph twice, once for each direction of travel, whatever its one-way sign
says: a walker, and in some districts a fire engine, may pass against the sign, so direction is a rule
(`routing.traverse`) and not a property of the graph. The keys tell the two apart: piece ``p`` is ``(u, v,
p)`` as drawn and ``(v, u, ~p)`` against the drawing, also where ``u == v``.

A barrier (bollard, gate) is an edge of length 0 with the barrier's own tags, so that one can drive up to it
from either side and each mode decides about passing it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

import msgspec
import networkx as nx

Point: TypeAlias = tuple[float, float]
"""(lon, lat) in WGS-84 degrees: the order of GeoJSON."""

Edge: TypeAlias = tuple[int, int, int]
"""(tail, head, key) of one directed piece."""

if TYPE_CHECKING:  # networkx has type parameters in its stubs only
    Graph: TypeAlias = nx.MultiDiGraph[int]
else:
    Graph = nx.MultiDiGraph


class Spot(msgspec.Struct, frozen=True):
    """A place on the ground, in WGS-84 degrees."""

    lon: float
    lat: float


class NodeAttrs(TypedDict):
    """What a node of the graph carries. `ele_m` is None where no elevation is known."""

    lon: float
    lat: float
    ele_m: float | None


class EdgeAttrs(TypedDict):
    """What a directed edge carries.

    `geometry` runs in the edge's own direction and includes both ends; `reversed` tells that this is
    against the way's drawing, to which one-way and incline tags refer. `way` is the OSM id or the row's id.
    `tags` is one mapping shared by all pieces of a way: replace it, never change it.
    """

    length_m: float
    way: str
    name: str
    highway: str
    geometry: tuple[Point, ...]
    tags: Mapping[str, str]
    layer: int
    bridge: bool
    tunnel: bool
    reversed: bool


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import read, dropped and assumed; counts by plain reasons.

    `where` names the first ways of each of these; `not_read` are rules of the map that nothing here obeys.
    """

    source: str = ""
    ways_read: int = 0
    ways_kept: int = 0
    nodes: int = 0
    pieces: int = 0
    length_km: float = 0.0
    dropped: Mapping[str, int] = msgspec.field(default_factory=dict)
    assumed: Mapping[str, int] = msgspec.field(default_factory=dict)
    unreadable: Mapping[str, int] = msgspec.field(default_factory=dict)
    not_read: Mapping[str, int] = msgspec.field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    barriers: Mapping[str, int] = msgspec.field(default_factory=dict)
    classes: Mapping[str, int] = msgspec.field(default_factory=dict)
    islands: int = 0
    largest_island: int = 0
    self_loops: int = 0
    parallel_pieces: int = 0
    without_elevation: int = 0

    def lines(self) -> list[str]:
        """Return the report as sentences for a terminal."""
        return [
            f"{self.source}: {self.ways_kept} of {self.ways_read} ways kept",
            f"{self.pieces} pieces between {self.nodes} nodes, {self.length_km:.1f} km",
            f"{self.islands} separate parts, the largest with {self.largest_island} nodes",
            f"{self.self_loops} self loops, {self.parallel_pieces} parallel pieces",
            f"{self.without_elevation} nodes without elevation",
            *self.findings(),
            *_counted("barrier", self.barriers, {}),
        ]

    def findings(self) -> list[str]:
        """Return what was dropped, assumed, unreadable or not read, by kind and way, as sentences."""
        kinds = (
            ("unreadable, ignored", self.unreadable),
            ("not read", self.not_read),
            ("dropped", self.dropped),
            ("assumed", self.assumed),
        )
        return [line for label, counts in kinds for line in _counted(label, counts, self.where)]


class Network:
    """The road model of one district: the graph, its content hash and what its import found.

    Edit the graph only before it is used: the version is computed once, when first asked for.
    """

    def __init__(self, graph: Graph, report: ImportReport) -> None:
        self.graph = graph
        self.report = report

    @cached_property
    def version(self) -> str:
        """The hex digest of all the graph says; a file read twice in the same way has one version."""
        digest = hashlib.blake2b(digest_size=16)
        for line in _content(self.graph):
            digest.update(line.encode())
        return digest.hexdigest()

    def node(self, node: int) -> NodeAttrs:
        """Return a node's attributes. Raises KeyError where there is no such node."""
        return cast("NodeAttrs", self.graph.nodes[node])

    def edge(self, edge: Edge) -> EdgeAttrs:
        """Return a directed edge's attributes. Raises KeyError where there is no such edge."""
        return cast("EdgeAttrs", self.graph.edges[edge])

    def edges(self) -> Iterator[tuple[Edge, EdgeAttrs]]:
        """Yield every directed edge with its attributes, in the graph's order."""
        for tail, head, key, attrs in self.graph.edges(keys=True, data=True):
            yield (tail, head, key), cast("EdgeAttrs", attrs)


def twin(edge: Edge) -> Edge:
    """Return the same piece in the other direction of travel."""
    tail, head, key = edge
    return head, tail, ~key


def _counted(label: str, counts: Mapping[str, int], where: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [
        f"{label}: {what} × {count}{_at(where.get(what, ()), count)}"
        for what, count in sorted(counts.items(), key=lambda item: -item[1])
    ]


def _at(ways: tuple[str, ...], count: int) -> str:
    return f" (way {', '.join(ways)}{', …' if count > len(ways) else ''})" if ways else ""


def _content(graph: Graph) -> Iterator[str]:
    for node, attrs in graph.nodes(data=True):
        yield f"n {node} {attrs['lon']!r} {attrs['lat']!r} {attrs['ele_m']!r}\n"
    # Hundreds of thousands of pieces share a few thousand tag mappings, so each is spelt once. The graph
    # holds the mappings, so an id cannot be used again while this runs.
    spelt: dict[int, str] = {}
    for tail, head, key, attrs in graph.edges(keys=True, data=True):
        tags = attrs["tags"]
        text = spelt.get(id(tags))
        if text is None:
            text = spelt[id(tags)] = repr(sorted(tags.items()))
        # The opposite direction lies on the same line.
        line = attrs["geometry"] if key >= 0 else ""
        yield (
            f"e {tail} {head} {key} {attrs['length_m']!r} {attrs['way']} {attrs['name']} {attrs['highway']} "
            f"{attrs['layer']} {attrs['bridge']} {attrs['tunnel']} {line!r} {text}\n"
        )
