"""The peers of `onethree bench routing`: other programs' Dijkstra on the same roads with the same weights.

Each peer is a function from a node to the times of all nodes *to* it, in ms, infinite where there is no way. Peers that
are not installed are left out: none is needed to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TypeAlias

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.arrays import Floats, Int64s
from routing.view import OpenRoads

Peer: TypeAlias = Callable[[int], Floats]


def peers(roads: OpenRoads) -> Iterator[tuple[str, Peer]]:
    """Yield each peer that is installed, its graph built; the building is not part of any figure."""
    tails, heads, times = plain_edges(roads)
    nodes = roads.network.roads.node_count
    yield "scipy", scipy_peer(nodes, tails, heads, times)
    yield "networkx", networkx_peer(nodes, tails, heads, times)
    if find_spec("rustworkx") is not None:
        yield "rustworkx", rustworkx_peer(nodes, tails, heads, times)
    if find_spec("igraph") is not None:
        yield "igraph", igraph_peer(nodes, tails, heads, times)


def plain_edges(roads: OpenRoads) -> tuple[Int64s, Int64s, Int64s]:
    """Return (tails, heads, ms) of the passable edges, of parallel ones only the fastest: matrices know no others."""
    network = roads.network
    edges = np.flatnonzero(roads.passable)
    tails, heads = network.roads.tails[edges].astype(np.int64), network.roads.heads[edges].astype(np.int64)
    times = network.weight_ms[edges]
    order = np.lexsort((times, heads, tails))
    tails, heads, times = tails[order], heads[order], times[order]
    first = np.ones(order.size, np.bool_)
    first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    return tails[first], heads[first], times[first]


def scipy_peer(nodes: int, tails: Int64s, heads: Int64s, times: Int64s) -> Peer:
    """scipy.sparse.csgraph.dijkstra over the whole reversed matrix."""
    backwards = csr_array((times.astype(np.float64), (heads, tails)), shape=(nodes, nodes))

    def ask(node: int) -> Floats:
        found: Floats = dijkstra(backwards, indices=[node])[0]
        return found

    return ask


def networkx_peer(nodes: int, tails: Int64s, heads: Int64s, times: Int64s) -> Peer:
    """networkx's single-source Dijkstra over the reversed graph."""
    backwards: nx.DiGraph[int] = nx.DiGraph()
    backwards.add_nodes_from(range(nodes))
    backwards.add_weighted_edges_from(zip(heads.tolist(), tails.tolist(), times.tolist(), strict=True), weight="ms")

    def ask(node: int) -> Floats:
        found = np.full(nodes, np.inf)
        for reached, ms in nx.single_source_dijkstra_path_length(backwards, node, weight="ms").items():
            found[reached] = ms
        return found

    return ask


def rustworkx_peer(nodes: int, tails: Int64s, heads: Int64s, times: Int64s) -> Peer:
    """rustworkx's Dijkstra over the reversed graph."""
    import rustworkx as rx  # noqa: PLC0415 - optional

    backwards = rx.PyDiGraph()
    backwards.add_nodes_from(range(nodes))
    weighted = zip(heads.tolist(), tails.tolist(), times.astype(np.float64).tolist(), strict=True)
    backwards.add_edges_from(list(weighted))

    def ask(node: int) -> Floats:
        found = np.full(nodes, np.inf)
        for reached, ms in rx.dijkstra_shortest_path_lengths(backwards, node, float).items():
            found[reached] = ms
        found[node] = 0.0
        return found

    return ask


def igraph_peer(nodes: int, tails: Int64s, heads: Int64s, times: Int64s) -> Peer:
    """igraph's Dijkstra against the direction of the edges."""
    import igraph  # noqa: PLC0415 - optional

    graph = igraph.Graph(n=nodes, edges=np.column_stack((tails, heads)), directed=True)
    weights = times.astype(np.float64).tolist()

    def ask(node: int) -> Floats:
        found: Floats = np.array(graph.distances(source=node, weights=weights, mode="in")[0])
        return found

    return ask
