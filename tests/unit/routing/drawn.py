"""Small roads drawn by hand for a test: nodes on a metric grid, ways by their nodes."""

from collections.abc import Iterable, Mapping, Sequence

from routing.assembly import Sampler, Source, Way, assemble
from routing.compiled import ModeNetwork, Roads
from routing.geodesy import LocalPlane
from routing.model import Edge, EdgeAttrs, Graph, Network, NodeAttrs, Spot
from routing.modes import Mode
from routing.traverse import Traversal

PLANE = LocalPlane(106.0, 29.0)


def spot(east_m: float, north_m: float) -> Spot:
    """A place so many metres from the origin of the drawing."""
    return Spot(PLANE.lon + east_m / PLANE.m_per_lon, PLANE.lat + north_m / PLANE.m_per_lat)


def draw(
    nodes: Mapping[int, tuple[float, float]],
    ways: Sequence[tuple[str, Sequence[int], Mapping[str, str]]],
    barriers: Mapping[int, Mapping[str, str]] | None = None,
    elevation: Sampler | None = None,
) -> Network:
    """The road model of nodes in metres and ways (id, nodes, tags)."""
    points = {node: (place.lon, place.lat) for node, place in ((node, spot(*at)) for node, at in nodes.items())}
    drawn = [Way(way, line, tags) for way, line, tags in ways]
    return assemble(Source(name="drawn", ways=drawn, points=points, barriers=barriers or {}), elevation)


def street(tags: Mapping[str, str] | None = None, length_m: float = 100.0) -> Network:
    """One straight street of two nodes."""
    return draw({1: (0, 0), 2: (length_m, 0)}, [("w", [1, 2], {"highway": "residential", **(tags or {})})])


def both_ways(network: Network) -> tuple[tuple[EdgeAttrs, NodeAttrs, NodeAttrs], ...]:
    """Each directed edge with the attributes of its ends; along the drawing first."""
    return tuple((attrs, network.node(tail), network.node(head)) for (tail, head, _), attrs in network.edges())


def passable(network: Network, mode: Mode) -> set[Edge]:
    """The directed edges that a mode may use at every hour."""
    rules = Traversal(mode)
    return {edge for edge, attrs in network.edges() if rules.refusal(attrs) is None}


def part(network: Network, edges: Iterable[Edge]) -> Graph:
    """The graph of these edges and their ends alone."""
    return network.graph.edge_subgraph(edges)  # type: ignore[arg-type] # the stub forgets the keys of a multigraph


def compiled(network: Network, mode: Mode) -> ModeNetwork:
    """The network as arrays for one mode."""
    return ModeNetwork.compile(Roads.compile(network), network, Traversal(mode))
