"""Which stretches of road somebody reaches in time: the shading under the crews on a map."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.arrays import Flags, Floats
from routing.geometry import cut
from routing.model import Network, Point
from routing.snapshot import Snapshot
from routing.traverse import BARRIER
from routing.view import View

Line = tuple[Point, ...]


def reached_lines(
    snapshot: Snapshot,
    network: Network,
    *,
    at: datetime,
    within_s: int,
    modes: Iterable[str],
    eligible: Flags,
) -> Iterator[Line]:
    """Yield every stretch that an eligible responder of one of the modes is on within so many seconds of the order.

    A piece reached from one end only is drawn as far as they get. `eligible` is a mask over the roster's order. Tens
    of milliseconds a mode in a large city, and as many microseconds for each stretch yielded. Raises ModeError for an
    unknown mode.
    """
    views = [snapshot.view(mode, at) for mode in modes]
    roads = next(iter(snapshot.modes.values())).timetable.at_some_hour.roads
    forward = np.zeros(roads.edge_count)
    for view in views:
        able = eligible[view.posts.numbers]
        if able.any():
            np.maximum(forward, _shares(view, able, within_s * 1000), out=forward)
    backward = forward[roads.twins]
    reached = np.flatnonzero((forward + backward > 0.0) & (roads.keys >= 0))
    for index, begin, end in zip(reached.tolist(), forward[reached].tolist(), backward[reached].tolist(), strict=True):
        edge = network.edge(roads.edge(index))
        if edge["highway"] == BARRIER:
            continue
        if begin + end >= 1.0:
            yield edge["geometry"]
            continue
        if begin > 0.0:
            yield cut(edge["geometry"], 0.0, begin)
        if end > 0.0:
            yield cut(edge["geometry"], 1.0 - end, 1.0)


def _shares(view: View, able: Flags, limit_ms: int) -> Floats:
    """Return how much of each directed edge, from its tail on, is reached within the limit."""
    network, passable = view.roads.network, view.roads.passable
    times = _times(view, able, limit_ms)[network.roads.tails]
    with np.errstate(invalid="ignore"):
        shares = np.where(passable, (limit_ms - times) / np.maximum(network.weight_ms, 1), 0.0)
    within: Floats = np.clip(np.nan_to_num(shares, neginf=0.0), 0.0, 1.0)
    return within


def _times(view: View, able: Flags, limit_ms: int) -> Floats:
    """Return when the first of the able is at each node, infinite beyond the limit: one search from all of them."""
    roads, open_now = view.roads.network.roads, view.roads.passable
    hanging = able[view.hangs.responders]
    source = np.full(int(hanging.sum()), roads.node_count)
    tails = np.concatenate([roads.tails[open_now], source])
    heads = np.concatenate([roads.heads[open_now], view.hangs.nodes[hanging]])
    leaving_ms = np.maximum(view.hangs.offset_ms[hanging] + view.least_ms, 1)
    weights = np.concatenate([view.roads.network.weight_ms[open_now], leaving_ms]).astype(np.float64)
    # Of parallel pieces the fastest counts; a sparse matrix would add them up.
    order = np.lexsort((weights, heads, tails))
    tails, heads, weights = tails[order], heads[order], weights[order]
    first = np.concatenate(([True], (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])))
    size = roads.node_count + 1
    graph = csr_array((weights[first], (tails[first], heads[first])), shape=(size, size))
    times = dijkstra(graph, directed=True, indices=np.array([roads.node_count]), limit=float(limit_ms))
    return times[0, : roads.node_count]
