"""From ways of any source to the road model: cut at junctions and barriers, measure, count.

Importers hand over ways as lists of node ids and say where the nodes are; only shared ids join ways, so a
bridge does not meet what it crosses.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
import networkx as nx
import numpy as np

from routing import brigade, tags as osm
from routing.collector import collector_at_rest
from routing.conditional import conditionals
from routing.geodesy import Floats, haversine_m
from routing.model import Graph, ImportReport, Network, Point
from routing.traverse import BARRIER

Sampler = Callable[[Floats, Floats], Floats]
"""From arrays of lon and lat to metres above the sea; NaN where nothing is known."""


class Way(msgspec.Struct, frozen=True):
    """One way as drawn: its id, its nodes in order, and the tags that matter."""

    id: str
    nodes: Sequence[int]
    tags: Mapping[str, str]


class Tally(Counter[str]):
    """Counts by plain reasons, and the first ways of each."""

    WAYS = 5

    def __init__(self) -> None:
        super().__init__()
        self.ways: dict[str, list[str]] = {}

    def note(self, what: str, way: str) -> None:
        """Count one more, and remember its way while there are few."""
        self[what] += 1
        ways = self.ways.setdefault(what, [])
        if len(ways) < self.WAYS and way not in ways:
            ways.append(way)


class Source(msgspec.Struct, kw_only=True):
    """What an importer has read: ways, where their nodes are, barriers and signs on nodes, and its own counts."""

    name: str
    ways: list[Way]
    points: Mapping[int, Point]
    barriers: Mapping[int, Mapping[str, str]] = msgspec.field(default_factory=dict)
    ways_read: int = 0
    dropped: Tally = msgspec.field(default_factory=Tally)
    assumed: Tally = msgspec.field(default_factory=Tally)
    unreadable: Tally = msgspec.field(default_factory=Tally)
    not_read: Tally = msgspec.field(default_factory=Tally)


class _Piece(msgspec.Struct, gc=False):
    """A stretch of a way between two cuts, with the ends that the graph will know."""

    way: Way
    tail: int
    head: int
    points: tuple[Point, ...]


def assemble(source: Source, elevation: Sampler | None = None) -> Network:
    """Build the road model. Lengths are great-circle metres over all points of a way."""
    with collector_at_rest():
        graph, pieces = _build(source, elevation)
        _audit(source)
        return Network(graph, _report(source, graph, pieces))


def _build(source: Source, elevation: Sampler | None) -> tuple[Graph, list[_Piece]]:
    pieces = list(_cut(source))
    gates = _open_up(pieces, source)
    graph: Graph = nx.MultiDiGraph()
    _add_nodes(graph, pieces, gates, source.points, elevation)
    edges = chain(_directed(pieces, _lengths(pieces)), _connectors(gates, source, first_key=len(pieces)))
    graph.add_edges_from(edges)  # type: ignore[arg-type] # the stub forgets the keys of a multigraph
    return graph, pieces


def _cut(source: Source) -> Iterator[_Piece]:
    seen: Counter[int] = Counter()
    for way in source.ways:
        seen.update(way.nodes)
        # The ends of a way count twice, so that they always cut.
        seen.update((way.nodes[0], way.nodes[-1]))
    seen.update(dict.fromkeys(source.barriers, 2))
    for way in source.ways:
        start = 0
        for here in range(1, len(way.nodes)):
            if seen[way.nodes[here]] > 1:
                nodes = way.nodes[start : here + 1]
                yield _Piece(way, nodes[0], nodes[-1], tuple(map(source.points.__getitem__, nodes)))
                start = here


def _open_up(pieces: list[_Piece], source: Source) -> dict[int, int]:
    """Give each piece that ends at a barrier an end of its own; return these ends with the barrier's node."""
    ends = Counter(end for piece in pieces for end in (piece.tail, piece.head) if end in source.barriers)
    gates: dict[int, int] = {}
    fresh = max(map(abs, source.points), default=0) + 1
    for piece in pieces:
        # A barrier at the end of a single road shuts nothing off.
        if ends[piece.tail] > 1:
            gates[fresh], piece.tail, fresh = piece.tail, fresh, fresh + 1
        if ends[piece.head] > 1:
            gates[fresh], piece.head, fresh = piece.head, fresh, fresh + 1
    return gates


def _add_nodes(
    graph: Graph,
    pieces: Iterable[_Piece],
    gates: Mapping[int, int],
    points: Mapping[int, Point],
    elevation: Sampler | None,
) -> None:
    places: dict[int, Point] = {}
    for piece in pieces:
        places[piece.tail] = piece.points[0]
        places[piece.head] = piece.points[-1]
    for gate, node in gates.items():
        places[gate] = places[node] = points[node]
    lon_lat = np.array(list(places.values()), dtype=np.float64).reshape(-1, 2)
    heights: Iterable[float | None] = [None] * len(places)
    if elevation is not None:
        sampled = elevation(lon_lat[:, 0], lon_lat[:, 1])
        heights = (None if np.isnan(ele) else round(float(ele), 2) for ele in sampled)
    graph.add_nodes_from(
        (node, {"lon": lon, "lat": lat, "ele_m": ele})
        for (node, (lon, lat)), ele in zip(places.items(), heights, strict=True)
    )


def _lengths(pieces: Sequence[_Piece]) -> list[float]:
    if not pieces:
        return []
    counts = np.fromiter((len(piece.points) for piece in pieces), dtype=np.int64, count=len(pieces))
    flat = np.array([point for piece in pieces for point in piece.points], dtype=np.float64)
    steps = haversine_m(flat[:-1, 0], flat[:-1, 1], flat[1:, 0], flat[1:, 1])
    run = np.concatenate(([0.0], np.cumsum(steps)))
    ends = np.cumsum(counts) - 1
    lengths: list[float] = np.round(run[ends] - run[ends - counts + 1], 3).tolist()
    return lengths


def _directed(pieces: Iterable[_Piece], lengths: Iterable[float]) -> Iterator[tuple[int, int, int, dict[str, Any]]]:
    for key, (piece, length_m) in enumerate(zip(pieces, lengths, strict=True)):
        tags = piece.way.tags
        attrs: dict[str, Any] = {
            "length_m": length_m,
            "way": piece.way.id,
            "name": tags.get("name", ""),
            "highway": tags["highway"],
            "geometry": piece.points,
            "tags": tags,
            "layer": osm.layer_of(tags),
            "bridge": osm.is_set(tags, "bridge"),
            "tunnel": osm.is_set(tags, "tunnel"),
            "reversed": False,
        }
        yield piece.tail, piece.head, key, attrs
        yield piece.head, piece.tail, ~key, {**attrs, "geometry": piece.points[::-1], "reversed": True}


def _connectors(
    gates: Mapping[int, int], source: Source, *, first_key: int
) -> Iterator[tuple[int, int, int, dict[str, Any]]]:
    """Join the ends at a barrier to its node. The pause is charged on the way in; the way out is free."""
    for key, (gate, node) in enumerate(gates.items(), start=first_key):
        point = source.points[node]
        attrs: dict[str, Any] = {
            "length_m": 0.0,
            "way": f"node/{node}",
            "name": "",
            "highway": BARRIER,
            "geometry": (point, point),
            "tags": source.barriers[node],
            "layer": 0,
            "bridge": False,
            "tunnel": False,
            "reversed": False,
        }
        yield gate, node, key, attrs
        yield node, gate, ~key, {**attrs, "reversed": True}


def _audit(source: Source) -> None:
    for way in source.ways:
        _audit_tags(source, way.tags, way.id)
        if way.tags.get("area") == "yes":
            source.assumed.note("an area is crossed along its outline", way.id)
        if way.tags.get("oneway") in {"reversible", "alternating"}:
            source.assumed.note(f"oneway={way.tags['oneway']} is open both ways", way.id)
        if way.tags["highway"] not in brigade.classes():
            source.assumed.note(f"highway={way.tags['highway']} is used by nobody", way.id)
    for node, tags in source.barriers.items():
        _audit_tags(source, tags, f"node/{node}")
        for what in osm.unknown_barriers(tags):
            source.assumed.note(what, f"node/{node}")


def _audit_tags(source: Source, tags: Mapping[str, str], way: str) -> None:
    for what in osm.unreadable(tags):
        source.unreadable.note(what, way)
    for key, rule in conditionals(tags):
        for clause in rule.ignored:
            source.unreadable.note(f"{key}: {clause}", way)
        said = dict.fromkeys([clause.value for clause in rule.clauses] + ([rule.default] if rule.default else []))
        for value in said:
            for what in osm.unreadable({key: value}):
                source.unreadable.note(what, way)


def _report(source: Source, graph: Graph, pieces: Sequence[_Piece]) -> ImportReport:
    islands = [len(part) for part in nx.weakly_connected_components(graph)]
    pairs = Counter(frozenset((piece.tail, piece.head)) for piece in pieces)
    classes = Counter(piece.way.tags["highway"] for piece in pieces)
    tallies = (source.dropped, source.assumed, source.unreadable, source.not_read)
    return ImportReport(
        source=source.name,
        ways_read=source.ways_read,
        ways_kept=len(source.ways),
        nodes=graph.number_of_nodes(),
        pieces=len(pieces),
        length_km=sum(attrs["length_m"] for *_, attrs in graph.edges(data=True)) / 2000,
        dropped=dict(source.dropped),
        assumed=dict(source.assumed),
        unreadable=dict(source.unreadable),
        not_read=dict(source.not_read),
        where={what: tuple(ways) for tally in tallies for what, ways in tally.ways.items()},
        barriers=dict(Counter(tags.get("barrier", "sign") for tags in source.barriers.values())),
        classes=dict(classes),
        islands=len(islands),
        largest_island=max(islands, default=0),
        self_loops=sum(piece.tail == piece.head for piece in pieces),
        parallel_pieces=sum(count - 1 for pair, count in pairs.items() if len(pair) > 1),
        without_elevation=sum(ele is None for _, ele in graph.nodes(data="ele_m")),
    )
